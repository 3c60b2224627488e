"""The team's plan where people share sources: one exact model over what each set of shared sources leaves to buy.

For every person and every set of shared sources that helps, the cheapest private purchases that complete the person are
the programme of :mod:`lib.budget.programme`, solved once for each distinct situation. What is left to decide is who
uses what together; that is one integer programme over groups of people whose costs are the same.
"""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from datetime import date
from typing import Any, cast

import pandas as pd

from lib.budget.answers import Answers
from lib.budget.gap import Gap
from lib.budget.needs import PersonNeed
from lib.budget.plan import plan_team, refuse_negative, with_ceiling
from lib.budget.planning import Planning
from lib.budget.products import listed_only, read_products
from lib.budget.programme import Deadline, Solution
from lib.budget.recheck_shared import recheck_shared
from lib.budget.shared import SharedSource
from lib.budget.situations import Scenario, Shelf, Situation
from lib.budget.team_plan import LeftOut, ListedProduct, ScenarioTotal, TeamPlan
from lib.budget.telling import telling_of

TOGETHER_TIME_LIMIT_SECONDS = 600.0
"""How long a plan with shared sources may take: a team of 5,000 has tens of thousands of situations then."""


def plan_together(
    people: Sequence[PersonNeed],
    products: pd.DataFrame,
    sources: Sequence[SharedSource],
    *,
    as_of: date,
    budget_cents: int | None = None,
    time_limit_seconds: float | None = TOGETHER_TIME_LIMIT_SECONDS,
    solved: MutableMapping[Situation, Solution | None] | None = None,
    progress: Callable[[int, int], None] | None = None,
    prepared: MutableMapping[str, Any] | None = None,
) -> TeamPlan:
    """Return the cheapest purchases of the whole team, shared ones among them; as :func:`lib.budget.plan.plan_team`.

    Without shared sources it is that plan. What is ``given`` is used first, by everybody whom it is open to and helps.
    With ``budget_cents``, as many people as the money completes (ties: fewest points left missing, then least cost).
    ``prepared`` is read and filled: a caller that keeps it for the same people, products, sources and day changes the
    ceiling without anything being looked for again but who uses what. Of plans that cost the same, the fewest hours.
    ``proven_optimal`` False: ``people_gap``, ``points_gap`` and ``gap_cents`` say how far from best it may be.
    """
    refuse_negative(budget_cents)
    if not sources:
        whole = plan_team(
            people, products, as_of=as_of, time_limit_seconds=time_limit_seconds, solved=solved, progress=progress
        )
        return with_ceiling(whole, budget_cents, progress)
    catalogue = read_products(products)
    telling = telling_of(progress)
    deadline = Deadline(time_limit_seconds, None if telling is None else telling.again)
    short = [person for person in people if person.short_holdings]
    asked = None if prepared is None else cast("Answers | None", prepared.get("asked"))
    if asked is None:
        kept = {} if solved is None else solved
        asked = Answers(Planning(short, Shelf(catalogue, as_of), as_of, deadline, sources, kept, telling))
    else:
        asked.finder.team.ask_again(deadline, telling)
    best = asked.answer(Scenario.BEST_MIX, budget_cents)
    unlimited = best if budget_cents is None else asked.answer(Scenario.BEST_MIX, None)
    totals = [
        asked.total(Scenario.NOBODY_JOINS),
        asked.total(Scenario.EVERYONE_JOINS)
        if asked.finder.planning.shelf.sells_membership
        else ScenarioTotal(Scenario.EVERYONE_JOINS.value, None, 0, ()),
        asked.total(Scenario.BEST_MIX, unlimited),
    ]
    people_plans, shared = (
        (totals[2].plans, totals[2].shared) if budget_cents is None else asked.bought(best, Scenario.BEST_MIX)
    )
    total = sum(plan.cost_cents for plan in people_plans) + sum(purchase.extra_cents for purchase in shared)
    gap = asked.gap(best, total, budget_cents)
    waiting = best.left
    made = TeamPlan(
        total_cents=total,
        proven_optimal=gap == Gap(),
        gap_cents=gap.cents,
        people_gap=gap.people,
        points_gap=gap.points,
        people=people_plans,
        unplannable=asked.not_planned(waiting if budget_cents is None else frozenset()),
        left_out=tuple(
            LeftOut(p.staff_id, p.name, asked.alone(p), p.missing)
            for p in asked.plannable
            if p.staff_id in waiting and budget_cents is not None
        ),
        scenario_totals=tuple(totals),
        unpriced=tuple(
            ListedProduct(product.product_id, product.product, product.provider, product.kind, reason)
            for product, reason in listed_only(catalogue)
        ),
        no_longer_sold=tuple(product.product_id for product in catalogue if not product.on_sale(as_of)),
        situations=asked.finder.team.distinct,
        budget_cents=budget_cents,
        shared=shared,
        together=True,
    )
    if prepared is not None and asked.is_settled:
        prepared["asked"] = asked
    recheck_shared(
        made, {person.staff_id: person for person in short}, {source.source_id: source for source in sources},
        asked.finder.team.products,
    )  # fmt: skip
    return made
