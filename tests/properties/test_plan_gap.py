"""What is said to be proven of an answer that is not proven best: no answer is further from it, whenever time ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.budget import (
    Part,
    PersonNeed,
    PersonPlan,
    SharedSource,
    TeamPlan,
    Tier,
    Unplannable,
    plan_team,
    plan_together,
    together,
    with_ceiling,
)
from lib.budget.how_far import how_far
from lib.budget.joint import OutOfSharedTime
from lib.budget.programme import Deadline
from lib.budget.reasons import OUT_OF_TIME
from lib.domain.areas import ALL_MASK
from tests.properties.examples import laws
from tests.properties.sharing import DAY, PEOPLE, PRODUCTS, SOURCES, Gaps, Shared, Team, frame, people_of, sources_of


class Looks(Deadline):
    """A deadline that ends after it was asked for so many times how much time is left."""

    def __init__(self, looks: int) -> None:
        super().__init__(None)
        self.looks = looks

    @property
    def seconds_left(self) -> float:
        self.looks -= 1
        return inf if self.looks >= 0 else 0.0


def no_further_than_it_says(
    team: Team, rows: list[dict[str, object]], shared: Shared, budget: int | None, looks: int
) -> None:
    people, sources = people_of(team), sources_of(shared)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(together, "Deadline", lambda *_: Looks(looks))
        try:
            quick = plan_together(people, frame(rows), sources, as_of=DAY, budget_cents=budget)
        except OutOfSharedTime:
            return
    best = plan_together(people, frame(rows), sources, as_of=DAY, budget_cents=budget, time_limit_seconds=None)
    more = len(best.people) - len(quick.people)
    assert more <= quick.people_gap
    if more == 0:
        assert made_up(best) - made_up(quick) <= quick.points_gap
    if {p.staff_id for p in quick.people} == {p.staff_id for p in best.people}:
        assert quick.total_cents - quick.gap_cents <= best.total_cents <= quick.total_cents
    assert quick.proven_optimal == (how_far(quick) == "")
    if quick.proven_optimal:
        assert (more, made_up(quick), quick.total_cents) == (0, made_up(best), best.total_cents)


def made_up(plan: TeamPlan) -> int:
    return sum(person.missing_hundredths for person in plan.people)


@laws(150)
@given(PEOPLE, PRODUCTS, SOURCES)
def test_what_is_proven_in_no_time_holds(team, rows, shared) -> None:  # type: ignore[no-untyped-def]
    no_further_than_it_says(team, rows, shared, None, 0)


@laws(150)
@given(PEOPLE, PRODUCTS, SOURCES, st.sampled_from((None, 0, 700, 1500, 2500, 4000)), st.integers(0, 30))
def test_what_is_proven_under_a_ceiling_holds_whenever_time_ends(team, rows, shared, budget, looks) -> None:  # type: ignore[no-untyped-def]
    no_further_than_it_says(team, rows, shared, budget, looks)


@dataclass(frozen=True)
class Known:
    """Somebody's plan as found: its cost, what it may cost at least, the points missing, the hours."""

    cost: int
    gap: int
    missing: int
    hours: int


KNOWN = st.builds(
    Known,
    cost=st.sampled_from((0, 500, 500, 1000, 1500, 1750, 2500)),
    gap=st.just(0),
    missing=st.sampled_from((25, 100, 300, 350, 800)),
    hours=st.sampled_from((0, 100, 250)),
)
UNSURE = st.builds(
    lambda known, gap: replace(known, gap=min(known.cost, gap)), KNOWN, st.sampled_from((0, 0, 100, 500, 1000))
)
CEILINGS = st.sampled_from((0, 500, 999, 1000, 1750, 2500, 4000, 6000, 8250))


def whole(known: list[Known], ran_out: list[Known]) -> TeamPlan:
    """A plan without a ceiling in which these people's purchases were found, and for these others time ended."""
    plans = tuple(
        PersonPlan(f"S{n}", f"Name {n}", one.cost, one.hours, one.missing, (), one.gap) for n, one in enumerate(known)
    )
    waiting = tuple(Unplannable(f"T{n}", f"Name {n}", OUT_OF_TIME, one.missing) for n, one in enumerate(ran_out))
    empty = plan_team([], frame([]), as_of=DAY)
    return replace(empty, people=plans, unplannable=waiting, total_cents=sum(one.cost for one in known))


@laws(200)
@given(st.lists(KNOWN, max_size=7), CEILINGS)
def test_a_ceiling_completes_most_then_leaves_fewest_points_then_costs_least(known: list[Known], ceiling: int) -> None:
    """Every subset of the people tried."""
    found = with_ceiling(whole(known, []), ceiling)
    keys = [
        (-len(some), -sum(k.missing for k in some), sum(k.cost for k in some), sum(k.hours for k in some))
        for size in range(len(known) + 1)
        for some in combinations(known, size)
        if sum(k.cost for k in some) <= ceiling
    ]
    assert found.proven_optimal
    assert (-len(found.people), -made_up(found), found.total_cents, found.hours_hundredths) == min(keys)
    assert len(found.people) + len(found.left_out) == len(known)


