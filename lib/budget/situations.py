"""Situations: the small integer programme of one person, reduced to a form in which equal ones are solved once.

Every reduction keeps the best plan, ties included; the reasons stand beside them.
``tests/properties/test_plan_exact.py`` holds them against exhaustive search.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from math import gcd

import numpy as np

from lib.budget.needs import PersonNeed
from lib.budget.products import Product


class Scenario(StrEnum):
    """Who joins. Those who are members already keep their prices in all three."""

    NOBODY_JOINS = "nobody_joins"
    EVERYONE_JOINS = "everyone_joins"
    BEST_MIX = "best_mix"


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


class Shelf:
    """What can be bought on a day at all: on sale, price, credits and areas known; in the order of product IDs."""

    def __init__(self, products: Sequence[Product], as_of: date) -> None:
        self.products: tuple[Product, ...] = tuple(
            product
            for product in products
            if product.on_sale(as_of) and not product.not_set() and (product.gives_points or product.is_membership)
        )
        self.area_masks: tuple[int, ...] = tuple(
            product.areas if product.gives_points else 0 for product in self.products
        )
        self.sells_membership: bool = any(product.is_membership for product in self.products)


def situation_of(person: PersonNeed, shelf: Shelf, scenario: Scenario) -> Situation | None:
    """Return the situation of a person under a scenario; None where even everything on the shelf would not do."""
    if not shelf.products:
        return None
    members = person.member_keys
    open_to_person = [
        index
        for index, product in enumerate(shelf.products)
        if (product.repeatable or product.title not in person.titles)
        and not (product.is_membership and (product.provider_key in members or scenario is Scenario.NOBODY_JOINS))
        and product.may_buy(person.classes)
        and not (product.is_membership and product.price(member=False, classes=person.classes) is None)
    ]
    joinable = {shelf.products[index].provider_key for index in open_to_person if shelf.products[index].is_membership}
    asks, touched = _asks(person, shelf.area_masks)
    offers, columns = [], []
    for index in open_to_person:
        product = shelf.products[index]
        largest = int(asks[touched[:, index]].max(initial=0))
        offer = _offer(product, person, members, joinable, scenario, hours=product.hours_for(largest))
        if offer is not None and (largest > 0 or offer.joins):
            offers.append(offer)
            columns.append(index)
    exact = _covers(asks, touched[:, columns], [shelf.products[index] for index in columns])
    if exact is None:
        return None
    offers = [
        replace(offer, limit=_useful_quantity(exact, position))
        if shelf.products[index].repeatable and not offer.joins
        else offer
        for position, (offer, index) in enumerate(zip(offers, columns, strict=True))
    ]
    covers = _without_implied(_clipped(exact))
    if any(
        sum(give * offer.limit for give, offer in zip(cover.gives, offers, strict=True)) < cover.need
        for cover in covers
    ):
        return None
    must_join = tuple(sorted(joinable)) if scenario is Scenario.EVERYONE_JOINS else ()
    return _without_never_bought(Situation(tuple(offers), covers, must_join))


def _offer(
    product: Product, person: PersonNeed, members: frozenset[str], joinable: set[str], scenario: Scenario, *, hours: int
) -> Offer | None:
    """Return what the person can buy the product for; None where no price is open to the person."""
    classes = person.classes
    if product.is_membership:
        dues = product.price(member=False, classes=classes)
        return Offer(product.product_id, dues, None, 1, hours, joins=product.provider_key)
    member = product.provider_key in members
    joins = not member and product.provider_key in joinable
    price = product.price(member=member, classes=classes)
    joined_price = product.price(member=True, classes=classes) if joins else None
    if joins and scenario is Scenario.EVERYONE_JOINS:
        price, joined_price = joined_price, None
    if joined_price == price:
        joined_price = None
    if price is None and joined_price is None:
        return None
    provider = product.provider_key if joined_price is not None else ""
    return Offer(product.product_id, price, joined_price, 1, hours, provider=provider)


# What is asked: subsets of requirements that the same products touch make the same constraint, the largest deficit
# binds.


@lru_cache(maxsize=4096)
def _patterns(accepts: tuple[int, ...], area_masks: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Return (touched[pattern, product], pattern of each subset index) for one rule and one shelf."""
    subsets = np.arange(1 << len(accepts))
    reach = np.array(
        [sum(1 << k for k, accepted in enumerate(accepts) if accepted & mask) for mask in area_masks], dtype=np.int64
    )
    touched = (subsets[:, None] & reach[None, :]) != 0
    patterns, inverse = np.unique(touched, axis=0, return_inverse=True)
    return patterns, inverse.reshape(-1)


