"""The share on course that the laboratory aims at: how far it is, and the place to set it."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from lib.domain.errors import LabReadyError
from lib.services import laboratory
from lib.services.readiness import on_course_share
from lib.ui import feedback, state
from lib.ui.format import counted, share
from lib.ui.guard import PageContext
from lib.ui.since import MonthEnd, difference


def share_tile(context: PageContext, verdicts: pd.DataFrame, before: MonthEnd, known_on: date | None = None) -> None:
    """Show the share on course, its change since the last month end, the target, and the place to set one."""
    on_course, people = on_course_share(verdicts)
    percent = laboratory.target(context.app, context.principal, known_on=known_on)
    aim = target_sentence(on_course, people, percent)
    st.markdown(f"**{share(on_course, people)}** on course · {on_course} of {people} people  \n{aim}")
    moved = change_of(verdicts, before)
    if moved:
        st.caption(moved)
    if "edit" in context.principal.permissions:
        opened = st.popover(
            "Set a target" if percent is None else "Target",
            on_change="rerun",
            key="readiness.target",
            help="The share of people with a required credential whom the laboratory wants on course",
        )
        if opened.open:
            with opened:
                _form(context, percent)


def change_of(verdicts: pd.DataFrame, before: MonthEnd) -> str:
    """Return how the share stands against the last month end's; empty where nothing was on record then."""
    if before.groups is None:
        return ""
    on_course, people = on_course_share(verdicts)
    then, then_people = on_course_share(before.holdings)
    if not people or not then_people:
        return ""
    moved = difference(on_course * 100 // people, then * 100 // then_people)
    return f"{moved} percentage points since {before.end.day} {before.end:%b}"


def target_sentence(on_course: int, people: int, percent: int | None) -> str:
    """Return how far the target is: *target 90 %: 11 more people*; empty where none is set or nobody is counted."""
    if percent is None or not people:
        return ""
    more = laboratory.to_target(on_course, people, percent)
    return f"target {percent} %: " + (counted(more, "more person", "more people") if more else "reached")


def _form(context: PageContext, percent: int | None) -> None:
    with st.form("target.form", border=False):
        asked = st.number_input(
            "On course, in percent",
            min_value=1,
            max_value=100,
            value=percent,
            step=1,
            key="target.percent",
            help="Of the people with at least one required credential; leave it empty for no target.",
        )
        if st.form_submit_button("Save the target", key="target.save", type="primary"):
            try:
                laboratory.set_target(
                    context.app, context.principal, None if asked is None else int(asked), today=context.today
                )
            except LabReadyError as error:
                feedback.refused(error)
            else:
                state.say_next(
                    "No target is set any more." if asked is None else f"The target is {int(asked)} % from now on."
                )
                st.rerun()
    history = laboratory.target_history(context.app, context.principal)
    if len(history):
        st.dataframe(
            history[["value", "known_from", "entered_by"]],
            key="target.history",
            hide_index=True,
            placeholder="none",
            alt="Every target there was, newest first",
            column_config={
                "value": st.column_config.TextColumn("Target, %", width=80),
                "known_from": st.column_config.DateColumn("Since", format="D MMM YYYY", width=100),
                "entered_by": st.column_config.TextColumn("Set by"),
            },
        )
