"""One staff member: added under a new employee ID, or corrected in place."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from lib.services import person, person_editing
from lib.ui import record_state
from lib.ui.bulk_forms import FIRST_DAY, LAST_DAY
from lib.ui.edit_storing import iso, stored, text, yes_or_no
from lib.ui.format import as_day
from lib.ui.guard import PageContext

_TEXTS: Final = (
    ("last_name", "Last name", ""),
    ("first_name", "First name", ""),
    ("email", "E-mail", "Finds the person in lists that lack the employee ID."),
    ("site", "Site", "Filters and comparisons go by it."),
    ("department", "Department", "Filters and comparisons go by it."),
    ("job_title", "Job title", ""),
    ("supervisor", "Supervisor", "As reports should name them."),
    ("notes", "Notes", "For you; nothing is judged by it."),
)
_DAYS: Final = (
    ("hired_on", "Hired on", "Counted from this day on."),
    ("left_on", "Left on", "Counted up to this day, then kept in history."),
)


def new_person_form(context: PageContext) -> None:
    """Add a staff member."""
    mark = f"new.{record_state.form_round()}"
    with st.form(f"edit.person.form.{mark}", border=True):
        staff_id = st.text_input(
            "Employee ID",
            key=f"edit.person.id.{mark}",
            help="It connects everything about a person and stays as it is. Leading zeros are kept.",
        )
        values = _fields({}, mark)
        pressed = st.form_submit_button("Add the person", key=f"edit.person.store.{mark}", type="primary")
    if pressed:
        entry = {**values, "staff_id": staff_id}
        stored(lambda: person_editing.add_person(context.app, context.principal, entry, today=context.today))


def person_form(context: PageContext, staff_id: str) -> None:
    """Correct a staff member; an empty field empties what is stored."""
    old = person.record(context.app, context.principal, staff_id, context.as_of).staff
    mark = f"{staff_id}.{record_state.form_round()}"
    with st.form(f"edit.person.form.{mark}", border=True):
        values = _fields(old, mark)
        pressed = st.form_submit_button("Store the correction", key=f"edit.person.store.{mark}", type="primary")
    if pressed:
        stored(
            lambda: person_editing.correct_person(context.app, context.principal, staff_id, values, today=context.today)
        )


def _fields(old: dict[str, Any], mark: str) -> dict[str, str]:
    values: dict[str, str] = {}
    halves = st.columns(2)
    for number, (name, label, told) in enumerate(_TEXTS):
        values[name] = halves[number % 2].text_input(
            label, value=text(old.get(name)), key=f"edit.person.{name}.{mark}", help=told or None
        )
    columns = st.columns(4)
    for number, (name, label, told) in enumerate(_DAYS):
        values[name] = iso(
            columns[number].date_input(
                label, value=as_day(old.get(name)), key=f"edit.person.{name}.{mark}", min_value=FIRST_DAY,
                max_value=LAST_DAY, format="YYYY-MM-DD", help=told,
            )
        )  # fmt: skip
    answers = ("", "yes", "no")
    for number, (name, label, told) in enumerate(
        (
            ("active", "Works here", "No, without a day of leaving: out of the counts, kept in history."),
            ("on_leave", "On leave", "Still counted; a note says what to ask."),
        )
    ):
        values[name] = columns[2 + number].selectbox(
            label,
            answers,
            index=answers.index(yes_or_no(old.get(name))),
            format_func=lambda answer: answer or "not said",
            key=f"edit.person.{name}.{mark}",
            help=told,
        )
    return values
