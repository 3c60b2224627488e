"""A plan with shared sources equals exhaustive search: quantity steps, sessions, site licences, owned seats, dues."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.budget import Part, PersonNeed, SharedSource, TeamPlan, Tier, plan_team, plan_together
from lib.budget.made_of import made_of
from lib.domain.areas import ALL_MASK, mask_of
from tests.properties.sharing import DAY, PEOPLE, PRODUCTS, SOURCES, Gaps, Shared, Team, frame, people_of, sources_of
from tests.properties.sharing_judge import search


def compare(team: Team, rows: list[dict[str, object]], shared: Shared, budget: int) -> None:
    people = people_of(team)
    sources = sources_of(shared)
    short = [person for person in people if person.missing > 0]
    products = frame(rows)
    prepared: dict[str, object] = {}
    plan = plan_together(people, products, sources, as_of=DAY, time_limit_seconds=None, prepared=prepared)
    assert plan.proven_optimal
    # What is owned is used first by whom it helps, also where the same product is sold by a quote or in the catalogue.
    done, _, cost = search(short, rows, sources, None)
    assert (len(plan.people), plan.total_cents) == (done, cost)
    assert plan.scenarios["best_mix"] == plan.total_cents
    assert int(plan.orders["cost"].sum()) == plan.total_cents
    opens_into_its_purchases(plan)
    within = plan_together(
        people, products, sources, as_of=DAY, budget_cents=budget, time_limit_seconds=None, prepared=prepared
    )
    # Another ceiling on what is prepared is the plan made from nothing.
    fresh = plan_together(people, products, sources, as_of=DAY, budget_cents=budget, time_limit_seconds=None)
    assert replace(within, situations=0) == replace(fresh, situations=0)
    opens_into_its_purchases(within)
    done, missing, cost = search(short, rows, sources, budget)
    assert within.proven_optimal
    assert (len(within.people), sum(p.missing_hundredths for p in within.people), within.total_cents) == (
        done,
        missing,
        cost,
    )
    assert len(within.people) + len(within.left_out) + len(within.unplannable) == len(short)


def opens_into_its_purchases(plan: TeamPlan) -> None:
    """The total and each scenario are the sums of the purchases shown for them; whoever is completed buys them all."""
    assert int(made_of(plan.people, plan.shared)["cost"].sum()) == plan.total_cents
    for total in plan.scenario_totals:
        made = made_of(total.plans, total.shared)
        assert int(made["cost"].sum()) == (total.total_cents or 0)
        assert len(total.plans) == total.people


def examples(fewest: int) -> settings:
    return settings(
        max_examples=fewest if settings().max_examples <= 100 else max(fewest, settings().max_examples),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )


@examples(60)
@given(PEOPLE, PRODUCTS, SOURCES, st.sampled_from((0, 700, 1500, 2500, 4000)))
def test_the_shared_plan_equals_exhaustive_search(team, rows, shared, budget) -> None:  # type: ignore[no-untyped-def]
    compare(team, rows, shared, budget)


@pytest.mark.slow
@pytest.mark.timeout(3000)
@examples(2000)
@given(PEOPLE, PRODUCTS, SOURCES, st.sampled_from((0, 700, 1500, 2500, 4000)))
def test_the_shared_plan_equals_exhaustive_search_on_thousands(team, rows, shared, budget) -> None:  # type: ignore[no-untyped-def]
    compare(team, rows, shared, budget)


@examples(20)
@given(PEOPLE, PRODUCTS)
def test_without_shared_sources_it_is_the_plan_of_each_person(team, rows) -> None:  # type: ignore[no-untyped-def]
    people = people_of(team)
    useless = SharedSource("Q", "Q", "Nothing", "", "session", (Part(0, ALL_MASK),), (Tier(fixed=100),))
    alone = plan_team(people, frame(rows), as_of=DAY, time_limit_seconds=None)
    beside = plan_together(people, frame(rows), [useless], as_of=DAY, time_limit_seconds=None)
    assert replace(beside, situations=0) == replace(alone, situations=0)


def test_ten_seats_are_bought_for_eight_where_that_is_cheaper() -> None:
    """Eight people miss 1 point each. Alone $60 each = $480; a quote: $40 a seat from 10 seats on = $400."""
    people = [PersonNeed(f"S{n}", f"Name {n}", (Gaps((), (), 100).need(),)) for n in range(8)]
    products = frame([{"kind": "course", "credits": 100, "areas": "*", "non_member_price": 6000}])
    quote = SharedSource(
        "Q1",
        "P0",
        "Product 0",
        "ASCP",
        "quantity price",
        (Part(100, ALL_MASK),),
        (Tier(10, None, 0, 4000),),
        title="product 0",
    )
    plan = plan_together(people, products, [quote], as_of=DAY)
    assert plan.total_cents == 40_000
    assert [(purchase.seats, len(purchase.staff_ids), purchase.extra_cents) for purchase in plan.shared] == [
        (10, 8, 8000)
    ]
    assert list(plan.orders["quantity"]) == [8, 2]
    six = plan_together(people[:6], products, [quote], as_of=DAY)
    # Six alone cost $360, less than the ten seats.
    assert (six.total_cents, six.shared) == (36_000, ())


def test_one_session_serves_everybody_who_needs_it_and_is_paid_for_once() -> None:
    """Three lack one ethics point; the course costs $30 each = $90, the session $70 for all."""
    people = [PersonNeed(f"S{n}", f"Name {n}", (Gaps(("ethics",), (100,), 0).need(),)) for n in range(3)]
    products = frame([{"kind": "course", "credits": 100, "areas": "ethics", "non_member_price": 3000}])
    session = SharedSource(
        "ETHICS",
        "ETHICS",
        "Ethics hour",
        "",
        "session",
        (Part(100, mask_of(("ethics",))),),
        (Tier(fixed=7000),),
        hours=100,
    )
    plan = plan_together(people, products, [session], as_of=DAY)
    assert (plan.total_cents, plan.hours_hundredths) == (7000, 300)
    assert plan_together(people[:2], products, [session], as_of=DAY).total_cents == 6000


def test_what_is_owned_is_used_before_anything_is_bought() -> None:
    people = [PersonNeed(f"S{n}", f"Name {n}", (Gaps(("ethics",), (100,), 100).need(),)) for n in range(2)]
    products = frame([{"kind": "course", "credits": 100, "areas": "*", "non_member_price": 3000}])
    seat = SharedSource(
        "OWN1", "LIB", "Library", "LabCE", "owned", (Part(None, mask_of(("safety",))),), (Tier(),),
        open_to=frozenset({"S1"}), given=True,
    )  # fmt: skip
    plan = plan_together(people, products, [seat], as_of=DAY)
    # S0 buys nothing useful: one course gives 1 of the 2 points, and it is sold once. S1's rest comes from the library.
    assert [(p.staff_id, [(i.product_id, i.form) for i in p.items]) for p in plan.people] == [
        ("S1", [("LIB", "owned"), ("P0", "")])
    ]
    assert [u.staff_id for u in plan.unplannable] == ["S0"]
