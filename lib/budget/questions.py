"""The questions a manager asks of a plan, each answered by numbers that add up to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from lib.budget.made_of import TOGETHER, made_of
from lib.budget.needs import PersonNeed
from lib.budget.plan import plan_team
from lib.budget.products import read_products
from lib.budget.simple import NEVER, NeedArrays
from lib.budget.team_plan import Item, PersonPlan, TeamPlan
from lib.domain import tables
from lib.domain.text import words_key

PERSON_COSTS: Final[dict[str, str]] = {
    "staff_id": tables.TEXT,
    "name": tables.TEXT,
    "site": tables.TEXT,
    "department": tables.TEXT,
    "credential": tables.TEXT,
    "quarter": tables.TEXT,
    "cost": tables.CENTS,
    "hours": tables.WHOLE,
    "missing": tables.WHOLE,
}
"""One row per person of a plan; ``credential`` names all that the purchases serve, ``quarter`` that of the first
deadline. What is paid together has a row of its own without a person. ``cost`` adds up to the plan's total."""


def person_costs(plan: TeamPlan, needs: Sequence[PersonNeed], staff: pd.DataFrame) -> pd.DataFrame:
    """Return :data:`PERSON_COSTS` of a plan; ``staff`` has ``staff_id``, ``site`` and ``department``."""
    people = {person.staff_id: person for person in needs}
    places = staff.set_index("staff_id")[["site", "department"]]
    rows: list[dict[str, Any]] = []
    for planned in plan.people:
        person = people[planned.staff_id]
        first = min(holding.usable_by for holding in person.short_holdings)
        rows.append(
            {
                "staff_id": planned.staff_id,
                "name": planned.name,
                "site": places["site"].get(planned.staff_id),
                "department": places["department"].get(planned.staff_id),
                "credential": " + ".join(dict.fromkeys(h.credential for h in person.short_holdings)),
                "quarter": f"{first.year} Q{(first.month + 2) // 3}",
                "cost": planned.cost_cents,
                "hours": planned.hours_hundredths,
                "missing": planned.missing_hundredths,
            }
        )
    extra = sum(purchase.extra_cents for purchase in plan.shared)
    if extra:
        rows.append({"name": TOGETHER, "cost": extra, "hours": 0, "missing": 0})
    frame = pd.DataFrame(rows, columns=list(PERSON_COSTS))
    return tables.typed(frame, PERSON_COSTS)


