"""What imports left open: rows that wait for a person, and area texts that nobody recognised."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.areas import AREA_LABELS
from lib.services import imports
from lib.ui import state
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
    st.dataframe(
        pd.DataFrame(
            {
                "person": rows["person"],
                "title": rows["title"],
                "completed_on": rows["completed_on"],
                "points": rows["points"] / 100,
                "file": rows["file"],
                "row": rows["row"],
                "proposed": rows["proposed_name"],
            }
        ),
        key="waiting.table",
        hide_index=True,
        placeholder="—",
        alt="Rows that wait for a person",
        column_config={
            "person": st.column_config.TextColumn("Person as written", width=170),
            "title": st.column_config.TextColumn("Activity", width=270),
            "completed_on": st.column_config.DateColumn("Completed", format="D MMM YYYY"),
            "points": st.column_config.NumberColumn("Points", format="%.2f"),
            "file": "File",
            "row": st.column_config.NumberColumn("Row", format="%d"),
            "proposed": st.column_config.TextColumn("Perhaps", help="The nearest name; nothing is matched by itself"),
        },
    )
    said = dict(zip(rows["person_key"], rows["person"], strict=True))
    proposed = dict(zip(rows["person_key"], rows["proposed_id"], strict=True))
    staff = imports.people_to_match(context.app, context.principal)
    labels = {
        staff_id: person_label(name, staff_id) for staff_id, name in zip(staff["staff_id"], staff["name"], strict=True)
    }
    order = list(labels)
    choose, match = st.columns([1, 2.2])
    with choose:
        key = st.selectbox(
            "Rows of",
            list(said),
            format_func=lambda k: str(said[k]),
            key="waiting.key",
            help="The name as the files write it; all its rows are matched at once.",
        )
    near = order.index(proposed[key]) if proposed[key] in labels else None
    with match, st.form("waiting.match", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        staff_id = st.selectbox(
            "Belong to",
            order,
            index=near,
            format_func=lambda s: labels[s],
            placeholder="Choose a person",
            key=f"waiting.staff.{key}",
            help="The match is remembered for later files and can be taken back on “To confirm”.",
        )
        pressed = st.form_submit_button("Match and remember", key="waiting.submit")
    if pressed and key is not None and staff_id is not None:
        number = imports.match_waiting(context.app, context.principal, key, staff_id, today=context.today)
        state.say_next(f"{counted(number, 'activity', 'activities')} added for {labels[staff_id]}; the match is kept.")
        st.rerun()
    elif pressed:
        st.warning("Choose the person to whom the rows belong.")


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
        text = st.selectbox(
            "Text",
            texts,
            format_func=lambda said: said or NOTHING_SAID,
            key="areas.text",
            help="What stands in the area column; all activities with this text are assigned at once.",
        )
    proposal = str(table.set_index("area_text")["proposal"].get(text) or "")
    with assign, st.form("areas.assign", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        areas = st.multiselect(
            "Means",
            list(AREA_LABELS),
            default=[area for area in proposal.split(";") if area in AREA_LABELS],
            format_func=lambda area: AREA_LABELS[area],
            placeholder="Choose one area or several",
            key=f"areas.meaning.{text}",
            help="Several: a credit may be split among them. The answer holds for later files too.",
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
