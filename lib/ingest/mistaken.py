"""Columns whose header could be a field and that are none: what they hold, and how that is said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from typing import Final

from lib.ingest.vocabulary import header_words

BARE_IDS: Final = frozenset({"id", "idno", "idnumber", "uniqueid", "numero"})
"""Headers that name an ID and not whose: an employee's, or the answer's to a form."""
COUNTS_ROWS: Final = "its numbers count the rows; the e-mail or the name says whose they are"
LAPSES: Final = "its dates are a fixed time after each completion: the activity lapses then, not the certification"
OFFERED: Final = "what the activity can be worth; another column says what was earned"
HELD: Final = "the day of the event; another column says when it was completed"
OTHER_END: Final = "the end of something else; another column says when the certification ends"
_OWN: Final = {
    "points": frozenset(
        {
            "earned",
            "awarded",
            "received",
            "granted",
            "claimed",
            "approved",
            "obtained",
            "completed",
            "assigned",
            "given",
        }
    ),
    "completed_on": frozenset(
        {"completed", "completion", "complete", "compl", "cmpl", "comp", "finished", "finish", "achieved", "earned"}
    ),
    "cycle_end": frozenset({"cycle", "cmp", "cert", "certification", "credential", "ascp", "boc"}),
}
"""Words of a header that say that its points or its day are this person's or the certification's. An empty cell below
it means none: it is not filled from a column that speaks of the activity, or of a license."""
_ELSE: Final = {"points": OFFERED, "completed_on": HELD, "cycle_end": OTHER_END}
NOT_TAKEN: Final = {COUNTS_ROWS: "the employee ID", LAPSES: "the end of the cycle"}
"""Why a column is not what its header could mean, and what that is."""


def of_something_else(
    fields: Mapping[str, Sequence[int]], headers: Sequence[str], chosen: Set[int]
) -> list[tuple[str, int, str]]:
    """Return the columns that speak of something else where another one of their field speaks of what is meant: field,
    position, why. Those that a person ``chosen`` stay."""
    found = []
    for field, why in _ELSE.items():
        own = {position for position in fields.get(field, ()) if header_words(headers[position]) & _OWN[field]}
        if own:
            found += [(field, at, why) for at in fields[field] if at not in own and at not in chosen]
    return found
