"""One question about a team that shares: the people, the sources, and what the distinct situations came to."""

from __future__ import annotations

from dataclasses import replace

from lib.budget.bought import purchases
from lib.budget.bounds import Floors, gap_of
from lib.budget.gap import Gap
from lib.budget.joint import Group, Joint, Way, limited, share
from lib.budget.needs import PersonNeed
from lib.budget.planning import Planning
from lib.budget.reasons import OUT_OF_TIME, past_reason, uncovered_reason
from lib.budget.shared import after
from lib.budget.situations import Scenario
from lib.budget.team_plan import PersonPlan, ScenarioTotal, SharedPurchase, Unplannable
from lib.budget.ways import Finder, Ways

NO_SEAT_LEFT = (
    "What would complete this person has only so many seats, and others use them. "
    "Add seats to it, or a product that can be bought, in the catalogue."
)


class Answers:
    """What is known of one question: ``plannable`` are those whom something completes, each with their ways."""

    def __init__(self, planning: Planning) -> None:
        self.finder = Finder(planning)
        self._joints: dict[tuple[Scenario, int | None], Joint] = {}
        self._totals: dict[Scenario, ScenarioTotal] = {}
        past = [(person, past_reason(person, planning.as_of)) for person in planning.people]
        open_still = [person for person, reason in past if reason is None]
        found = list(zip(open_still, self.finder.ways(Scenario.BEST_MIX, open_still), strict=True))
        self.plannable = [person for person, way in found if way.found]
        self._ways: dict[Scenario, list[Ways]] = {Scenario.BEST_MIX: [way for _, way in found if way.found]}
        self._best = dict(zip((p.staff_id for p in self.plannable), self._ways[Scenario.BEST_MIX], strict=True))
        self._ran_out = [(person, way) for person, way in found if not way.found and not way.complete]
        reasons = {person.staff_id: self._reason(person, way) for person, way in found if not way.found}
        self.unplannable = [
            (person, reason or reasons[person.staff_id])
            for person, reason in past
            if reason is not None or person.staff_id in reasons
        ]

    @property
    def is_settled(self) -> bool:
        """Whether everything that was looked for was found, so that more time would change nothing."""
        if self.finder.unproven or self._ran_out:
            return False
        return all(way.complete for ways in self._ways.values() for way in ways)

    def not_planned(self, waiting: frozenset[str]) -> tuple[Unplannable, ...]:
        """Return whom nothing completes, and those who found no seat left, in the order of the people."""
        reasons = {person.staff_id: reason for person, reason in self.unplannable}
        reasons |= dict.fromkeys(waiting, NO_SEAT_LEFT)
        return tuple(
            Unplannable(person.staff_id, person.name, reasons[person.staff_id])
            for person in self.finder.planning.people
            if person.staff_id in reasons
        )

    def _reason(self, person: PersonNeed, way: Ways) -> str:
        if not way.complete:
            return OUT_OF_TIME
        return uncovered_reason(after(person, self.finder.used_first[person.staff_id]), self.finder.planning.shelf)

    def answer(self, scenario: Scenario, budget_cents: int | None) -> Joint:
        """Return who uses what together, proven or with what is proven; from memory where it was proven before."""
        if (scenario, budget_cents) not in self._joints:
            joint = self._answer(scenario, budget_cents)
            if not joint.proven:
                return joint
            self._joints[scenario, budget_cents] = joint
        return self._joints[scenario, budget_cents]

    def _answer(self, scenario: Scenario, budget_cents: int | None) -> Joint:
        finder = self.finder
        ways = self._ways.get(scenario)
        if ways is None:
            ways = self._ways[scenario] = finder.ways(scenario, self.plannable)
        groups: dict[tuple[object, ...], Group] = {}
        for person, way in zip(self.plannable, ways, strict=True):
            if not way.found:
                continue
            options = tuple(Way(one, *way.found[one]) for one in sorted(way.found, key=lambda s: (len(s), sorted(s))))
            missing = person.missing if budget_cents is not None or limited(finder.priced) else 0
            group = groups.setdefault((options, missing, way.complete), Group(options, missing))
            group.members.append(person.staff_id)
        joint = share(list(groups.values()), finder.priced, budget_cents, finder.planning.deadline)
        settled = not finder.unproven and all(way.complete for way in ways)
        if settled and joint.proven:
            return joint
        used = [way for person, way in zip(self.plannable, ways, strict=True) if person.staff_id in joint.chosen]
        lowest = min(joint.cost, Floors(used, finder.priced, finder.planning.shelf).together())
        if settled:
            return replace(joint, bound=max(joint.bound, lowest))
        # Ways that were not looked at may be better than all that were: of the programme nothing is proven.
        return replace(joint, bound=lowest, proven=False, waiting_at_least=0, left_at_least=0)

    def gap(self, joint: Joint, total: int, budget_cents: int | None) -> Gap:
        """Return how far the answer of the best mix may be from the best."""
        if joint.proven and not self._ran_out:
            return Gap()
        people = [*self.plannable, *(person for person, _ in self._ran_out)]
        ways = [*self._ways[Scenario.BEST_MIX], *(way for _, way in self._ran_out)]
        return gap_of(joint, total, people, Floors(ways, self.finder.priced, self.finder.planning.shelf), budget_cents)

    def total(self, scenario: Scenario, joint: Joint | None = None) -> ScenarioTotal:
        """Return what a scenario costs and buys, whatever the budget; from memory where it was proven before."""
        joint = joint or self.answer(scenario, None)
        if scenario not in self._totals or not joint.proven:
            self._totals[scenario] = self._total(scenario, joint)
        return self._totals[scenario]

    def _total(self, scenario: Scenario, joint: Joint) -> ScenarioTotal:
        completed = set(joint.chosen)
        people = self.finder.planning.people
        without = [p.staff_id for p, _ in self.unplannable] + [
            p.staff_id for p in self.plannable if p.staff_id not in completed
        ]
        left = frozenset(without)
        plans, shared = self.bought(joint, scenario)
        cost = sum(plan.cost_cents for plan in plans) + sum(purchase.extra_cents for purchase in shared)
        return ScenarioTotal(
            scenario.value, cost, len(completed), tuple(p.staff_id for p in people if p.staff_id in left),
            max(0, cost - joint.bound), plans, shared,
        )  # fmt: skip

    def alone(self, person: PersonNeed) -> int:
        """Return what the person would cost with nothing shared but what is given; the dearest price known if none."""
        ways = self._best[person.staff_id]
        costs = [
            cost + sum(self.finder.priced[n].cost(1) or 0 for n in one) for one, (cost, _, _) in ways.found.items()
        ]
        return min(costs, default=0)

    def bought(self, joint: Joint, scenario: Scenario) -> tuple[tuple[PersonPlan, ...], tuple[SharedPurchase, ...]]:
        """Return each completed person's purchases, re-checked, and what is paid for together."""
        return purchases(self.finder, self.plannable, joint, scenario)
