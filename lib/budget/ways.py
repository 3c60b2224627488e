"""What completes each person beside what the team shares: the sets of shared sources worth a thought.

For every set that helps, the cheapest private purchases that are left are the programme of
:mod:`lib.budget.programme`, solved once for each distinct situation.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from lib.budget.given import used_first
from lib.budget.needs import PersonNeed
from lib.budget.plan import Team
from lib.budget.planning import Planning
from lib.budget.products import Product
from lib.budget.shared import SharedSource, after
from lib.budget.situations import Scenario, Situation, situation_of

MOST_SETS = 4096
"""So many sets of shared sources are looked at for one person; more leaves a gap, which is stated."""


@dataclass
class Ways:
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


class Finder:
    """Looks for the ways of people, and knows the situations that they are in.

    ``used_first``: per person what is there already and helps; ``priced``: the other sources, by number from here on.
    """

    def __init__(self, planning: Planning) -> None:
        self.team = Team(planning)
        self.priced = [source for source in planning.sources if not source.given]
        self.used_first = used_first(planning.people, planning.sources)
        self.unproven = 0
        self._owns_seats = any(source.owned for source in self.priced)
        self._least_each = [_least_each(source) for source in self.priced]
        self._situations: dict[tuple[Hashable, Scenario], Situation | None] = {}
        sold = frozenset(product.title for product in planning.shelf.products)
        self._titles = sold | {source.title for source in planning.sources}

    @property
    def planning(self) -> Planning:
        """What is asked, with the time as it was begun last."""
        return self.team.planning

    def ways(self, scenario: Scenario, people: Sequence[PersonNeed]) -> list[Ways]:
        """Return for each person the sets of shared sources worth a thought, smaller sets first.

        A set goes where one within it leaves as little to pay and to learn; nothing is added to one that leaves
        nothing to pay, and nobody takes a seat that costs as much as it saves. What is owned counts: a set that uses
        more of it stays. The sets of one size are solved together for everybody.
        """
        found: dict[Hashable, Ways] = {}
        mine = []
        for person in people:
            start = after(person, self.used_first[person.staff_id])
            usable = tuple(n for n, s in enumerate(self.priced) if s.is_open_to(start) and s.helps(start))
            key = (self._need_key(start), usable)
            if key not in found:
                found[key] = Ways(start, usable)
            mine.append(found[key])
        alike = list(found.values())
        for size in range(len(self.priced) + 1):
            asked = [(way, one) for way in alike for one in self._sets(way, size)]
            if not asked:
                continue
            rests = [after(way.start, [self.priced[n] for n in one]) for way, one in asked]
            situations = [self.situation(rest, scenario) if rest.short_holdings else None for rest in rests]
            self.team.solve(situation for situation in situations if situation is not None)
            for (way, one), rest, situation in zip(asked, rests, situations, strict=True):
                self._look_at(way, one, rest, situation, scenario)
        return mine

    def _sets(self, way: Ways, size: int) -> list[tuple[int, ...]]:
        """Return the sets of so many sources that are still worth a thought."""
        sets = []
        for chosen in combinations(way.usable, size) if way.complete else ():
            names = [self.priced[n].product_id for n in chosen]
            if len(set(names)) < len(names):
                continue
            if any(known <= set(chosen) and least <= self._elsewhere(way.start, chosen) for known, least in way.free):
                continue
            way.looked_at += 1
            if way.looked_at > MOST_SETS or (way.looked_at > 1 and self.planning.deadline.seconds_left == 0):
                way.complete = False
                break
            sets.append(chosen)
        return sets

    def _elsewhere(self, person: PersonNeed, chosen: Sequence[int]) -> int:
        """Return the points that the owned seats among the chosen sources leave; 0 where nothing is owned by seats."""
        if not self._owns_seats:
            return 0
        return after(person, [self.priced[n] for n in chosen if self.priced[n].owned]).missing

    def _look_at(
        self, way: Ways, chosen: Sequence[int], rest: PersonNeed, situation: Situation | None, scenario: Scenario
    ) -> None:
        """Take a set among the ways, with what it leaves to pay and to learn, unless a smaller one is as good."""
        if not rest.short_holdings:
            dues = self.dues(rest, scenario)
            cost, hours = sum(price for _, price in dues), sum(product.hours_for(0) for product, _ in dues)
        else:
            solution = None if situation is None else self.team.solution(situation)
            if situation is None or solution is None:
                way.complete = way.complete and (situation is None or not self.team.ran_out(situation))
                return
            self.unproven += 0 if solution.proven else 1
            way.proven = way.proven and solution.proven
            cost = solution.cost
            hours = sum(q * offer.hours for q, offer in zip(solution.quantities, situation.offers, strict=True))
        hours += sum(self.priced[n].hours for n in chosen)
        one, elsewhere = frozenset(chosen), self._elsewhere(way.start, chosen)
        for known, (known_cost, known_hours, least) in way.found.items():
            if known < one:
                with_seats = cost + sum(self._least_each[n] for n in one - known)
                if known_cost < with_seats or (
                    known_cost == with_seats and known_hours <= hours and least <= elsewhere
                ):
                    return
        way.found[one] = (cost, hours, elsewhere)
        if cost == 0:
            way.free.append((one, elsewhere))

    def situation(self, person: PersonNeed, scenario: Scenario) -> Situation | None:
        """Return the situation of a person, from memory where another one needs the same."""
        need = self._need_key(person)
        if scenario is Scenario.NOBODY_JOINS:
            # A best answer that joins nobody is the best one where nobody joins.
            best = self._situations.get((need, Scenario.BEST_MIX))
            solution = None if best is None else self.team.solution(best)
            if solution is not None and not solution.joined:
                return best
        if (need, scenario) not in self._situations:
            self._situations[need, scenario] = situation_of(person, self.planning.shelf, scenario)
        return self._situations[need, scenario]

    def _need_key(self, person: PersonNeed) -> Hashable:
        """Return all that a person's situations and sets depend on."""
        return (
            tuple((holding.accepts, holding.deficits) for holding in person.holdings),
            person.member_keys,
            person.classes,
            person.titles & self._titles,
        )

    def dues(self, person: PersonNeed, scenario: Scenario) -> list[tuple[Product, int]]:
        """Return what somebody whom shared sources complete still buys, at which price: dues where everyone joins."""
        if scenario is not Scenario.EVERYONE_JOINS:
            return []
        dues: dict[str, tuple[int, int, int]] = {}
        for number, product in enumerate(self.planning.shelf.products):
            if product.is_membership and product.provider_key not in person.member_keys:
                price = product.price(member=False, classes=person.classes)
                if (
                    price is not None
                    and product.may_buy(person.classes)
                    and (product.repeatable or product.title not in person.titles)
                ):
                    entry = (price, product.hours_for(0), number)
                    dues[product.provider_key] = min(dues.get(product.provider_key, entry), entry)
        return [(self.planning.shelf.products[number], price) for price, _, number in dues.values()]


def _least_each(source: SharedSource) -> int:
    """Return what one user less of a source saves at least: nothing where seats are paid for whether used or not."""
    return min(0 if tier.least > 1 else tier.each for tier in source.tiers)
