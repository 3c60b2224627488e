"""The versioned tables of what is recorded by hand, and those that a change by hand can write."""

from __future__ import annotations

from typing import Final

from lib.domain import tables
from lib.store.versioned import CREDITS, HOLDINGS, MEMBERSHIPS, PAST, STAFF, Table

RECORD_NOTES: Final[dict[str, str]] = {
    "note_id": tables.WHOLE,
    "staff_id": tables.TEXT,
    "program": tables.TEXT,
    "credential": tables.TEXT,
    "kind": tables.TEXT,
    "noted_on": tables.DATE,
    "note": tables.TEXT,
}
"""``kind``: ``answer`` (what the person said), ``asked`` (a message was sent), ``audited`` (of a declaration); program
and credential are missing where the note is about the person."""

CIRCUMSTANCES: Final[dict[str, str]] = {
    "staff_id": tables.TEXT,
    "kind": tables.TEXT,
    "since": tables.DATE,
    "note": tables.TEXT,
}
"""``kind``: a code of :data:`lib.domain.circumstances.STORED`."""

SESSIONS: Final[dict[str, str]] = {
    "session_id": tables.WHOLE,
    "title": tables.TEXT,
    "provider": tables.TEXT,
    "held_on": tables.DATE,
    "points": tables.HUNDREDTHS,
    "areas": tables.TEXT,
    "activity_type": tables.TEXT,
    "place": tables.TEXT,
    "led_by": tables.TEXT,
    "state": tables.TEXT,
}
"""``state`` is ``planned`` or ``recorded``; ``areas`` are codes joined by ``;``."""

ATTENDEES: Final[dict[str, str]] = {"session_id": tables.WHOLE, "staff_id": tables.TEXT}

NOTE_ROWS: Final = Table("record_notes", RECORD_NOTES, ("note_id",))
CIRCUMSTANCE_ROWS: Final = Table("circumstances", CIRCUMSTANCES, ("staff_id", "kind"))
SESSION_ROWS: Final = Table("sessions", SESSIONS, ("session_id",))
ATTENDEE_ROWS: Final = Table("attendees", ATTENDEES, ("session_id", "staff_id"))

RECORDS: Final[tuple[Table, ...]] = (NOTE_ROWS, CIRCUMSTANCE_ROWS, SESSION_ROWS, ATTENDEE_ROWS)
"""Tables that only changes by hand write."""

EDITED: Final[tuple[Table, ...]] = (STAFF, HOLDINGS, PAST, MEMBERSHIPS, CREDITS, *RECORDS)
"""Every table that a change by hand may write."""

OF_PEOPLE: Final[tuple[Table, ...]] = tuple(table for table in EDITED if "staff_id" in table.columns)
