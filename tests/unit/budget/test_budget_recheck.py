"""The second opinion refuses every kind of wrong plan, whoever made it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from lib.budget import HoldingNeed, Item, PersonNeed
from lib.budget.products import read_products
from lib.budget.recheck import PlanCheckFailed, recheck
from lib.budget.situations import Scenario
from lib.domain import tables
from lib.domain.areas import EVERYTHING_MASK, mask_of

DAY = date(2026, 11, 22)
ROWS = [
    {"product_id": "SAFE", "provider": "ASCP", "product": "Safe", "kind": "course", "credits": 200, "areas": "safety",
     "member_price": 800, "non_member_price": 1000},
    {"product_id": "PODCAST", "product": "Podcast", "kind": "free", "credits": 100, "areas": "*", "repeatable": True},
    {"product_id": "OLD", "product": "Old", "kind": "course", "credits": 900, "areas": "*", "non_member_price": 0,
     "last_day_of_sale": date(2026, 11, 21)},
    {"product_id": "BLANK", "product": "Blank", "kind": "course", "areas": "*", "non_member_price": 0},
    {"product_id": "DUES", "provider": "ASCP", "product": "Dues", "kind": "membership", "non_member_price": 100},
    {"product_id": "DUES2", "provider": "ascp", "product": "Dues 2", "kind": "membership", "non_member_price": 100},
]  # fmt: skip
PRODUCTS = {
    product.product_id: product
    for product in read_products(
        tables.typed(pd.DataFrame(ROWS, columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)
    )
}
# safety 1 and rest 2 missing: deficits of {}, {safety}, {rest}, both
NEED = HoldingNeed("ASCP", "MLS", (mask_of(("safety",)), EVERYTHING_MASK), (0, 100, 200, 300), DAY, date(2024, 1, 1))
PERSON = PersonNeed("A", "Name", (NEED,))


def item(product_id: str, quantity: int, price: int, *, as_member: bool = False) -> Item:
    return Item(product_id, PRODUCTS[product_id].product, PRODUCTS[product_id].provider, quantity, price, as_member)


GOOD = (item("SAFE", 1, 1000), item("PODCAST", 1, 0))
"""2 points in safety, of which 1 goes to the rest, and 1 in any area: 1 + 2 = 3."""


def check(
    items: tuple[Item, ...], cost: int, person: PersonNeed = PERSON, scenario: Scenario = Scenario.BEST_MIX
) -> None:
    recheck(person, items, cost, PRODUCTS, as_of=DAY, scenario=scenario)


def test_a_plan_that_holds_passes() -> None:
    check(GOOD, 1000)
    check((item("DUES", 1, 100), item("SAFE", 1, 800, as_member=True), item("PODCAST", 1, 0)), 900)
    member = replace(PERSON, member_of=frozenset({"ASCP"}))
    check((item("SAFE", 1, 800, as_member=True), item("PODCAST", 1, 0)), 800, member, Scenario.NOBODY_JOINS)


@pytest.mark.parametrize(
    ("items", "cost", "person", "scenario", "words"),
    [
        (GOOD[:1], 1000, PERSON, Scenario.BEST_MIX, "still misses points"),
        ((item("SAFE", 1, 1000), item("PODCAST", 0, 0)), 1000, PERSON, Scenario.BEST_MIX, "cannot be bought 0 times"),
        ((item("SAFE", 2, 1000),), 2000, PERSON, Scenario.BEST_MIX, "cannot be bought 2 times"),
        ((*GOOD, item("PODCAST", 1, 0)), 1000, PERSON, Scenario.BEST_MIX, "listed twice"),
        (GOOD, 900, PERSON, Scenario.BEST_MIX, "do not add up to 900"),
        ((item("SAFE", 1, 800), GOOD[1]), 800, PERSON, Scenario.BEST_MIX, "not sold to this person at 800"),
        ((item("SAFE", 1, 800, as_member=True), GOOD[1]), 800, PERSON, Scenario.BEST_MIX, "not sold to this person"),
        ((*GOOD, item("DUES", 1, 100)), 1100, PERSON, Scenario.NOBODY_JOINS, "although nobody joins"),
        ((*GOOD, item("DUES", 1, 100), item("DUES2", 1, 100)), 1200, PERSON, Scenario.BEST_MIX, "there already"),
        (GOOD, 1000, replace(PERSON, titles=frozenset({"safe"})), Scenario.BEST_MIX, "was done already"),
        ((item("OLD", 1, 0),), 0, PERSON, Scenario.BEST_MIX, "not sold after 2026-11-21"),
        ((item("BLANK", 1, 0), *GOOD), 1000, PERSON, Scenario.BEST_MIX, "points of BLANK are not known"),
        (
            GOOD,
            1000,
            replace(PERSON, holdings=(replace(NEED, usable_by=date(2026, 11, 21)),)),
            Scenario.BEST_MIX,
            "could be earned until 2026-11-21 only",
        ),
    ],
)
def test_a_plan_that_does_not_hold_is_refused(
    items: tuple[Item, ...], cost: int, person: PersonNeed, scenario: Scenario, words: str
) -> None:
    with pytest.raises(PlanCheckFailed, match=words):
        check(items, cost, person, scenario)
