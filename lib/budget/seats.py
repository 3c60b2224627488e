"""From how many people on a licence, a quantity price or a session is cheaper than seats bought one by one."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from lib.budget.licences import LicenceWorth, source_worth
from lib.budget.needs import PersonNeed
from lib.budget.products import Product
from lib.budget.shared import SharedSource

FORMS: Final = ("site licence", "quantity price", "session")
"""Forms of shared sources whose price is asked for once or by the step."""

MOST_PEOPLE: Final = 10_000
"""So many people are looked at."""


@dataclass(frozen=True)
class SeatBreakEven:
    """One shared price against single seats of the same product, in cents.

    ``seats``: for a member and for others, the price of one seat (None: not set) and the ranges of people in which the
    shared price costs less (last None: for any more); where it never does, none. ``worth``: what it saves the people
    here, each against the cheapest purchases of their own; ``pays_from``: the fewest of them, who save most first, for
    whom it saves more than it costs (None: not even for all); ``pays_best``: the most it saves beyond its cost.
    """

    source_id: str
    name: str
    provider: str
    form: str
    prices: tuple[tuple[int, int | None, int, int], ...]
    seats: tuple[tuple[bool, int | None, tuple[tuple[int, int | None], ...]], ...]
    worth: tuple[int, ...]
    pays_from: int | None
    pays_best: int
    licence: LicenceWorth = field(compare=False, repr=False)

    def cost(self, people: int) -> int | None:
        """Return what so many people cost at the shared price; None where no step has the seats."""
        found = [
            fixed + each * max(people, least)
            for least, most, fixed, each in self.prices
            if most is None or people <= most
        ]
        return min(found, default=None)


def seat_break_evens(
    needs: Sequence[PersonNeed],
    products: pd.DataFrame,
    catalogue: Sequence[Product],
    sources: Sequence[SharedSource],
    *,
    as_of: date,
    solved: MutableMapping[Any, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[SeatBreakEven, ...]:
    """Return the break-even in people of each licence, quantity price and session among the sources.

    ``catalogue``: the products of the frame, for the price of one seat.
    """
    by_id = {product.product_id: product for product in catalogue}
    found = []
    for worth, source in source_worth(
        needs, products, sources, forms=FORMS, as_of=as_of, solved=solved, progress=progress
    ):
        prices = tuple((tier.least, tier.most, tier.fixed, tier.each) for tier in source.tiers)
        product = by_id.get(source.product_id)
        member = None if product is None else product.price(member=True)
        other = None if product is None else product.price(member=False)
        kinds = [(False, other)] if member == other else [(False, other), (True, member)]
        seats = tuple((as_member, each, () if each is None else cheaper_for(source, each)) for as_member, each in kinds)
        beyond = [
            int(saved) - cost
            for people, saved in enumerate(np.cumsum(worth.savings).tolist(), start=1)
            if (cost := source.cost(people)) is not None
        ]
        pays_from = next((n for n, left in enumerate(beyond, start=1) if left > 0), None)
        found.append(
            SeatBreakEven(
                source.source_id, source.name, source.provider, source.form, prices, seats, worth.savings, pays_from,
                max([0, *beyond]), worth,
            )
        )  # fmt: skip
    return tuple(found)


def cheaper_for(source: SharedSource, seat: int) -> tuple[tuple[int, int | None], ...]:
    """Return the ranges of people for whom the shared price costs less than as many seats at ``seat`` cents each."""
    people = np.arange(1, MOST_PEOPLE + 1)
    costs = np.full(len(people), np.iinfo(np.int64).max)
    for tier in source.tiers:
        cost = tier.fixed + tier.each * np.maximum(people, tier.least)
        fits = people <= (MOST_PEOPLE if tier.most is None else tier.most)
        costs = np.where(fits, np.minimum(costs, cost), costs)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], costs < seat * people, [False])).astype(np.int8)))
    starts, ends = edges[::2] + 1, edges[1::2]
    return tuple(
        (int(first), None if last == MOST_PEOPLE else int(last)) for first, last in zip(starts, ends, strict=True)
    )
