"""The table to choose holdings from: who, what, until when, in which status, and what is asked of them beside it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lib.domain import sentences
from lib.services.readiness import TeamReadiness
from lib.ui import cached, choosing, record_state
from lib.ui.format import counted
from lib.ui.guard import PageContext

Key = tuple[str, str, str]


def choose_holdings(context: PageContext, team: TeamReadiness, key: str) -> list[Key]:
    """Show the holdings that the filters leave and return those that are selected."""
    verdicts = team.verdicts
    notes = cached.circumstances(context.app, context.principal, context.key, context.as_of)
    keys = verdicts[["staff_id", "program", "credential"]]
    before = set(record_state.chosen())
    selected = [row for row, key in enumerate(keys.itertuples(index=False, name=None)) if key in before]
    if selected:
        st.caption(f"{counted(len(selected), 'row is', 'rows are')} selected, as in Readiness.")
    said = notes.groupby("staff_id")["says"].agg(" ".join).astype("str").reindex(verdicts["staff_id"]).fillna("")
    event: Any = st.dataframe(
        pd.DataFrame(
            {
                "name": verdicts["name"],
                "credential": verdicts["credential"],
                "status": sentences.status_words(verdicts),
                "cycle_end": verdicts["cycle_end"],
                "declare_by": verdicts["declare_by"],
                "filed": verdicts["declaration_filed_on"],
                "verified_on": verdicts["verified_on"],
                "site": verdicts["site"],
                "department": verdicts["department"],
                "note": said.to_numpy(),
                "staff_id": verdicts["staff_id"],
            }
        ),
        key=key,
        hide_index=True,
        height=choosing.height(len(verdicts), 300),
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": selected}} if selected else None,
        placeholder="—",
        alt="Every holding that the filters leave; select the rows to change",
        column_config={
            "name": st.column_config.TextColumn("Name", width=140, pinned=True),
            "credential": st.column_config.TextColumn("Credential", width=75),
            "status": st.column_config.TextColumn("Status", width=110),
            "cycle_end": st.column_config.DateColumn("Cycle ends", format="D MMM YYYY", width=88),
            "declare_by": st.column_config.DateColumn("Declare by", format="D MMM YYYY", width=88),
            "filed": st.column_config.DateColumn("Filed", format="D MMM YYYY", width=88),
            "verified_on": st.column_config.DateColumn("Verified", format="D MMM YYYY", width=88),
            "site": st.column_config.TextColumn("Site", width=70),
            "department": st.column_config.TextColumn("Department", width=110),
            "note": st.column_config.TextColumn("Beside it", width=220, help="Leave, per diem, new hires: what to ask"),
            "staff_id": st.column_config.TextColumn("Employee ID", width=90),
        },
    )
    rows = event["selection"]["rows"] if event else []
    return list(keys.iloc[[row for row in rows if row < len(keys)]].itertuples(index=False, name=None))
