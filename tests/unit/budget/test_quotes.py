"""What is worth asking a quote for: who could be completed, and from how many people on a licence pays."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.budget import HoldingNeed, Part, PersonNeed, SharedSource, Tier, plan_team
from lib.budget.licences import licence_worth
from lib.budget.quotes import bought_by_many, worth_asking
from lib.domain import tables
from lib.domain.areas import ALL_MASK, EVERYTHING_MASK, mask_of

DAY = date(2026, 11, 22)


def person(staff_id: str, safety: int, rest: int, *titles: str) -> PersonNeed:
    accepts = (mask_of(("safety",)), EVERYTHING_MASK)
    held = HoldingNeed("ASCP", "MLS", accepts, (0, safety, rest, safety + rest), date(2027, 5, 31), date(2024, 7, 1))
    return PersonNeed(staff_id, f"Name {staff_id}", (held,), titles=frozenset(titles))


def catalogue(*rows: dict[str, object]) -> pd.DataFrame:
    filled = [{"product": row["product_id"], "kind": "course", "provider": "ASCP", **row} for row in rows]
    return tables.typed(pd.DataFrame(filled, columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)


def test_what_is_not_known_is_ranked_by_whom_it_could_complete() -> None:
    # A lacks 1 safety; B 1 safety and 3 others; C nothing but 3 others, and did LABQ before.
    people = [person("A", 100, 0), person("B", 100, 300), person("C", 0, 300, "labq")]
    shelf = catalogue(
        {"product_id": "LABQ", "kind": "pack", "credits": 3600, "areas": "safety;laboratory_operations"},
        {"product_id": "SAFETY", "areas": "safety"},
        {"product_id": "ONE", "credits": 100, "areas": "safety"},
        {"product_id": "COURSE"},
        {"product_id": "HEMA", "credits": 0, "areas": "hematology"},
        {"product_id": "PRICED", "credits": 100, "areas": "*", "non_member_price": 1000},
        {"product_id": "OLD", "credits": 100, "areas": "*", "last_day_of_sale": date(2026, 11, 21)},
    )
    found = worth_asking(people, shelf, as_of=DAY)
    # LABQ completes A and B (C has it already): 1 + 4 = 5 points. SAFETY, credits not known: safety points count for
    # the rest too, so enough of them complete all three: 1 + 4 + 3 = 8 points at most. ONE completes A and takes one
    # point of B and one of C: 3 points. COURSE could be anything, so it comes last; HEMA gives nothing.
    assert found[["product_id", "ask_for", "people", "points", "at_most"]].to_numpy().tolist() == [
        ["SAFETY", "price not set; credits not set", 3, 800, True],
        ["LABQ", "price not set", 2, 500, False],
        ["ONE", "price not set", 1, 300, False],
        ["COURSE", "price not set; credits not set; areas not set", 3, 800, True],
    ]
    assert worth_asking([], shelf, as_of=DAY).empty


def test_what_many_buy_one_by_one() -> None:
    people = [person(f"S{n}", 100, 0) for n in range(6)]
    shelf = catalogue({"product_id": "ONE", "credits": 100, "areas": "safety", "non_member_price": 1500})
    plan = plan_team(people, shelf, as_of=DAY)
    # 6 x $15 = $90; four people would be too few to ask.
    assert bought_by_many(plan)[["product_id", "people", "cost"]].to_numpy().tolist() == [["ONE", 6, 9000]]
    assert bought_by_many(plan_team(people[:4], shelf, as_of=DAY)).empty


def test_from_how_many_people_on_a_licence_pays() -> None:
    """Alone a point costs $15. A licence of any number of safety points at $100: A, B and C save $15, $15 and $30
    (C buys the course twice); D lacks nothing; so $60 for three people, $20 each: it pays from five people on."""
    shelf = catalogue(
        {"product_id": "ONE", "credits": 100, "areas": "safety", "non_member_price": 1500, "repeatable": True}
    )
    people = [person("A", 100, 0), person("B", 100, 0), person("C", 200, 0), person("D", 0, 0)]

    def licence(price: int) -> SharedSource:
        part = Part(None, ALL_MASK)
        return SharedSource("site licence T", "LIB", "Library", "LabCE", "site licence", (part,), (Tier(fixed=price),))

    (worth,) = licence_worth(people, shelf, [licence(10_000)], as_of=DAY)
    assert (worth.savings, worth.without, worth.beside) == ((3000, 1500, 1500), 6000, 0)
    assert (worth.pays, worth.pays_from) == (False, 5)
    (cheap,) = licence_worth(people, shelf, [licence(5_900)], as_of=DAY)
    assert (cheap.pays, cheap.pays_from) == (True, 3)
    (idle,) = licence_worth([person("D", 0, 0)], shelf, [licence(100)], as_of=DAY)
    assert (idle.pays, idle.pays_from) == (False, None)
