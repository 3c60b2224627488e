"""Of plans that cost the same: fewer hours, then fewer different products, then product IDs in order."""

from __future__ import annotations

import pytest

from lib.budget import plan_team
from lib.domain.areas import mask_of
from tests.unit.budget.tiny import (
    ANY,
    DAY,
    ETHICS,
    LIBRARY,
    SAFETY,
    bought,
    catalogue,
    dues,
    holding,
    person,
    rest,
)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # the same $20: 1 hour before 2
        ([("A", 200, 2000, 200), ("B", 200, 2000, 100)], ["B"]),
        # the same $20 and 2 hours: one product before two
        ([("A", 100, 1000, 100), ("B", 100, 1000, 100), ("C", 200, 2000, 200)], ["C"]),
        # the same in all of these: the first IDs
        ([("C", 200, 2000, 200), ("B", 200, 2000, 200)], ["B"]),
        # hours that are not known are the credits: 2 for A, so B's 1.5 come first
        ([("A", 200, 2000, None), ("B", 200, 2000, 150)], ["B"]),
    ],
)
def test_ties_go_to_fewer_hours_then_fewer_products_then_the_first_id(
    rows: list[tuple[str, int, int, int | None]], expected: list[str]
) -> None:
    goods = catalogue(
        *({"product_id": p, "credits": c, "non_member_price": price, "hours": hours} for p, c, price, hours in rows)
    )
    plan = plan_team([rest("A", 200)], goods, as_of=DAY)
    assert [product_id for product_id, *_ in bought(plan, "A")] == expected


def test_one_product_twice_comes_before_two_that_cost_the_same() -> None:
    # 2 points at $10 and 1 hour each: C twice is one product, A and B are two
    one = {"credits": 100, "non_member_price": 1000, "hours": 100}
    goods = catalogue(
        {"product_id": "A", **one}, {"product_id": "B", **one}, {"product_id": "C", **one, "repeatable": True}
    )
    assert bought(plan_team([rest("A", 200)], goods, as_of=DAY), "A") == [("C", 2, 1000, False)]


def test_of_equal_quantities_the_first_id_is_bought_most() -> None:
    # 1 in safety, 1 in ethics, 2 in either: A and B are both needed, the 2 left over go to A
    one = {"credits": 100, "non_member_price": 1000, "hours": 100, "repeatable": True}
    for first, second in (("safety", "ethics"), ("ethics", "safety")):
        goods = catalogue({"product_id": "A", **one, "areas": first}, {"product_id": "B", **one, "areas": second})
        plan = plan_team([person("A", holding([(SAFETY, 100), (ETHICS, 100), (ANY, 200)]))], goods, as_of=DAY)
        assert bought(plan, "A") == [("A", 3, 1000, False), ("B", 1, 1000, False)]


def test_the_first_set_of_ids_is_the_one_with_the_first_id() -> None:
    # 10 points: A + C = 4 + 6 and B + D = 5 + 5, both $10 and 10 hours
    goods = catalogue(
        *(
            {"product_id": product_id, "credits": points, "non_member_price": points, "hours": points}
            for product_id, points in (("D", 500), ("C", 600), ("B", 500), ("A", 400))
        )
    )
    plan = plan_team([rest("A", 1000)], goods, as_of=DAY)
    assert [product_id for product_id, *_ in bought(plan, "A")] == ["A", "C"]


def test_equal_quantities_are_settled_where_one_solve_cannot_hold_all_criteria() -> None:
    # As above, with prices and hours that have no common unit with Z's: the criteria need several solves.
    one = {"credits": 100, "non_member_price": 100003, "hours": 10007, "repeatable": True}
    goods = catalogue(
        {"product_id": "A", **one, "areas": "safety"},
        {"product_id": "B", **one, "areas": "ethics"},
        {"product_id": "Z", "credits": 100, "non_member_price": 1, "hours": 1, "areas": "histology"},
    )
    needs = [(SAFETY, 100), (ETHICS, 100), (mask_of(("histology",)), 100), (SAFETY | ETHICS, 400)]
    plan = plan_team([person("A", holding(needs))], goods, as_of=DAY)
    assert bought(plan, "A") == [("A", 5, 100003, False), ("B", 1, 100003, False), ("Z", 1, 1, False)]


def test_free_units_that_are_not_needed_are_left_out() -> None:
    # nothing to pay and no time: still 3 episodes for 3 points, not more
    free = {"product_id": "F", "kind": "free", "credits": 100, "hours": 0, "repeatable": True}
    assert bought(plan_team([rest("A", 300)], catalogue(free), as_of=DAY), "A") == [("F", 3, 0, False)]


def test_a_low_member_price_does_not_beat_a_price_without_dues() -> None:
    # P: $20, or $5 after dues of $100; Q: $10
    goods = catalogue(
        {"product_id": "P", "provider": "ASCP", "credits": 400, "member_price": 500, "non_member_price": 2000},
        {"product_id": "Q", "credits": 400, "non_member_price": 1000},
        dues(10000),
    )
    plan = plan_team([rest("A", 400)], goods, as_of=DAY)
    assert bought(plan, "A") == [("Q", 1, 1000, False)]
    assert plan.scenarios == {"nobody_joins": 1000, "everyone_joins": 10500, "best_mix": 1000}


def test_the_hours_of_an_unlimited_product_are_what_the_person_uses_of_it() -> None:
    # 14.5 points missing, hours not known: 15 whole hours. A stated number stands.
    assert plan_team([rest("A", 1450)], catalogue(LIBRARY), as_of=DAY).hours_hundredths == 1500
    assert plan_team([rest("A", 1450)], catalogue({**LIBRARY, "hours": 300}), as_of=DAY).hours_hundredths == 300
