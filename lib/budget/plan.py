"""The team's plan: distinct situations solved once, every plan re-checked, scenarios and budget on top."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.budget.needs import PersonNeed
from lib.budget.products import Product, listed_only, read_products
from lib.budget.programme import Deadline, OutOfTime, Solution, solve
from lib.budget.reasons import OUT_OF_TIME, past_reason, uncovered_reason
from lib.budget.recheck import PlanCheckFailed, recheck
from lib.budget.situations import Scenario, Shelf, Situation, situation_of
from lib.budget.team_plan import Item, LeftOut, ListedProduct, PersonPlan, ScenarioTotal, TeamPlan, Unplannable
from lib.domain.errors import LabReadyError

TIME_LIMIT_SECONDS = 60.0
"""How long a plan may take before it is shown with what is proven of it."""


@dataclass(frozen=True)
class _Answer:
    """One scenario's answer for one person: a plan, or the sentence why there is none."""

    plan: PersonPlan | None
    reason: str = ""


def plan_team(
    people: Sequence[PersonNeed],
    products: pd.DataFrame,
    *,
    as_of: date,
    budget_cents: int | None = None,
    time_limit_seconds: float | None = TIME_LIMIT_SECONDS,
    solved: MutableMapping[Situation, Solution | None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> TeamPlan:
    """Return the cheapest purchases that complete each person, per person and for the team.

    ``people``: one entry per staff member with the holdings to complete; those with nothing missing are left out of the
    answer. ``products``: a frame of :data:`lib.domain.tables.PRODUCTS`; ``LabReadyError`` where it is not valid.
    ``budget_cents``: with less than everybody takes, as many people as the money can: cheapest first, then fewest points
    missing, then staff ID. ``solved`` is read and filled, so that a caller that keeps it solves a situation once only;
    ``progress(done, of)`` is called after each distinct situation. :class:`lib.budget.recheck.PlanCheckFailed` where a plan
    does not hold.
    """
    if budget_cents is not None and budget_cents < 0:
        raise LabReadyError("The budget is less than nothing. Accepted: an amount of $0 or more.", code="budget")
    short = [person for person in people if person.short_holdings]
    if len({person.staff_id for person in short}) != len(short):
        raise ValueError("a staff ID comes twice among the people to plan for")
    catalogue = read_products(products)
    shelf = Shelf(catalogue, as_of)
    team = _Team(short, shelf, as_of, {} if solved is None else solved)
    deadline = Deadline(time_limit_seconds)
    team.solve_all(deadline, progress)
    answers = {scenario: team.answers(scenario) for scenario in team.scenarios}
    best = answers[Scenario.BEST_MIX]
    plans = [answer.plan for answer in best if answer.plan is not None]
    funded = _within(plans, budget_cents)
    chosen = tuple(plan for plan in plans if plan.staff_id in funded)
    gap = sum(plan.gap_cents for plan in chosen)
    return TeamPlan(
        total_cents=sum(plan.cost_cents for plan in chosen),
        proven_optimal=gap == 0 and not any(answer.reason == OUT_OF_TIME for answer in best),
        gap_cents=gap,
        people=chosen,
        unplannable=tuple(
            Unplannable(person.staff_id, person.name, answer.reason)
            for person, answer in zip(short, best, strict=True)
            if answer.plan is None
        ),
        left_out=tuple(
            LeftOut(plan.staff_id, plan.name, plan.cost_cents, plan.missing_hundredths)
            for plan in plans
            if plan.staff_id not in funded
        ),
        scenario_totals=tuple(_total(scenario, short, answers.get(scenario)) for scenario in Scenario),
        unpriced=tuple(
            ListedProduct(product.product_id, product.product, product.provider, product.kind, reason)
            for product, reason in listed_only(catalogue)
        ),
        no_longer_sold=tuple(product.product_id for product in catalogue if not product.on_sale(as_of)),
        situations=team.distinct,
        budget_cents=budget_cents,
    )


class _Team:
    """The people, their situation under each scenario, and what the distinct situations came to."""

    def __init__(
        self,
        people: Sequence[PersonNeed],
        shelf: Shelf,
        as_of: date,
        solved: MutableMapping[Situation, Solution | None],
    ) -> None:
        self.people = people
        self.as_of = as_of
        self.shelf = shelf
        self.products: dict[str, Product] = {product.product_id: product for product in shelf.products}
        self.past = [past_reason(person, as_of) for person in people]
        self.scenarios = [
            scenario for scenario in Scenario if scenario is not Scenario.EVERYONE_JOINS or shelf.sells_membership
        ]
        self._solved = solved
        self._out_of_time: set[Situation] = set()
        self._situations: dict[Scenario, list[Situation | None]] = {
            scenario: [
                None if past is not None else situation_of(person, shelf, scenario)
                for person, past in zip(people, self.past, strict=True)
            ]
            for scenario in self.scenarios
        }
        self._distinct = list(
            dict.fromkeys(
                situation
                for scenario in (Scenario.BEST_MIX, *self.scenarios)
                for situation in self._situations[scenario]
                if situation is not None
            )
        )

    @property
    def distinct(self) -> int:
        return len(self._distinct)

    def solve_all(self, deadline: Deadline, progress: Callable[[int, int], None] | None) -> None:
        """Solve each distinct situation that is not solved yet; the best mix first, as it is the plan shown.

        What is not proven is not kept for later calls: with more time there may be a better answer.
        """
        self._here: dict[Situation, Solution | None] = {}
        for done, situation in enumerate(self._distinct, start=1):
            if situation in self._solved:
                self._here[situation] = self._solved[situation]
            else:
                try:
                    solution = solve(situation, deadline)
                except OutOfTime:
                    self._out_of_time.add(situation)
                    solution = None
                else:
                    if solution is None or solution.proven:
                        self._solved[situation] = solution
                self._here[situation] = solution
            if progress is not None:
                progress(done, len(self._distinct))

    def answers(self, scenario: Scenario) -> list[_Answer]:
        """Return one answer per person, every plan of it re-checked."""
        return [
            self._answer(person, situation, past, scenario)
            for person, situation, past in zip(self.people, self._situations[scenario], self.past, strict=True)
        ]

    def _answer(
        self, person: PersonNeed, situation: Situation | None, past: str | None, scenario: Scenario
    ) -> _Answer:
        if past is not None:
            return _Answer(None, past)
        if situation in self._out_of_time:
            return _Answer(None, OUT_OF_TIME)
        solution = None if situation is None else self._here[situation]
        if situation is None or solution is None:
            return _Answer(None, uncovered_reason(person, self.shelf))
        items = self._items(person, situation, solution)
        cost = sum(item.cost_cents for item in items)
        recheck(person, items, cost, self.products, as_of=self.as_of, scenario=scenario)
        if solution.proven and cost != solution.cost:
            raise PlanCheckFailed(
                f"The plan for {person.staff_id} ({scenario}) costs {cost} cents, the programme says {solution.cost}. "
                "This is a defect of the software; please report it."
            )
        hours = sum(
            quantity * offer.hours for quantity, offer in zip(solution.quantities, situation.offers, strict=True)
        )
        return _Answer(
            PersonPlan(
                staff_id=person.staff_id,
                name=person.name,
                cost_cents=cost,
                hours_hundredths=hours,
                missing_hundredths=person.missing,
                items=items,
                gap_cents=max(0, cost - solution.bound),
            )
        )

    def _items(self, person: PersonNeed, situation: Situation, solution: Solution) -> tuple[Item, ...]:
        members = person.member_keys | solution.joined
        items = []
        for offer, quantity in zip(situation.offers, solution.quantities, strict=True):
            if quantity == 0:
                continue
            product = self.products[offer.product_id]
            member = product.provider_key in members
            price = product.price(member=member)
            if price is None:
                raise PlanCheckFailed(f"The plan for {person.staff_id} buys {product.product_id}, which has no price.")
            items.append(
                Item(
                    product_id=product.product_id,
                    product=product.product,
                    provider=product.provider,
                    quantity=quantity,
                    unit_price_cents=price,
                    as_member=product.at_member_price(member=member),
                )
            )
        return tuple(items)


def _total(scenario: Scenario, people: Sequence[PersonNeed], answers: Sequence[_Answer] | None) -> ScenarioTotal:
    if answers is None:
        return ScenarioTotal(scenario.value, None, 0, ())
    plans = [answer.plan for answer in answers if answer.plan is not None]
    return ScenarioTotal(
        name=scenario.value,
        total_cents=sum(plan.cost_cents for plan in plans),
        people=len(plans),
        not_completed=tuple(
            person.staff_id for person, answer in zip(people, answers, strict=True) if answer.plan is None
        ),
        gap_cents=sum(plan.gap_cents for plan in plans),
    )


def _within(plans: Sequence[PersonPlan], budget_cents: int | None) -> set[str]:
    """Return the staff IDs of as many people as the budget completes.

    The costs are independent of each other, so the cheapest first is the most people; ties by fewest points missing, then
    staff ID.
    """
    if budget_cents is None:
        return {plan.staff_id for plan in plans}
    funded: set[str] = set()
    left = budget_cents
    for plan in sorted(plans, key=lambda plan: (plan.cost_cents, plan.missing_hundredths, plan.staff_id)):
        if plan.cost_cents > left:
            break
        left -= plan.cost_cents
        funded.add(plan.staff_id)
    return funded
