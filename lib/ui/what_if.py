"""What if: planned activities, for one person or for many, and what they would move. Nothing is stored."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from lib.domain import points, sentences
from lib.domain.areas import AREAS, label
from lib.domain.errors import LabReadyError
from lib.services.person import PersonRecord
from lib.services.what_if import Planned, WhatIf
from lib.ui import cached, feedback, state
from lib.ui.format import as_day, counted, day, literal
from lib.ui.guard import PageContext

if TYPE_CHECKING:
    from collections.abc import Mapping

EVERYBODY = "Everybody in this view"


def what_if_person(context: PageContext, record: PersonRecord) -> None:
    """Show the section for one person."""
    if record.verdicts.empty:
        return
    staff_id = str(record.staff["staff_id"])
    section = st.expander("What if … planned activities", on_change="rerun", key="person.what_if")
    if section.open:
        with section:
            _section(context, {str(record.staff["name"]): (staff_id,)}, "person.what_if", staff_id)


def what_if_team(context: PageContext, staff: pd.DataFrame) -> None:
    """Show the section for a view; ``staff``: ``staff_id``, ``name``, ``department`` of those in it."""
    section = st.expander("What if … planned activities", on_change="rerun", key="readiness.what_if")
    if section.open and len(staff):
        with section:
            _section(context, groups_of(staff), "readiness.what_if", None)


def groups_of(staff: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return who can attend: everybody, each department, each person; label -> employee IDs."""
    groups = {EVERYBODY: tuple(staff["staff_id"])}
    for department, members in staff.groupby("department"):
        groups[f"Department {department}"] = tuple(members["staff_id"])
    people = zip(staff["name"], staff["staff_id"], strict=True)
    return groups | {f"{name} · {staff_id}": (staff_id,) for name, staff_id in people}


def _section(context: PageContext, groups: Mapping[str, tuple[str, ...]], key: str, staff_id: str | None) -> None:
    st.caption("Try out what is planned. Nothing is stored; it is forgotten when you leave LabReady.")
    _form(context, groups, key)
    planned = state.planned(key)
    mine = [(label_of, activity) for label_of, activity in planned if staff_id in (None, *activity.staff_ids)]
    if not mine:
        return
    for number, (whom, activity) in enumerate(mine):
        _planned_line(whom, activity, key, number)
    if st.button("Forget them all", key=f"{key}.forget"):
        state.plan_nothing(key)
        st.rerun()
    last = max(activity.completed_on for _, activity in mine)
    on = st.date_input(
        "Judged on",
        value=last,
        min_value=context.as_of,
        key=f"{key}.on.{last.isoformat()}",
        format="YYYY-MM-DD",
        help="The day on which it is judged without and with what is planned; at first the day of the last activity.",
    )
    activities = tuple(activity for _, activity in mine)
    try:
        found = cached.what_if(
            context.app, context.principal, context.key, context.as_of, activities,
            on if isinstance(on, date) else last, staff_id,
        )  # fmt: skip
    except LabReadyError as error:
        feedback.refused(error)
        return
    _moves(found, key)


def _form(context: PageContext, groups: Mapping[str, tuple[str, ...]], key: str) -> None:
    with st.form(f"{key}.form", clear_on_submit=False):
        first, second, third = st.columns([1.6, 1, 0.8])
        title = first.text_input(
            "Activity",
            value="Lunch and learn",
            key=f"{key}.title",
            help="What is planned, such as Ethics at the bench; nothing is stored.",
        )
        when = second.date_input(
            "On", value=context.as_of + timedelta(days=30), min_value=context.as_of, key=f"{key}.day",
            format="YYYY-MM-DD", help="A day from the day of this view on.",
        )  # fmt: skip
        amount = third.number_input(
            "Points", min_value=0.25, max_value=100.0, value=1.0, step=0.25, key=f"{key}.points",
            help="1 contact hour (50 to 60 minutes) is 1 point.",
        )  # fmt: skip
        left, right = st.columns([1.6, 1.8])
        areas = left.multiselect(
            "Areas", AREAS, default=["ethics"], format_func=label, key=f"{key}.areas",
            help="The first is where it surely counts; the others only at best, as with an imported credit.",
        )  # fmt: skip
        whom = right.selectbox("Who attends", list(groups), key=f"{key}.whom", help="Whose verdicts are tried with it.")
        if st.form_submit_button("Add to the plan") and isinstance(when, date):
            hundredths = points.hundredths(Decimal(str(amount)))
            state.plan_activity(key, whom, Planned(when, title or "Activity", hundredths, tuple(areas), groups[whom]))


def _planned_line(whom: str, activity: Planned, key: str, number: int) -> None:
    told, drop = st.columns([6, 1], vertical_alignment="center")
    told.markdown(
        f"**{literal(activity.title)}** · {day(activity.completed_on)} · {points.text(activity.points)} points · "
        f"{literal(', '.join(label(area) for area in activity.areas) or 'no area')} · {literal(whom)}"
    )
    drop.button("Drop", key=f"{key}.drop.{number}", on_click=state.drop_planned, args=(key, activity), width="stretch")


def _moves(found: WhatIf, key: str) -> None:
    moves = found.moves
    if moves.empty:
        st.info("Nobody who attends holds a credential that is judged on that day.")
        return
    complete = found.newly_complete
    better = moves[moves["changed"]]
    st.markdown(
        f"On {day(found.on)}: **{counted(len(complete), 'credential becomes', 'credentials become')} complete**, "
        f"{counted(len(better), 'moves', 'move')} of {len(moves)}."
    )
    st.dataframe(
        moves_of(moves),
        key=f"{key}.moves",
        hide_index=True,
        alt="Each credential of those who attend, without and with what is planned",
        column_config={
            "name": st.column_config.TextColumn("Name", width=140),
            "credential": st.column_config.TextColumn("Credential", width=80),
            "status": st.column_config.TextColumn("Status", width=210),
            "missing_before": st.column_config.NumberColumn("Missing without", format="%.2f", width=100),
            "missing_after": st.column_config.NumberColumn("with", format="%.2f", width=60),
            "lacking": st.column_config.TextColumn("Still missing", width=170),
            "forecast": st.column_config.TextColumn("Reached at this pace", width=200),
        },
    )


def moves_of(moves: pd.DataFrame) -> pd.DataFrame:
    """Return what moves as people read it, those that move first."""
    ordered = moves.sort_values("changed", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            "name": ordered["name"],
            "credential": ordered["credential"],
            "status": _arrows(ordered, "status", sentences.status_word),
            "missing_before": ordered["missing_before"].astype("Float64") / 100,
            "missing_after": ordered["missing_after"].astype("Float64") / 100,
            "lacking": ordered["lacking_after"],
            "forecast": _arrows(ordered, "met_on", _month),
        }
    )


def _arrows(moves: pd.DataFrame, name: str, words: object) -> list[str]:
    assert callable(words)
    pairs = zip(moves[f"{name}_before"], moves[f"{name}_after"], strict=True)
    told = [(words(before), words(after)) for before, after in pairs]
    return [before if before == after else f"{before} → {after}" for before, after in told]


def _month(value: object) -> str:
    on = as_day(value)
    return f"{on:%b %Y}" if on else "not at this pace"