def cost_by(costs: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return ``label``, ``people``, ``cost`` and ``hours`` by one column of :data:`PERSON_COSTS`, dearest first.

    A quarter comes in the order of time. Where the column is not known, the label says so.
    """
    label = costs[column].fillna("not known").mask(costs["staff_id"].isna(), TOGETHER)
    grouped = (
        costs.assign(label=label)
        .groupby("label", sort=True)
        .agg(people=("staff_id", "count"), cost=("cost", "sum"), hours=("hours", "sum"))
        .reset_index()
    )
    return (
        grouped
        if column == "quarter"
        else grouped.sort_values("cost", ascending=False, ignore_index=True, kind="stable")
    )


@dataclass(frozen=True)
class BreakEven:
    """One provider's membership: per person, the dues up to which joining is cheapest, highest first (cents)."""

    provider: str
    dues: int | None
    people: tuple[tuple[str, str, int], ...]
    plans: Mapping[str, tuple[PersonPlan, PersonPlan]] = field(default_factory=dict, compare=False, repr=False)
    """Staff ID -> the cheapest purchases without the membership and with it for nothing, of those in ``people``."""
    priced: int = field(default=0, compare=False)
    """How many products of the provider, free ones aside, have a price for members and points that are known."""

    @property
    def joining(self) -> int:
        """How many would join at the dues as they are; 0 where the dues are not set."""
        return 0 if self.dues is None else sum(worth > self.dues for _, _, worth in self.people)


def membership_worth(
    needs: Sequence[PersonNeed],
    products: pd.DataFrame,
    *,
    as_of: date,
    solved: MutableMapping[Any, Any] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[BreakEven, ...]:
    """Return for each provider that sells a membership what it is worth to whom, dues set aside.

    What joining is worth to a person: the cheapest plan without that membership less the cheapest with it for nothing.
    A person whom only membership completes is left out: no dues are too high for a plan there. The dues are those of
    what is on sale on the day.
    """
    found = []
    on_sale = {product.product_id for product in read_products(products) if product.on_sale(as_of)}
    catalogue = [product for product in read_products(products) if product.kind not in ("membership", "free")]
    cards = products[(products["kind"] == "membership") & products["provider"].notna()]
    for provider, rows in cards.groupby(cards["provider"].map(words_key)):
        others = products[~products["product_id"].isin(rows["product_id"])]
        free = products.copy()
        free.loc[free["product_id"].isin(rows["product_id"]), "non_member_price"] = 0
        without = plan_team(needs, others, as_of=as_of, solved=solved, progress=progress)
        given = plan_team(needs, free, as_of=as_of, solved=solved, progress=progress)
        costs = {person.staff_id: person for person in given.people}
        members = {p.staff_id for p in needs if provider in p.member_keys}
        worth = [
            (person.staff_id, person.name, person.cost_cents - costs[person.staff_id].cost_cents)
            for person in without.people
            if person.staff_id in costs and person.staff_id not in members
        ]
        worth = sorted((w for w in worth if w[2] > 0), key=lambda w: (-w[2], w[0]))
        dues = rows.loc[rows["product_id"].isin(on_sale), "non_member_price"].dropna()
        before = {person.staff_id: person for person in without.people}
        plans = {staff_id: (before[staff_id], costs[staff_id]) for staff_id, _, _ in worth}
        provider_name = str(rows["provider"].iloc[0])
        priced = sum(
            product.provider_key == provider and product.member_price is not None and product.gives_points
            for product in catalogue
        )
        found.append(BreakEven(provider_name, None if dues.empty else int(dues.min()), tuple(worth), plans, priced))
    return tuple(found)


def frontier(plan: TeamPlan) -> pd.DataFrame:
    """Return how many people each amount completes: ``cost`` (cents, cumulated) and ``people``, cheapest first.

    Of a plan without a ceiling in which everybody pays alone; the most people for every amount in between.
    """
    ordered = sorted(plan.people, key=lambda p: (p.cost_cents, p.missing_hundredths, p.staff_id))
    total = 0
    rows: list[tuple[int, int, str | None, str | None]] = [(0, 0, None, None)]
    for number, person in enumerate(ordered, start=1):
        total += person.cost_cents
        rows.append((total, number, person.staff_id, person.name))
    return pd.DataFrame(rows, columns=["cost", "people", "staff_id", "name"])


def next_activity(needs: Sequence[PersonNeed], products: pd.DataFrame, *, as_of: date) -> pd.DataFrame:
    """Return for each product whose points are known how many people it alone completes, most first.

    ``product_id``, ``product``, ``people``, ``cost`` (cents for all of them, missing where a price is not set),
    ``hours`` (hundredths for all of them), ``price_set``.
    """
    short = [p for p in needs if p.short_holdings and all(h.usable_by >= as_of for h in p.short_holdings)]
    catalogue = [product for product in read_products(products) if product.on_sale(as_of)]
    team = NeedArrays(short, catalogue)
    rows = []
    for n in team.candidates:
        product = catalogue[n]
        quantity = team.quantities(n)
        done = (quantity == 1) & team.open_to(n)
        costs = team.of_provider(product.provider_key, {n: np.ones_like(quantity)}, join=False)[done]
        priced = not product.price_unknown and bool((costs < NEVER).all())
        largest = [max(max(h.deficits) for h in short[i].short_holdings) for i in np.flatnonzero(done).tolist()]
        rows.append(
            (
                product.product_id, product.product, int(done.sum()), int(costs.sum()) if priced else None,
                sum(product.hours_for(most) for most in largest), priced,
            )
        )  # fmt: skip
    frame = pd.DataFrame(rows, columns=["product_id", "product", "people", "cost", "hours", "price_set"])
    frame["cost"] = frame["cost"].astype("Int64")
    return frame.sort_values(["people", "product_id"], ascending=[False, True], ignore_index=True)


def activity_purchases(
    needs: Sequence[PersonNeed], products: pd.DataFrame, product_id: str, *, as_of: date
) -> pd.DataFrame:
    """Return the purchases that make the cost of one row of :func:`next_activity`, as a frame of :data:`MADE_OF`.

    One row per person whom the product alone completes, at that person's price; empty where a price is not set.
    """
    short = [p for p in needs if p.short_holdings and all(h.usable_by >= as_of for h in p.short_holdings)]
    catalogue = [product for product in read_products(products) if product.on_sale(as_of)]
    team = NeedArrays(short, catalogue)
    n = next(n for n in team.candidates if catalogue[n].product_id == product_id)
    product = catalogue[n]
    plans = []
    for i in np.flatnonzero((team.quantities(n) == 1) & team.open_to(n)).tolist():
        person = short[i]
        member = product.provider_key in person.member_keys
        price = product.price(member=member, classes=person.classes)
        if price is None:
            return made_of(())
        as_member = product.at_member_price(member=member, classes=person.classes)
        item = Item(product_id, product.product, product.provider, 1, price, as_member=as_member)
        plans.append(PersonPlan(person.staff_id, person.name, price, 0, person.missing, (item,)))
    return made_of(plans)
