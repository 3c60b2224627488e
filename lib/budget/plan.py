"""The team's plan: distinct situations solved once, every plan re-checked, scenarios and budget on top."""

from __future__ import annotations

from collections.abc import Callable, Iterable, MutableMapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd

from lib.budget.gap import Candidate, Gap, most_people, most_points
from lib.budget.joint import Group, Joint, Way, share
from lib.budget.needs import PersonNeed
from lib.budget.planning import Planning
from lib.budget.products import Product, listed_only, read_products
from lib.budget.programme import Deadline, OutOfTime, Solution, solve
from lib.budget.reasons import OUT_OF_TIME, past_reason, uncovered_reason
from lib.budget.recheck import PlanCheckFailed, recheck
from lib.budget.search import search_many
from lib.budget.situations import Scenario, Shelf, Situation, situation_of
from lib.budget.team_plan import Item, LeftOut, ListedProduct, PersonPlan, ScenarioTotal, TeamPlan, Unplannable
from lib.budget.telling import telling_of
from lib.domain.errors import LabReadyError

TIME_LIMIT_SECONDS = 60.0
"""How long a plan may take before it is shown with what is proven of it."""

CEILING_TIME_LIMIT_SECONDS = 30.0
"""How long is looked for whom a ceiling completes, where everybody's purchases are known."""

BATCH = 128
"""So many situations are searched at once; between batches progress is told and the time is looked at."""

_NOT_SOLVED: Final = object()


