"""The purchases that make each figure of the budget: their sums come to it to the cent."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.budget import TeamPlan
from lib.budget.made_of import difference, made_of
from lib.services import budget_questions
from lib.services.budget_questions import SideBySide
from lib.services.container import LabReady
from lib.services.plans import Asked


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
