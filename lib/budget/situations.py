"""Situations: the small integer programme of one person, reduced to a form in which equal ones are solved once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from lib.budget import reductions
from lib.budget.needs import PersonNeed
from lib.budget.reductions import Draft, Truth, Whole
from lib.budget.shelf import Scenario, Shelf

__all__ = ["Cover", "Offer", "Scenario", "Shelf", "Situation", "situation_of"]


@dataclass(frozen=True)
class Offer:
    """A product as one person meets it; cents, hundredths.

    What it costs as things are (``price``, None: not to be had so) and, where joining its ``provider`` changes that,
    ``joined_price``; how often at most; its hours; ``joins`` names the provider whose membership it is.
    """

    product_id: str
    price: int | None
    joined_price: int | None
    limit: int
    hours: int
    provider: str = ""
    joins: str = ""

    @property
    def prices(self) -> tuple[int, ...]:
        return tuple(price for price in (self.price, self.joined_price) if price is not None)


@dataclass(frozen=True)
class Cover:
    """One constraint: the sum over the offers of ``gives`` times the quantity must reach ``need`` (a common unit)."""

    gives: tuple[int, ...]
    need: int


@dataclass(frozen=True)
class Situation:
    """One integer programme; two people in equal situations have equal plans.

    ``must_join``: one membership of each of these providers is bought whatever it brings.
    """

    offers: tuple[Offer, ...]
    covers: tuple[Cover, ...]
    must_join: tuple[str, ...] = ()

    @cached_property
    def _hash(self) -> int:
        return hash((self.offers, self.covers, self.must_join))

    def __hash__(self) -> int:
        # It is looked up many times, and all that it holds takes a while to go through.
        return self._hash


def situation_of(person: PersonNeed, shelf: Shelf, scenario: Scenario) -> Situation | None:
    """Return the situation of a person under a scenario; None where even everything on the shelf would not do."""
    if not shelf.products:
        return None
    members = person.member_keys
    may = shelf.open_to(person, scenario)
    joinable = frozenset(shelf.provider[may & shelf.is_membership].tolist())
    prices = shelf.prices(members, person.classes, joinable, scenario)
    asks, touched = _asks(person, shelf.area_masks)
    largest: Whole = (asks[:, None] * touched).max(axis=0, initial=0)
    sold = (prices.price >= 0) | (prices.joined_price >= 0)
    columns = np.flatnonzero(may & sold & ((largest > 0) | shelf.is_membership))
    covers = reductions.covers_of(asks, touched[:, columns], shelf.credits[columns], shelf.unlimited[columns])
    if covers is None:
        return None
    several = shelf.repeatable[columns] & ~shelf.is_membership[columns]
    draft = reductions.clipped(
        Draft(
            position=columns,
            price=prices.price[columns],
            joined_price=prices.joined_price[columns],
            limit=np.where(several, reductions.useful_quantities(*covers), 1),
            hours=shelf.hours_for(largest)[columns],
            provider=prices.provider[columns],
            joins=np.where(shelf.is_membership[columns], shelf.provider[columns], -1),
            gives=covers[0],
            need=covers[1],
        )
    )
    if (draft.gives @ draft.limit < draft.need).any():
        return None
    must_join = joinable if scenario is Scenario.EVERYONE_JOINS else frozenset[int]()
    return _written(reductions.without_never_bought(draft, must_join), shelf, must_join)


def _written(draft: Draft, shelf: Shelf, must_join: frozenset[int]) -> Situation:
    """Return a draft as values that can be compared."""
    names = (*shelf.providers, "")
    offers = tuple(
        Offer(
            shelf.products[position].product_id, None if price < 0 else price, None if joined < 0 else joined,
            limit, hours, names[provider], names[joins],
        )
        for position, price, joined, limit, hours, provider, joins in zip(
            draft.position.tolist(), draft.price.tolist(), draft.joined_price.tolist(), draft.limit.tolist(),
            draft.hours.tolist(), draft.provider.tolist(), draft.joins.tolist(), strict=True,
        )
    )  # fmt: skip
    covers = tuple(
        Cover(tuple(gives), need) for gives, need in zip(draft.gives.tolist(), draft.need.tolist(), strict=True)
    )
    return Situation(offers, covers, tuple(sorted(shelf.providers[number] for number in must_join)))


# What is asked: subsets of requirements that the same products touch make the same constraint, the largest deficit
# binds.


@lru_cache(maxsize=4096)
def _patterns(accepts: tuple[int, ...], area_masks: tuple[int, ...]) -> tuple[Truth, Whole]:
    """Return (touched[pattern, product], pattern of each subset index) for one rule and one shelf."""
    subsets = np.arange(1 << len(accepts))
    reach = np.array(
        [sum(1 << k for k, accepted in enumerate(accepts) if accepted & mask) for mask in area_masks], dtype=np.int64
    )
    touched = (subsets[:, None] & reach[None, :]) != 0
    patterns, inverse = np.unique(touched, axis=0, return_inverse=True)
    return patterns, inverse.reshape(-1)


def _asks(person: PersonNeed, area_masks: tuple[int, ...]) -> tuple[Whole, Truth]:
    """Return the points asked (hundredths, > 0) and, for each, which products touch it, over all short holdings."""
    asks, touched = [], []
    for holding in person.short_holdings:
        patterns, inverse = _patterns(holding.accepts, area_masks)
        largest = np.zeros(len(patterns), dtype=np.int64)
        np.maximum.at(largest, inverse, np.array(holding.deficits, dtype=np.int64))
        asked = largest > 0
        asks.append(largest[asked])
        touched.append(patterns[asked])
    return np.concatenate(asks), np.concatenate(touched)
