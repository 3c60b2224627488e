"""The questions a manager asks of the budget: what costs what, what pays, what one more step would bring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.budget import Part, SharedSource, TeamPlan, Tier
from lib.budget.questions import (
    BreakEven,
    cost_by,
    frontier,
    membership_worth,
    next_activity,
    person_costs,
)
from lib.budget.simple import SimplePlan, simple_plan
from lib.domain.areas import mask_of
from lib.services import budget_data, plans
from lib.services.container import LabReady
from lib.services.plans import Asked, Progress

SPLITS: Final[dict[str, str]] = {
    "site": "Site",
    "department": "Department",
    "credential": "Credential",
    "quarter": "Quarter of the deadline",
    "name": "Person",
}
"""Column of the costs -> its words."""

ETHICS_HOUR: Final = SharedSource(
    "one in-house ethics hour", "one in-house ethics hour", "One in-house ethics hour", "", "session",
    (Part(100, mask_of(("ethics",))),), (Tier(),), hours=100,
)  # fmt: skip
"""A session that anybody can come to and that costs nothing but the hour."""


FREE_SOURCES: Final = "Free sources"


@dataclass(frozen=True)
class SideBySide:
    """The simple plan beside the exact one; money in cents.

    ``saved``, ``simple_orders`` and ``exact_orders`` compare them on the people whom both complete: what exact saves,
    and how many different orders each takes.
    """

    simple: SimplePlan
    exact: TeamPlan
    compared: int
    simple_cents: int
    exact_cents: int
    simple_orders: int
    exact_orders: int

    @property
    def saved(self) -> int:
        return self.simple_cents - self.exact_cents


def side_by_side(app: LabReady, principal: Principal, asked: Asked, as_of: date, exact: TeamPlan) -> SideBySide:
    """Return the simple plan beside an exact one that was made without a ceiling."""
    require(principal, "plan")
    simple = app.plans.answer(
        ("simple", *asked.key), lambda: simple_plan(asked.team.needs, asked.products, as_of=as_of)
    )
    both = {p.staff_id for p in simple.people} & {p.staff_id for p in exact.people}
    simply = [p for p in simple.people if p.staff_id in both]
    exactly = [p for p in exact.people if p.staff_id in both]
    extra = sum(purchase.extra_cents for purchase in exact.shared if not both.isdisjoint(purchase.staff_ids))
    return SideBySide(
        simple, exact, len(both), sum(p.cost_cents for p in simply), sum(p.cost_cents for p in exactly) + extra,
        len({(i.product_id, i.unit_price_cents) for p in simply for i in p.items if i.unit_price_cents}),
        len({(i.product_id, i.unit_price_cents) for p in exactly for i in p.items if i.unit_price_cents})
        + sum(purchase.extra_cents > 0 and purchase.each_cents == 0 for purchase in exact.shared),
    )  # fmt: skip


def costs(principal: Principal, asked: Asked, plan: TeamPlan) -> pd.DataFrame:
    """Return what each person of a plan costs, with site, department, credentials and quarter of the deadline."""
    require(principal, "plan")
    return person_costs(plan, asked.team.needs, asked.team.staff)


def split(principal: Principal, costs: pd.DataFrame, column: str) -> pd.DataFrame:
    """Return the costs by one of :data:`SPLITS`."""
    require(principal, "plan")
    return cost_by(costs, column)


def worth_of_membership(
    app: LabReady, principal: Principal, asked: Asked, as_of: date, progress: Progress | None = None
) -> tuple[BreakEven, ...]:
    """Return for each provider the dues up to which joining pays, person by person."""
    require(principal, "plan")
    return app.plans.answer(
        ("worth", *asked.key),
        lambda: membership_worth(
            asked.team.needs, asked.products, as_of=as_of, solved=app.plans.solved, progress=progress
        ),
    )


def reach_of_money(
    app: LabReady,
    principal: Principal,
    asked: Asked,
    as_of: date,
    plan: TeamPlan,
    *,
    steps: int = 12,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Return how many people each amount completes, ``cost`` (cents) and ``people``.

    Every step where each pays alone; where sources are shared, ``steps`` amounts up to the whole, each its own plan.
    """
    require(principal, "plan")
    if not plan.shared:
        return frontier(plan)
    amounts = [plan.total_cents * n // steps for n in range(steps + 1)]
    rows = [(amount, len(within(app, principal, asked, as_of, amount, progress).people)) for amount in amounts]
    return pd.DataFrame(rows, columns=["cost", "people"])


def within(
    app: LabReady, principal: Principal, asked: Asked, as_of: date, budget_cents: int, progress: Progress | None = None
) -> TeamPlan:
    """Return the plan within an amount: most people, then fewest points left missing, then least cost."""
    require(principal, "plan")
    return plans.made(app, asked, as_of, budget_cents=budget_cents, progress=progress)


def next_thousand(
    app: LabReady, principal: Principal, asked: Asked, as_of: date, budget_cents: int, progress: Progress | None = None
) -> tuple[int, int]:
    """Return the people whom the amount completes, and how many more the next $1,000 would."""
    require(principal, "plan")
    now = within(app, principal, asked, as_of, budget_cents, progress)
    more = within(app, principal, asked, as_of, budget_cents + 100_000, progress)
    return len(now.people), len(more.people) - len(now.people)


def savings(
    app: LabReady, principal: Principal, asked: Asked, as_of: date, progress: Progress | None = None
) -> pd.DataFrame:
    """Return what free sources and one in-house ethics hour change: ``what``, ``cost``, ``people``, ``saved``,
    ``more_people``, ``compared``.

    ``cost`` in cents and ``people`` completed; ``saved`` is against the plan as it is (without free sources: what they
    save now), on the people whom both complete, of whom there are ``compared``.
    """
    require(principal, "plan")
    rows = []
    for what, without, beside in compared(app, principal, asked, as_of, progress):
        both = {p.staff_id for p in without.people} & {p.staff_id for p in beside.people}
        changed = without if what == FREE_SOURCES else beside
        saved = _cost(without, both) - _cost(beside, both)
        more = len(beside.people) - len(without.people)
        rows.append((what, changed.total_cents, len(changed.people), saved, more, len(both)))
    return pd.DataFrame(rows, columns=["what", "cost", "people", "saved", "more_people", "compared"])


def compared(
    app: LabReady, principal: Principal, asked: Asked, as_of: date, progress: Progress | None = None
) -> list[tuple[str, TeamPlan, TeamPlan]]:
    """Return what :func:`savings` compares: in words, the plan without it and the plan with it."""
    require(principal, "plan")
    plan = plans.made(app, asked, as_of, progress=progress)
    paid = asked.products[asked.products["kind"] != "free"]
    without = Asked(asked.team, paid, asked.shared, (*asked.key, "without free"))
    hour = Asked(asked.team, asked.products, (*asked.shared, ETHICS_HOUR), (*asked.key, "ethics hour"))
    return [
        (FREE_SOURCES, plans.made(app, without, as_of, progress=progress), plan),
        (ETHICS_HOUR.name, plan, plans.made(app, hour, as_of, progress=progress)),
    ]


def steps(app: LabReady, principal: Principal, asked: Asked, as_of: date) -> pd.DataFrame:
    """Return for each product how many people it alone completes; see :func:`lib.budget.questions.next_activity`."""
    require(principal, "plan")
    found = app.plans.answer(("next", *asked.key), lambda: next_activity(asked.team.needs, asked.products, as_of=as_of))
    return found.copy()


def lapse_fees(app: LabReady, principal: Principal, as_of: date) -> pd.DataFrame:
    """Return the fees that hold on a day (``FEES`` of the budget tables); an amount that is not known is missing."""
    require(principal, "plan")
    fees = budget_data.table(app, principal, "fees")
    day = pd.Timestamp(as_of)
    holds = (fees["valid_from"].isna() | (fees["valid_from"] <= day)) & (
        fees["valid_until"].isna() | (fees["valid_until"] >= day)
    )
    return fees[holds].reset_index(drop=True)


def lapse_costs(principal: Principal, fees: pd.DataFrame) -> dict[str, int]:
    """Return each fee whose amount is known, in cents, by its words; what is not known has no entry, never a zero."""
    require(principal, "plan")
    known = fees[fees["amount"].notna()]
    return {str(fee): int(amount) for fee, amount in zip(known["fee"], known["amount"], strict=True)}


def _cost(plan: TeamPlan, staff_ids: set[str]) -> int:
    own = sum(person.cost_cents for person in plan.people if person.staff_id in staff_ids)
    return own + sum(p.extra_cents for p in plan.shared if not staff_ids.isdisjoint(p.staff_ids))
