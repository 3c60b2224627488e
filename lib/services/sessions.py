"""In-service sessions: planned, printed as a sign-in sheet, and recorded as one credit for each who attended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import areas as area_words
from lib.domain import points, tables
from lib.domain.activities import NOT_EDUCATION
from lib.domain.calendar import spoken
from lib.domain.errors import RefusedCommand
from lib.domain.imports import ImportOutcome
from lib.reports.sign_in import SignInSheet, sign_in_workbook
from lib.reports.sign_in_pdf import sign_in_pdf
from lib.services.changing import Done, effect, stored
from lib.services.container import LabReady
from lib.services.entering import Trouble, from_hand, read, refuse
from lib.services.judging import display_names
from lib.store import records
from lib.store.database import Store
from lib.store.editing import Draft
from lib.store.record_tables import ATTENDEE_ROWS, SESSION_ROWS, SESSIONS

PLANNED: Final = "planned"
RECORDED: Final = "recorded"
MOST_PEOPLE: Final = 2_000
"""More attendees than this of one session are a mistake."""


@dataclass(frozen=True)
class Session:
    """One session as it is typed: the points as text, read as an import reads them (``1.5``, ``90 min``).

    ``session_id`` is that of a planned one, None for a new one; ``areas`` are area codes in the order they count in.
    """

    title: str
    held_on: date | None
    points: str
    attendees: tuple[str, ...]
    provider: str = ""
    areas: tuple[str, ...] = ()
    activity_type: str = "employer"
    place: str = ""
    led_by: str = ""
    session_id: int | None = None


@dataclass(frozen=True)
class SessionEffect:
    """What recording a session would do: new credits, who has it already, and the verdicts that move."""

    credits: int
    has_it: tuple[str, ...]
    moved: pd.DataFrame


def listed(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return the sessions, newest first: the columns of ``record_tables.SESSIONS`` and ``people``."""
    require(principal, "view")
    with app.store.reading() as cursor:
        return records.sessions(cursor)


def attendees(app: LabReady, principal: Principal, session_id: int) -> tuple[str, ...]:
    """Return the employee IDs of who is listed for a session, in scope."""
    require(principal, "view")
    with app.store.reading() as cursor:
        return tuple(records.attendees(cursor, session_id, principal.scope)["staff_id"])


def plan(app: LabReady, principal: Principal, session: Session, *, today: date) -> Done:
    """Store a session that is to come, with who is expected. Nothing of it counts until it is recorded."""
    require(principal, "edit")

    def draft(store: Store) -> Draft:
        _refuse_recorded(store, session)
        # Read as if it were today: a session that is to come lies after it.
        day = session.held_on.isoformat() if session.held_on else ""
        probe = {**_entry(session, "probe"), "completed_on": today.isoformat() if day else ""}
        outcome, troubles, _ = read(app, store, "credits", [probe], today=today, alone=True)
        _refuse(session, troubles)
        row = outcome.credits.iloc[0]
        said = f"planned {session.title.strip()} for {spoken(session.held_on)}" if session.held_on else "planned"
        return Draft("session", said, session=_row(session, int(row["points"]), PLANNED), attendees=session.attendees)

    return stored(app, principal, draft, today=today)


def record(app: LabReady, principal: Principal, session: Session, *, today: date) -> Done:
    """Store one credit for each attendee in one change; who has the activity already gets no second one.

    Refused with the sentences of an import (a date in the future, points that are no number), where nobody attended,
    and where all have it already.
    """
    require(principal, "edit")
    return stored(app, principal, _recorder(app, principal, session, today), today=today)


def preview(app: LabReady, principal: Principal, session: Session, as_of: date, *, today: date) -> SessionEffect:
    """Return what recording a session would do; nothing is stored."""
    require(principal, "edit")
    recorder = _recorder(app, principal, session, today)
    draft, moved = effect(app, principal, recorder, as_of, today=today, only=session.attendees)
    assert draft.entered is not None
    credited = draft.entered.credits["staff_id"]
    has_it = sorted(set(session.attendees).difference(credited))
    return SessionEffect(len(credited), tuple(_names(app.store, principal, has_it)), moved)


