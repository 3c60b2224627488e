"""People to confirm: whom files name that nobody here is surely; matched by hand, or set aside as nobody of ours."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain import decisions as kinds
from lib.domain.imports import REASONS
from lib.services import imports, waiting_people
from lib.ui import cached
from lib.ui.deciding import decide_step
from lib.ui.format import counted, literal
from lib.ui.guard import PageContext
from lib.ui.people import person_label

NOBODY = ""
"""The answer *nobody of ours* in the list of staff members."""


def people(context: PageContext) -> None:
    """Show whom rows wait for, with the nearest staff members, their score and why."""
    everyone = cached.people_waiting(context.app, context.principal, context.key)
    rows = everyone[~everyone["set_aside"]]
    aside = everyone[everyone["set_aside"]]
    if len(aside):
        st.caption(
            f"{counted(int(aside['rows'].sum()), 'row is', 'rows are')} set aside as nobody of ours: "
            f"{literal('; '.join(aside['person'].head(5)))}. See “Decisions made” to take that back."
        )
    if rows.empty:
        st.success("No row waits for a person.")
        return
    st.dataframe(
        pd.DataFrame(
            {
                "person": rows["person"],
                "rows": rows["rows"],
                "points": rows["points"] / 100,
                "first_on": rows["first_on"],
                "last_on": rows["last_on"],
                "why": rows["code"].map(REASONS),
                "file": rows["file"],
            }
        ),
        key="confirm.people.table",
        hide_index=True,
        alt="Whom rows wait for, most rows first",
        column_config={
            "person": st.column_config.TextColumn("Person as written", width=230),
            "rows": st.column_config.NumberColumn("Rows", width=60),
            "points": st.column_config.NumberColumn("Points", format="%.2f", width=75),
            "first_on": st.column_config.DateColumn("From", format="D MMM YYYY"),
            "last_on": st.column_config.DateColumn("To", format="D MMM YYYY"),
            "why": st.column_config.TextColumn("Why they wait", width=200),
            "file": st.column_config.TextColumn("File", width=200),
        },
    )
    said = dict(zip(rows["person_key"], rows["person"], strict=True))
    choose, belongs = st.columns(2)
    key = choose.selectbox(
        "Rows of",
        list(said),
        format_func=lambda k: str(said[k]),
        key="confirm.people.key",
        help="The name as the files write it; all its rows are settled at once.",
    )
    near = waiting_people.proposals(context.app, context.principal, key)
    staff = imports.people_to_match(context.app, context.principal)
    labels = {
        staff_id: person_label(name, staff_id) for staff_id, name in zip(staff["staff_id"], staff["name"], strict=True)
    }
    scores = dict(zip(near["staff_id"], near["score"], strict=True))
    order = [*near["staff_id"], NOBODY, *(staff_id for staff_id in labels if staff_id not in scores)]

    def label(staff_id: str) -> str:
        if staff_id == NOBODY:
            return "nobody of ours: set the rows aside"
        return labels[staff_id] + (f"  ({scores[staff_id]} of 100)" if staff_id in scores else "")

    chosen = belongs.selectbox(
        "belong to",
        order,
        index=None,
        format_func=label,
        placeholder="Choose a person",
        key=f"confirm.people.staff.{key}",
        help="The nearest come first. Nothing is matched by itself.",
    )
    _near(near)
    _rows(context, key)
    if chosen == NOBODY:
        decide_step(
            context,
            lambda: waiting_people.nobody_decision(context.app, context.principal, key),
            "Set aside",
            "Set aside.",
            "confirm.people",
        )
    elif chosen is not None:
        decide_step(
            context,
            lambda: waiting_people.match_decision(context.app, context.principal, key, chosen),
            "Match and remember",
            f"Matched: {kinds.answer_words(kinds.MATCH, chosen)}.",
            "confirm.people",
        )


def _near(near: pd.DataFrame) -> None:
    if near.empty:
        st.caption("Nobody here is near.")
        return
    told = [
        f"{literal(row['name'])} · {literal(row['staff_id'])}: **{row['score']}** of 100, {literal(row['why'])}"
        for row in near.to_dict("records")
    ]
    st.markdown("Nearest: " + "  \n".join(told))


def _rows(context: PageContext, key: str) -> None:
    rows = waiting_people.rows_of(context.app, context.principal, key)
    with st.expander(counted(len(rows), "row")):
        st.dataframe(
            rows.assign(points=rows["points"] / 100),
            key="confirm.people.rows",
            hide_index=True,
            alt="The rows that wait for this person",
            column_config={
                "title": st.column_config.TextColumn("Activity", width=300),
                "completed_on": st.column_config.DateColumn("Completed", format="D MMM YYYY"),
                "points": st.column_config.NumberColumn("Points", format="%.2f"),
                "area_text": "Area",
                "file": "File",
                "sheet": "Sheet",
                "row": st.column_config.NumberColumn("Row", format="%d"),
            },
        )