def _asks(person: PersonNeed, area_masks: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
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


def _covers(asks: np.ndarray, touched: np.ndarray, products: Sequence[Product]) -> list[Cover] | None:
    """Return one cover per set of products, in a unit of its own; None where something asked is touched by nothing.

    The unit is the greatest common divisor of the credits that can flow: a sum of multiples of it reaches the deficit
    if and only if it reaches the deficit rounded up to a multiple. It makes 14.5 and 14.25 missing points the same
    situation where only whole points are sold.
    """
    strongest: dict[tuple[bool, ...], int] = {}
    for ask, row in zip(asks.tolist(), touched.tolist(), strict=True):
        pattern = tuple(row)
        strongest[pattern] = max(strongest.get(pattern, 0), ask)
    covers = []
    for pattern, ask in strongest.items():
        if not any(pattern):
            return None
        limited = [
            product.credits or 0
            for product, touches in zip(products, pattern, strict=True)
            if touches and not product.is_unlimited
        ]
        unit = gcd(*limited) or ask
        need = -(-ask // unit)
        gives = tuple(
            0 if not touches else need if product.is_unlimited else (product.credits or 0) // unit
            for product, touches in zip(products, pattern, strict=True)
        )
        covers.append(Cover(gives, need))
    return covers


def _useful_quantity(covers: Sequence[Cover], position: int) -> int:
    """Return the quantity of one offer from which on it fills every cover it touches alone: more is never bought."""
    return max((-(-cover.need // cover.gives[position]) for cover in covers if cover.gives[position]), default=1)


def _clipped(covers: Sequence[Cover]) -> list[Cover]:
    """Return the covers with no coefficient above the need: for whole quantities the same constraint."""
    return [Cover(tuple(min(give, cover.need) for give in cover.gives), cover.need) for cover in covers]


def _without_implied(covers: Sequence[Cover]) -> tuple[Cover, ...]:
    """Return the covers without those that another one implies, in a fixed order.

    Cover b implies a if a gives at least as large a share of its need for every offer:
    sum(a.gives x) / a.need >= sum(b.gives x) / b.need >= 1.
    """
    ordered = sorted(set(covers), key=lambda cover: (cover.need, cover.gives))
    if len(ordered) < 2:
        return tuple(ordered)
    gives = np.array([cover.gives for cover in ordered], dtype=np.int64)
    needs = np.array([cover.need for cover in ordered], dtype=np.int64)
    # shares[a, b] is what a gives in units of b's need, so a >= b is shares[a, b] >= shares[b, a], offer by offer.
    shares = gives[:, None, :] * needs[None, :, None]
    implied_by = (shares >= shares.transpose(1, 0, 2)).all(axis=2)
    # Of two that imply each other the first stays.
    goes = implied_by & (~implied_by.T | np.tri(len(ordered), k=-1, dtype=bool))
    np.fill_diagonal(goes, val=False)
    implied: list[bool] = np.asarray(goes.any(axis=1)).tolist()
    return tuple(cover for cover, other_implies in zip(ordered, implied, strict=True) if not other_implies)


def _without_never_bought(situation: Situation) -> Situation:
    """Return the situation without offers that are in no best plan.

    An offer q goes where the offers that are better than q fill, together, every cover that q touches. For in a best
    plan with q, either all better ones are bought to their limits (then q is superfluous, and without it there is one
    product less and no more to pay), or one of them is not (then it takes q's place and the plan is better). Better:
    gives as much in every cover, and comes first by price, hours and ID whatever membership is held; an offer bought
    more than once is only beaten by a strictly lower price, as part of its quantity could move and make one product
    more. A membership goes where nothing is cheaper by it and it gives no points, unless it must be bought.
    """
    offers, covers = situation.offers, situation.covers
    gives = np.array([cover.gives for cover in covers], dtype=np.int64).reshape(len(covers), len(offers))
    needs = np.array([cover.need for cover in covers], dtype=np.int64)
    limits = np.array([offer.limit for offer in offers], dtype=np.int64)
    better = _order(offers) & (gives[:, :, None] >= gives[:, None, :]).all(axis=0)
    filled_by_better = gives @ (limits[:, None] * better)
    useful: list[bool] = np.asarray((gives > 0).any(axis=0)).tolist()
    needed: list[bool] = np.asarray(((filled_by_better < needs[:, None]) & (gives > 0)).any(axis=0)).tolist()
    joined = {offer.provider for offer, of_use in zip(offers, useful, strict=True) if of_use} | set(situation.must_join)
    columns = [
        position
        for position, offer in enumerate(offers)
        if ((useful[position] or offer.joins in joined) if offer.joins else needed[position])
    ]
    reduced = Situation(
        tuple(offers[position] for position in columns),
        _without_implied([Cover(tuple(cover.gives[position] for position in columns), cover.need) for cover in covers]),
        situation.must_join,
    )
    # Fewer offers leave fewer covers, and these again fewer offers.
    return reduced if len(columns) == len(offers) else _without_never_bought(reduced)


def _order(offers: Sequence[Offer]) -> np.ndarray:
    """Return ``first[p, q]``: whether offer p comes before q by price, hours and ID whatever membership is held."""
    never = np.iinfo(np.int64).max
    dearest = np.array([never if o.joins or o.price is None else max(o.prices) for o in offers], dtype=np.int64)
    cheapest = np.array([min(o.prices) for o in offers], dtype=np.int64)
    hours = np.array([o.hours for o in offers], dtype=np.int64)
    ids = np.argsort(np.argsort(np.array([o.product_id for o in offers], dtype=object)))
    once = np.array([o.limit == 1 for o in offers], dtype=bool)
    cheaper = dearest[:, None] < cheapest[None, :]
    as_dear = dearest[:, None] == cheapest[None, :]
    sooner = (hours[:, None] < hours[None, :]) | ((hours[:, None] == hours[None, :]) & (ids[:, None] < ids[None, :]))
    first: np.ndarray = cheaper | (as_dear & sooner & once[None, :])
    return first
