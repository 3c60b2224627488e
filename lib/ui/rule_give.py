"""Giving a requirement to everybody, or to some departments, and taking that back."""

from __future__ import annotations

import streamlit as st

from lib.domain.errors import LabReadyError
from lib.services import requirements
from lib.ui import feedback, state
from lib.ui.format import counted, day, literal
from lib.ui.guard import PageContext


def give(context: PageContext) -> None:
    """Ask what is given to whom; one change, which can be taken back."""
    if "edit" not in context.principal.permissions:
        return
    choices = requirements.choices(context.app, context.principal)
    if not choices:
        st.caption(
            "Once a program is there whose cycles all end together, such as our own yearly requirement, it can be "
            "given to everybody here."
        )
        return
    st.subheader("Who has to meet it", anchor=False)
    with st.form("rules.give", border=True), st.container(horizontal=True, vertical_alignment="bottom"):
        what = st.selectbox(
            "Requirement",
            choices,
            format_func=lambda pair: f"{pair[1]} ({pair[0]})",
            key="rules.give.what",
            help="A requirement whose cycles end for everybody on one day, such as the laboratory's own.",
        )
        places = st.multiselect(
            "Departments",
            requirements.departments(context.app, context.principal),
            key="rules.give.places",
            placeholder="Everybody",
            help="Whoever has it already keeps it as it is.",
        )
        pressed = st.form_submit_button("Give it to them", key="rules.give.submit")
    if pressed:
        try:
            number = requirements.give(context.app, context.principal, *what, tuple(places), today=context.today)
        except LabReadyError as error:
            feedback.refused(error)
        else:
            state.say_next(f"{what[1]} ({what[0]}) is now asked of {counted(number, 'person', 'people')} more.")
            st.rerun()
    for row in requirements.given(context.app, context.principal).to_dict("records"):
        told, back = st.columns([4, 1], vertical_alignment="center")
        people = counted(int(row["people"]), "person", "people")
        told.markdown(f"{literal(row['note'])}: {people}, {literal(row['given_by'])}, {day(row['given_on'])}")
        if back.button("Take it back", key=f"rules.give.back.{row['change_id']}", width="stretch"):
            number = requirements.take_back(context.app, context.principal, int(row["change_id"]), today=context.today)
            state.say_next(f"Taken back from {counted(number, 'person', 'people')}.")
            st.rerun()
