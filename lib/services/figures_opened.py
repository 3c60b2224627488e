"""The purchases that make each figure of the budget: their sums come to it to the cent."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.budget import TeamPlan
from lib.budget.licences import LicenceWorth
from lib.budget.made_of import behind_order, difference, made_of
from lib.budget.questions import BreakEven, activity_purchases
from lib.services import budget_questions
from lib.services.budget_questions import SideBySide
from lib.services.container import LabReady
from lib.services.paid_time import Payers
from lib.services.plans import Asked
from lib.services.scenarios import Outcome


def of_plan(principal: Principal, plan: TeamPlan) -> pd.DataFrame:
    """Return the purchases that make a plan's total, as a frame of :data:`lib.budget.made_of.MADE_OF`."""
    require(principal, "plan")
    return made_of(plan.people, plan.shared)


def of_scenario(principal: Principal, plan: TeamPlan, name: str) -> pd.DataFrame:
    """Return the purchases that make the total of one scenario, by its name; a scenario that cannot be has none."""
    require(principal, "plan")
    total = next(total for total in plan.scenario_totals if total.name == name)
    return made_of(total.plans, total.shared)


def of_simple(principal: Principal, both: SideBySide) -> pd.DataFrame:
    """Return what the simple plan buys for those whom both plans complete."""
    require(principal, "plan")
    return made_of(both.simple.people, only=_in_both(both))


def of_exact(principal: Principal, both: SideBySide) -> pd.DataFrame:
    """Return what the exact plan buys for those whom both plans complete."""
    require(principal, "plan")
    return made_of(both.exact.people, both.exact.shared, only=_in_both(both))


def of_saved(principal: Principal, both: SideBySide) -> pd.DataFrame:
    """Return what only the simple plan buys, and below zero what only the exact one does."""
    return difference(of_simple(principal, both), of_exact(principal, both))


def _in_both(both: SideBySide) -> frozenset[str]:
    return frozenset({p.staff_id for p in both.simple.people} & {p.staff_id for p in both.exact.people})


def of_savings(app: LabReady, principal: Principal, asked: Asked, as_of: date, what: str) -> pd.DataFrame:
    """Return the purchases that make what one row of :func:`lib.services.budget_questions.savings` saves.

    Of the people whom both plans complete: what is bought only without it, and below zero what is bought only with it.
    """
    require(principal, "plan")
    compared = budget_questions.compared(app, principal, asked, as_of)
    without, beside = next((without, beside) for name, without, beside in compared if name == what)
    people = {p.staff_id for p in without.people} & {p.staff_id for p in beside.people}
    return difference(
        made_of(without.people, without.shared, only=people), made_of(beside.people, beside.shared, only=people)
    )


def of_joining(principal: Principal, plan: TeamPlan) -> pd.DataFrame:
    """Return what is bought only where nobody joins, and below zero what only the cheapest mix buys.

    The sum is what joining saves: the one scenario's total less the other's.
    """
    return difference(of_scenario(principal, plan, "nobody_joins"), of_scenario(principal, plan, "best_mix"))


def of_person(principal: Principal, plan: TeamPlan, staff_id: str) -> pd.DataFrame:
    """Return one person's own purchases in a plan; what is paid together is nobody's own."""
    require(principal, "plan")
    return made_of(plan.people, only={staff_id})


def of_order(principal: Principal, plan: TeamPlan, order: Mapping[Hashable, Any]) -> pd.DataFrame:
    """Return whose purchases make one row of a plan's order list (``TeamPlan.orders``)."""
    return behind_order(of_plan(principal, plan), {str(name): cell for name, cell in order.items()})


def of_product(principal: Principal, plan: TeamPlan, product_id: str) -> pd.DataFrame:
    """Return who buys a product one by one in a plan, and pays for it."""
    made = of_plan(principal, plan)
    return made[
        (made["product_id"] == product_id) & made["staff_id"].notna() & (made["cost"] > 0)
    ].reset_index(drop=True)  # fmt: skip


def of_payer(
    principal: Principal, plan: TeamPlan, products: pd.DataFrame, who: Payers, *, employee: bool
) -> pd.DataFrame:
    """Return what employees pay themselves in a plan, or what the laboratory pays; together they are the plan."""
    made = of_plan(principal, plan)
    kinds = made["product_id"].map(products.set_index("product_id")["kind"])
    own = kinds.isin(who.employee_kinds) & made["staff_id"].notna()
    return made[own if employee else ~own].reset_index(drop=True)


def of_outcome(principal: Principal, outcome: Outcome) -> pd.DataFrame:
    """Return the purchases that make the total of a kept scenario."""
    return of_plan(principal, outcome.plan)


def of_change(principal: Principal, outcome: Outcome, now: Outcome) -> pd.DataFrame:
    """Return what only a kept scenario buys, and below zero what only the plan as things stand does."""
    return difference(of_outcome(principal, outcome), of_outcome(principal, now))


def of_worth(principal: Principal, worth: BreakEven, staff_id: str) -> pd.DataFrame:
    """Return what makes membership worth its amount to a person: bought only without it, below zero only with it.

    The membership itself stands there for nothing: the sum is what its dues may be.
    """
    require(principal, "plan")
    without, given = worth.plans[staff_id]
    return difference(made_of([without]), made_of([given]))


def of_licence(principal: Principal, licence: LicenceWorth) -> pd.DataFrame:
    """Return what makes the amount that a licence saves: bought without it, and below zero what is bought beside it."""
    require(principal, "plan")
    beside = [now for _, now in licence.plans if now is not None]
    return difference(made_of([before for before, _ in licence.plans]), made_of(beside))


def of_activity(principal: Principal, asked: Asked, as_of: date, product_id: str) -> pd.DataFrame:
    """Return the purchases that make what one activity costs for all whom it alone completes."""
    require(principal, "plan")
    return activity_purchases(asked.team.needs, asked.products, product_id, as_of=as_of)


def of_within(app: LabReady, principal: Principal, asked: Asked, as_of: date, budget_cents: int) -> pd.DataFrame:
    """Return the purchases that an amount pays for."""
    return of_plan(principal, budget_questions.within(app, principal, asked, as_of, budget_cents))


def of_step(
    app: LabReady, principal: Principal, asked: Asked, as_of: date, plan: TeamPlan, reach: pd.DataFrame, row: int
) -> pd.DataFrame:
    """Return the purchases that one step of :func:`lib.services.budget_questions.reach_of_money` pays for.

    Where each pays alone, those of the people completed up to the step, which are its amount; where sources are shared,
    those of the plan within the amount.
    """
    if "staff_id" not in reach:
        return of_within(app, principal, asked, as_of, int(reach["cost"].iloc[row]))
    require(principal, "plan")
    return made_of(plan.people, only=set(reach["staff_id"].iloc[: row + 1].dropna()))


def of_next_thousand(app: LabReady, principal: Principal, asked: Asked, as_of: date, budget_cents: int) -> pd.DataFrame:
    """Return what $1,000 more would buy, and below zero what it would take the place of."""
    more = of_within(app, principal, asked, as_of, budget_cents + 100_000)
    return difference(more, of_within(app, principal, asked, as_of, budget_cents))
