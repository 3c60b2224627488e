"""The shelf: what can be bought on a day at all, as products and as arrays of what each costs and gives whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from lib.budget.needs import PersonNeed
from lib.budget.products import WHOLE_HOUR, Product
from lib.budget.reductions import Truth, Whole


class Scenario(StrEnum):
    """Who joins. Those who are members already keep their prices in all three."""

    NOBODY_JOINS = "nobody_joins"
    EVERYONE_JOINS = "everyone_joins"
    BEST_MIX = "best_mix"


@dataclass(frozen=True)
class Prices:
    """What each product of the shelf costs one kind of person, as in :class:`lib.budget.reductions.Draft`."""

    price: Whole
    joined_price: Whole
    provider: Whole


class Shelf:
    """On sale, price, credits and areas known; in the order of product IDs. ``providers`` by number."""

    def __init__(self, products: Sequence[Product], as_of: date) -> None:
        self.products: tuple[Product, ...] = tuple(
            sorted(
                (
                    product
                    for product in products
                    if product.on_sale(as_of)
                    and not product.not_set()
                    and (product.gives_points or product.is_membership)
                ),
                key=lambda product: product.product_id,
            )
        )
        self.area_masks: tuple[int, ...] = tuple(
            product.areas if product.gives_points else 0 for product in self.products
        )
        self.is_membership = np.array([product.is_membership for product in self.products], dtype=bool)
        self.sells_membership: bool = bool(self.is_membership.any())
        self.providers: tuple[str, ...] = tuple(sorted({product.provider_key for product in self.products}))
        self._numbers = {provider: number for number, provider in enumerate(self.providers)}
        self.provider: Whole = np.array(
            [self._numbers[product.provider_key] for product in self.products], dtype=np.int64
        )
        self.credits: Whole = np.array([product.credits or 0 for product in self.products], dtype=np.int64)
        self.unlimited = np.array([product.is_unlimited for product in self.products], dtype=bool)
        self.repeatable = np.array([product.repeatable for product in self.products], dtype=bool)
        self._hours: Whole = np.array([product.hours_for(0) for product in self.products], dtype=np.int64)
        # The hours of an unlimited product whose hours are not known are those that one person uses of it.
        self._hours_as_used = np.array(
            [product.kind == "unlimited" and product.hours is None for product in self.products], dtype=bool
        )
        self._once: dict[str, list[int]] = {}
        for position, product in enumerate(self.products):
            if not product.repeatable:
                self._once.setdefault(product.title, []).append(position)
        self._sold: dict[tuple[frozenset[str], frozenset[str], Scenario], Truth] = {}
        self._prices: dict[tuple[frozenset[str], frozenset[str], frozenset[int], Scenario], Prices] = {}

    def open_to(self, person: PersonNeed, scenario: Scenario) -> Truth:
        """Return which products a person may buy: not what was done already, nor a membership that is there already."""
        may = self._sold_to(person.member_keys, person.classes, scenario).copy()
        for title in self._once.keys() & person.titles:
            may[self._once[title]] = False
        return may

    def _sold_to(self, members: frozenset[str], classes: frozenset[str], scenario: Scenario) -> Truth:
        key = (members, classes, scenario)
        found = self._sold.get(key)
        if found is None:
            held = [number for provider, number in self._numbers.items() if provider in members]
            shut = self.is_membership & (scenario is Scenario.NOBODY_JOINS or np.isin(self.provider, held))
            shut |= self.is_membership & (self._asked(classes, member=False) < 0)
            may = np.array([product.may_buy(classes) for product in self.products], dtype=bool)
            found = self._sold[key] = np.asarray(may & ~shut)
        return found

    def prices(
        self, members: frozenset[str], classes: frozenset[str], joinable: frozenset[int], scenario: Scenario
    ) -> Prices:
        """Return what each product costs who is a member of some providers and can join others."""
        key = (members, classes, joinable, scenario)
        found = self._prices.get(key)
        if found is None:
            found = self._prices[key] = self._priced(members, classes, joinable, scenario)
        return found

    def _priced(
        self, members: frozenset[str], classes: frozenset[str], joinable: frozenset[int], scenario: Scenario
    ) -> Prices:
        as_member, as_other = (self._asked(classes, member=member) for member in (True, False))
        member = np.array([self.providers[number] in members for number in self.provider], dtype=bool)
        joins = ~member & np.isin(self.provider, list(joinable)) & ~self.is_membership
        price = np.where(member & ~self.is_membership, as_member, as_other)
        joined_price = np.where(joins, as_member, -1)
        if scenario is Scenario.EVERYONE_JOINS:
            price, joined_price = np.where(joins, joined_price, price), np.full(len(price), -1)
        joined_price = np.where(joined_price == price, -1, joined_price)
        return Prices(price, joined_price, np.where(joined_price >= 0, self.provider, -1))

    def _asked(self, classes: frozenset[str], *, member: bool) -> Whole:
        """Return what each product costs members or others of these classes of buyers; -1 where that is not known."""
        asked = [product.price(member=member, classes=classes) for product in self.products]
        return np.array([-1 if price is None else price for price in asked], dtype=np.int64)

    def hours_for(self, largest: Whole) -> Whole:
        """Return the hours one purchase of each takes; see :meth:`lib.budget.products.Product.hours_for`."""
        used = np.where(self.unlimited, largest, np.minimum(self.credits, largest))
        return np.where(self._hours_as_used, -(-np.maximum(used, 0) // WHOLE_HOUR) * WHOLE_HOUR, self._hours)
