"""The verdict's statuses: codes, words, groups, order and signs."""

from __future__ import annotations

from typing import Final, NamedTuple


class Status(NamedTuple):
    """One status: its stable code, its word, its group and the sign that repeats the colour."""

    code: str
    word: str
    group: str
    sign: str


STATUSES: Final[tuple[Status, ...]] = (
    Status("expired", "expired", "act", "■"),
    Status("end_passed", "end passed", "act", "■"),
    Status("late", "late", "act", "■"),
    Status("file_now", "file now", "act", "!"),
    Status("behind", "behind", "watch", "▲"),
    Status("nothing_on_file", "nothing on file", "watch", "▲"),
    Status("to_confirm", "to confirm", "watch", "▲"),
    Status("dates_missing", "dates missing", "cannot_say", "?"),
    Status("rule_unknown", "rule unknown", "cannot_say", "?"),
    Status("on_track", "on track", "fine", "●"),
    Status("complete", "complete", "fine", "✓"),
    Status("filed", "filed", "fine", "✓"),
    Status("renewed", "renewed", "fine", "✓"),
    Status("not_required", "not required", "not_required", "–"),
)
"""Worst first: a staff member's status is the first of their holdings' in this order (domain definition, 8)."""

STATUS_CODES: Final[tuple[str, ...]] = tuple(status.code for status in STATUSES)
SEVERITY: Final[dict[str, int]] = {status.code: rank for rank, status in enumerate(STATUSES)}
BY_CODE: Final[dict[str, Status]] = {status.code: status for status in STATUSES}
GROUPS: Final[dict[str, str]] = {
    "act": "act",
    "watch": "watch",
    "fine": "fine",
    "cannot_say": "cannot say",
    "not_required": "not required",
}
"""Group code -> its words."""

ON_COURSE: Final[frozenset[str]] = frozenset({s.code for s in STATUSES if s.group == "fine"} | {"file_now"})
PLANNABLE: Final[frozenset[str]] = frozenset({"on_track", "behind", "late", "to_confirm", "nothing_on_file"})
"""Holdings in these statuses are what a plan closes the gaps of (domain definition, "Money")."""
