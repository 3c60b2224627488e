"""What people cost at least by the ways found so far, and so how far an answer may be from the best.

Where every way of a person was looked at, the cheapest of them counts; else :mod:`lib.budget.floor`.
"""

from __future__ import annotations

from collections.abc import Sequence

from lib.budget.floor import alone_at_least, least_per_user, offered, only_so_many, seats, team_at_least
from lib.budget.gap import Candidate, Gap, most_people, most_points
from lib.budget.joint import Joint
from lib.budget.needs import PersonNeed
from lib.budget.shared import SharedSource
from lib.budget.shelf import Shelf
from lib.budget.ways import Ways


class Floors:
    """The floors of people with these ways, each at the best terms that there are where all of them share."""

    def __init__(self, ways: Sequence[Ways], priced: Sequence[SharedSource], shelf: Shelf) -> None:
        self._ways = ways
        self._priced = priced
        self._shelf = shelf
        users = [sum(n in way.usable for way in ways) for n in range(len(priced))]
        self._each = [least_per_user(source, most) for source, most in zip(priced, users, strict=True)]
        self._few = frozenset(n for n, source in enumerate(priced) if only_so_many(source))
        self._found: dict[int, tuple[int | None, int | None]] = {}

    @property
    def seats(self) -> int:
        """How many seats there are in all of what has only so many."""
        return seats(self._priced[n] for n in self._few)

    def together(self) -> int:
        """Return the cents that completing all of these people costs at least."""
        pairs = [self._of(way) for way in self._ways]
        known = [(without, beside or 0) for without, beside in pairs]
        return team_at_least([(beside if w is None else w, beside) for w, beside in known], self.seats)

    def candidates(self, people: Sequence[PersonNeed]) -> list[Candidate]:
        """Return those of the people (one for each of the ways) whom anything at all may complete."""
        found = []
        for person, way in zip(people, self._ways, strict=True):
            without, beside = self._of(way)
            if beside is not None:
                found.append(Candidate(person.missing, beside, needs_seat=without is None))
        return found

    def _of(self, way: Ways) -> tuple[int | None, int | None]:
        """Return the least cost without and with what has only so many seats; None where it is not possible."""
        if id(way) not in self._found:
            beside = self._one(way, frozenset())
            self._found[id(way)] = (self._one(way, self._few) if self._few else beside, beside)
        return self._found[id(way)]

    def _one(self, way: Ways, closed: frozenset[int]) -> int | None:
        if way.complete and way.proven:
            return min(
                (cost + sum(self._each[n] for n in one) for one, (cost, _, _) in way.found.items() if not one & closed),
                default=None,
            )
        offers = [(self._each[n], self._priced[n].parts, False) for n in way.usable if n not in closed]
        bought = [offered(product, way.start) for product in self._shelf.products]
        return alone_at_least(way.start, offers + [offer for offer in bought if offer is not None])


def gap_of(joint: Joint, total: int, people: Sequence[PersonNeed], floors: Floors, budget: int | None) -> Gap:
    """Return how far an answer that costs ``total`` may be from the best. ``people``: all who may be completed.

    What the joint programme proves counts where it is more than what the floors do.
    """
    candidates = floors.candidates(people)
    done = len(joint.chosen)
    made_up = sum(person.missing for person in people if person.staff_id in joint.chosen)
    most = min(most_people(candidates, floors.seats, budget), len(people) - joint.waiting_at_least)
    points = min(most_points(candidates, done, budget), sum(person.missing for person in people) - joint.left_at_least)
    return Gap(max(0, most - done), max(0, points - made_up), max(0, total - joint.bound))
