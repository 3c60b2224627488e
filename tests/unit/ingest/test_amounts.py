"""Numbers and units, exact."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from lib.ingest.amounts import amount, of_number, points_table, read_amounts, unit_of_header
from lib.ingest.book import plain_column


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1.5", "1.5", ""),
        ("1,5", "1.5", ""),
        ("1,500", "1500", ""),
        ("1.500,5", "1500.5", ""),
        ("1,500.5", "1500.5", ""),
        ("0,125", "0.125", ""),
        (".5", "0.5", ""),
        ("1 000,5", "1000.5", ""),
        ("-1", "-1", ""),
        ("1.5 CEU", "1.5", "CEU"),
        ("90 min", "90", "min"),
        ("+2", "2", ""),
    ],
)
def test_numbers(text: str, value: str, unit: str) -> None:
    found = amount(text)
    assert found is not None
    assert (found.value, found.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["", "n/a", "one", "1.2.3", "1,2,3", "١", "∞", "nan", "(1)"])
def test_no_numbers(text: str) -> None:
    assert amount(text) is None


def test_a_column_of_decimal_commas_reads_three_places_as_decimals() -> None:
    column = plain_column(["1,5", "1,250"])
    assert points_table(read_amounts(column, column.used()), "points").tolist() == [150, 125]


def test_units_behind_numbers_convert_and_unknown_ones_are_no_number() -> None:
    column = plain_column(["0.15 CEU", "100 min", "2 hrs", "5 %", "1½", "1e5"])
    amounts = read_amounts(column, column.used())
    # 0.15 x 10 = 1.5; 100 / 60 = 1.666.. cut to 1.66
    assert points_table(amounts, "points").tolist()[:3] == [150, 166, 200]
    assert amounts.problem.tolist() == ["", "", "", "invalid_points", "invalid_points", "invalid_points"]


def test_doubles_are_read_as_shown() -> None:
    assert of_number(0.7 + 0.1) == Decimal("0.8")
    assert of_number(1.1499999999999999) == Decimal("1.15")


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("CEU", "ceu"),
        ("CEUs", "ceu"),
        ("Credits (CEU)", "ceu"),
        ("Training/CEU Hours", "contact_hours"),
        ("Minutes", "minutes"),
        ("Duration (min)", "minutes"),
        ("Semester Hours", "semester_hours"),
        ("Quarter Credits", "quarter_hours"),
        ("Points", "points"),
        ("Credits", "points"),
        ("ContactHours", "contact_hours"),
    ],
)
def test_units_in_headers(header: str, unit: str) -> None:
    assert unit_of_header(header) == unit


def test_huge_numbers_stay_out_of_range() -> None:
    column = plain_column(["9" * 50])
    assert points_table(read_amounts(column, column.used()), "points")[0] > 10_000
    assert np.isfinite(points_table(read_amounts(column, column.used()), "ceu")[0])
