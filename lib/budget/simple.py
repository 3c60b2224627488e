"""The simple plan: one product, or two, for everybody who is short; memberships where they pay.

What a manager can order in an afternoon. It is the best of its kind by trying every product and every pair on everybody
at once: most people completed, then least cost, then the first by product ID.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.budget.needs import PersonNeed
from lib.budget.products import Product, read_products
from lib.budget.situations import Shelf
from lib.budget.team_plan import Item, PersonPlan

NEVER: Final = np.iinfo(np.int64).max // 8
"""A cost that stands for *not to be had*; sums of a few of them do not overflow."""

MOST_OF_ONE: Final = 40
"""So many of one repeatable product are tried at most beside another."""

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True)
class SimplePlan:
    """``products``: the one or two bought; ``people`` completed with them; ``not_completed``: staff IDs of the rest."""

    products: tuple[str, ...]
    people: tuple[PersonPlan, ...]
    not_completed: tuple[str, ...]

    @property
    def total_cents(self) -> int:
        return sum(person.cost_cents for person in self.people)

    @property
    def orders(self) -> int:
        """The number of different orders: product and price."""
        return len({(item.product_id, item.unit_price_cents) for person in self.people for item in person.items})


def simple_plan(people: Sequence[PersonNeed], products: pd.DataFrame, *, as_of: date) -> SimplePlan:
    """Return the best single product or pair for everybody who is short and can still earn points on the day."""
    short = [p for p in people if p.short_holdings and all(h.usable_by >= as_of for h in p.short_holdings)]
    late = tuple(p.staff_id for p in people if p.short_holdings and p not in short)
    shelf = Shelf(read_products(products), as_of)
    team = NeedArrays(short, shelf.products)
    best: tuple[int, int, tuple[int, ...]] | None = None
    alone = {n: team.alone(n) for n in team.candidates}
    for n, costs in alone.items():
        best = _better(best, costs, (n,))
    for a, b in combinations(team.candidates, 2):
        best = _better(best, np.minimum(np.minimum(alone[a], alone[b]), team.both(a, b).min(axis=0)), (a, b))
    if best is None or best[0] == 0:
        return SimplePlan((), (), tuple(p.staff_id for p in short) + late)
    chosen = best[2]
    plans = [team.plan_of(i, chosen) for i in range(len(short))]
    return SimplePlan(
        tuple(shelf.products[n].product_id for n in chosen),
        tuple(plan for plan in plans if plan is not None),
        tuple(p.staff_id for p, plan in zip(short, plans, strict=True) if plan is None) + late,
    )


def _better(
    best: tuple[int, int, tuple[int, ...]] | None, costs: Whole, chosen: tuple[int, ...]
) -> tuple[int, int, tuple[int, ...]]:
    had = costs < NEVER
    found = (int(had.sum()), int(costs[had].sum()), chosen)
    return found if best is None or (-found[0], found[1]) < (-best[0], best[1]) else best


class NeedArrays:
    """Deficits of everybody's holdings as arrays, and what each product costs whom."""

    def __init__(self, people: Sequence[PersonNeed], products: Sequence[Product]) -> None:
        self.people = people
        self.products = products
        self.candidates = [n for n, p in enumerate(products) if p.gives_points and not p.is_membership]
        groups: dict[tuple[int, ...], tuple[list[int], list[tuple[int, ...]]]] = {}
        for i, person in enumerate(people):
            for holding in person.short_holdings:
                owners, tables = groups.setdefault(holding.accepts, ([], []))
                owners.append(i)
                tables.append(holding.deficits)
        self.groups = [
            (accepts, np.array(owners, dtype=np.int64), np.array(tables, dtype=np.int64))
            for accepts, (owners, tables) in groups.items()
        ]
        self.memberships: dict[str, list[int]] = {}
        for n, product in enumerate(products):
            if product.is_membership and not product.price_unknown:
                self.memberships.setdefault(product.provider_key, []).append(n)

    def quantities(self, n: int, other: int | None = None, of_other: int = 0) -> Whole:
        """Return how many of product n complete each person beside so many of another; -1 where no number does."""
        product = self.products[n]
        most = np.zeros(len(self.people), dtype=np.int64)
        possible = np.ones(len(self.people), dtype=bool)
        for accepts, owners, table in self.groups:
            left = table if other is None else self.less(table, accepts, other, of_other)
            touched = self._touched(accepts, n)
            rest = left[:, ~touched].max(axis=1, initial=0)
            np.logical_and.at(possible, owners, rest <= 0)
            asked = left[:, touched].max(axis=1, initial=0)
            needed = (asked > 0).astype(np.int64) if product.is_unlimited else -(-asked // (product.credits or 1))
            np.maximum.at(most, owners, np.maximum(needed, 0))
        limit = MOST_OF_ONE if product.repeatable else 1
        return np.where(possible & (most <= limit), most, -1)

    def _touched(self, accepts: tuple[int, ...], n: int) -> npt.NDArray[np.bool_]:
        reach = sum(1 << k for k, accepted in enumerate(accepts) if accepted & self.products[n].areas)
        touched: npt.NDArray[np.bool_] = (np.arange(1 << len(accepts)) & reach) != 0
        return touched

    def less(self, table: Whole, accepts: tuple[int, ...], n: int, quantity: int) -> Whole:
        """Return deficits with so many of product n taken off; no limit leaves none of those it touches."""
        product = self.products[n]
        touched = self._touched(accepts, n)
        left = table.copy()
        left[:, touched] = (
            np.minimum(left[:, touched], 0)
            if product.is_unlimited
            else left[:, touched] - (product.credits or 0) * quantity
        )
        return left

    def open_to(self, n: int) -> npt.NDArray[np.bool_]:
        """Return who may buy product n: not who did it already, unless it can be bought again."""
        product = self.products[n]
        return np.array(
            [(product.repeatable or product.title not in p.titles) and product.may_buy(p.classes) for p in self.people],
            dtype=bool,
        )

    def asked(self, n: int, *, member: bool) -> Whole:
        """Return what one of product n costs each person as a member of its provider or not; :data:`NEVER` unknown."""
        product = self.products[n]
        if not product.class_prices:
            price = product.price(member=member)
            return np.full(len(self.people), NEVER if price is None else price, dtype=np.int64)
        prices = [product.price(member=member, classes=p.classes) for p in self.people]
        return np.array([NEVER if price is None else price for price in prices], dtype=np.int64)

    def dues(self, provider: str) -> Whole:
        """Return what joining a provider costs each person at least; :data:`NEVER` where the person cannot."""
        least = np.full(len(self.people), NEVER, dtype=np.int64)
        for n in self.memberships.get(provider, []):
            least = np.minimum(least, np.where(self.open_to(n), self.asked(n, member=False), NEVER))
        return least

    def alone(self, n: int) -> Whole:
        """Return what completing each person with product n alone costs; :data:`NEVER` where it does not."""
        quantity = self.quantities(n)
        costs = self.priced({n: np.maximum(quantity, 0)})
        return np.where((quantity >= 0) & self.open_to(n), costs, NEVER)

    def both(self, a: int, b: int) -> Whole:
        """Return, for each number of product a tried, what completing each person with both costs."""
        may = self.open_to(a) & self.open_to(b)
        first = self.products[a]
        rows = []
        for of_a in range(1, self._most_of(first) + 1):
            of_b = self.quantities(b, a, of_a)
            costs = self.priced({a: np.full(len(self.people), of_a), b: np.maximum(of_b, 0)})
            rows.append(np.where((of_b >= 0) & may, costs, NEVER))
        return np.array(rows, dtype=np.int64)

    def _most_of(self, product: Product) -> int:
        """Return the number of one product from which on it fills everything that it can fill."""
        if not product.repeatable or product.is_unlimited:
            return 1
        largest = max((int(table.max()) for _, _, table in self.groups), default=0)
        return max(1, min(MOST_OF_ONE, -(-largest // (product.credits or 1))))

    def priced(self, quantities: dict[int, Whole]) -> Whole:
        """Return what these quantities cost each person, joining where that is cheaper."""
        total = np.zeros(len(self.people), dtype=np.int64)
        for provider in sorted({self.products[n].provider_key for n in quantities}):
            total += np.minimum(self.of_provider(provider, quantities, join=False),
                                self.of_provider(provider, quantities, join=True))  # fmt: skip
        return np.minimum(total, NEVER)

    def of_provider(self, provider: str, quantities: dict[int, Whole], *, join: bool) -> Whole:
        """Return what one provider's products cost each person who joins, or does not."""
        member = np.array([provider in p.member_keys for p in self.people], dtype=bool)
        cost = np.zeros(len(self.people), dtype=np.int64)
        if join:
            cost = np.where(member, NEVER, self.dues(provider))
            member = np.ones(len(self.people), dtype=bool)
        for n, quantity in quantities.items():
            product = self.products[n]
            if product.provider_key != provider:
                continue
            each = np.where(member, self.asked(n, member=True), self.asked(n, member=False))
            cost = np.minimum(cost + np.where(each >= NEVER, np.where(quantity > 0, NEVER, 0), each * quantity), NEVER)
        return cost

    def plan_of(self, i: int, chosen: tuple[int, ...]) -> PersonPlan | None:
        """Return one person's purchases among the chosen products; None where they do not complete the person."""
        me = NeedArrays([self.people[i]], self.products)
        options: list[tuple[int, dict[int, int]]] = []
        for n in chosen:
            cost = int(me.alone(n)[0])
            options.append((cost, {n: int(me.quantities(n)[0])}))
        if len(chosen) == 2:
            for row, cost in enumerate(me.both(*chosen)[:, 0].tolist(), start=1):
                options.append((cost, {chosen[0]: row, chosen[1]: int(me.quantities(chosen[1], chosen[0], row)[0])}))
        cost, bought = min(options, key=lambda option: (option[0], len(option[1])))
        return None if cost >= NEVER else me.person_plan({n: q for n, q in bought.items() if q > 0}, cost)

    def person_plan(self, bought: dict[int, int], cost: int) -> PersonPlan:
        """Return the plan of the one person of this team."""
        person = self.people[0]
        quantities = {n: np.array([quantity], dtype=np.int64) for n, quantity in bought.items()}
        items: list[Item] = []
        for provider in sorted({self.products[n].provider_key for n in bought}):
            alone, joined = (int(self.of_provider(provider, quantities, join=join)[0]) for join in (False, True))
            if joined < alone:
                dues = int(self.dues(provider)[0])
                card = next(
                    self.products[n]
                    for n in self.memberships[provider]
                    if self.open_to(n)[0] and int(self.asked(n, member=False)[0]) == dues
                )
                of = card.buyer_class(member=False, classes=person.classes)
                items.append(
                    Item(card.product_id, card.product, card.provider, 1, dues, as_member=False, buyer_class=of)
                )
            member = joined < alone or provider in person.member_keys
            for n, quantity in bought.items():
                product = self.products[n]
                if product.provider_key == provider:
                    price = product.price(member=member, classes=person.classes)
                    assert price is not None, "a plan of known cost has no product without a price"
                    items.append(
                        Item(product.product_id, product.product, product.provider, quantity, price,
                             as_member=product.at_member_price(member=member, classes=person.classes),
                             buyer_class=product.buyer_class(member=member, classes=person.classes))
                    )  # fmt: skip
        largest = max(max(holding.deficits) for holding in person.short_holdings)
        hours = sum(self.products[n].hours_for(largest) * quantity for n, quantity in bought.items())
        return PersonPlan(person.staff_id, person.name, cost, hours, person.missing, tuple(items))
