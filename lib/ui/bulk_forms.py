"""Recording one thing of many: what, of whom, on which day; what it changes; and one button that stores it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from lib.domain import points, sentences
from lib.domain.errors import LabReadyError, RefusedFile
from lib.services import recordings, renewals, staffing
from lib.services.entering import Trouble
from lib.services.readiness import TeamReadiness
from lib.services.recordings import Pasted, Recording
from lib.ui import cached, feedback, record_state, state
from lib.ui.bulk_table import Key, choose_holdings
from lib.ui.format import as_day, counted, day, literal, whole
from lib.ui.guard import PageContext

FIRST_DAY: Final = date(1950, 1, 1)
LAST_DAY: Final = date(2149, 12, 31)
"""The days that an import takes for dates."""

_FROM: Final = ("Rows of the table", "A pasted list")
_TOLD: Final = 12
"""So many problems are listed; the rest is counted."""


def what() -> str:
    """Show what can be recorded and return the code of the choice."""
    words = {code: action.words for code, action in recordings.ACTIONS.items()}
    words |= {code: action.words for code, action in staffing.ACTIONS.items()}
    return str(
        st.selectbox(
            "What has happened",
            list(words),
            format_func=lambda code: words[code],
            key="bulk.action",
            help="The first five are about a credential, the others about the person.",
        )
    )


def holdings_form(context: PageContext, team: TeamReadiness, action: str) -> None:
    """Record a declaration, a verification or a renewal of the holdings that are chosen or pasted."""
    told = recordings.ACTIONS[action]
    st.caption(told.help)
    number = record_state.form_round()
    source = st.segmented_control(
        "Of whom",
        _FROM,
        default=_FROM[0],
        key="bulk.source",
        required=True,
        help="Select rows of the table below, or paste a list with one person a line.",
    )
    keys: list[Key] = []
    text = ""
    if source == _FROM[0]:
        keys = choose_holdings(context, team, f"bulk.table.{number}")
    with st.form(f"bulk.form.{number}", border=True):
        if source == _FROM[1]:
            text = st.text_area(
                "One line each: employee ID or name, credential, date",
                key=f"bulk.text.{number}",
                height=150,
                placeholder="00412, MLS, 2029-06-30\nLopez, Maria, SBB, 30 June 2029",
                help="As copied from a sheet or a mail. A line without a date takes the date below; one without a "
                "credential means the only one that the person holds.",
            )
        on, note, verified = _details(context, action, number, len(keys))
        asked = st.form_submit_button("Show what this changes", key=f"bulk.look.{number}")
    if asked:
        try:
            with st.spinner("Reading the list …"):
                recorded = _recording(context, action, keys, text, on, note, verified)
            record_state.look_at(recorded)
        except LabReadyError as error:
            record_state.look_at(None)
            feedback.refused(error)
    recording = record_state.looked_at()
    if recording is not None and recording.action == action:
        _changes_and_store(context, recording, number)


def _details(context: PageContext, action: str, number: int, chosen: int) -> tuple[date | None, str, bool]:
    left, right = st.columns([1, 2])
    is_renewal = action == "renewed"
    on = left.date_input(
        "New cycle end" if is_renewal else "On",
        value=None if is_renewal else context.today,
        key=f"bulk.day.{action}.{number}",
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        help="Empty: each gets the end that is one cycle length after its current one. Compare with the issuer's page."
        if is_renewal
        else "The day on which it happened, not the day on which it is entered.",
    )
    note = right.text_input(
        "Note",
        key=f"bulk.note.{number}",
        help="Kept with the change. An audit needs one: how it went.",
    )
    verified = is_renewal and st.checkbox(
        "The new end was seen with the issuer today",
        key=f"bulk.verified.{number}",
        help="Stores today as the day of the last verification too.",
    )
    return as_day(on), note, verified


def _recording(
    context: PageContext, action: str, keys: list[Key], text: str, on: date | None, note: str, verified: bool
) -> Recording:
    if not text.strip():
        return renewals.of_selection(context.app, context.principal, action, keys, day=on, note=note, verified=verified)
    order = st.session_state.get("bulk.order")
    found = recordings.from_paste(
        context.app, context.principal, action, text, day=on, note=note, verified=verified, date_order=order
    )
    _not_understood(found)
    return found.recording


def _not_understood(found: Pasted) -> None:
    if found.troubles:
        many = counted(len(found.troubles), "line is", "lines are")
        st.warning(f"{many} not understood and left out of what is shown below:  \n{_listed(found.troubles)}")


def _listed(troubles: Sequence[Trouble]) -> str:
    told = [literal(trouble.message) for trouble in troubles[:_TOLD]]
    if len(troubles) > _TOLD:
        told.append(f"and {len(troubles) - _TOLD} more")
    return "  \n".join(told)


def _changes_and_store(context: PageContext, recording: Recording, number: int) -> None:
    try:
        with st.spinner("Checking each line …"):
            wrong = renewals.problems(context.app, context.principal, recording, today=context.today)
        if wrong:
            st.error(f"Not recorded like this:  \n{_listed(wrong)}")
            recording = recordings.without(recording, wrong)
            st.caption("Correct them above, or store the others without them.")
        if not recording.entries:
            st.info("No holding is left to record it of. Select rows of the table, or paste a list.")
            return
        found = cached.recording_effect(
            context.app, context.principal, context.key, recording, context.as_of, context.today
        )
    except RefusedFile as error:
        _ask_order(error)
        return
    except LabReadyError as error:
        feedback.refused(error)
        return
    st.subheader("What this changes", anchor=False)
    for remark in found.remarks:
        st.warning(literal(remark))
    _opened(found.opened)
    moved_table(found.moved)
    label = f"Store it for {counted(len(recording.entries), 'holding')}"
    if st.button(label, key=f"bulk.store.{number}", type="primary"):
        try:
            with st.spinner("Storing …"):
                done = renewals.record(context.app, context.principal, recording, today=context.today)
        except LabReadyError as error:
            feedback.refused(error)
            return
        record_state.begin_again()
        state.say_next(f"Stored as change {done.change_id}: {done.summary}. It can be taken back in the change log.")
        st.rerun()


def _ask_order(error: RefusedFile) -> None:
    feedback.refused(error)
    if error.code == "ambiguous_dates":
        orders = {"mdy": "month first (12/31/2029)", "dmy": "day first (31/12/2029)"}
        st.radio(
            "The dates in the list are written",
            list(orders),
            format_func=lambda code: orders[code],
            index=None,
            key="bulk.order",
            help="Answer, then press “Show what this changes” again.",
        )


def _opened(opened: pd.DataFrame) -> None:
    """Say for each renewal which cycle begins, what falls in it, and what is lost to it."""
    if opened.empty:
        return
    lost = opened[opened["left_behind"] > 0]
    total = points.text(int(lost["left_behind"].sum()))
    st.markdown(
        f"**{counted(len(opened), 'new cycle begins', 'new cycles begin')}**; the old ones stay readable. "
        + (
            f"{total} points that {counted(len(lost), 'person', 'people')} earned before it began are lost to it."
            if len(lost)
            else "No points of the old cycle are lost to it."
        )
    )
    shown = opened.assign(
        carried=[points.text(value) for value in opened["carried"]],
        left_behind=[points.text(value) for value in opened["left_behind"]],
    )
    days = {
        name: st.column_config.DateColumn(words, format="D MMM YYYY")
        for name, words in (("old_end", "Old end"), ("new_start", "New start"), ("new_end", "New end"))
    }
    st.dataframe(
        shown[["name", "credential", "old_end", "new_start", "new_end", "carried", "left_behind"]],
        hide_index=True,
        placeholder="—",
        alt="Each renewal with its cycles and points",
        column_config={
            "name": "Name",
            "credential": "Credential",
            **days,
            "carried": st.column_config.TextColumn("Points that fall in it"),
            "left_behind": st.column_config.TextColumn("Points lost to it"),
        },
    )


def moved_table(moved: pd.DataFrame) -> None:
    """Show the verdicts that move, before and after."""
    if moved.empty:
        st.caption("No status and no count moves; what is recorded is stored all the same.")
        return
    words = {
        side: [sentences.status_word(code) if isinstance(code, str) else "—" for code in moved[f"status_{side}"]]
        for side in ("before", "after")
    }
    counts = {
        side: [
            sentences.counted_of(whole(done), whole(total))
            for done, total in zip(moved[f"counted_{side}"], moved[f"total_{side}"], strict=True)
        ]
        for side in ("before", "after")
    }
    shown = pd.DataFrame(
        {
            "Name": moved["name"],
            "Credential": moved["credential"],
            "Status before": words["before"],
            "Status after": words["after"],
            "Points before": counts["before"],
            "Points after": counts["after"],
            "Ends": [day(value) for value in moved["cycle_end_after"]],
        }
    )
    changed = int((moved["status_before"] != moved["status_after"]).sum())
    st.markdown(f"**{counted(changed, 'status changes', 'statuses change')}**")
    st.dataframe(shown, hide_index=True, alt="Every verdict that moves, before and after")


def people_form(context: PageContext, team: TeamReadiness, action: str) -> None:
    """Change leave, supervisor and the like of the people whose rows are selected."""
    told = staffing.ACTIONS[action]
    st.caption(told.help)
    number = record_state.form_round()
    keys = choose_holdings(context, team, f"bulk.table.{number}")
    people = list(dict.fromkeys(key[0] for key in keys))
    with st.form(f"bulk.people.{number}", border=True):
        left, right = st.columns([1, 2])
        on = None
        if told.asks == "date":
            on = left.date_input(
                "On", value=context.today, key=f"bulk.people.day.{number}", min_value=FIRST_DAY, max_value=LAST_DAY,
                format="YYYY-MM-DD", help="The first day of a leave; the last day of work of who left.",
            )  # fmt: skip
        text = ""
        if told.asks == "text":
            text = left.text_input("Supervisor", key=f"bulk.people.text.{number}", help="As reports should name them.")
        note = right.text_input("Note", key=f"bulk.people.note.{number}", help="Kept with the change.")
        many = counted(len(people), "person", "people")
        store = st.form_submit_button(f"Store it for {many}", key=f"bulk.people.store.{number}", type="primary")
    if not store:
        return
    try:
        with st.spinner("Storing …"):
            done = staffing.change(
                context.app,
                context.principal,
                action,
                people,
                today=context.today,
                day=as_day(on),
                text=text,
                note=note,
            )
    except LabReadyError as error:
        feedback.refused(error)
        return
    record_state.begin_again()
    state.say_next(f"Stored as change {done.change_id}: {done.summary}. It can be taken back in the change log.")
    st.rerun()