@dataclass(frozen=True)
class _Answer:
    """One scenario's answer for one person: a plan, or the sentence why there is none."""

    plan: PersonPlan | None
    reason: str = ""
    joins: bool = False


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
    ``budget_cents``: with less than everybody takes, as many people as the money can, then fewest points left missing,
    then least cost. ``solved`` is read and filled, so that a caller that keeps it solves a situation once
    only; ``progress(done, of)`` is called after each distinct situation, scenario by scenario, and within a long one;
    what it raises ends the work.
    :class:`lib.budget.recheck.PlanCheckFailed` where a plan does not hold.
    """
    refuse_negative(budget_cents)
    short = [person for person in people if person.short_holdings]
    if len({person.staff_id for person in short}) != len(short):
        raise ValueError("a staff ID comes twice among the people to plan for")
    catalogue = read_products(products)
    shelf = Shelf(catalogue, as_of)
    telling = telling_of(progress)
    deadline = Deadline(time_limit_seconds, None if telling is None else telling.again)
    planning = Planning(short, shelf, as_of, deadline, solved={} if solved is None else solved, progress=telling)
    team = Team(planning)
    best = team.answers(Scenario.BEST_MIX)
    answers: dict[Scenario, list[_Answer]] = {
        Scenario.NOBODY_JOINS: team.answers(Scenario.NOBODY_JOINS, best),
        Scenario.BEST_MIX: best,
    }
    if shelf.sells_membership:
        answers[Scenario.EVERYONE_JOINS] = team.answers(Scenario.EVERYONE_JOINS, best)
    plans = tuple(answer.plan for answer in best if answer.plan is not None)
    unplannable = tuple(
        Unplannable(person.staff_id, person.name, answer.reason, person.missing)
        for person, answer in zip(short, best, strict=True)
        if answer.plan is None
    )
    gap = _gap(plans, plans, unplannable, None)
    whole = TeamPlan(
        total_cents=sum(plan.cost_cents for plan in plans),
        proven_optimal=gap == Gap(),
        gap_cents=gap.cents,
        people_gap=gap.people,
        points_gap=gap.points,
        people=plans,
        unplannable=unplannable,
        left_out=(),
        scenario_totals=tuple(_total(scenario, short, answers.get(scenario)) for scenario in Scenario),
        unpriced=tuple(
            ListedProduct(product.product_id, product.product, product.provider, product.kind, reason)
            for product, reason in listed_only(catalogue)
        ),
        no_longer_sold=tuple(product.product_id for product in catalogue if not product.on_sale(as_of)),
        situations=team.distinct,
    )
    return with_ceiling(whole, budget_cents, progress)


def with_ceiling(
    plan: TeamPlan, budget_cents: int | None, progress: Callable[[int, int], None] | None = None
) -> TeamPlan:
    """Return a plan made without a ceiling with those left out whom the money does not reach; no purchase is looked
    for again.

    As many people as the money can; of these the fewest points left missing, then least cost, then fewest hours, then
    by staff ID. What ``progress`` raises ends the looking.
    """
    if budget_cents is None:
        return plan
    refuse_negative(budget_cents)
    joint = _within(plan.people, budget_cents, progress)
    chosen = tuple(person for person in plan.people if person.staff_id in joint.chosen)
    gap = _gap(chosen, plan.people, plan.unplannable, budget_cents, joint)
    return replace(
        plan,
        total_cents=sum(person.cost_cents for person in chosen),
        proven_optimal=gap == Gap(),
        gap_cents=gap.cents,
        people_gap=gap.people,
        points_gap=gap.points,
        people=chosen,
        left_out=tuple(
            LeftOut(person.staff_id, person.name, person.cost_cents, person.missing_hundredths)
            for person in plan.people
            if person.staff_id in joint.left
        ),
        budget_cents=budget_cents,
    )


def _within(plans: Sequence[PersonPlan], budget_cents: int, progress: Callable[[int, int], None] | None) -> Joint:
    """Return whom the budget completes; what each costs is independent of the others."""
    if sum(plan.cost_cents for plan in plans) <= budget_cents:
        return Joint({plan.staff_id: frozenset() for plan in plans}, frozenset(), 0, 0, proven=True)
    groups: dict[tuple[int, int, int], Group] = {}
    for plan in plans:
        cost, missing, hours = plan.cost_cents, plan.missing_hundredths, plan.hours_hundredths
        alone = (Way(frozenset(), cost, hours),)
        groups.setdefault((cost, missing, hours), Group(alone, missing)).members.append(plan.staff_id)
    telling = telling_of(progress)
    deadline = Deadline(CEILING_TIME_LIMIT_SECONDS, None if telling is None else telling.again)
    return share([groups[key] for key in sorted(groups)], (), budget_cents, deadline)


def _gap(
    chosen: Sequence[PersonPlan],
    plans: Sequence[PersonPlan],
    unplannable: Sequence[Unplannable],
    budget_cents: int | None,
    joint: Joint | None = None,
) -> Gap:
    """Return how far the chosen of these plans may be from the best, those among them for whom the time ended."""
    ran_out = [entry for entry in unplannable if entry.reason == OUT_OF_TIME]
    cheaper = sum(plan.gap_cents for plan in chosen)
    proven = not ran_out and not any(plan.gap_cents for plan in plans)
    if proven and (joint is None or joint.proven):
        return Gap()
    candidates = [Candidate(plan.missing_hundredths, plan.cost_cents - plan.gap_cents) for plan in plans]
    candidates += [Candidate(entry.missing_hundredths, 0) for entry in ran_out]
    people = most_people(candidates, 0, budget_cents)
    points = most_points(candidates, len(chosen), budget_cents)
    if proven and joint is not None:
        people = min(people, len(plans) - joint.waiting_at_least)
        points = min(points, sum(plan.missing_hundredths for plan in plans) - joint.left_at_least)
    made_up = sum(plan.missing_hundredths for plan in chosen)
    return Gap(max(0, people - len(chosen)), max(0, points - made_up), cheaper)


def refuse_negative(budget_cents: int | None) -> None:
    """Raise ``LabReadyError`` for a ceiling of less than nothing."""
    if budget_cents is not None and budget_cents < 0:
        raise LabReadyError("The budget is less than nothing. Accepted: an amount of $0 or more.", code="budget")


class Team:
    """The people, and what the distinct situations they are in came to."""

    def __init__(self, planning: Planning) -> None:
        self.planning = planning
        self.products: dict[str, Product] = {product.product_id: product for product in planning.shelf.products}
        self._here: dict[Situation, Solution | None] = {}
        self._out_of_time: set[Situation] = set()

    @property
    def distinct(self) -> int:
        return len(self._here)

    def answers(self, scenario: Scenario, best: Sequence[_Answer] | None = None) -> list[_Answer]:
        """Return one answer per person, every plan of it re-checked.

        ``best``: the answers of the best mix, for the two other scenarios, which only narrow it. Whom nothing completes
        there, nothing completes here, and a best plan that joins nobody is the best one where nobody joins. Of those
        scenarios the cost alone is shown, so their ties are not broken.
        """
        people, shelf, as_of = self.planning.people, self.planning.shelf, self.planning.as_of
        given = [None if best is None else _carried(best[n], scenario) for n in range(len(people))]
        given = [
            _Answer(None, past) if answer is None and (past := past_reason(person, as_of)) is not None else answer
            for person, answer in zip(people, given, strict=True)
        ]
        situations = [
            None if answer is not None else situation_of(person, shelf, scenario)
            for person, answer in zip(people, given, strict=True)
        ]
        self.solve((situation for situation in situations if situation is not None), break_ties=best is None)
        return [
            answer if answer is not None else self._answer(person, situation, scenario)
            for person, answer, situation in zip(people, given, situations, strict=True)
        ]

    def solve(self, situations: Iterable[Situation], *, break_ties: bool = True) -> None:
        """Solve each distinct situation that is not solved yet: many at once, what that leaves one by one.

        What is not proven is not kept for later calls: with more time there may be a better answer.
        """
        distinct = list(dict.fromkeys(situations))
        waiting = [situation for situation in distinct if not self._is_known(situation, break_ties)]
        # Alike in size, so that little of the arrays that hold a batch is empty.
        waiting.sort(key=lambda situation: (len(situation.covers), len(situation.offers)))
        done = len(distinct) - len(waiting)
        for start in range(0, len(waiting), BATCH):
            batch = waiting[start : start + BATCH]
            if self.planning.deadline.seconds_left > 0:
                for situation, solution in zip(batch, search_many(batch), strict=True):
                    if solution is not None:
                        self.planning.solved[situation] = solution
            for situation in batch:
                self.solution(situation, break_ties=break_ties)
            done += len(batch)
            if self.planning.progress is not None:
                self.planning.progress(done, len(distinct))
        for situation in distinct:
            self.solution(situation, break_ties=break_ties)

    def _is_known(self, situation: Situation, break_ties: bool) -> bool:
        kept = self.planning.solved.get(situation, _NOT_SOLVED)
        return kept is None or (isinstance(kept, Solution) and (kept.ties_broken or not break_ties))

    def solution(self, situation: Situation, *, break_ties: bool = True) -> Solution | None:
        """Return the solution of a situation; None where there is none, or none was found in time."""
        found = self._here[situation] = self._looked_up(situation, break_ties)
        return found

    def ran_out(self, situation: Situation) -> bool:
        """Whether the time ended before it was known whether the situation has an answer."""
        return situation in self._out_of_time

    def ask_again(self, deadline: Deadline, progress: Callable[[int, int], None] | None) -> None:
        """Begin the time anew; what is solved stays."""
        self.planning = replace(self.planning, deadline=deadline, progress=progress)

    def plan_of(self, person: PersonNeed, situation: Situation | None, scenario: Scenario) -> PersonPlan | None:
        """Return one person's plan in the situation that the person is in, re-checked."""
        if situation is not None:
            self.solution(situation)
        return self._answer(person, situation, scenario).plan

    def _looked_up(self, situation: Situation, break_ties: bool) -> Solution | None:
        try:
            kept = self.planning.solved[situation]
        except KeyError:
            pass
        else:
            if kept is None or kept.ties_broken or not break_ties:
                return kept
        try:
            solution = solve(situation, self.planning.deadline, break_ties=break_ties)
        except OutOfTime:
            self._out_of_time.add(situation)
            return None
        if solution is None or (solution.proven and (solution.ties_broken or not break_ties)):
            self.planning.solved[situation] = solution
        return solution

    def _answer(self, person: PersonNeed, situation: Situation | None, scenario: Scenario) -> _Answer:
        if situation in self._out_of_time:
            return _Answer(None, OUT_OF_TIME)
        solution = None if situation is None else self._here[situation]
        if situation is None or solution is None:
            return _Answer(None, uncovered_reason(person, self.planning.shelf))
        items = self._items(person, situation, solution)
        cost = sum(item.cost_cents for item in items)
        recheck(person, items, cost, self.products, as_of=self.planning.as_of, scenario=scenario)
        if solution.proven and cost != solution.cost:
            raise PlanCheckFailed(
                f"The plan for {person.staff_id} ({scenario}) costs {cost} cents, the programme says {solution.cost}. "
                "This is a defect of the software; please report it."
            )
        hours = sum(
            quantity * offer.hours for quantity, offer in zip(solution.quantities, situation.offers, strict=True)
        )
        plan = PersonPlan(
            staff_id=person.staff_id,
            name=person.name,
            cost_cents=cost,
            hours_hundredths=hours,
            missing_hundredths=person.missing,
            items=items,
            gap_cents=max(0, cost - solution.bound),
        )
        return _Answer(plan, joins=bool(solution.joined))

    def _items(self, person: PersonNeed, situation: Situation, solution: Solution) -> tuple[Item, ...]:
        members = person.member_keys | solution.joined
        items = []
        for offer, quantity in zip(situation.offers, solution.quantities, strict=True):
            if quantity == 0:
                continue
            product = self.products[offer.product_id]
            member = product.provider_key in members
            price = product.price(member=member, classes=person.classes)
            if price is None:
                raise PlanCheckFailed(f"The plan for {person.staff_id} buys {product.product_id}, which has no price.")
            items.append(
                Item(
                    product_id=product.product_id,
                    product=product.product,
                    provider=product.provider,
                    quantity=quantity,
                    unit_price_cents=price,
                    as_member=product.at_member_price(member=member, classes=person.classes),
                    buyer_class=product.buyer_class(member=member, classes=person.classes),
                )
            )
        return tuple(items)


def _carried(best: _Answer, scenario: Scenario) -> _Answer | None:
    """Return what the best mix settles of another scenario; None where it must be solved."""
    if best.plan is None:
        return None if best.reason == OUT_OF_TIME else best
    if scenario is Scenario.NOBODY_JOINS and not best.joins:
        return best
    return None


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
        plans=tuple(plans),
    )
