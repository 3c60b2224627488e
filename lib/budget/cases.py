"""Cases: situations with the memberships decided, so that every price is fixed; many side by side as arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product as combinations

import numpy as np
import numpy.typing as npt

from lib.budget.situations import Situation

Whole = npt.NDArray[np.int64]
Truth = npt.NDArray[np.bool_]

MOST_CASES = 32
"""So many choices of memberships are looked at for one situation; one with more is left to the solver alone."""


@dataclass(frozen=True)
class Cases:
    """One row per case. Offers and covers beyond a situation's own are zeros.

    ``situation``: its number; ``joined``: the memberships bought (positions of offers). ``price``, ``hours`` and
    ``limit`` (0: not to be had in this case) per offer, ``gives[case, cover, offer]``, and the ``need`` left per cover.
    ``dues``, ``dues_hours`` and ``dues_count`` are what the memberships cost, take, and how many they are.
    """

    situation: Whole
    joined: tuple[tuple[int, ...], ...]
    price: Whole
    hours: Whole
    limit: Whole
    gives: Whole
    need: Whole
    dues: Whole
    dues_hours: Whole
    dues_count: Whole

    def __len__(self) -> int:
        return len(self.situation)

    def only(self, chosen: Truth) -> Cases:
        """Return the cases for which ``chosen`` holds."""
        joined = tuple(one for one, kept in zip(self.joined, chosen.tolist(), strict=True) if kept)
        arrays = (self.price, self.hours, self.limit, self.gives, self.need)
        dues = (self.dues, self.dues_hours, self.dues_count)
        return Cases(
            self.situation[chosen], joined, *(array[chosen] for array in arrays), *(each[chosen] for each in dues)
        )


def memberships(situation: Situation) -> list[tuple[int, ...]]:
    """Return the choices of memberships of a situation, as positions of offers: at most one of each provider."""
    by_provider: dict[str, list[int | None]] = {}
    for position, offer in enumerate(situation.offers):
        if offer.joins:
            none: list[int | None] = [] if offer.joins in situation.must_join else [None]
            by_provider.setdefault(offer.joins, none).append(position)
    return [tuple(one for one in choice if one is not None) for choice in combinations(*by_provider.values())]


def cases_of(situations: Sequence[Situation]) -> Cases:
    """Return every case of these situations in which the points on sale reach what is asked."""
    choices = [(n, joined) for n, situation in enumerate(situations) for joined in memberships(situation)]
    most_offers = max(len(situation.offers) for situation in situations)
    most_covers = max(len(situation.covers) for situation in situations)
    shape = (len(situations), most_offers)
    price, joined_price, hours, limit = (np.zeros(shape, dtype=np.int64) for _ in range(4))
    never = np.int64(-1)
    gives = np.zeros((len(situations), most_covers, most_offers), dtype=np.int64)
    need = np.zeros((len(situations), most_covers), dtype=np.int64)
    for n, situation in enumerate(situations):
        size, covers = len(situation.offers), len(situation.covers)
        price[n, :size] = [never if offer.price is None else offer.price for offer in situation.offers]
        joined_price[n, :size] = [
            never if offer.joined_price is None else offer.joined_price for offer in situation.offers
        ]
        hours[n, :size] = [offer.hours for offer in situation.offers]
        limit[n, :size] = [0 if offer.joins else offer.limit for offer in situation.offers]
        if covers:
            gives[n, :covers, :size] = [cover.gives for cover in situation.covers]
            need[n, :covers] = [cover.need for cover in situation.covers]
    number = np.array([n for n, _ in choices], dtype=np.int64)
    member = np.zeros((len(choices), most_offers), dtype=bool)
    given = np.zeros((len(choices), most_covers), dtype=np.int64)
    dues = np.zeros((3, len(choices)), dtype=np.int64)
    for row, (n, joined) in enumerate(choices):
        if joined:
            offers = situations[n].offers
            providers = {offers[one].joins for one in joined}
            member[row, : len(offers)] = [offer.provider in providers for offer in offers]
            given[row] = gives[n][:, list(joined)].sum(axis=1)
            dues[:, row] = (
                sum(offers[one].price or 0 for one in joined), sum(offers[one].hours for one in joined), len(joined)
            )  # fmt: skip
    prices = np.where(member & (joined_price[number] >= 0), joined_price[number], price[number])
    found = Cases(
        situation=number,
        joined=tuple(joined for _, joined in choices),
        price=np.maximum(prices, 0),
        hours=hours[number],
        limit=np.where(prices < 0, 0, limit[number]),
        gives=gives[number],
        need=np.maximum(need[number] - given, 0),
        dues=dues[0],
        dues_hours=dues[1],
        dues_count=dues[2],
    )
    reached = (np.einsum("kcj,kj->kc", found.gives, found.limit) >= found.need).all(axis=1)
    return found.only(reached)