def cancel(app: LabReady, principal: Principal, session_id: int, *, today: date) -> Done:
    """Remove a planned session; one that is recorded is taken back in the change log instead."""
    require(principal, "edit")

    def draft(store: Store) -> Draft:
        found = _stored(store, session_id)
        if found is None or found["state"] != PLANNED:
            raise RefusedCommand(
                "Nothing was removed: this session is not planned any more. One that is recorded is taken back in the "
                "change log, with its credits.",
                code="unknown_session",
            )
        with store.reading() as cursor:
            people = records.attendees(cursor, session_id, principal.scope)
        keys = pd.DataFrame({"session_id": [session_id]})
        removed = ((SESSION_ROWS, keys), (ATTENDEE_ROWS, people))
        return Draft("session", f"removed planned {found['title']}", removed=removed)

    return stored(app, principal, draft, today=today)


def sign_in_sheet(app: LabReady, principal: Principal, session: Session, *, blank_lines: int = 5) -> bytes:
    """Return the sign-in sheet of a session as a workbook to print.

    It carries what ASCP asks of employer-offered education as evidence: title, date, provider, participant, hours, and
    the signature of whoever answers for it (facts, section 5). ``blank_lines`` are for who comes unannounced.
    """
    require(principal, "report")
    return sign_in_workbook(_sheet(app, principal, session, blank_lines))


def sign_in_print(app: LabReady, principal: Principal, session: Session, *, today: date, blank_lines: int = 5) -> bytes:
    """Return the same sheet as PDF, ready to print; ``today`` is the day it is made on."""
    require(principal, "report")
    return sign_in_pdf(_sheet(app, principal, session, blank_lines), made_on=today, prepared_by=principal.name)


def _sheet(app: LabReady, principal: Principal, session: Session, blank_lines: int) -> SignInSheet:
    staff = app.store.staff(principal.scope)
    chosen = staff[staff["staff_id"].isin(session.attendees)]
    chosen = chosen.assign(name=display_names(chosen)).sort_values(["name", "staff_id"], ignore_index=True)
    return SignInSheet(
        title=session.title.strip(),
        provider=session.provider.strip(),
        held_on=session.held_on,
        points=session.points.strip(),
        areas=tuple(area_words.label(code) for code in session.areas),
        place=session.place.strip(),
        led_by=session.led_by.strip(),
        people=chosen[["staff_id", "name", "department", "job_title"]],
        blank_lines=blank_lines,
    )


def stored_session(app: LabReady, principal: Principal, session_id: int) -> Session:
    """Return a stored session as it would be typed; refused where there is none."""
    require(principal, "view")
    found = _stored(app.store, session_id)
    if found is None:
        raise RefusedCommand("There is no such session any more. Look at the list again.", code="unknown_session")
    return Session(
        title=str(found["title"]),
        held_on=found["held_on"].date(),
        points=points.text(int(found["points"])),
        attendees=attendees(app, principal, session_id),
        provider=_text(found["provider"]),
        areas=tuple(filter(None, _text(found["areas"]).split(";"))),
        activity_type=_text(found["activity_type"]) or "employer",
        place=_text(found["place"]),
        led_by=_text(found["led_by"]),
        session_id=session_id,
    )


def _recorder(app: LabReady, principal: Principal, session: Session, today: date) -> Any:
    def draft(store: Store) -> Draft:
        _refuse_recorded(store, session)
        outcome = _read(app, principal, store, session, today)
        if outcome.credits.empty:
            raise RefusedCommand(
                "Nothing was stored: everybody who is listed has this activity already, with the same day, title and "
                "points.",
                code="duplicate",
            )
        many = len(outcome.credits)
        worth = int(outcome.credits["points"].iloc[0])
        title = session.title.strip()
        said = f"recorded {title} for {many} {'person' if many == 1 else 'people'}"
        return Draft(
            "session",
            said,
            entered=from_hand(outcome, f"Session: {title}", "attendance"),
            session=_row(session, worth, RECORDED),
            attendees=session.attendees,
        )

    return draft


