"""The team's plan where people share sources: one exact model over what each set of shared sources leaves to buy.

For every person and every set of shared sources that helps, the cheapest private purchases that complete the person are
the programme of :mod:`lib.budget.programme`, solved once for each distinct situation. What is left to decide is who
uses what together; that is one integer programme over groups of people whose costs are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from typing import Any, cast

import pandas as pd

from lib.budget.floor import alone_at_least, least_per_user, offered, only_so_many, seats, team_at_least
from lib.budget.joint import Group, Joint, Way, limited, share
from lib.budget.needs import PersonNeed
from lib.budget.plan import Team, plan_team, refuse_negative, with_ceiling
from lib.budget.products import Product, listed_only, read_products
from lib.budget.programme import Deadline, Solution
from lib.budget.reasons import OUT_OF_TIME, past_reason, uncovered_reason
from lib.budget.recheck_shared import recheck_shared
from lib.budget.shared import SharedSource, after
from lib.budget.situations import Scenario, Shelf, Situation, situation_of
from lib.budget.team_plan import (
    Item,
    LeftOut,
    ListedProduct,
    PersonPlan,
    ScenarioTotal,
    SharedPurchase,
    TeamPlan,
    Unplannable,
)

NO_SEAT_LEFT = (
    "What would complete this person has only so many seats, and others use them. "
    "Add seats to it, or a product that can be bought, in the catalogue."
)

TOGETHER_TIME_LIMIT_SECONDS = 600.0
"""How long a plan with shared sources may take: a team of 5,000 has tens of thousands of situations then."""

MOST_SETS = 4096
"""So many sets of shared sources are looked at for one person; more leaves a gap, which is stated."""


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
    ``proven_optimal`` False: it may cost up to ``gap_cents`` more than the cheapest.
    """
    refuse_negative(budget_cents)
    if not sources:
        whole = plan_team(
            people, products, as_of=as_of, time_limit_seconds=time_limit_seconds, solved=solved, progress=progress
        )
        return with_ceiling(whole, budget_cents)
    catalogue = read_products(products)
    deadline = Deadline(time_limit_seconds)
    short = [person for person in people if person.short_holdings]
    asked = None if prepared is None else cast("_Asked | None", prepared.get("asked"))
    if asked is None:
        shelf = Shelf(catalogue, as_of)
        asked = _Asked(short, sources, shelf, as_of, {} if solved is None else solved, deadline, progress)
    else:
        asked.ask_again(deadline, progress)
    best = asked.answer(Scenario.BEST_MIX, budget_cents)
    unlimited = best if budget_cents is None else asked.answer(Scenario.BEST_MIX, None)
    totals = [
        asked.total(Scenario.NOBODY_JOINS),
        asked.total(Scenario.EVERYONE_JOINS)
        if asked.shelf.sells_membership
        else ScenarioTotal(Scenario.EVERYONE_JOINS.value, None, 0, ()),
        asked.total(Scenario.BEST_MIX, unlimited),
    ]
    people_plans, shared = (
        (totals[2].plans, totals[2].shared) if budget_cents is None else asked.bought(best, Scenario.BEST_MIX)
    )
    total = sum(plan.cost_cents for plan in people_plans) + sum(purchase.extra_cents for purchase in shared)
    gap = max(0, total - best.bound) if budget_cents is None else (0 if best.proven else total)
    waiting = best.left
    made = TeamPlan(
        total_cents=total,
        proven_optimal=best.proven if budget_cents is not None else gap == 0,
        gap_cents=gap,
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
        situations=asked.situations,
        budget_cents=budget_cents,
        shared=shared,
        together=True,
    )
    if prepared is not None and asked.is_settled:
        prepared["asked"] = asked
    recheck_shared(made, {person.staff_id: person for person in short}, asked.sources, asked.products)
    return made


@dataclass
class _Ways:
    """What completes people with the same needs: sets of shared sources, with the private cost and hours that each
    leaves, and the points that the owned ones among them leave to be found elsewhere.

    ``usable`` sources are open to them and help; ``free`` are the sets that leave nothing to pay.
    """

    start: PersonNeed
    usable: tuple[int, ...]
    found: dict[frozenset[int], tuple[int, int, int]] = field(default_factory=dict)
    free: list[tuple[frozenset[int], int]] = field(default_factory=list)
    looked_at: int = 0
    complete: bool = True
    proven: bool = True


