"""What the cells of a column hold, by its kind."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.reports.cell_values import shown


def test_hundredths_become_the_number_nearest_to_them() -> None:
    # 7 hundredths are 0.07; so are 12,345,678,901 hundredths 123,456,789.01, to the last cent.
    values = pd.Series([7, None, 0, -850, 12_345_678_901], dtype="Int64")
    assert shown(values, "points") == [0.07, None, 0.0, -8.5, 123456789.01]
    assert shown(values, "money") == shown(values, "points")
    assert shown(pd.Series([1234], dtype="int64"), "whole") == [1234.0]


def test_days_have_the_numbers_of_excel() -> None:
    # 1 January 1900 is day 1 and 28 February 59; 29 February never was, but Excel counts it, so 1 March is 61.
    days = [date(1900, 1, 1), date(1900, 2, 28), date(1900, 3, 1), date(2026, 11, 22), None]
    assert shown(pd.Series(days, dtype="object"), "date") == [1, 59, 61, 46348, None]
    assert shown(pd.Series(pd.to_datetime(days)), "date") == [1, 59, 61, 46348, None]


def test_nothing_known_at_all() -> None:
    nothing = pd.Series([None, None], dtype="object")
    for kind in ("text", "status", "points", "money", "whole", "date"):
        assert shown(nothing, kind) == [None, None]
        assert shown(nothing.iloc[:0], kind) == []


def test_text_of_numbers_and_missing_text() -> None:
    assert shown(pd.Series([7, "", float("nan"), pd.NA, "nan"], dtype="object"), "text") == [
        "7", None, None, None, "nan",
    ]  # fmt: skip
