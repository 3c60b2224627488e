"""A second opinion on a plan with shared sources, by its definition alone; it knows no solver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lib.budget.needs import PersonNeed
from lib.budget.products import Product
from lib.budget.recheck import PlanCheckFailed
from lib.budget.shared import SharedSource
from lib.budget.team_plan import PersonPlan, SharedPurchase, TeamPlan


def recheck_shared(
    plan: TeamPlan,
    people: Mapping[str, PersonNeed],
    sources: Mapping[str, SharedSource],
    products: Mapping[str, Product],
) -> None:
    """Raise :class:`PlanCheckFailed` unless everybody in the plan is complete, and the plan costs what it says."""
    for wrong in (*_costs(plan, sources), *_completions(plan, people, sources, products)):
        raise PlanCheckFailed(
            f"The team's plan failed its check and is not shown: {wrong} "
            "This is a defect of the software; please report it with the catalogue and what is shared."
        )


def _costs(plan: TeamPlan, sources: Mapping[str, SharedSource]) -> Iterator[str]:
    total = sum(person.cost_cents for person in plan.people)
    for purchase in plan.shared:
        source = sources[purchase.source_id]
        users = len(purchase.staff_ids)
        allowed = [
            tier
            for tier in source.tiers
            if (tier.fixed, tier.each) == (purchase.fixed_cents, purchase.each_cents)
            and tier.least <= purchase.seats
            and (tier.most is None or purchase.seats <= max(tier.most, tier.least))
        ]
        if users < 1 or len(set(purchase.staff_ids)) != users or purchase.seats < users or not allowed:
            yield f"{purchase.source_id} is not sold for {users} people at this price."
        if purchase.cost_cents != purchase.fixed_cents + purchase.each_cents * purchase.seats:
            yield f"{purchase.source_id} does not cost {purchase.cost_cents} cents."
        total += purchase.cost_cents - purchase.each_cents * users
    if total != plan.total_cents:
        yield f"the purchases come to {total} cents, not to {plan.total_cents}."
    if plan.budget_cents is not None and total > plan.budget_cents:
        yield f"{total} cents are more than the ceiling of {plan.budget_cents}."


def _completions(
    plan: TeamPlan,
    people: Mapping[str, PersonNeed],
    sources: Mapping[str, SharedSource],
    products: Mapping[str, Product],
) -> Iterator[str]:
    used: dict[str, list[SharedPurchase]] = {}
    for purchase in plan.shared:
        for staff_id in purchase.staff_ids:
            used.setdefault(staff_id, []).append(purchase)
    for mine in plan.people:
        person = people[mine.staff_id]
        shared = used.get(mine.staff_id, [])
        bought = [purchase.product_id for purchase in shared if not sources[purchase.source_id].given]
        if len(set(bought)) != len(bought):
            yield f"{mine.staff_id} uses one product in two ways."
        for purchase in shared:
            source = sources[purchase.source_id]
            if source.open_to is not None and mine.staff_id not in source.open_to:
                yield f"{purchase.source_id} is not open to {mine.staff_id}."
            if source.title and source.title in person.titles:
                yield f"{mine.staff_id} had {purchase.source_id} already."
        yield from _money(mine, shared)
        given = [(part.areas, part.credits) for purchase in shared for part in sources[purchase.source_id].parts]
        for item in mine.items:
            if not item.form:
                product = products[item.product_id]
                if product.title in {sources[p.source_id].title for p in shared} and not product.repeatable:
                    yield f"{mine.staff_id} buys {item.product_id}, which is used together already."
                points = None if product.is_unlimited else (product.credits or 0) * item.quantity
                given.append((product.areas if product.gives_points else 0, points))
        for holding in person.holdings:
            for subset, deficit in enumerate(holding.deficits):
                accepted = 0
                for k, areas in enumerate(holding.accepts):
                    accepted |= areas if subset >> k & 1 else 0
                points_given = [points for areas, points in given if areas & accepted]
                if None not in points_given and sum(p for p in points_given if p is not None) < deficit:
                    yield f"{mine.staff_id}: {holding.program} {holding.credential} still misses points."


def _money(mine: PersonPlan, shared: list[SharedPurchase]) -> Iterator[str]:
    told = sorted((item.product_id, item.form, item.unit_price_cents) for item in mine.items if item.form)
    if told != sorted((purchase.product_id, purchase.form, purchase.each_cents) for purchase in shared):
        yield f"the purchases of {mine.staff_id} do not say what is used together."
    if sum(item.cost_cents for item in mine.items) != mine.cost_cents:
        yield f"the purchases of {mine.staff_id} do not add up to {mine.cost_cents} cents."
