"""A transcript against our records: the tables of a comparison, its findings and questions in words."""

from __future__ import annotations

from typing import Final

from lib.domain import tables

LISTED: Final[dict[str, str]] = {
    "title": tables.TEXT,
    "provider": tables.TEXT,
    "completed_on": tables.DATE,
    "points": tables.HUNDREDTHS,
    "certificate_number": tables.TEXT,
}
"""What is compared of a credit, on either side."""

COMPARED: Final[dict[str, str]] = {
    "finding": tables.TEXT,
    "our_day": tables.DATE,
    "our_title": tables.TEXT,
    "our_points": tables.MAYBE_WHOLE,
    "their_day": tables.DATE,
    "their_title": tables.TEXT,
    "their_points": tables.MAYBE_WHOLE,
    "our_row": tables.MAYBE_WHOLE,
    "their_row": tables.MAYBE_WHOLE,
}
"""One row per pair or lone activity; ``our_row`` and ``their_row`` are positions in the frames that were compared."""

FINDINGS: Final[dict[str, str]] = {
    "only_theirs": "they have, we do not",
    "only_ours": "we have, they do not",
    "points_differ": "both have, the points differ",
    "same": "both have",
}
"""Finding code -> words, in the order in which they are listed."""

FINDING_STEPS: Final[dict[str, str]] = {
    "only_theirs": "Ask for the certificate, or import the transcript",
    "only_ours": "Ask the person to enter it there",
    "points_differ": "Look at the certificate; correct the side that is wrong",
    "same": "",
}
"""Finding code -> the one step."""

WRONG: Final[dict[str, str]] = {
    "ceu": "0.1 to 0.6 points: hours, or CEUs (1 CEU = 10 points)?",
    "long_day": "more than 7 points on one day: hours, or a course of several days?",
    "last_month": "in the last month of a cycle: declared in time, or meant for the next one?",
}
"""Code of what looks wrong -> the question it raises."""

LOOKS_WRONG: Final[dict[str, str]] = {
    "staff_id": tables.TEXT,
    "code": tables.TEXT,
    "completed_on": tables.DATE,
    "title": tables.TEXT,
    "points": tables.HUNDREDTHS,
    "activities": tables.WHOLE,
    "cycle_end": tables.DATE,
}
"""One row per question; a long day is one row with the points and the number of its activities, its first title."""