@laws(200)
@given(st.lists(UNSURE, max_size=5), st.lists(UNSURE, max_size=2), CEILINGS, st.data())
def test_a_ceiling_on_what_is_not_proven_says_how_far_it_may_be(known, ran_out, ceiling, data) -> None:  # type: ignore[no-untyped-def]
    """The true cost of each is drawn from what it may be; who ran out of time may cost anything, or never be done."""
    found = with_ceiling(whole(known, ran_out), ceiling)
    true = {f"S{n}": one.cost - data.draw(st.sampled_from((0, one.gap))) for n, one in enumerate(known)}
    true |= {
        f"T{n}": cost for n in range(len(ran_out)) if (cost := data.draw(st.sampled_from((None, 0, 400)))) is not None
    }
    missing = {f"S{n}": one.missing for n, one in enumerate(known)} | {
        f"T{n}": o.missing for n, o in enumerate(ran_out)
    }
    affordable = [
        some
        for size in range(len(true) + 1)
        for some in combinations(true, size)
        if sum(true[one] for one in some) <= ceiling
    ]
    for some in affordable:
        assert len(some) - len(found.people) <= found.people_gap
        if len(some) == len(found.people):
            assert sum(missing[one] for one in some) - made_up(found) <= found.points_gap
    assert found.total_cents - found.gap_cents <= sum(true[person.staff_id] for person in found.people)
    assert found.proven_optimal == (found.people_gap == found.points_gap == found.gap_cents == 0)


def test_a_gap_without_time_is_not_the_whole_cost() -> None:
    """Ten people miss 1 point: a course costs $60, a session $200 for all, so $20 each at least.

    No time: everybody buys the course, $600; ten times $20 cannot be gone below, so the gap is $400.
    """
    people = [PersonNeed(f"S{n}", f"Name {n}", (Gaps((), (), 100).need(),)) for n in range(10)]
    products = frame([{"kind": "course", "credits": 100, "areas": "*", "non_member_price": 6000}])
    hour = SharedSource("H", "H", "Hour", "", "session", (Part(100, ALL_MASK),), (Tier(fixed=20_000),))
    plan = plan_together(people, products, [hour], as_of=DAY, time_limit_seconds=0.0)
    assert (plan.total_cents, plan.gap_cents, plan.proven_optimal, plan.together) == (60_000, 40_000, False, True)


def test_points_that_come_with_a_membership_lower_what_is_proven() -> None:
    """One point of safety, one of ethics. A membership for $10 gives 1, a course for $15 gives 1, a free hour gives 1.

    No time: membership and course, $25. The hour and the membership together cost $10: the gap is no less than $15.
    """
    people = [PersonNeed("S0", "Name 0", (Gaps(("safety", "ethics"), (100, 100), 0).need(),))]
    products = frame(
        [
            {"kind": "course", "credits": 100, "areas": "*", "non_member_price": 1500},
            {"kind": "membership", "credits": 100, "areas": "*", "non_member_price": 1000},
        ]
    )
    hour = SharedSource("H", "H", "Hour", "", "session", (Part(100, ALL_MASK),), (Tier(),))
    plan = plan_together(people, products, [hour], as_of=DAY, time_limit_seconds=0.0)
    assert (plan.total_cents, plan.gap_cents, plan.proven_optimal) == (2500, 1500, False)


def test_under_a_ceiling_the_gap_is_told_in_people_then_in_points_then_in_dollars() -> None:
    """Four people miss 1 point, a course costs $60, a session $120 for all: $30 each at least. The ceiling is $150.

    No time: two buy the course. At $30 each all four could be: at most 2 more. (With time: the session, all four.)
    These two cost $60 each at least where only the two share the session, so $0 less. With as many people, no more
    points can be made up: everybody misses 1.
    """
    people = [PersonNeed(f"S{n}", f"Name {n}", (Gaps((), (), 100).need(),)) for n in range(4)]
    products = frame([{"kind": "course", "credits": 100, "areas": "*", "non_member_price": 6000}])
    hour = SharedSource("H", "H", "Hour", "", "session", (Part(100, ALL_MASK),), (Tier(fixed=12_000),))
    plan = plan_together(people, products, [hour], as_of=DAY, budget_cents=15_000, time_limit_seconds=0.0)
    assert (len(plan.people), plan.people_gap, plan.points_gap, plan.gap_cents) == (2, 2, 0, 0)
    assert how_far(plan) == "at most 2 more people could be completed"
    assert len(plan_together(people, products, [hour], as_of=DAY, budget_cents=15_000).people) == 4


def test_whoever_time_ended_for_is_not_forgotten() -> None:
    """One buys a course for $60; the other can only use the session, which was never looked at: one more may be."""
    people = [
        PersonNeed("S0", "Name 0", (Gaps((), (), 100).need(),)),
        PersonNeed("S1", "Name 1", (Gaps(("ethics",), (100,), 0).need(),)),
    ]
    products = frame([{"kind": "course", "credits": 100, "areas": "chemistry", "non_member_price": 6000}])
    hour = SharedSource("H", "H", "Hour", "", "session", (Part(100, ALL_MASK),), (Tier(fixed=90_000),))
    kept: dict[object, object] = {}
    plan_team(people, products, as_of=DAY, solved=kept)  # type: ignore[arg-type]
    plan = plan_together(people, products, [hour], as_of=DAY, time_limit_seconds=0.0, solved=kept)  # type: ignore[arg-type]
    assert [p.staff_id for p in plan.people] == ["S0"]
    assert (plan.proven_optimal, plan.people_gap) == (False, 1)
    assert how_far(plan).startswith("at most 1 more person could be completed")
