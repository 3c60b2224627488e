"""A second opinion on every plan, by the domain definition alone: it knows neither the solver nor the reductions.

What is checked here is what a manager would be sorry about: that the purchases can be made, that they cost what is
said, and that nothing is missing afterwards. (That no other plan is cheaper is the solver's proof, held by the property
tests.)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from lib.budget.needs import HoldingNeed, PersonNeed
from lib.budget.products import Product
from lib.budget.situations import Scenario
from lib.budget.team_plan import Item


class PlanCheckFailed(RuntimeError):
    """A plan that does not hold: a defect of the programme, never of the data. Nothing of the plan is shown."""


def recheck(
    person: PersonNeed,
    items: Sequence[Item],
    cost_cents: int,
    products: Mapping[str, Product],
    *,
    as_of: date,
    scenario: Scenario,
) -> None:
    """Raise :class:`PlanCheckFailed` unless these purchases are allowed, priced right and complete every holding."""
    for wrong in (
        *_not_allowed(person, items, products, as_of, scenario),
        *_not_priced(person, items, cost_cents, products),
        *(text for holding in person.holdings for text in _not_complete(holding, items, products)),
    ):
        raise PlanCheckFailed(
            f"The plan for {person.staff_id} ({scenario}) failed its check and is not shown: {wrong} "
            "This is a defect of the software; please report it with the catalogue and this person's gaps."
        )


def _not_allowed(
    person: PersonNeed,
    items: Sequence[Item],
    products: Mapping[str, Product],
    as_of: date,
    scenario: Scenario,
) -> list[str]:
    wrong = []
    members = person.member_keys
    bought = [item.product_id for item in items]
    joined = [products[product_id].provider_key for product_id in bought if products[product_id].is_membership]
    if len(set(bought)) != len(bought):
        wrong.append("a product is listed twice.")
    if len(set(joined)) != len(joined) or members & set(joined):
        wrong.append("a membership is bought that is there already.")
    if joined and scenario is Scenario.NOBODY_JOINS:
        wrong.append("a membership is bought although nobody joins.")
    for item in items:
        product = products[item.product_id]
        limited = product.is_membership or not product.repeatable
        if type(item.quantity) is not int or item.quantity < 1 or (limited and item.quantity > 1):
            wrong.append(f"{product.product_id} cannot be bought {item.quantity} times.")
        if not product.repeatable and product.title in person.titles:
            wrong.append(f"{product.product_id} was done already.")
        if product.only_for is not None and not product.only_for & person.classes:
            wrong.append(f"{product.product_id} is not sold to this person.")
        if product.last_day_of_sale is not None and product.last_day_of_sale < as_of:
            wrong.append(f"{product.product_id} is not sold after {product.last_day_of_sale}.")
        if product.last_day_of_access is not None and product.last_day_of_access < as_of:
            wrong.append(f"{product.product_id} cannot be used after {product.last_day_of_access}.")
        if not product.is_membership and (
            product.areas == 0 or (product.credits is None and product.kind != "unlimited")
        ):
            wrong.append(f"the points of {product.product_id} are not known.")
    for holding in person.short_holdings:
        if holding.usable_by < as_of:
            wrong.append(f"points for {holding.credential} could be earned until {holding.usable_by} only.")
    return wrong


def _not_priced(
    person: PersonNeed, items: Sequence[Item], cost_cents: int, products: Mapping[str, Product]
) -> list[str]:
    wrong = []
    members = person.member_keys | {
        products[item.product_id].provider_key for item in items if products[item.product_id].is_membership
    }
    for item in items:
        product = products[item.product_id]
        price, as_member = product.non_member_price, False
        if not product.is_membership and product.provider_key in members and product.member_price is not None:
            price, as_member = product.member_price, True
        for name, cents in product.class_prices:
            if name in person.classes and (price is None or cents < price):
                price, as_member = cents, False
        if price is None or (item.unit_price_cents, item.as_member) != (price, as_member):
            wrong.append(f"{product.product_id} is not sold to this person at {item.unit_price_cents} cents.")
    if sum(item.unit_price_cents * item.quantity for item in items) != cost_cents:
        wrong.append(f"the purchases do not add up to {cost_cents} cents.")
    return wrong


def _not_complete(holding: HoldingNeed, items: Sequence[Item], products: Mapping[str, Product]) -> list[str]:
    """Say which set of requirements stays short: bought points that any of them accepts, against its deficit."""
    given: list[tuple[int, int | None]] = []
    for item in items:
        product = products[item.product_id]
        reach = sum(1 << k for k, accepted in enumerate(holding.accepts) if accepted & product.areas)
        if reach and (product.credits is not None or product.kind == "unlimited"):
            given.append((reach, None if product.credits is None else product.credits * item.quantity))
    for subset, deficit in enumerate(holding.deficits):
        if deficit <= 0:
            continue
        reached = [points for reach, points in given if reach & subset]
        if None not in reached and sum(points for points in reached if points is not None) < deficit:
            return [f"{holding.program} {holding.credential} still misses points (requirements {subset:b})."]
    return []
