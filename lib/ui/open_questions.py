"""What imports left open: rows that wait for a person, and area texts that nobody recognised."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from lib.domain.areas import AREA_LABELS
from lib.services import imports
from lib.services.readiness import Filters
from lib.ui import cached, state
from lib.ui.format import counted
from lib.ui.guard import PageContext
from lib.ui.people import person_label

NOTHING_SAID = "(nothing said)"
"""How an empty area text is shown."""


def waiting_rows(context: PageContext) -> None:
    """Ask for whom the waiting rows are; a match is remembered for later files."""
    rows = imports.waiting_rows(context.app, context.principal)
    if rows.empty:
        return
    st.subheader(f"{counted(len(rows), 'row waits', 'rows wait')} for a person", anchor=False)
    first = rows.drop_duplicates("person_key").to_dict("records")
    said = {str(row["person_key"]): _as_written(row) for row in first}
    st.dataframe(
        pd.DataFrame(
            {
                "Person as written": rows["person_key"].map(said),
                "Activity": rows["title"],
                "Completed": rows["completed_on"],
                "Points": rows["points"] / 100,
                "File": rows["file"],
                "Row": rows["row"],
            }
        ),
        key="waiting.table",
        hide_index=True,
        alt="Rows that wait for a person",
        column_config={
            "Completed": st.column_config.DateColumn(format="D MMM YYYY"),
            "Points": st.column_config.NumberColumn(format="%.2f"),
        },
    )
    staff = cached.team(context.app, context.principal, context.key, context.today, Filters()).staff
    labels = {
        staff_id: person_label(name, staff_id) for staff_id, name in zip(staff["staff_id"], staff["name"], strict=True)
    }
    with st.form("waiting.match", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        key = st.selectbox("Rows for", list(said), format_func=lambda k: said[k], key="waiting.key")
        staff_id = st.selectbox(
            "belong to",
            list(labels),
            index=None,
            format_func=lambda s: labels[s],
            placeholder="Choose a person",
            key="waiting.staff",
        )
        pressed = st.form_submit_button("Match and remember", key="waiting.submit")
    if pressed and staff_id is None:
        st.warning("Choose the person to whom the rows belong.")
    elif pressed and key is not None and staff_id is not None:
        number = imports.match_waiting(context.app, context.principal, key, staff_id, today=context.today)
        state.say_next(
            f"{counted(number, 'activity', 'activities')} added for {labels[staff_id]}; the match is remembered."
        )
        st.rerun()


def areas_to_assign(context: PageContext) -> None:
    """Ask which areas the texts mean that nobody recognised; an answer is remembered for later files."""
    table = imports.areas_to_assign(context.app, context.principal)
    if table.empty:
        return
    st.subheader(f"{counted(len(table), 'area text', 'area texts')} to assign", anchor=False)
    st.caption(
        "These activities wait: they count in what is missing at best only, until somebody says where they belong."
    )
    st.dataframe(
        table[["area_text", "credits", "people"]].assign(area_text=table["area_text"].replace("", NOTHING_SAID)),
        key="areas.table",
        hide_index=True,
        alt="Area texts to assign, most activities first",
        column_config={"area_text": "As the files say it", "credits": "Activities", "people": "People"},
    )
    texts = table["area_text"].tolist()
    choose, assign = st.columns([1, 2.2])
    with choose:
        text = st.selectbox("Text", texts, format_func=lambda said: said or NOTHING_SAID, key="areas.text")
    proposal = str(table.set_index("area_text")["proposal"].get(text) or "")
    with assign, st.form("areas.assign", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        areas = st.multiselect(
            "means",
            list(AREA_LABELS),
            default=[area for area in proposal.split(";") if area in AREA_LABELS],
            format_func=lambda area: AREA_LABELS[area],
            placeholder="Choose one area or several",
            key=f"areas.meaning.{text}",
        )
        pressed = st.form_submit_button("Assign and remember", key="areas.submit")
    if pressed and not areas:
        st.warning("Choose at least one area.")
    elif pressed:
        number = imports.assign_area(context.app, context.principal, text, tuple(areas), today=context.today)
        state.say_next(
            f"{counted(number, 'activity', 'activities')} assigned; later files that say so are read the same way."
        )
        st.rerun()


def _as_written(row: Mapping[Hashable, Any]) -> str:
    parts = [row[name] for name in ("person_name", "person_id", "person_number", "person_email")]
    return " · ".join(str(part) for part in parts if not pd.isna(part) and str(part)) or "nobody named"
