"""Changes made by hand: their kinds, and the words for the fields they touch."""

from __future__ import annotations

from typing import Final

KINDS: Final[dict[str, str]] = {
    "declaration": "declaration",
    "verification": "verification",
    "renewal": "renewal",
    "person": "person",
    "holding": "holding",
    "credit": "credit",
    "removal": "removal",
    "circumstance": "circumstance",
    "session": "session",
    "note": "note",
    "take_back": "taken back",
    "take back": "decision taken back",
    "decide": "decision",
    "import": "import",
    "undo": "import taken back",
    "match": "match of waiting rows",
    "assign": "area assigned",
    "edit": "catalogue or mapping",
    "setting": "setting of the laboratory",
    "seed": "shipped data",
}
"""Kind of a change -> words."""

TABLES: Final[dict[str, str]] = {
    "staff": "Person",
    "holdings": "Holding",
    "past_cycles": "Earlier cycle",
    "memberships": "Membership",
    "credits": "Activity",
    "record_notes": "Note",
    "circumstances": "Circumstance",
    "sessions": "Session",
    "attendees": "Attendance",
}
"""Stored table -> what a row of it is."""

_FIELDS: Final[dict[str, str]] = {
    "staff_id": "Employee ID",
    "held_on": "Held on",
    "led_by": "Led by",
    "area_text": "Area as written",
}


def field_word(name: str) -> str:
    """Return a column as a label: ``cycle_end`` -> ``Cycle end``."""
    return _FIELDS.get(name) or name.replace("_", " ").capitalize()


def kind_word(kind: str) -> str:
    """Return the words of a change's kind; one that is not known here as it is."""
    return KINDS.get(kind, kind.replace("_", " "))
