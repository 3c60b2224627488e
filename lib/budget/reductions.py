"""Reductions: what can be left out of a situation without changing its best plan, ties included.

The reasons stand beside them. ``tests/properties/test_plan_exact.py`` holds them against exhaustive search.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]

NEVER = np.iinfo(np.int64).max
SMALL = 46_340
"""The square of it fits into 32 bits."""


@dataclass(frozen=True)
class Draft:
    """A situation as arrays: one entry per offer in the order of product IDs, one row of ``gives`` per cover.

    ``position`` on the shelf; ``price`` and ``joined_price`` in cents, -1: none; ``provider`` (whose joining gives the
    joined price) and ``joins`` (whose membership it is) as numbers, -1: none.
    """

    position: Whole
    price: Whole
    joined_price: Whole
    limit: Whole
    hours: Whole
    provider: Whole
    joins: Whole
    gives: Whole
    need: Whole

    def only(self, kept: Truth) -> Draft:
        """Return the draft with these offers only, and the covers that are then left."""
        gives, need = without_implied(self.gives[:, kept], self.need)
        return Draft(
            self.position[kept], self.price[kept], self.joined_price[kept], self.limit[kept], self.hours[kept],
            self.provider[kept], self.joins[kept], gives, need,
        )  # fmt: skip


def without_implied(gives: Whole, need: Whole) -> tuple[Whole, Whole]:
    """Return the covers without those that another one implies, in a fixed order.

    Cover b implies a if a gives at least as large a share of its need for every offer:
    sum(a.gives x) / a.need >= sum(b.gives x) / b.need >= 1.
    """
    if len(need) < 2:
        return gives, need
    rows = np.column_stack((need, gives))
    rows = rows[np.lexsort(rows.T[::-1])]
    rows = rows[np.concatenate(([True], (rows[1:] != rows[:-1]).any(axis=1)))]
    # shares[a, b] is what a gives in units of b's need, so a >= b is shares[a, b] >= shares[b, a], offer by offer.
    small = rows.astype(np.int32) if int(rows[:, 0].max()) <= SMALL else rows
    shares = small[:, None, 1:] * small[None, :, :1]
    implied_by = np.asarray((shares >= shares.transpose(1, 0, 2)).all(axis=2))
    # Of two that imply each other the first stays.
    goes = implied_by & (~implied_by.T | np.tri(len(rows), k=-1, dtype=bool))
    np.fill_diagonal(goes, val=False)
    left = rows[~goes.any(axis=1)]
    return left[:, 1:], left[:, 0]


def without_never_bought(draft: Draft, must_join: frozenset[int]) -> Draft:
    """Return the draft without offers that are in no best plan.

    An offer q goes where the offers that are better than q fill, together, every cover that q touches. For in a best
    plan with q, either all better ones are bought to their limits (then q is superfluous, and without it there is one
    product less and no more to pay), or one of them is not (then it takes q's place and the plan is better). Better:
    gives as much in every cover, and comes first by price, hours and ID whatever membership is held; an offer bought
    more than once is only beaten by a strictly lower price, as part of its quantity could move and make one product
    more. A membership goes where nothing is cheaper by it and it gives no points, unless it must be bought.
    """
    first = _first(draft)
    while True:
        gives = draft.gives
        better = first & (gives[:, :, None] >= gives[:, None, :]).all(axis=0)
        filled_by_better = gives @ (draft.limit[:, None] * better)
        touched = gives > 0
        useful = touched.any(axis=0)
        needed = ((filled_by_better < draft.need[:, None]) & touched).any(axis=0)
        joined = {*draft.provider[useful].tolist(), *must_join} - {-1}
        worth = np.array([provider in joined for provider in draft.joins.tolist()], dtype=bool)
        kept = np.where(draft.joins >= 0, useful | worth, needed)
        if kept.all():
            return draft
        # Fewer offers leave fewer covers, and these again fewer offers.
        draft, first = draft.only(kept), first[np.ix_(kept, kept)]


def _first(draft: Draft) -> Truth:
    """Return ``first[p, q]``: whether offer p comes before q by price, hours and ID whatever membership is held."""
    price, joined = draft.price, draft.joined_price
    dearest = np.where((draft.joins >= 0) | (price < 0), NEVER, np.maximum(price, joined))
    cheapest = np.where(price < 0, joined, np.where(joined < 0, price, np.minimum(price, joined)))
    hours, ids = draft.hours, np.arange(len(price))
    cheaper = dearest[:, None] < cheapest[None, :]
    as_dear = dearest[:, None] == cheapest[None, :]
    sooner = (hours[:, None] < hours[None, :]) | ((hours[:, None] == hours[None, :]) & (ids[:, None] < ids[None, :]))
    found: Truth = cheaper | (as_dear & sooner & (draft.limit == 1)[None, :])
    return found


def covers_of(asks: Whole, touched: Truth, credits: Whole, unlimited: Truth) -> tuple[Whole, Whole] | None:
    """Return ``gives`` and ``need``, one cover per set of products, in a unit of its own.

    None where something asked is touched by nothing. ``asks[a]`` points are asked of the products that
    ``touched[a]`` names. The unit is the greatest common divisor of the credits that can flow: a sum of multiples of it
    reaches the deficit if and only if it reaches the deficit rounded up to a multiple. It makes 14.5 and 14.25 missing
    points the same situation where only whole points are sold.
    """
    if not touched.any(axis=1).all():
        return None
    strongest: dict[bytes, int] = {}
    packed = np.packbits(touched, axis=1)
    for number, (pattern, ask) in enumerate(zip(map(bytes, packed), asks.tolist(), strict=True)):
        before = strongest.get(pattern)
        if before is None or asks[before] < ask:
            strongest[pattern] = number
    rows = list(strongest.values())
    ask, touches = asks[rows], touched[rows]
    flows = np.where(touches & ~unlimited, credits, 0)
    unit = np.gcd.reduce(flows, axis=1)
    unit = np.where(unit == 0, ask, unit)
    need = -(-ask // unit)
    gives = np.where(touches, np.where(unlimited, need[:, None], flows // unit[:, None]), 0)
    return gives, need


def useful_quantities(gives: Whole, need: Whole) -> Whole:
    """Return, per offer, the quantity from which on it fills every cover it touches alone: more is never bought."""
    alone = np.where(gives > 0, -(-need[:, None] // np.maximum(gives, 1)), 0)
    most: Whole = alone.max(axis=0, initial=0)
    return np.where(most > 0, most, 1)


def clipped(draft: Draft) -> Draft:
    """Return the draft with no coefficient above the need: for whole quantities the same constraints."""
    gives, need = without_implied(np.minimum(draft.gives, draft.need[:, None]), draft.need)
    return replace(draft, gives=gives, need=need)
