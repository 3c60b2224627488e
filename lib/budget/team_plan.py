"""What a plan answers: purchases per person, what cannot be planned and why, scenarios, and the tables for pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, Literal

import pandas as pd

from lib.domain import tables

PURCHASES: Final[dict[str, str]] = {
    "staff_id": tables.TEXT,
    "product_id": tables.TEXT,
    "product": tables.TEXT,
    "provider": tables.TEXT,
    "quantity": tables.WHOLE,
    "unit_price": tables.CENTS,
    "cost": tables.CENTS,
    "as_member": tables.TRUTH,
    "buyer_class": tables.TEXT,
}
"""One row per person and product bought; money is cents; ``buyer_class`` as in :class:`Item`, missing where empty."""

ORDERS: Final[dict[str, str]] = {
    "provider": tables.TEXT,
    "product_id": tables.TEXT,
    "product": tables.TEXT,
    "as_member": tables.TRUTH,
    "unit_price": tables.CENTS,
    "quantity": tables.WHOLE,
    "people": tables.WHOLE,
    "cost": tables.CENTS,
    "staff_ids": tables.TEXT,
    "buyer_class": tables.TEXT,
}
"""One row per product and price paid, by provider; ``staff_ids`` joined by ``;``. Money is cents."""

UNPRICED: Final[dict[str, str]] = {
    "product_id": tables.TEXT,
    "product": tables.TEXT,
    "provider": tables.TEXT,
    "kind": tables.TEXT,
    "reason": tables.TEXT,
}
"""One row per product that is never bought because something about it is not known, with what that is."""


@dataclass(frozen=True)
class Item:
    """One purchase of one person.

    ``unit_price_cents`` is what this person pays, ``as_member`` whether that is the member price. ``form``: what it is
    where it is used together with others or there already, empty for a purchase of this person alone. ``buyer_class``:
    whose price it is where that is neither the member nor the non-member price.
    """

    product_id: str
    product: str
    provider: str
    quantity: int
    unit_price_cents: int
    as_member: bool
    form: str = ""
    buyer_class: str = ""

    @property
    def cost_cents(self) -> int:
        return self.quantity * self.unit_price_cents


@dataclass(frozen=True)
class PersonPlan:
    """The cheapest purchases that complete one person. ``gap_cents``: how far from cheapest they may be at most."""

    staff_id: str
    name: str
    cost_cents: int
    hours_hundredths: int
    missing_hundredths: int
    items: tuple[Item, ...]
    gap_cents: int = 0


@dataclass(frozen=True)
class SharedPurchase:
    """Something paid for together: who uses it, the seats paid for, and what it costs in cents.

    ``cost_cents`` is ``fixed_cents`` and ``each_cents`` for every seat; the seats of its users stand in their own
    purchases, ``extra_cents`` is the rest.
    """

    source_id: str
    product_id: str
    name: str
    provider: str
    form: str
    staff_ids: tuple[str, ...]
    seats: int
    fixed_cents: int
    each_cents: int
    cost_cents: int

    @property
    def extra_cents(self) -> int:
        return self.cost_cents - self.each_cents * len(self.staff_ids)


@dataclass(frozen=True)
class Unplannable:
    """A person whom nothing on sale can complete, with a sentence that says why.

    ``missing_hundredths``: the points that they miss, known where only the time ended before anything was found.
    """

    staff_id: str
    name: str
    reason: str
    missing_hundredths: int = field(default=0, compare=False)


@dataclass(frozen=True)
class LeftOut:
    """A person who could be completed but is not: the budget is used up. ``cost_cents`` is what it would take."""

    staff_id: str
    name: str
    cost_cents: int
    missing_hundredths: int
    reason: Literal["budget"] = "budget"


@dataclass(frozen=True)
class ListedProduct:
    """A product that is never bought because something about it is not known."""

    product_id: str
    product: str
    provider: str
    kind: str
    reason: str


@dataclass(frozen=True)
class ScenarioTotal:
    """What completing everybody who can be completed costs under one scenario, whatever the budget.

    ``total_cents`` is None where the scenario cannot be: *everyone joins* without a membership whose dues are known.
    It is the sum of what ``plans`` buy and of what is paid for together beside them (``shared``). Which of several
    answers that cost the same they are is not settled.
    """

    name: str
    total_cents: int | None
    people: int
    not_completed: tuple[str, ...]
    gap_cents: int = 0
    plans: tuple[PersonPlan, ...] = field(default=(), compare=False, repr=False)
    shared: tuple[SharedPurchase, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True)
class TeamPlan:
    """The team's plan on a day.

    ``people`` are those whom the plan completes, in the order they came; ``total_cents`` is the sum of their costs
    and of what is paid for together beside them (``shared``).
    Best is: most people, then fewest points left missing, then least cost. ``proven_optimal`` False: at most
    ``people_gap`` more people could be completed; with as many people, at most ``points_gap`` more points (hundredths)
    be made up; and these same people be completed for at most ``gap_cents`` less. ``scenario_totals`` do not know the
    budget. ``situations`` counts the distinct integer programmes.
    """

    total_cents: int
    proven_optimal: bool
    gap_cents: int
    people: tuple[PersonPlan, ...]
    unplannable: tuple[Unplannable, ...]
    left_out: tuple[LeftOut, ...]
    scenario_totals: tuple[ScenarioTotal, ...]
    unpriced: tuple[ListedProduct, ...]
    no_longer_sold: tuple[str, ...]
    situations: int
    budget_cents: int | None = None
    shared: tuple[SharedPurchase, ...] = ()
    people_gap: int = 0
    points_gap: int = 0
    together: bool = field(default=False, compare=False)
    """Whether what people can use together was looked at, for which more time is allowed."""

    @property
    def scenarios(self) -> dict[str, int | None]:
        """Scenario name -> total in cents (None: cannot be)."""
        return {scenario.name: scenario.total_cents for scenario in self.scenario_totals}

    @property
    def hours_hundredths(self) -> int:
        return sum(person.hours_hundredths for person in self.people)

    @cached_property
    def purchases(self) -> pd.DataFrame:
        """Every purchase as a frame of :data:`PURCHASES`, in the order of ``people``."""
        rows = [
            {
                "staff_id": person.staff_id,
                "product_id": item.product_id,
                "product": item.product,
                "provider": item.provider or None,
                "quantity": item.quantity,
                "unit_price": item.unit_price_cents,
                "cost": item.cost_cents,
                "as_member": item.as_member,
                "buyer_class": item.buyer_class or None,
            }
            for person in self.people
            for item in person.items
        ]
        return tables.typed(pd.DataFrame(rows, columns=list(PURCHASES)), PURCHASES)

    @cached_property
    def orders(self) -> pd.DataFrame:
        """What to order from whom as a frame of :data:`ORDERS`, one row per product and price."""
        together = self._paid_together()
        if self.purchases.empty:
            return together
        keys = ["provider", "product_id", "product", "as_member", "buyer_class", "unit_price"]
        orders = (
            self.purchases.groupby(keys, dropna=False, sort=True)
            .agg(
                quantity=("quantity", "sum"),
                people=("staff_id", "nunique"),
                cost=("cost", "sum"),
                staff_ids=("staff_id", ";".join),
            )
            .reset_index()
        )
        orders = tables.typed(orders, ORDERS)
        return pd.concat([orders, together], ignore_index=True) if len(together) else orders

    def _paid_together(self) -> pd.DataFrame:
        """Return what is paid beside the users' own seats: fixed prices, and seats that nobody uses yet."""
        rows = []
        for purchase in self.shared:
            spare = purchase.seats - len(purchase.staff_ids)
            common = {"provider": purchase.provider or None, "product_id": purchase.product_id, "as_member": False}
            if purchase.fixed_cents:
                name = f"{purchase.name} ({purchase.form})"
                rows.append(
                    common
                    | {"product": name, "unit_price": purchase.fixed_cents, "quantity": 1}
                    | {"people": len(purchase.staff_ids), "staff_ids": ";".join(purchase.staff_ids)}
                )
            if spare and purchase.each_cents:
                name = f"{purchase.name} (seats to spare)"
                rows.append(
                    common
                    | {"product": name, "unit_price": purchase.each_cents, "quantity": spare}
                    | {"people": 0, "staff_ids": ""}
                )
        frame = pd.DataFrame(rows, columns=[name for name in ORDERS if name != "cost"])
        return tables.typed(frame.assign(cost=frame["unit_price"] * frame["quantity"]), ORDERS)

    @cached_property
    def unpriced_table(self) -> pd.DataFrame:
        """The products that are listed only, as a frame of :data:`UNPRICED`."""
        rows = [{name: getattr(product, name) or None for name in UNPRICED} for product in self.unpriced]
        return tables.typed(pd.DataFrame(rows, columns=list(UNPRICED)), UNPRICED)
