"""What a person can decide about the record: kinds, answers, and how the thing decided is named for good.

A subject names rows by what they say, never by a number of this database, so that a decision holds for the same rows
of later imports too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lib.domain.areas import AREA_LABELS, AREA_NUMBER
from lib.domain.points import text as point_text

SIGN: Final = "\x1f"
"""Stands between the parts of a subject; no text of a file holds it, the reader drops control characters."""

AREA: Final = "area"
"""All credits of an area text have these areas (or are no continuing education). Subject: the text's ``words_key``."""
TITLE_AREA: Final = "title_area"
"""All credits of a title whose file said no area that is known have these areas. Subject: ``title_key``."""
EDUCATION: Final = "education"
"""All credits of a title are, or are not, continuing education. Subject: ``title_key``."""
PAIR: Final = "pair"
"""Two rows are one activity told twice, or two. Subject: day, title and points of both; see ``doubles``."""
ALLOCATION: Final = "allocation"
"""One credit is split between its areas. Subject: employee ID as imported, day, title, points."""
MATCH: Final = "match"
"""A person as written in files is this staff member. Subject: the person key."""
NOBODY: Final = "nobody"
"""A person as written in files is nobody of this laboratory. Subject: the person key."""
MERGE: Final = "merge"
"""Two records are one person's. Subject: the employee ID that goes; answer: the one that stays."""

KIND_WORDS: Final[dict[str, str]] = {
    AREA: "Area of a text",
    TITLE_AREA: "Area of a title",
    EDUCATION: "Continuing education or not",
    PAIR: "One activity or two",
    ALLOCATION: "Split between areas",
    MATCH: "Who is meant",
    NOBODY: "Nobody of ours",
    MERGE: "One person, two records",
}

SAME: Final = "same"
TWO: Final = "two"
YES: Final = "yes"
NOT_EDUCATION: Final = "no"
"""As the answer of :data:`AREA`, :data:`TITLE_AREA` and :data:`EDUCATION`: not continuing education."""

_ANSWER_WORDS: Final[dict[tuple[str, str], str]] = {
    (PAIR, SAME): "the same activity: the later row is not counted",
    (PAIR, TWO): "two activities: both count",
    (EDUCATION, YES): "continuing education",
    (EDUCATION, NOT_EDUCATION): "not continuing education",
    (AREA, NOT_EDUCATION): "not continuing education",
    (TITLE_AREA, NOT_EDUCATION): "not continuing education",
    (NOBODY, YES): "nobody of ours: set aside",
}


def parts_of(answer: str) -> dict[str, int]:
    """Return a stored split: area code -> hundredths (``ethics=100;chemistry=50``)."""
    pairs = (part.split("=") for part in answer.split(";") if part)
    return {area: int(points) for area, points in pairs}


def split_answer(parts: Mapping[str, int]) -> str:
    """Return a split as it is stored, areas in their order; parts of nothing are left out."""
    order = sorted((area for area, points in parts.items() if points), key=AREA_NUMBER.__getitem__)
    return ";".join(f"{area}={parts[area]}" for area in order)


def answer_words(kind: str, answer: str | None) -> str:
    """Return an answer for people; *not decided* for none."""
    if answer is None:
        return "not decided"
    if kind == ALLOCATION:
        return ", ".join(
            f"{AREA_LABELS.get(area, area)} {point_text(points)}" for area, points in parts_of(answer).items()
        )
    if (kind, answer) in _ANSWER_WORDS:
        return _ANSWER_WORDS[kind, answer]
    if kind in (AREA, TITLE_AREA):
        return ", ".join(AREA_LABELS.get(area, area) for area in answer.split(";"))
    return f"employee ID {answer}"