class _Asked:
    """One question: the people, the sources, and what the distinct situations came to."""

    def __init__(
        self,
        people: Sequence[PersonNeed],
        sources: Sequence[SharedSource],
        shelf: Shelf,
        as_of: date,
        solved: MutableMapping[Situation, Solution | None],
        deadline: Deadline,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self.sources: Mapping[str, SharedSource] = {source.source_id: source for source in sources}
        self.priced = [source for source in sources if not source.given]
        self.owns_seats = any(source.owned for source in self.priced)
        self.shelf = shelf
        self.as_of = as_of
        self.deadline = deadline
        self.team = Team(people, shelf, as_of, solved, deadline, progress)
        self.products = self.team.products
        self.used_first = _used_first(people, sources)
        self.least_each = [_least_each(source) for source in self.priced]
        self.unproven = 0
        self._situations: dict[tuple[Hashable, Scenario], Situation | None] = {}
        self._titles = frozenset(product.title for product in shelf.products) | {source.title for source in sources}
        self._ways: dict[Scenario, list[_Ways]] = {}
        self._joints: dict[tuple[Scenario, int | None], Joint] = {}
        self._totals: dict[Scenario, ScenarioTotal] = {}
        past = [(person, past_reason(person, as_of)) for person in people]
        open_still = [person for person, reason in past if reason is None]
        ways = self.ways(Scenario.BEST_MIX, open_still)
        self._ways[Scenario.BEST_MIX] = [way for way in ways if way.found]
        self.plannable = [person for person, way in zip(open_still, ways, strict=True) if way.found]
        self._best = dict(zip((p.staff_id for p in self.plannable), self._ways[Scenario.BEST_MIX], strict=True))
        reasons = {
            person.staff_id: self._reason(person, way)
            for person, way in zip(open_still, ways, strict=True)
            if not way.found
        }
        self.unplannable = [
            (person, reason or reasons[person.staff_id])
            for person, reason in past
            if reason is not None or person.staff_id in reasons
        ]

    def ask_again(self, deadline: Deadline, progress: Callable[[int, int], None] | None) -> None:
        """Ask for another ceiling: what was found stays, the time begins anew."""
        self.deadline = deadline
        self.team.ask_again(deadline, progress)

    @property
    def is_settled(self) -> bool:
        """Whether everything that was looked for was found, so that more time would change nothing."""
        return not self.unproven and all(way.complete for ways in self._ways.values() for way in ways)

    @property
    def situations(self) -> int:
        return self.team.distinct

    def not_planned(self, waiting: frozenset[str]) -> tuple[Unplannable, ...]:
        """Return whom nothing completes, and those who found no seat left, in the order of the people."""
        reasons = {person.staff_id: reason for person, reason in self.unplannable}
        reasons |= dict.fromkeys(waiting, NO_SEAT_LEFT)
        return tuple(
            Unplannable(person.staff_id, person.name, reasons[person.staff_id])
            for person in self.team.people
            if person.staff_id in reasons
        )

    def _reason(self, person: PersonNeed, way: _Ways) -> str:
        if not way.complete:
            return OUT_OF_TIME
        return uncovered_reason(after(person, self.used_first[person.staff_id]), self.shelf)

    def ways(self, scenario: Scenario, people: Sequence[PersonNeed]) -> list[_Ways]:
        """Return for each person the sets of shared sources worth a thought, smaller sets first.

        A set goes where one within it leaves as little to pay and to learn; nothing is added to one that leaves
        nothing to pay, and nobody takes a seat that costs as much as it saves. What is owned counts: a set that uses
        more of it stays. The sets of one size are solved together for everybody.
        """
        found: dict[Hashable, _Ways] = {}
        mine = []
        for person in people:
            start = after(person, self.used_first[person.staff_id])
            usable = tuple(n for n, s in enumerate(self.priced) if s.is_open_to(start) and s.helps(start))
            key = (self._need_key(start), usable)
            if key not in found:
                found[key] = _Ways(start, usable)
            mine.append(found[key])
        alike = list(found.values())
        for size in range(len(self.priced) + 1):
            asked = [(way, one) for way in alike for one in self._sets(way, size)]
            if not asked:
                continue
            rests = [after(way.start, [self.priced[n] for n in one]) for way, one in asked]
            situations = [self._situation(rest, scenario) if rest.short_holdings else None for rest in rests]
            self.team.solve(situation for situation in situations if situation is not None)
            for (way, one), rest, situation in zip(asked, rests, situations, strict=True):
                self._look_at(way, one, rest, situation, scenario)
        return mine

    def _sets(self, way: _Ways, size: int) -> list[tuple[int, ...]]:
        """Return the sets of so many sources that are still worth a thought."""
        sets = []
        for chosen in combinations(way.usable, size) if way.complete else ():
            names = [self.priced[n].product_id for n in chosen]
            if len(set(names)) < len(names):
                continue
            if any(known <= set(chosen) and least <= self._elsewhere(way.start, chosen) for known, least in way.free):
                continue
            way.looked_at += 1
            if way.looked_at > MOST_SETS or (way.looked_at > 1 and self.deadline.seconds_left == 0):
                way.complete = False
                break
            sets.append(chosen)
        return sets

    def _elsewhere(self, person: PersonNeed, chosen: Sequence[int]) -> int:
        """Return the points that the owned seats among the chosen sources leave; 0 where nothing is owned by seats."""
        if not self.owns_seats:
            return 0
        return after(person, [self.priced[n] for n in chosen if self.priced[n].owned]).missing

    def _look_at(
        self, way: _Ways, chosen: Sequence[int], rest: PersonNeed, situation: Situation | None, scenario: Scenario
    ) -> None:
        """Take a set among the ways, with what it leaves to pay and to learn, unless a smaller one is as good."""
        if not rest.short_holdings:
            dues = self._dues(rest, scenario)
            cost, hours = sum(price for _, price in dues), sum(product.hours_for(0) for product, _ in dues)
        else:
            solution = None if situation is None else self.team.solution(situation)
            if situation is None or solution is None:
                way.complete = way.complete and self.deadline.seconds_left > 0
                return
            self.unproven += 0 if solution.proven else 1
            way.proven = way.proven and solution.proven
            cost = solution.cost
            hours = sum(q * offer.hours for q, offer in zip(solution.quantities, situation.offers, strict=True))
        hours += sum(self.priced[n].hours for n in chosen)
        one, elsewhere = frozenset(chosen), self._elsewhere(way.start, chosen)
        for known, (known_cost, known_hours, least) in way.found.items():
            if known < one:
                with_seats = cost + sum(self.least_each[n] for n in one - known)
                if known_cost < with_seats or (
                    known_cost == with_seats and known_hours <= hours and least <= elsewhere
                ):
                    return
        way.found[one] = (cost, hours, elsewhere)
        if cost == 0:
            way.free.append((one, elsewhere))

    def _situation(self, person: PersonNeed, scenario: Scenario) -> Situation | None:
        """Return the situation of a person, from memory where another one needs the same."""
        need = self._need_key(person)
        if scenario is Scenario.NOBODY_JOINS:
            # A best answer that joins nobody is the best one where nobody joins.
            best = self._situations.get((need, Scenario.BEST_MIX))
            solution = None if best is None else self.team.solution(best)
            if solution is not None and not solution.joined:
                return best
        if (need, scenario) not in self._situations:
            self._situations[need, scenario] = situation_of(person, self.shelf, scenario)
        return self._situations[need, scenario]

    def _need_key(self, person: PersonNeed) -> Hashable:
        """Return all that a person's situations and sets depend on."""
        return (
            tuple((holding.accepts, holding.deficits) for holding in person.holdings),
            person.member_keys,
            person.classes,
            person.titles & self._titles,
        )

    def _dues(self, person: PersonNeed, scenario: Scenario) -> list[tuple[Product, int]]:
        """Return what somebody whom shared sources complete still buys, at which price: dues where everyone joins."""
        if scenario is not Scenario.EVERYONE_JOINS:
            return []
        dues: dict[str, tuple[int, int, int]] = {}
        for number, product in enumerate(self.shelf.products):
            if product.is_membership and product.provider_key not in person.member_keys:
                price = product.price(member=False, classes=person.classes)
                if (
                    price is not None
                    and product.may_buy(person.classes)
                    and (product.repeatable or product.title not in person.titles)
                ):
                    entry = (price, product.hours_for(0), number)
                    dues[product.provider_key] = min(dues.get(product.provider_key, entry), entry)
        return [(self.shelf.products[number], price) for price, _, number in dues.values()]

    def answer(self, scenario: Scenario, budget_cents: int | None) -> Joint:
        """Return who uses what together, proven or with what is proven; from memory where it was proven before."""
        if (scenario, budget_cents) not in self._joints:
            joint = self._answer(scenario, budget_cents)
            if not joint.proven:
                return joint
            self._joints[scenario, budget_cents] = joint
        return self._joints[scenario, budget_cents]

    def _answer(self, scenario: Scenario, budget_cents: int | None) -> Joint:
        ways = self._ways.get(scenario)
        if ways is None:
            ways = self._ways[scenario] = self.ways(scenario, self.plannable)
        groups: dict[tuple[object, ...], Group] = {}
        for person, way in zip(self.plannable, ways, strict=True):
            if not way.found:
                continue
            options = tuple(Way(one, *way.found[one]) for one in sorted(way.found, key=lambda s: (len(s), sorted(s))))
            missing = person.missing if budget_cents is not None or limited(self.priced) else 0
            group = groups.setdefault((options, missing, way.complete), Group(options, missing))
            group.members.append(person.staff_id)
        joint = share(list(groups.values()), self.priced, budget_cents, self.deadline)
        settled = not self.unproven and all(way.complete for way in ways)
        if budget_cents is not None or (settled and joint.proven):
            return joint if settled else replace(joint, proven=False)
        lowest = min(joint.cost, self._at_least([way for way in ways if way.found]))
        return replace(joint, bound=max(joint.bound, lowest) if settled else lowest, proven=False)

    def _at_least(self, ways: Sequence[_Ways]) -> int:
        """Return what completing these people costs at least, whatever was looked at so far.

        Where seats are few, only those whom their own purchases complete are sure to be completed.
        """
        if limited(self.priced):
            ways = [way for way in ways if frozenset() in way.found]
        users = [sum(n in way.usable for way in ways) for n in range(len(self.priced))]
        each = [least_per_user(source, most) for source, most in zip(self.priced, users, strict=True)]
        few = frozenset(n for n, source in enumerate(self.priced) if only_so_many(source))
        floors: dict[int, tuple[int, int]] = {}
        for way in ways:
            if id(way) not in floors:
                beside = self._one_at_least(way, each, frozenset()) or 0
                without = self._one_at_least(way, each, few) if few else beside
                floors[id(way)] = (beside if without is None else without, beside)
        return team_at_least([floors[id(way)] for way in ways], seats(self.priced[n] for n in few))

    def _one_at_least(self, way: _Ways, each: Sequence[int], closed: frozenset[int]) -> int | None:
        """Return what one person costs at least without the closed sources; None where that may not be possible."""
        if way.complete and way.proven:
            return min(
                (cost + sum(each[n] for n in one) for one, (cost, _, _) in way.found.items() if not one & closed),
                default=None,
            )
        offers = [(each[n], self.priced[n].parts, False) for n in way.usable if n not in closed]
        bought = [offered(product, way.start) for product in self.shelf.products]
        return alone_at_least(way.start, offers + [offer for offer in bought if offer is not None])

    def total(self, scenario: Scenario, joint: Joint | None = None) -> ScenarioTotal:
        """Return what a scenario costs and buys, whatever the budget; from memory where it was proven before."""
        joint = joint or self.answer(scenario, None)
        if scenario not in self._totals or not joint.proven:
            self._totals[scenario] = self._total(scenario, joint)
        return self._totals[scenario]

    def _total(self, scenario: Scenario, joint: Joint) -> ScenarioTotal:
        completed = set(joint.chosen)
        without = [p.staff_id for p, _ in self.unplannable] + [
            p.staff_id for p in self.plannable if p.staff_id not in completed
        ]
        left = frozenset(without)
        plans, shared = self.bought(joint, scenario)
        cost = sum(plan.cost_cents for plan in plans) + sum(purchase.extra_cents for purchase in shared)
        return ScenarioTotal(
            scenario.value, cost, len(completed), tuple(p.staff_id for p in self.team.people if p.staff_id in left),
            max(0, cost - joint.bound), plans, shared,
        )  # fmt: skip

    def alone(self, person: PersonNeed) -> int:
        """Return what the person would cost with nothing shared but what is given; the dearest price known if none."""
        ways = self._best[person.staff_id]
        costs = [cost + sum(self.priced[n].cost(1) or 0 for n in one) for one, (cost, _, _) in ways.found.items()]
        return min(costs, default=0)

    def bought(self, joint: Joint, scenario: Scenario) -> tuple[tuple[PersonPlan, ...], tuple[SharedPurchase, ...]]:
        """Return each completed person's purchases, re-checked, and what is paid for together."""
        users: dict[str, list[str]] = {}
        for staff_id, one in joint.chosen.items():
            for n in one:
                users.setdefault(self.priced[n].source_id, []).append(staff_id)
        for staff_id in joint.chosen:
            for source in self.used_first[staff_id]:
                users.setdefault(source.source_id, []).append(staff_id)
        shared = []
        each: dict[str, int] = {}
        for source_id, staff_ids in sorted(users.items()):
            source = self.sources[source_id]
            tier = source.tier(len(staff_ids))
            cost = source.cost(len(staff_ids))
            assert tier is not None
            assert cost is not None, "the model gives no source more users than it has seats"
            each[source_id] = tier.each
            shared.append(
                SharedPurchase(
                    source_id, source.product_id, source.name, source.provider, source.form, tuple(staff_ids),
                    max(len(staff_ids), tier.least), tier.fixed, tier.each, cost,
                )
            )  # fmt: skip
        completed = [person for person in self.plannable if person.staff_id in joint.chosen]
        plans = []
        for person in completed:
            mine = [*self.used_first[person.staff_id], *(self.priced[n] for n in sorted(joint.chosen[person.staff_id]))]
            rest = after(person, mine)
            private = None
            if rest.short_holdings:
                private = self.team.plan_of(rest, self._situation(rest, scenario), scenario)
            dues = [] if rest.short_holdings else self._dues(rest, scenario)
            items = tuple(
                Item(s.product_id, s.name, s.provider, 1, each[s.source_id], as_member=False, form=s.form)
                for s in mine
            ) + (() if private is None else private.items) + tuple(
                Item(
                    card.product_id, card.product, card.provider, 1, price, as_member=False,
                    buyer_class=card.buyer_class(member=False, classes=rest.classes),
                )
                for card, price in dues
            )  # fmt: skip
            plans.append(
                PersonPlan(
                    staff_id=person.staff_id,
                    name=person.name,
                    cost_cents=sum(item.cost_cents for item in items),
                    hours_hundredths=sum(s.hours for s in mine)
                    + (0 if private is None else private.hours_hundredths)
                    + sum(card.hours_for(0) for card, _ in dues),
                    missing_hundredths=person.missing,
                    items=items,
                )
            )
        return tuple(plans), tuple(shared)


def _used_first(people: Sequence[PersonNeed], sources: Sequence[SharedSource]) -> dict[str, tuple[SharedSource, ...]]:
    """Return what is there already and helps each person: their own first, then what several may use."""
    own: dict[str, list[SharedSource]] = {}
    common = []
    for source in sources:
        if source.given and source.open_to is not None and len(source.open_to) == 1:
            own.setdefault(next(iter(source.open_to)), []).append(source)
        elif source.given:
            common.append(source)
    return {person.staff_id: _given(person, [*own.get(person.staff_id, ()), *common]) for person in people}


def _least_each(source: SharedSource) -> int:
    """Return what one user less of a source saves at least: nothing where seats are paid for whether used or not."""
    return min(0 if tier.least > 1 else tier.each for tier in source.tiers)


def _given(person: PersonNeed, sources: Sequence[SharedSource]) -> tuple[SharedSource, ...]:
    """Return what is there already and helps the person, each product once, in the order given."""
    used: list[SharedSource] = []
    left = person
    for source in sources:
        if source.given and source.is_open_to(left) and source.helps(left):
            used.append(source)
            left = after(left, [source])
    return tuple(used)
