"""The simple plan: with no more than two products to choose from it is the exact one; else never cheaper than it."""

from __future__ import annotations

from datetime import date

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.budget import HoldingNeed, PersonNeed, plan_team
from lib.budget.simple import simple_plan
from lib.domain import tables
from lib.domain.areas import EVERYTHING_MASK, mask_of
from lib.domain.text import title_key

DAY = date(2026, 11, 22)
AMOUNT = st.sampled_from((0, 100, 250))


def need(safety: int, ethics: int, rest: int) -> HoldingNeed:
    """A holding that lacks these; what flows between them is in the sums."""
    amounts = (safety, ethics, rest)
    accepts = (mask_of(("safety",)), mask_of(("ethics",)), EVERYTHING_MASK)
    deficits = tuple(sum(a for k, a in enumerate(amounts) if subset >> k & 1) for subset in range(8))
    return HoldingNeed("ASCP", "X", accepts, deficits, date(2027, 1, 1), date(2024, 1, 1))


PEOPLE = st.lists(
    st.tuples(
        st.lists(st.builds(need, AMOUNT, AMOUNT, AMOUNT), min_size=1, max_size=2),
        st.sampled_from((frozenset[str](), frozenset({"ASCP"}))),
        st.sampled_from((frozenset[str](), frozenset({title_key("Product 0")}))),
    ),
    min_size=1,
    max_size=5,
).map(lambda rows: [PersonNeed(f"S{n}", f"Name {n}", tuple(held), m, t) for n, (held, m, t) in enumerate(rows)])
PRODUCT = st.fixed_dictionaries(
    {
        "provider": st.sampled_from(("ASCP", "LabCE")),
        "kind": st.sampled_from(("course", "pack", "unlimited", "free")),
        "credits": st.sampled_from((100, 200, 300, 500)),
        "areas": st.sampled_from(("*", "*", "safety;ethics", "ethics")),
        "member_price": st.sampled_from((None, 500, 1000, 2500)),
        "non_member_price": st.sampled_from((1500, 1000, 2000, None)),
        "repeatable": st.booleans(),
    }
)
CARDS = st.lists(
    st.fixed_dictionaries(
        {
            "provider": st.sampled_from(("ASCP", "LabCE")),
            "kind": st.just("membership"),
            "non_member_price": st.sampled_from((0, 300, 900, None)),
        }
    ),
    max_size=2,
)


def frame(products: list[dict[str, object]], cards: list[dict[str, object]]) -> pd.DataFrame:
    rows = [{**row, "product_id": f"P{n}", "product": f"Product {n}"} for n, row in enumerate(products)]
    rows += [{**row, "product_id": f"M{n}", "product": f"Membership {n}"} for n, row in enumerate(cards)]
    return tables.typed(pd.DataFrame(rows, columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)


def examples(most: int) -> settings:
    return settings(max_examples=most, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@examples(30)
@given(PEOPLE, st.lists(PRODUCT, max_size=2), CARDS)
def test_of_two_products_the_simple_plan_is_the_exact_one(
    people: list[PersonNeed], products: list[dict[str, object]], cards: list[dict[str, object]]
) -> None:
    catalogue = frame(products, cards)
    simple = simple_plan(people, catalogue, as_of=DAY)
    exact = plan_team(people, catalogue, as_of=DAY, time_limit_seconds=None)
    assert {p.staff_id: p.cost_cents for p in simple.people} == {p.staff_id: p.cost_cents for p in exact.people}
    assert sorted(simple.not_completed) == sorted(p.staff_id for p in exact.unplannable)
    for person in simple.people:
        assert sum(item.cost_cents for item in person.items) == person.cost_cents


@examples(5)
@given(PEOPLE, st.lists(PRODUCT, min_size=3, max_size=5), CARDS)
def test_of_more_it_completes_with_two_at_most_and_is_never_cheaper(
    people: list[PersonNeed], products: list[dict[str, object]], cards: list[dict[str, object]]
) -> None:
    catalogue = frame(products, cards)
    simple = simple_plan(people, catalogue, as_of=DAY)
    exact = {p.staff_id: p.cost_cents for p in plan_team(people, catalogue, as_of=DAY, time_limit_seconds=None).people}
    assert len(simple.products) <= 2
    assert all(exact[person.staff_id] <= person.cost_cents for person in simple.people)
    # No other pair completes more people, or as many for less: asked of the engine, pair by pair.
    for a in range(len(products)):
        for b in range(a, len(products)):
            some = catalogue[catalogue["product_id"].isin([f"P{a}", f"P{b}"]) | (catalogue["kind"] == "membership")]
            pair = plan_team(people, some, as_of=DAY, time_limit_seconds=None)
            completed = sum(bool(p.items) for p in pair.people)
            assert (-completed, pair.total_cents) >= (-len(simple.people), simple.total_cents)
