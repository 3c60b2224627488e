"""What changes what is asked of a person beside the verdict, which it never changes: a note next to it."""

from __future__ import annotations

from datetime import date
from typing import Final

from lib.domain.calendar import spoken

STORED: Final[dict[str, str]] = {
    "leave": "on leave",
    "per_diem": "per diem",
    "no_earlier": "no earlier education to come",
}
"""Code of a stored circumstance -> words."""

WORDS: Final[dict[str, str]] = {**STORED, "new_hire": "new hire"}
"""Code of any circumstance -> words; ``new_hire`` is found from the record and never stored."""

ASKS: Final[dict[str, str]] = {
    "leave": "Ask for nothing now; agree the date on which they return. The cycle end does not move by itself.",
    "per_diem": "They may earn education elsewhere: ask for their transcript before counting points as missing.",
    "new_hire": "Has earlier CE that we have not seen: ask for the transcript.",
}
"""Code -> what it changes in what is asked of the person."""

PER_DIEM_TITLES: Final[tuple[str, ...]] = ("per diem", "prn", "casual", "registry")
"""Words in a job title that say per diem."""


def sentence(kind: str, since: date | None) -> str:
    """Return a circumstance as a sentence, with what it changes: ``On leave since Mon 2 Nov 2026. Ask for …``."""
    word = WORDS[kind][:1].upper() + WORDS[kind][1:]
    when = f" since {spoken(since)}" if since else ""
    return f"{word}{when}. {ASKS.get(kind, '')}".strip()
