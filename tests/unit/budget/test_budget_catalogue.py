"""The validator's sentences, the catalogue file, and what ships in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml

import lib.budget
from lib.budget.catalogue import _LOADER, parse_catalogue, validate
from lib.budget.products import read_products
from lib.domain import tables
from lib.domain.errors import LabReadyError

SHIPPED = (Path(lib.budget.__file__).parent / "data" / "catalogue.yaml").read_text(encoding="utf-8")
GOOD = {"product_id": "P1", "product": "Ethics hour", "kind": "course", "areas": "ethics", "non_member_price": 2500}


def problems(**changes: object) -> list[str]:
    return validate(pd.DataFrame([{**GOOD, **changes}], columns=list(tables.PRODUCTS), dtype=object))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"kind": "cuorse"},
            (
                'Row 1 (P1), column "Kind": "cuorse" is not a kind of product. '
                'Accepted: course, pack, unlimited, free, membership. Did you mean "course"?'
            ),
        ),
        (
            {"kind": None},
            (
                'Row 1 (P1), column "Kind": an empty cell is not a kind of product. '
                "Accepted: course, pack, unlimited, free, membership."
            ),
        ),
        ({"product_id": " "}, 'Row 1, column "Product ID": The cell is empty. Accepted: any text. Fill it in.'),
        ({"product": None}, 'Row 1 (P1), column "Product": The cell is empty. Accepted: any text. Fill it in.'),
        (
            {"non_member_price": -1},
            (
                'Row 1 (P1), column "Non-member Price": "-0.01" is less than nothing. '
                "Accepted: dollars, 0 or more, or empty where it is not known."
            ),
        ),
        (
            {"member_price": "ask"},
            (
                'Row 1 (P1), column "Member Price": "ask" is not a number. '
                "Accepted: dollars, or empty where it is not known."
            ),
        ),
        (
            {"member_price": "nan"},
            (
                'Row 1 (P1), column "Member Price": "nan" is not a number. '
                "Accepted: dollars, or empty where it is not known."
            ),
        ),
        (
            {"credits": 12.5},
            (
                'Row 1 (P1), column "Credits": "0.125" is out of range. '
                "Accepted: points, at most 10,000, with at most two decimals."
            ),
        ),
        (
            {"areas": "saftey;ethics"},
            (
                'Row 1 (P1), column "Areas": "saftey" is not an area. Did you mean "safety"? '
                "Accepted: areas joined by ; (such as safety;ethics), * for any area, or empty where not known."
            ),
        ),
        (
            {"areas": "Medical ethic"},
            (
                'Row 1 (P1), column "Areas": "Medical ethic" is not an area. Did you mean "ethics"? '
                "Accepted: areas joined by ; (such as safety;ethics), * for any area, or empty where not known."
            ),
        ),
        (
            {"last_day_of_sale": "31/02/2026"},
            (
                'Row 1 (P1), column "Last Day of Sale": "31/02/2026" is not a date that exists. '
                "Accepted: a date such as 2026-12-31, or empty."
            ),
        ),
        (
            {"repeatable": "maybe"},
            ('Row 1 (P1), column "Repeatable": "maybe" is neither yes nor no. Accepted: yes or no, or empty for no.'),
        ),
        (
            {"kind": "membership", "provider": None},
            (
                'Row 1 (P1), column "Provider": The cell is empty, and a membership is of a provider. '
                "Accepted: the provider's name, spelled as in the rows of its products."
            ),
        ),
    ],
)
def test_each_problem_is_a_sentence_with_its_place(changes: dict[str, object], sentence: str) -> None:
    assert problems(**changes) == [sentence]


def test_a_good_row_and_blank_cells_are_no_problem() -> None:
    assert problems() == []
    assert problems(areas=None, non_member_price=None, kind="unlimited") == []
    assert validate(tables.empty(tables.PRODUCTS)) == []


def test_the_same_id_twice_and_missing_columns() -> None:
    frame = pd.DataFrame([GOOD, {**GOOD, "product": "Other"}])
    assert validate(frame) == [
        (
            'Row 2 (P1), column "Product ID": "P1" is the ID of row 1 already. '
            "Accepted: an ID of its own for each product. Change one of them."
        )
    ]
    assert validate(pd.DataFrame({"product": ["x"]})) == [
        "The product table has no column Product ID, Kind. Needed: Product ID, Product, Kind. Add it."
    ]


def test_amounts_of_a_file_are_exact() -> None:
    frame = parse_catalogue(
        "products:\n- {product_id: P, product: X, kind: pack, credits: 4.35, non_member_price: 17.29, hours: 0.5,"
        " areas: [safety, ethics],"
        " access_months: 12, last_day_of_sale: 2026-12-31, repeatable: no, as_of: 2026-01-02}\n"
    )
    assert dict(frame.dtypes.astype(str)) == {
        name: str(pd.Series([], dtype=t).dtype) for name, t in tables.PRODUCTS.items()
    }
    row = frame.iloc[0]
    # 4.35 x 100 in binary floating point is 434.99999999999994
    assert (row.credits, row.non_member_price, row.hours, row.access_months) == (435, 1729, 50, 12)
    assert row.areas == "safety;ethics"
    assert row.last_day_of_sale == pd.Timestamp(2026, 12, 31)
    assert not row.repeatable
    assert pd.isna(row.member_price)
    assert pd.isna(row.provider)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("products: [", "not readable YAML"),
        ("- a", 'no list "products"'),
        ("products:\n- just text\n", 'Row 1 of "products" is not a product'),
        ("products:\n- {product_id: P, product: X, kind: pack, prize: 4}\n", 'the key "prize" is not known'),
        ("products:\n- {product_id: P, product: X, kind: pack, credits: 1.005}\n", '"1.005" is out of range'),
        ("products:\n- {product_id: P, product: X, kind: pack, member_price: ask}\n", '"ask" is not a number'),
        ("products:\n- {product_id: P, product: X, kind: pack, access_months: 1.5}\n", '"1.5" is out of range'),
    ],
)
def test_a_bad_file_is_refused_with_the_place(text: str, words: str) -> None:
    with pytest.raises(LabReadyError, match=words) as refused:
        parse_catalogue(text)
    assert refused.value.code == "catalogue"


# --- The shipped catalogue


def test_every_product_of_the_founding_guide_ships() -> None:
    shipped = set(parse_catalogue(SHIPPED)["product_id"])
    assert shipped >= {
        "ASCP-PATIENT-SAFETY", "ASCP-LEADERSHIP", "ASCP-PODCAST", "ASCP-UNLIMITED", "ASCP-PACKAGES", "ASCP-COURSE",
        "ASCP-CASE-REPORTS", "ASCP-LABQ", "ASCP-MLS-REVIEW", "ASCP-LMU-FUNDAMENTALS", "ASCP-LMU-ADVANCED", "ASCP-UPI",
        "ASCP-ANNUAL-MEETING", "ASCP-WEBINAR", "ASCP-ROUND-TABLE", "ASCP-MEMBERSHIP",
    }  # fmt: skip


def test_only_sourced_prices_ship() -> None:
    frame = parse_catalogue(SHIPPED).set_index("product_id")
    prices = {
        product_id: (None if pd.isna(row.member_price) else int(row.member_price), int(row.non_member_price))
        for product_id, row in frame.iterrows()
        if not pd.isna(row.non_member_price) and row.kind != "free"
    }
    # facts 0.2: 175 / 250, 399 / 499
    assert prices == {
        "ASCP-PATIENT-SAFETY": (17500, 25000),
        "ASCP-LEADERSHIP": (39900, 49900),
    }
    assert frame["member_price"].isna().eq(frame["non_member_price"].isna() | ~frame.index.str.startswith("ASCP")).all()
    assert frame["source"].notna().all()


def test_nothing_that_ships_is_bought_before_the_laboratory_fills_in_what_is_not_known() -> None:
    products = read_products(parse_catalogue(SHIPPED))
    assert [product.product_id for product in products if not product.not_set()] == []
    assert all(product.on_sale(date(2026, 11, 22)) for product in products)


def test_the_loader_in_c_reads_the_texts_that_the_plain_one_reads() -> None:
    assert yaml.load(SHIPPED, Loader=_LOADER) == yaml.load(SHIPPED, Loader=yaml.BaseLoader)