def _read(app: LabReady, principal: Principal, store: Store, session: Session, today: date) -> ImportOutcome:
    """Return what the session gives as an import: a credit for each who has it not."""
    people = list(dict.fromkeys(session.attendees))
    known = set(store.staff(principal.scope)["staff_id"])
    strangers = [staff_id for staff_id in people if staff_id not in known]
    if strangers:
        raise RefusedCommand(
            f"Nothing was stored: nobody here has the employee ID “{strangers[0]}”. Add the person first, or leave "
            "them out.",
            code="unknown_person",
        )
    if not people:
        raise RefusedCommand(
            "Nothing was stored: nobody attended. Choose people from the list, or paste them.", code="nothing_chosen"
        )
    if len(people) > MOST_PEOPLE:
        raise RefusedCommand(
            f"Nothing was stored: {len(people):,} people are more than the {MOST_PEOPLE:,} that one session can have.",
            code="too_many",
        )
    outcome, troubles, _ = read(app, store, "credits", [_entry(session, staff_id) for staff_id in people], today=today)
    _refuse(session, troubles)
    return outcome


def _entry(session: Session, staff_id: str) -> Mapping[str, str]:
    return {
        "staff_id": staff_id,
        "title": session.title,
        "provider": session.provider,
        "completed_on": session.held_on.isoformat() if session.held_on else "",
        "points": session.points,
        "area": "; ".join(session.areas),
        "activity_type": session.activity_type,
        "evidence": "Sign-in sheet",
    }


def _refuse(session: Session, troubles: Sequence[Trouble]) -> None:
    missing = []
    if not session.title.strip():
        missing.append(Trouble(1, "missing_value", "Activity Title: The title is empty. Give the one on the sheet."))
    if session.activity_type in NOT_EDUCATION:
        missing.append(
            Trouble(
                1, "invalid_value",
                "Routine staff meetings and job orientation are not continuing education (ASCP). Record what was "
                "taught in them as a session of its own.",
            )
        )  # fmt: skip
    refuse([*missing, *troubles])


def _refuse_recorded(store: Store, session: Session) -> None:
    found = None if session.session_id is None else _stored(store, session.session_id)
    if session.session_id is not None and (found is None or found["state"] != PLANNED):
        raise RefusedCommand(
            "Nothing was stored: this session is not planned any more; somebody recorded or removed it. Look at the "
            "list again.",
            code="unknown_session",
        )


def _stored(store: Store, session_id: int) -> dict[str, Any] | None:
    with store.reading() as cursor:
        found = records.sessions(cursor)
    mine = found[found["session_id"] == session_id]
    return None if mine.empty else {str(key): value for key, value in mine.iloc[0].items()}


def _row(session: Session, worth: int, state: str) -> pd.DataFrame:
    row = {
        "title": session.title.strip(),
        "provider": session.provider.strip() or None,
        "held_on": pd.Timestamp(session.held_on) if session.held_on else pd.NaT,
        "points": worth,
        "areas": ";".join(session.areas),
        "activity_type": session.activity_type,
        "place": session.place.strip() or None,
        "led_by": session.led_by.strip() or None,
        "state": state,
    }
    columns = {**SESSIONS, "session_id": tables.MAYBE_WHOLE}
    return tables.typed(pd.DataFrame([{**row, "session_id": session.session_id}]), columns)


def _names(store: Store, principal: Principal, staff_ids: Sequence[str]) -> list[str]:
    staff = store.staff(principal.scope)
    names = dict(zip(staff["staff_id"], display_names(staff), strict=True))
    return [names.get(staff_id, staff_id) for staff_id in staff_ids]


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
