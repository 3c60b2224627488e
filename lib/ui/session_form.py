"""A session: what it was, who was there, the sheet to sign, and the credits that it gives."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from lib.domain import points
from lib.domain.areas import AREA_LABELS, AREAS
from lib.domain.errors import LabReadyError
from lib.services import imports, recordings, sessions
from lib.services.readiness import TeamReadiness
from lib.services.sessions import Session
from lib.ui import cached, feedback, people, record_state
from lib.ui.bulk_forms import FIRST_DAY, LAST_DAY, moved_table
from lib.ui.edit_storing import stored
from lib.ui.format import as_day, counted, day, literal
from lib.ui.guard import PageContext
from lib.ui.plain import XLSX

_NEW: Final = 0
_TYPES: Final = {"employer": "In-service or vendor programme", "formal": "Formal continuing education"}
_TOLD: Final = 8


def session_page(context: PageContext, team: TeamReadiness) -> None:
    """Show the sessions, and the form for a new one or for a planned one."""
    listed = sessions.listed(context.app, context.principal)
    planned = listed[listed["state"] == sessions.PLANNED]
    labels = {int(row["session_id"]): f"{day(row['held_on'])} · {row['title']}" for row in planned.to_dict("records")}
    number = st.selectbox(
        "Session",
        [_NEW, *labels],
        format_func=lambda found: labels.get(found, "A new one"),
        key=f"session.which.{record_state.form_round()}",
        help="A planned session becomes a recorded one: choose it here when it is over.",
    )
    old = sessions.stored_session(context.app, context.principal, int(number)) if number else None
    _form(context, team, old)
    _table(listed)


def _form(context: PageContext, team: TeamReadiness, old: Session | None) -> None:
    mark = f"{old.session_id if old else _NEW}.{record_state.form_round()}"
    attendees = _attendees(context, team, old, mark)
    with st.form(f"session.form.{mark}", border=True):
        title = st.text_input(
            "Title",
            value=old.title if old else "",
            key=f"session.title.{mark}",
            help="As it shall stand on the sign-in sheet and in each attendee's record.",
        )
        one, two, three, four = st.columns([1.5, 0.8, 1.1, 1.6])
        held = one.date_input(
            "Date", value=old.held_on if old else context.today, key=f"session.day.{mark}", min_value=FIRST_DAY,
            max_value=LAST_DAY, format="YYYY-MM-DD", help="One that is to come is planned; it counts once recorded.",
        )  # fmt: skip
        hours = two.text_input(
            "Hours", value=old.points if old else "1", key=f"session.points.{mark}",
            help="One hour of 50 to 60 minutes is one point. Also 90 min.",
        )  # fmt: skip
        provider = three.text_input(
            "Provider", value=old.provider if old else "", key=f"session.provider.{mark}",
            help="Your laboratory or the vendor: whoever answers for the hours.",
        )  # fmt: skip
        kind = four.selectbox(
            "Type", list(_TYPES), index=list(_TYPES).index(old.activity_type) if old else 0,
            format_func=_TYPES.__getitem__, key=f"session.type.{mark}",
            help="Routine staff meetings and job orientation do not count, so they are not recorded here.",
        )  # fmt: skip
        areas = st.multiselect(
            "Areas", AREAS, default=list(old.areas) if old else [], format_func=AREA_LABELS.__getitem__,
            key=f"session.areas.{mark}", help="The first one is where it counts; none: it waits to be assigned.",
        )  # fmt: skip
        left, right = st.columns(2)
        place = left.text_input(
            "Place",
            value=old.place if old else "",
            key=f"session.place.{mark}",
            help="For the sign-in sheet; may stay empty.",
        )
        led_by = right.text_input(
            "Led by", value=old.led_by if old else "", key=f"session.led.{mark}", help="Who signs for the attendance."
        )
        ready = st.form_submit_button("Use these details", key=f"session.use.{mark}")
    session = Session(
        title=title, held_on=as_day(held), points=hours, attendees=attendees, provider=provider, areas=tuple(areas),
        activity_type=kind, place=place, led_by=led_by, session_id=old.session_id if old else None,
    )  # fmt: skip
    if ready or title.strip():
        _actions(context, session, mark)


def _attendees(context: PageContext, team: TeamReadiness, old: Session | None, mark: str) -> tuple[str, ...]:
    """Show the choice of attendees: from the roster, everybody of the view at once, or pasted."""
    everybody = imports.people_to_match(context.app, context.principal)
    labels = {
        staff_id: people.person_label(name, staff_id)
        for staff_id, name in zip(everybody["staff_id"], everybody["name"], strict=True)
    }
    key = f"session.people.{mark}"
    if key not in st.session_state:
        st.session_state[key] = [staff_id for staff_id in (old.attendees if old else ()) if staff_id in labels]
    in_view = team.staff["staff_id"].tolist()
    choose, add = st.columns([2.2, 1], vertical_alignment="bottom")
    add.button(
        f"Add all {len(in_view):,} of this view",
        key=f"session.all.{mark}",
        on_click=_add,
        args=(key, in_view),
        help="Everybody whom the filters in the side bar leave.",
        width="stretch",
    )
    chosen = choose.multiselect(
        "Who attended",
        list(labels),
        format_func=labels.__getitem__,
        key=key,
        help="Type a part of a name. For a planned session: who is expected.",
    )
    with st.expander("Paste a list of attendees"):
        text = st.text_area(
            "One person a line: employee ID, e-mail or name", key=f"session.paste.{mark}", height=110,
            help="As copied from a meeting's list. Nobody is guessed: what fits nobody is listed.",
        )  # fmt: skip
        if text.strip():
            found, troubles = recordings.attendees_from_paste(context.app, context.principal, text)
            if troubles:
                st.warning("  \n".join(literal(trouble.message) for trouble in troubles))
            st.button(f"Add {counted(len(found), 'person', 'people')}", key=f"session.add.{mark}", on_click=_add,
                      args=(key, found))  # fmt: skip
    return tuple(chosen)


def _add(key: str, staff_ids: list[str]) -> None:
    here = list(st.session_state.get(key, []))
    st.session_state[key] = [*here, *[staff_id for staff_id in staff_ids if staff_id not in here]]


def _actions(context: PageContext, session: Session, mark: str) -> None:
    on = session.held_on or date.min
    to_come = on > context.today
    if not to_come:
        _what_it_gives(context, session)
    with st.container(horizontal=True):
        if to_come:
            plan = st.button(
                "Plan it", key=f"session.plan.{mark}", type="primary",
                help="Keeps the session with who is expected. Nothing counts until it is recorded.",
            )  # fmt: skip
            record = False
        else:
            many = counted(len(session.attendees), "person", "people")
            record = st.button(
                f"Record it for {many}", key=f"session.record.{mark}", type="primary",
                help="Stores one activity for each of them, in one change that can be taken back.",
            )  # fmt: skip
            plan = False
        st.download_button(
            "Sign-in sheet (.xlsx)",
            data=lambda: sessions.sign_in_sheet(context.app, context.principal, session),
            file_name=f"sign-in-{on.isoformat()}.xlsx",
            mime=XLSX,
            key=f"session.sheet.{mark}",
            on_click="ignore",
            help="Title, date, provider, hours, participants and signatures: what ASCP asks of employer-offered "
            "education as evidence. It says nothing of how anybody stands, so it leaves without a review.",
        )
        st.download_button(
            "Sign-in sheet to print (.pdf)",
            data=lambda: sessions.sign_in_print(context.app, context.principal, session, today=context.today),
            file_name=f"sign-in-{on.isoformat()}.pdf",
            mime="application/pdf",
            key=f"session.print.{mark}",
            on_click="ignore",
            help="The same, ready for the printer.",
        )
        if session.session_id is not None:
            remove = st.button(
                "Remove the plan",
                key=f"session.cancel.{mark}",
                help="The session is not held; the change log keeps it.",
            )
            if remove:
                number = session.session_id
                stored(lambda: sessions.cancel(context.app, context.principal, number, today=context.today))
    if plan:
        stored(lambda: sessions.plan(context.app, context.principal, session, today=context.today))
    if record:
        stored(lambda: sessions.record(context.app, context.principal, session, today=context.today))


def _what_it_gives(context: PageContext, session: Session) -> None:
    if not session.attendees:
        st.caption("Nobody is listed yet. Choose who attended above.")
        return
    try:
        # Kept: the click that records it runs the page once more before it stores.
        found = cached.session_effect(
            context.app, context.principal, context.key, session, context.as_of, context.today
        )
    except LabReadyError as error:
        feedback.refused(error)
        return
    st.markdown(f"**{counted(found.credits, 'credit')}** will be stored in one change.")
    if found.has_it:
        named = ", ".join(literal(name) for name in found.has_it[:_TOLD])
        more = f" and {len(found.has_it) - _TOLD} more" if len(found.has_it) > _TOLD else ""
        st.caption(f"Have it already, and get no second one: {named}{more}.")
    moved_table(found.moved)


def _table(listed: pd.DataFrame) -> None:
    st.subheader("Sessions", anchor=False)
    if listed.empty:
        st.info("No session was planned or recorded yet.")
        return
    st.dataframe(
        pd.DataFrame(
            {
                "Date": [day(value) for value in listed["held_on"]],
                "Title": listed["title"],
                "State": listed["state"],
                "People": listed["people"],
                "Hours": [points.text(int(value)) for value in listed["points"]],
                "Areas": [", ".join(AREA_LABELS[code] for code in text.split(";") if code) for text in listed["areas"]],
                "Provider": listed["provider"],
                "Led by": listed["led_by"],
            }
        ),
        hide_index=True,
        placeholder="—",
        alt="Every session that was planned or recorded",
    )
