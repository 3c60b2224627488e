"""The change log: who changed what and when, before and after, and taking a change back after a question."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from lib.domain.changes import TABLES, field_word, kind_word
from lib.domain.errors import LabReadyError
from lib.services import changing, imports
from lib.ui import address, choosing, feedback, navigation, people, state, taking_back
from lib.ui.format import counted, day, literal
from lib.ui.guard import PageContext

_EVERYBODY: Final = ""


def person_filter(context: PageContext) -> str | None:
    """Show the choice of a person and return the employee ID; None for everybody."""
    everybody = imports.people_to_match(context.app, context.principal)
    labels = {
        staff_id: people.person_label(name, staff_id)
        for staff_id, name in zip(everybody["staff_id"], everybody["name"], strict=True)
    }

    def named(staff_id: str) -> str:
        return labels.get(staff_id, "Everybody")

    chosen = st.selectbox(
        "Person",
        [_EVERYBODY, *labels],
        format_func=named,
        help="Only the changes that touched this person's records, leavers included.",
        **address.bound("log.person", address.one([_EVERYBODY, *labels], _EVERYBODY, named)),
    )
    return chosen or None


def log_table(context: PageContext, staff_id: str | None) -> None:
    """Show the changes, newest first; a selected one is told field by field and can be taken back."""
    every = st.toggle(
        "Imports too", key="log.imports", help="Imports are taken back in the list of imports, with their files."
    )
    log = changing.log(context.app, context.principal, staff_id=staff_id, by_hand=not every)
    if log.empty:
        st.info(
            "Nothing was changed by hand yet." if staff_id is None else "Nothing of this person was changed by hand."
        )
        st.page_link(navigation.BULK.path, label="Change many at once")
        return
    selected = choosing.one_of(
        pd.DataFrame(
            {
                "change_id": log["change_id"],
                "at": log["at"],
                "on_date": log["on_date"],
                "actor": log["actor"],
                "kind": [kind_word(kind) for kind in log["kind"]],
                "summary": log["summary"],
                "reason": log["reason"],
                "undone_on": log["undone_on"],
            }
        ),
        "log.table",
        alt="Every change with who made it, when and what it was",
        columns={
            "change_id": st.column_config.NumberColumn("Change", format="%d", width=65),
            "at": st.column_config.DatetimeColumn("At", format="D MMM YYYY, HH:mm", width=140),
            "on_date": st.column_config.DateColumn("For", format="D MMM YYYY", width=95),
            "actor": st.column_config.TextColumn("By", width=80),
            "kind": st.column_config.TextColumn("Kind", width=110),
            "summary": st.column_config.TextColumn("What", width=330),
            "reason": st.column_config.TextColumn("Reason or note", width=180),
            "undone_on": st.column_config.DateColumn("Taken back", format="D MMM YYYY", width=95),
        },
    )
    if selected is None:
        st.caption(f"{counted(len(log), 'change')}. Select one to see before and after, and to take it back.")
        return
    _selected(context, log.iloc[selected], staff_id)


def _selected(context: PageContext, row: pd.Series, staff_id: str | None) -> None:
    number = int(row["change_id"])
    with st.container(border=True, key="log.selected"):
        st.markdown(f"**Change {number}**, {literal(row['summary'])}")
        _before_and_after(context, number, staff_id)
        if not pd.isna(row["undone_on"]):
            st.caption(f"Taken back {day(row['undone_on'])}.")
            return
        if not row["by_hand"]:
            return
        question = taking_back.Question("log", "change", number)
        if not question.asked():
            return
        sure = question.sure("What it wrote goes, and what it replaced comes back.")
    if sure:
        _take_back(context, number)


def _before_and_after(context: PageContext, number: int, staff_id: str | None) -> None:
    found = changing.details(context.app, context.principal, number, staff_id=staff_id)
    if found.empty:
        st.caption("No field of a person's records was written by it.")
        return
    people_now = imports.people_to_match(context.app, context.principal)
    names = dict(zip(people_now["staff_id"], people_now["name"], strict=True))
    st.dataframe(
        pd.DataFrame(
            {
                "Person": [names.get(each, each) for each in found["staff_id"]],
                "Record": [TABLES.get(name, name) for name in found["table"]],
                "Which": found["record"],
                "Field": [field_word(name) for name in found["field"]],
                "Before": found["before"],
                "After": found["after"],
            }
        ),
        hide_index=True,
        placeholder="—",
        alt="Each field that the change moved, before and after",
    )


def _take_back(context: PageContext, number: int) -> None:
    taking_back.answered()
    try:
        summary = changing.take_back(context.app, context.principal, number, today=context.today)
    except LabReadyError as error:
        feedback.refused(error)
        return
    state.say_next(f"Change {number} ({summary}) is taken back.")
    st.rerun()
