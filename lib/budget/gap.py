"""How far an answer under a ceiling, or with few seats, may be from the best: in people, in points, in dollars.

What is optimised is most people first, then fewest points left missing, then least cost. Every limit here is proven by
whole-number arithmetic on what each person costs at least; none of them can be passed by any answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

SCALE = 1024
"""The price of a point is tried in so many parts of a hundredth for a cent."""


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be completed: points missing (hundredths) and the cents that completing them costs at least.

    ``needs_seat``: only something that has only so many seats completes them.
    """

    missing: int
    at_least: int
    needs_seat: bool = False


@dataclass(frozen=True)
class Gap:
    """At most so many more ``people`` could be completed; with as many, so many more ``points`` (hundredths) be made
    up; and the same people be completed for so many ``cents`` less."""

    people: int = 0
    points: int = 0
    cents: int = 0


def most_people(candidates: Sequence[Candidate], seats: int, budget: int | None) -> int:
    """Return how many people no answer can complete more than: the cheapest first, those who need a seat while any is
    left."""
    spent = done = seated = 0
    for candidate in sorted(candidates, key=lambda candidate: candidate.at_least):
        if candidate.needs_seat and seated >= seats:
            continue
        spent += candidate.at_least
        if budget is not None and spent > budget:
            break
        done += 1
        seated += candidate.needs_seat
    return done


def most_points(candidates: Sequence[Candidate], people: int, budget: int | None) -> int:
    """Return the points (hundredths) that no answer which completes so many people can make up more than.

    Without a ceiling those of the people who miss most. With one, for any price of a point: what the best people bring
    above the price of what they cost, and the price of the whole ceiling (Lagrange). The lowest of several is told.
    """
    if people <= 0:
        return 0
    missing = np.array([candidate.missing for candidate in candidates], dtype=np.int64)
    cost = np.array([candidate.at_least for candidate in candidates], dtype=np.int64)

    def limit(price: int) -> int:
        worth = np.sort(missing * SCALE - cost * price)[::-1][:people]
        return int(worth.sum() + price * (0 if budget is None else budget)) // SCALE

    if budget is None:
        return limit(0)
    lowest, low, high = limit(0), 0, int(missing.max(initial=0)) * SCALE
    # The limit is convex in the price: the interval that holds its least value is narrowed from both sides.
    while high - low > 2:
        one, other = low + (high - low) // 3, high - (high - low) // 3
        first, second = limit(one), limit(other)
        lowest = min(lowest, first, second)
        low, high = (low, other) if first <= second else (one, high)
    return lowest
