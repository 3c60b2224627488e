"""Plans where memberships are sold: who joins when, and what each price is worth."""

from __future__ import annotations

import pytest

from lib.budget import plan_team
from tests.unit.budget.tiny import (
    DAY,
    SPREAD,
    bought,
    catalogue,
    dues,
    rest,
)


@pytest.mark.parametrize(
    ("price", "joins"),
    [
        (17400, True),  # both are needed (10 points): 250 + 499 = 749; as a member 174 + 175 + 399 = 748
        (17500, False),  # 175 + 175 + 399 = 749, the same: fewer different products
        (17600, False),  # 176 + 175 + 399 = 750 > 749
    ],
)
def test_joining_pays_below_the_spread(price: int, joins: bool) -> None:
    plan = plan_team([rest("A", 1000)], catalogue(*SPREAD, dues(price)), as_of=DAY)
    if joins:
        assert bought(plan, "A") == [("DUES", 1, 17400, False), ("LEADER", 1, 39900, True), ("SAFETY", 1, 17500, True)]
    else:
        assert bought(plan, "A") == [("LEADER", 1, 49900, False), ("SAFETY", 1, 25000, False)]
    assert plan.scenarios == {
        "nobody_joins": 74900,
        "everyone_joins": price + 17500 + 39900,
        "best_mix": 74800 if joins else 74900,
    }


def test_members_keep_their_prices_in_every_scenario_and_pay_no_dues() -> None:
    # A is a member already: 175 in all three. B is not: 250, or 100 + 175 = 275 joined; C misses nothing and joins
    # nothing.
    people = [rest("A", 400, member_of=["ASCP "]), rest("B", 400), rest("C", 0)]
    plan = plan_team(people, catalogue(SPREAD[0], dues(10000)), as_of=DAY)
    assert plan.scenarios == {"nobody_joins": 42500, "everyone_joins": 45000, "best_mix": 42500}
    assert bought(plan, "A") == [("SAFETY", 1, 17500, True)]
    assert [entry.staff_id for entry in plan.people] == ["A", "B"]


def test_everyone_joins_cannot_be_where_no_dues_are_known() -> None:
    plan = plan_team([rest("A", 400)], catalogue(SPREAD[0], dues(None)), as_of=DAY)
    assert plan.scenarios == {"nobody_joins": 25000, "everyone_joins": None, "best_mix": 25000}
    assert [(listed.product_id, listed.reason) for listed in plan.unpriced] == [("DUES", "price not set")]


def test_everyone_joins_takes_the_cheapest_membership_of_each_provider() -> None:
    # ASCP at $90 rather than $100, ASCLS at $30: 90 + 30 + 250 - 75 = 295
    goods = catalogue(
        SPREAD[0],
        dues(10000),
        {**dues(9000), "product_id": "DUES-2"},
        {**dues(3000), "product_id": "ASCLS-DUES", "provider": "ASCLS"},
    )
    plan = plan_team([rest("A", 400)], goods, as_of=DAY)
    assert plan.scenarios["everyone_joins"] == 29500


def test_a_product_for_members_only_needs_the_membership() -> None:
    goods = (
        {"product_id": "CLOSED", "provider": "ASCP", "credits": 400, "member_price": 1000},
        {"product_id": "OPEN", "credits": 400, "non_member_price": 9900},
    )
    # Without joining only OPEN is to be had ($99); with dues of $80 CLOSED costs 80 + 10 = $90.
    plan = plan_team([rest("A", 400), rest("M", 400, member_of=["ascp"])], catalogue(*goods, dues(8000)), as_of=DAY)
    assert bought(plan, "A") == [("CLOSED", 1, 1000, True), ("DUES", 1, 8000, False)]
    assert bought(plan, "M") == [("CLOSED", 1, 1000, True)]
    assert plan.scenarios == {"nobody_joins": 10900, "everyone_joins": 10000, "best_mix": 10000}


def test_a_member_pays_the_non_member_price_where_the_member_price_is_not_known() -> None:
    goods = catalogue({"product_id": "P", "provider": "ASCP", "credits": 400, "non_member_price": 2500})
    assert bought(plan_team([rest("A", 400, member_of=["ASCP"])], goods, as_of=DAY), "A") == [("P", 1, 2500, False)]


def test_a_member_pays_the_member_price_even_where_it_is_the_higher_one() -> None:
    goods = catalogue(
        {"product_id": "P", "provider": "ASCP", "credits": 400, "member_price": 3000, "non_member_price": 2500}, dues(0)
    )
    plan = plan_team([rest("A", 400)], goods, as_of=DAY)
    assert plan.scenarios == {"nobody_joins": 2500, "everyone_joins": 3000, "best_mix": 2500}


def test_who_joins_pays_all_member_prices() -> None:
    # X and P are both needed. Not joined 50 + 25 = $75; joined 10 + 1 + 30 = $41 (not 10 + 1 + 25).
    goods = catalogue(
        {"product_id": "P", "provider": "ASCP", "credits": 400, "member_price": 3000, "non_member_price": 2500},
        {"product_id": "X", "provider": "ASCP", "credits": 400, "member_price": 100, "non_member_price": 5000},
        dues(1000),
    )
    plan = plan_team([rest("A", 800)], goods, as_of=DAY)
    assert bought(plan, "A") == [("DUES", 1, 1000, False), ("P", 1, 3000, True), ("X", 1, 100, True)]


def test_a_membership_that_states_credits_gives_them() -> None:
    # 6 points come with the dues of $60; the 6-point course costs $70.
    goods = catalogue(
        {**dues(6000), "credits": 600, "areas": "*"}, {"product_id": "C", "credits": 600, "non_member_price": 7000}
    )
    plan = plan_team([rest("A", 600)], goods, as_of=DAY)
    assert bought(plan, "A") == [("DUES", 1, 6000, False)]
    assert plan.scenarios == {"nobody_joins": 7000, "everyone_joins": 6000, "best_mix": 6000}
