"""Prices by class of buyer, who may buy at all, last day of access, and owned seats before free ones: tiny cases."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lib.budget import HoldingNeed, Part, PersonNeed, SharedSource, Tier, plan_team, plan_together
from lib.budget.products import read_products
from lib.domain import tables
from lib.domain.areas import ALL_MASK, EVERYTHING_MASK

DAY = date(2026, 11, 22)


def person(staff_id: str, points: int, *classes: str, member_of: str = "") -> PersonNeed:
    held = HoldingNeed("ASCP", "MLS", (EVERYTHING_MASK,), (0, points), date(2027, 5, 31), date(2024, 7, 1))
    return PersonNeed(staff_id, f"Name {staff_id}", (held,), frozenset({member_of} - {""}), classes=frozenset(classes))


def catalogue(*rows: dict[str, object]) -> pd.DataFrame:
    filled = [
        {"product": row["product_id"], "kind": "course", "areas": "*", "credits": 100, "provider": "CAP", **row}
        for row in rows
    ]
    typed = tables.typed(pd.DataFrame(filled, columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)
    beside = ("class_prices", "only_for", "last_day_of_access")
    return typed.assign(**{name: pd.Series([row.get(name) for row in rows], dtype=object) for name in beside})


SAM = {"product_id": "SAM", "member_price": 17_500, "non_member_price": 22_800, "class_prices": {"Resident": 5_000}}


@pytest.mark.parametrize(
    ("who", "price", "as_member", "buyer_class"),
    [
        # CAP's patient-safety course: member $175, non-member $228, resident $50 (facts/catalogue.md 3.1).
        (person("A", 100), 22_800, False, ""),
        (person("A", 100, member_of="CAP"), 17_500, True, ""),
        (person("A", 100, "resident"), 5_000, False, "resident"),
        (person("A", 100, "resident", member_of="CAP"), 5_000, False, "resident"),
        (person("A", 100, "student"), 22_800, False, ""),
    ],
)
def test_each_buyer_pays_the_lowest_price_open_to_them(
    who: PersonNeed, price: int, as_member: bool, buyer_class: str
) -> None:
    plan = plan_team([who], catalogue(SAM), as_of=DAY)
    (item,) = plan.people[0].items
    assert (item.unit_price_cents, item.as_member, item.buyer_class) == (price, as_member, buyer_class)


def test_a_dearer_class_price_never_replaces_the_member_price() -> None:
    dear = {**SAM, "class_prices": {"resident": 20_000}}
    (found,) = plan_team([person("A", 100, "resident", member_of="CAP")], catalogue(dear), as_of=DAY).people
    assert [(i.unit_price_cents, i.as_member) for i in found.items] == [(17_500, True)]


def test_a_price_for_one_class_is_no_price_for_the_others() -> None:
    only_residents = {"product_id": "R", "class_prices": {"resident": 5_000}}
    plan = plan_team([person("A", 100), person("B", 100, "resident")], catalogue(only_residents), as_of=DAY)
    assert [(p.staff_id, p.cost_cents) for p in plan.people] == [("B", 5_000)]
    assert [u.staff_id for u in plan.unplannable] == ["A"]
    assert not read_products(catalogue(only_residents))[0].price_unknown


def test_student_dues_open_the_member_price() -> None:
    # Courses: member $10, other $50. Dues $60, students $20: two points cost a student 20 + 2 x 10 = $40, anybody else
    # min(2 x 50, 60 + 2 x 10) = $80.
    shelf = catalogue(
        {"product_id": "C", "member_price": 1_000, "non_member_price": 5_000, "repeatable": True},
        {"product_id": "DUES", "kind": "membership", "credits": None, "areas": None, "non_member_price": 6_000,
         "class_prices": {"student": 2_000}},
    )  # fmt: skip
    plan = plan_team([person("A", 200), person("B", 200, "student")], shelf, as_of=DAY)
    assert [(p.staff_id, p.cost_cents) for p in plan.people] == [("A", 8_000), ("B", 4_000)]
    # Everybody joins: 60 + 20, 20 + 20. Nobody joins: 100 each.
    assert plan.scenarios == {"nobody_joins": 20_000, "everyone_joins": 12_000, "best_mix": 12_000}


def test_who_may_not_buy_is_not_planned_with_it_and_what_is_over_is_not_sold() -> None:
    doctors = {"product_id": "CME", "non_member_price": 13_500, "only_for": "physician"}
    nobody = {"product_id": "SHUT", "non_member_price": 100, "only_for": ""}
    gone = {"product_id": "GONE", "non_member_price": 100, "last_day_of_access": date(2026, 11, 21)}
    today = {"product_id": "LAST", "non_member_price": 20_000, "last_day_of_access": DAY}
    people = [person("A", 100), person("B", 100, "physician")]
    plan = plan_team(people, catalogue(doctors, nobody, gone, today), as_of=DAY)
    assert [(p.staff_id, p.items[0].product_id) for p in plan.people] == [("A", "LAST"), ("B", "CME")]
    assert plan.no_longer_sold == ("GONE",)


def owned_seats(seats: int, hours: int) -> SharedSource:
    return SharedSource("owned 1", "LIB", "Library", "LabCE", "owned", (Part(100, ALL_MASK),), (Tier(most=seats),),
                        hours=hours, owned=True)  # fmt: skip


def test_owned_seats_are_used_before_free_ones_even_where_those_take_fewer_hours() -> None:
    # Two lack one point. A free course gives it in half an hour; one owned seat is left, of an hour. Nothing costs
    # anything either way: the seat is used by one of them, the free course by the other.
    free = catalogue({"product_id": "FREE", "kind": "free", "non_member_price": 0, "hours": 50})
    people = [person("A", 100), person("B", 100)]
    plan = plan_together(people, free, [owned_seats(1, 100)], as_of=DAY)
    assert plan.total_cents == 0
    assert sorted(item.product_id for p in plan.people for item in p.items) == ["FREE", "LIB"]
    assert plan.hours_hundredths == 150
    both = plan_together(people, free, [owned_seats(5, 100)], as_of=DAY)
    assert [[item.product_id for item in p.items] for p in both.people] == [["LIB"], ["LIB"]]


def test_an_owned_seat_goes_to_whom_it_saves_most_and_no_second_one_is_wasted() -> None:
    # A lacks one point ($30), B two ($60, one product each). One seat of any number of points: it saves B $60.
    shelf = catalogue({"product_id": "X", "non_member_price": 3_000}, {"product_id": "Y", "non_member_price": 3_000})
    seat = SharedSource("owned 1", "LIB", "Library", "LabCE", "owned", (Part(None, ALL_MASK),), (Tier(most=1),),
                        owned=True)  # fmt: skip
    plan = plan_together([person("A", 100), person("B", 200)], shelf, [seat], as_of=DAY)
    assert [(p.staff_id, p.cost_cents) for p in plan.people] == [("A", 3_000), ("B", 0)]
    two = [owned_seats(3, 100), SharedSource("owned 2", "LIB2", "Other", "", "owned", (Part(100, ALL_MASK),),
                                             (Tier(most=3),), hours=50, owned=True)]  # fmt: skip
    plan = plan_together([person("A", 100)], shelf, two, as_of=DAY)
    assert [item.product_id for item in plan.people[0].items] == ["LIB2"]
