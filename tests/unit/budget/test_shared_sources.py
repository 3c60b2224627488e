"""From the tables to what people use together: what counts, for whom, at which price, until when."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.budget import Part, Tier
from lib.budget.further import problems_of
from lib.budget.sources import shared_sources
from lib.domain import tables
from lib.domain.areas import ALL_MASK, mask_of
from lib.domain.budget_tables import OWNED, TERMS

DAY = date(2026, 11, 22)
STAFF = pd.DataFrame({"staff_id": ["1", "2", "3"], "site": ["Main", "Main", "North"]})


def frame(columns: dict[str, str], *rows: dict[str, object]) -> pd.DataFrame:
    return tables.typed(pd.DataFrame(list(rows), columns=list(columns), dtype=object), columns)


PRODUCTS = frame(
    tables.PRODUCTS,
    {"product_id": "LIB", "product": "Library", "kind": "unlimited", "areas": "*", "non_member_price": 9500},
    {"product_id": "ETH", "product": "Ethics hour", "kind": "course", "areas": "ethics", "credits": 100},
    {"product_id": "UNKNOWN", "product": "Credits not set", "kind": "course", "areas": "*", "non_member_price": 100},
    {"product_id": "BOTH", "product": "Set", "kind": "pack"},
)


def made(terms: list[dict[str, object]], owned: list[dict[str, object]] | None = None) -> dict[str, object]:
    found = shared_sources(PRODUCTS, frame(TERMS, *terms), frame(OWNED, *(owned or [])), STAFF, as_of=DAY)
    return {source.source_id: source for source in found}


def test_quantity_steps_of_a_product_are_one_source() -> None:
    steps = [
        {"term_id": f"T{n}", "product_id": "LIB", "form": "quantity_price", "least_seats": n, "price": price}
        for n, price in ((10, 8000), (50, 6000))
    ]
    source = made(steps)["quantity LIB"]
    assert source.tiers == (Tier(10, None, 0, 8000), Tier(50, None, 0, 6000))
    # 40 people: 40 x $80 = $3,200, but fifty seats at $60 are $3,000.
    assert source.cost(40) == 300_000


def test_a_licence_is_of_its_sites_and_of_the_tier_that_their_heads_fit() -> None:
    rows = [
        {"term_id": f"T{most}", "product_id": "LIB", "form": "site_licence", "most_seats": most, "price": price,
         "sites": "Main"}
        for most, price in ((1, 1000), (5, 20_000))
    ]  # fmt: skip
    (source,) = made(rows).values()
    assert (source.open_to, source.tiers) == (frozenset({"1", "2"}), (Tier(0, None, 20_000, 0),))


def test_what_is_not_known_or_over_is_left_out() -> None:
    rows = [
        {"term_id": "A", "product_id": "UNKNOWN", "form": "session", "price": 100},
        {"term_id": "B", "product_id": "ETH", "form": "session"},
        {"term_id": "C", "product_id": "ETH", "form": "session", "price": 100, "valid_until": date(2026, 11, 21)},
        {"term_id": "D", "product_id": "BOTH", "form": "bundle", "price": 100, "includes": "ETH;UNKNOWN"},
        {"term_id": "E", "product_id": "ETH", "form": "class_price", "price": 100, "buyer_class": "resident"},
    ]
    owned = [
        {"owned_id": "1", "product_id": "LIB", "ends_on": date(2026, 11, 21)},
        {"owned_id": "2", "product_id": "LIB", "seats": 0},
    ]
    assert made(rows, owned) == {}


def test_a_bundle_gives_all_that_it_includes() -> None:
    row = {"term_id": "D", "product_id": "BOTH", "form": "bundle", "price": 900, "includes": "ETH;LIB"}
    source = made([row])["bundle D"]
    assert source.parts == (Part(100, mask_of(("ethics",))), Part(None, ALL_MASK))
    assert source.tiers == (Tier(each=900),)


def test_owned_for_one_for_some_seats_and_for_a_site() -> None:
    owned = [
        {"owned_id": "1", "product_id": "LIB", "staff_id": "3", "points_left": 250},
        {"owned_id": "2", "product_id": "ETH", "seats": 2, "ends_on": DAY},
        {"owned_id": "3", "product_id": "LIB", "sites": "Main"},
    ]
    found = made([], owned)
    assert found["owned 1"].open_to == frozenset({"3"})
    assert found["owned 1"].parts == (Part(250, ALL_MASK),)
    assert (found["owned 2"].given, found["owned 2"].tiers) == (False, (Tier(most=2),))
    assert (found["owned 3"].given, found["owned 3"].open_to) == (True, frozenset({"1", "2"}))


def test_one_sentence_for_each_thing_wrong() -> None:
    terms = frame(
        TERMS,
        {"term_id": "A", "product_id": "NONE", "form": "quantity_price", "price": 100},
        {"term_id": "A", "product_id": "LIB", "form": "licence"},
        {"term_id": "B", "product_id": "LIB", "form": "session", "price": -1, "sites": "Moon"},
    )
    told = problems_of("price_terms", terms, products={"LIB"}, sites={"Main"})
    assert [text.split(":")[0] for text in told] == [
        'Row 1, column "Product ID"', 'Row 1, column "From seats"', 'Row 2, column "Term ID"',
        'Row 2, column "Form"', 'Row 3, column "Price"', 'Row 3, column "Sites"',
    ]  # fmt: skip
    good = frame(TERMS, {"term_id": "A", "product_id": "LIB", "form": "session", "price": 0, "sites": "Main"})
    assert problems_of("price_terms", good, products={"LIB"}, sites={"Main"}) == []
