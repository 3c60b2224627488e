"""What leaves the building with a list of named people: reviewed once, and again as soon as anything of it changes.

The rule, decided once: a file that says of several named people how they stand, what they cost or what they are asked
is a list of names. It is written only after somebody has looked through how far the data reach, who is on it and what
they answered. One person's own record, a sign-in sheet and the rows of a file that go back to be corrected say nothing
of the kind about several people; they need no review.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from lib.domain.errors import RefusedCommand

RULE: Final = (
    "A list of named people leaves only after a review: how far the data reach, who is on it, what they answered. "
    "One review holds in this session for these people on every page; it is asked again after any change."
)
NO_LIST: Final = "One person's own record is no list of names: it leaves without a review."


@dataclass(frozen=True)
class Reviewed:
    """What somebody has reviewed: of which data, by which rules, for which day, and whom (employee IDs)."""

    data_version: int
    rules_digest: str
    as_of: date
    known_on: date | None = None
    people: frozenset[str] = field(default_factory=frozenset)

    @property
    def digest(self) -> str:
        """What is reviewed, in 16 characters: the same in every process, another where anything of it differs."""
        told = [str(one) for one in self._of()] + sorted(self.people)
        return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:16]

    def covers(self, asked: Reviewed) -> bool:
        """Return whether nothing has changed since, and nobody is on the list asked for who was not reviewed."""
        return self._of() == asked._of() and asked.people <= self.people

    def together(self, other: Reviewed) -> Reviewed:
        """Return what has been reviewed with another review; the other alone where anything has changed in between."""
        if self._of() != other._of():
            return other
        return Reviewed(*self._of(), self.people | other.people)

    def _of(self) -> tuple[int, str, date, date | None]:
        return self.data_version, self.rules_digest, self.as_of, self.known_on


def held_back(*, reviewed: bool) -> None:
    """Raise :class:`RefusedCommand` where nobody has ``reviewed`` a list of named people that is to leave."""
    if not reviewed:
        raise RefusedCommand(
            "The list was not written: a list of named people leaves only once somebody has reviewed it. Look through "
            "how far the data reach and the answers, and confirm it.",
            code="not_reviewed",
        )


def released(write: Callable[[], bytes], *, reviewed: bool) -> bytes:
    """Return what ``write`` gives, a list of named people; refused where nobody has reviewed it."""
    held_back(reviewed=reviewed)
    return write()
