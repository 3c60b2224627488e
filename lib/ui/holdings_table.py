"""The table of holdings: points as `27 / 36` with a bar, what is missing, until when, in which status."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from lib.domain import sentences
from lib.domain.rule_doubt import rule_doubts
from lib.ui import choosing, navigation, people, record_state
from lib.ui.format import counted


def table_of(
    verdicts: pd.DataFrame, requirements: pd.DataFrame, as_of: date, beside: pd.Series | None = None
) -> pd.DataFrame:
    """Return the columns that the table shows; the bar is the share counted in percent, cut at 100.

    ``beside``: employee ID -> leave, per diem, new hire in words (:mod:`lib.services.circumstances`).
    """
    reached = verdicts["counted"] * 100 // verdicts["total"].where(verdicts["total"] > 0)
    return pd.DataFrame(
        {
            "name": verdicts["name"],
            "credential": verdicts["credential"],
            "points": sentences.counted_texts(verdicts),
            "reached": reached.clip(upper=100),
            "status": sentences.status_words(verdicts),
            "missing": sentences.missing_texts(verdicts, requirements),
            "beside": pd.Series("", index=verdicts.index) if beside is None else verdicts["staff_id"].map(beside),
            "declare_by": verdicts["declare_by"],
            "cycle_end": verdicts["cycle_end"],
            "site": verdicts["site"],
            "department": verdicts["department"],
            "data_through": verdicts["data_through"],
            "rule_doubt": rule_doubts(verdicts, as_of),
            "staff_id": verdicts["staff_id"],
        }
    )


def holdings_table(table: pd.DataFrame, verdicts: pd.DataFrame, *, several: bool = False) -> None:
    """Show the table, rows as :func:`table_of` of these verdicts; a selected row opens the person.

    ``several``: rows are selected to be changed together instead, and a button leads to the forms for it.
    """
    choose = choosing.many_of if several else choosing.one_of
    selected = choose(
        table,
        "readiness.table.several" if several else "readiness.table",
        alt="Every holding with its points, status, what is missing and its dates, worst first",
        columns={
            "name": st.column_config.TextColumn("Name", pinned=True, width=140),
            "credential": st.column_config.TextColumn("Credential", width=72),
            "points": st.column_config.TextColumn("Points", width=70, help="Counted of asked", alignment="right"),
            "reached": st.column_config.ProgressColumn(
                "Counted", min_value=0, max_value=100, format="%d %%", width=86, color="blue"
            ),
            "status": st.column_config.TextColumn("Status", width=112),
            "missing": st.column_config.TextColumn("Missing", width=150),
            "beside": st.column_config.TextColumn(
                "Beside it", width=95, help="Leave, per diem, new hires: what is asked of them is another thing"
            ),
            "declare_by": st.column_config.DateColumn("Declare by", format="ddd D MMM YYYY", width=114),
            "cycle_end": st.column_config.DateColumn("Cycle ends", format="ddd D MMM YYYY", width=114),
            "site": st.column_config.TextColumn("Site"),
            "department": st.column_config.TextColumn("Department"),
            "data_through": st.column_config.DateColumn("Data through", format="D MMM YYYY"),
            "rule_doubt": st.column_config.TextColumn("The rule", help="Empty: verified here within the year"),
            "staff_id": st.column_config.TextColumn("Employee ID"),
        },
        most=520,
    )
    if isinstance(selected, list):
        _change_these(verdicts.iloc[selected])
    else:
        people.open_selected(table, selected)


def _change_these(chosen: pd.DataFrame) -> None:
    """Lead to Change many at once with these holdings selected there."""
    who = chosen["staff_id"].nunique()
    label = (
        f"Change {counted(len(chosen), 'credential')} of {counted(who, 'person', 'people')} ›"
        if len(chosen)
        else "Select rows to change them together"
    )
    if st.button(
        label,
        key="readiness.change",
        type="primary",
        disabled=chosen.empty,
        help="Renewed end dates, verified today, declaration filed, leave, supervisor, left: chosen on the next page, "
        "which shows what it changes before anything is stored.",
    ):
        record_state.choose([tuple(key) for key in chosen[["staff_id", "program", "credential"]].to_numpy()])
        navigation.go(navigation.BULK)
