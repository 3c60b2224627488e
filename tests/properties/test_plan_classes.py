"""A plan with classes of buyers is each person's plan with the prices that are open to that person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.budget import HoldingNeed, PersonNeed, plan_team, plan_together
from lib.budget.simple import simple_plan
from lib.domain import tables
from lib.domain.areas import EVERYTHING_MASK, mask_of

DAY = date(2026, 11, 22)
AMOUNT = st.sampled_from((0, 100, 250))
CLASSES = ("student", "resident", "emeritus")


def need(safety: int, rest: int) -> HoldingNeed:
    accepts = (mask_of(("safety",)), EVERYTHING_MASK)
    return HoldingNeed("ASCP", "X", accepts, (0, safety, rest, safety + rest), date(2027, 1, 1), date(2024, 1, 1))


PEOPLE = st.lists(
    st.tuples(
        st.builds(need, AMOUNT, AMOUNT),
        st.sampled_from((frozenset[str](), frozenset({"ASCP"}))),
        st.frozensets(st.sampled_from(CLASSES), max_size=2),
    ),
    min_size=1,
    max_size=4,
).map(
    lambda rows: [
        PersonNeed(f"S{n}", f"Name {n}", (held,), members, classes=classes)
        for n, (held, members, classes) in enumerate(rows)
    ]
)
PRICE = st.sampled_from((None, 300, 900, 1000, 2000))
ROW = st.fixed_dictionaries(
    {
        "provider": st.just("ASCP"),
        "kind": st.sampled_from(("course", "pack", "unlimited", "membership")),
        "credits": st.sampled_from((100, 200, 300)),
        "areas": st.sampled_from(("*", "*", "safety")),
        "member_price": PRICE,
        "non_member_price": PRICE,
        "repeatable": st.booleans(),
        "class_prices": st.dictionaries(st.sampled_from(CLASSES), st.sampled_from((0, 250, 950, 5000)), max_size=2),
        "only_for": st.sampled_from((None, None, None, "student", "resident;student", "")),
    }
)


def frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    named = [{**row, "product_id": f"P{n}", "product": f"Product {n}"} for n, row in enumerate(rows)]
    typed = tables.typed(pd.DataFrame(named, columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)
    return typed.assign(**{name: pd.Series([row.get(name) for row in rows], dtype=object) for name in
                           ("class_prices", "only_for")})  # fmt: skip


def as_sold_to(person: PersonNeed, rows: list[dict[str, object]]) -> pd.DataFrame:
    """The catalogue of one person by the definition: rows that are not for them are gone, prices are lowered."""
    mine = []
    for n, row in enumerate(rows):
        if row["only_for"] is not None and not person.classes & set(str(row["only_for"]).split(";")):
            continue
        prices = row["class_prices"]
        assert isinstance(prices, dict)
        lower = [cents for name, cents in prices.items() if name in person.classes]
        full, member = row["non_member_price"], row["member_price"]
        mine.append(
            {
                **row,
                "product_id": f"P{n}",
                "product": f"Product {n}",
                "class_prices": {},
                "only_for": None,
                "non_member_price": min([p for p in (full, *lower) if p is not None], default=None),
                # A member without a member price pays the other one, so there is only something to lower where it is.
                "member_price": None if member is None else min(member, *lower, member),
            }
        )
    return tables.typed(pd.DataFrame(mine, columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PEOPLE, st.lists(ROW, min_size=1, max_size=5))
def test_each_pays_the_lowest_price_that_is_open_to_them(
    people: list[PersonNeed], rows: list[dict[str, object]]
) -> None:
    plan = plan_team(people, frame(rows), as_of=DAY, time_limit_seconds=None)
    together = plan_together(people, frame(rows), (), as_of=DAY, time_limit_seconds=None)
    assert together.people == plan.people
    simple = {p.staff_id: p for p in simple_plan(people, frame(rows), as_of=DAY).people}
    got = {p.staff_id: p for p in plan.people}
    for person in (p for p in people if p.short_holdings):
        plain = replace(person, classes=frozenset())
        alone = plan_team([plain], as_sold_to(person, rows), as_of=DAY, time_limit_seconds=None)
        expected = {p.staff_id: p for p in alone.people}.get(person.staff_id)
        found = got.get(person.staff_id)
        assert (found is None) == (expected is None)
        if found is None or expected is None:
            assert person.staff_id not in simple
            continue
        assert (found.cost_cents, found.hours_hundredths) == (expected.cost_cents, expected.hours_hundredths)
        assert [(i.product_id, i.quantity, i.unit_price_cents) for i in found.items] == [
            (i.product_id, i.quantity, i.unit_price_cents) for i in expected.items
        ]
        for item in found.items:
            prices = rows[int(item.product_id[1:])]["class_prices"]
            assert isinstance(prices, dict)
            if item.buyer_class:
                assert not item.as_member
                assert prices[item.buyer_class] == item.unit_price_cents
                assert item.buyer_class in person.classes
        if person.staff_id in simple:
            assert simple[person.staff_id].cost_cents >= found.cost_cents
    assert int(plan.orders["cost"].sum()) == plan.total_cents
