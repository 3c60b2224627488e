"""How a required credential stands with its issuer, as far as it was verified: the codes, words and the definition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from lib.domain import tables
from lib.domain.calendar import spoken

STANDINGS: Final[dict[str, str]] = {
    "ended": "valid-to date passed on our records",
    "no_end": "no valid-to date on our records",
    "unverified": "not verified with the issuer in this cycle",
    "current": "verified current",
}
"""Standing code -> words, worst first; every required credential has exactly one."""

SHORT: Final[dict[str, str]] = {
    "ended": "valid-to passed",
    "no_end": "no valid-to date",
    "unverified": "not verified in this cycle",
    "current": "verified current",
}
"""Standing code -> words for a narrow column."""

ROWS_ON_ONE_SHEET: Final = 29
FEWEST_EXCEPTIONS: Final = 6


def room_for_exceptions(departments: int) -> int:
    """Return how many exceptions fit one printed page beside the counts of so many departments."""
    return max(FEWEST_EXCEPTIONS, ROWS_ON_ONE_SHEET - departments)


DEFINITION: Final = (
    "Required: the job requires it and participation is mandatory, of everybody employed on that day. "
    "Verified current: looked up with the issuer on or after the first day of its present cycle, not after that day, "
    "and its valid-to date has not passed. "
    "In its filing window: the declaration is open, the cycle has not ended, and no declaration is on our records."
)
"""Printed wherever the counts are."""

STANDING: Final[dict[str, str]] = {
    **{
        name: tables.VERDICTS[name]
        for name in (
            "holding", "staff_id", "name", "site", "department", "program", "credential", "status", "status_group",
            "cycle_start", "cycle_end", "declare_opens", "declare_by", "verified_on",
        )
    },
    "standing": tables.TEXT,
    "in_window": tables.TRUTH,
    "exception": tables.TRUTH,
}  # fmt: skip
"""One row per required holding, exceptions first, worst first. ``exception``: not verified current, or in its filing
window, or in a status to act on."""


def standing_sentence(counts: Mapping[str, int], in_window: int, as_of: date) -> str:
    """Return the counts by standing as one sentence; those in their filing window are of whichever standing."""
    required = sum(counts.values())
    if not required:
        return f"No required credential is on record as of {spoken(as_of)}."
    words = {
        "unverified": "not verified with the issuer in this cycle",
        "ended": "past the valid-to date on our records",
        "no_end": "without a valid-to date on our records",
    }
    parts = [f"{counts['current']} of {required} required credentials verified current as of {spoken(as_of)}"]
    parts += [f"{counts[code]} {text}" for code, text in words.items() if counts[code]]
    told = "; ".join(parts) + "."
    return told + (f" {in_window} of the {required} in the filing window, not filed." if in_window else "")
