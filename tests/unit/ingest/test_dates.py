"""Dates: every way of writing one, and what decides day and month."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from lib.ingest.book import DATE, NUMBER, Column, plain_column
from lib.ingest.dates import NO_DAY, order_said, read_dates

TODAY = date(2026, 11, 22)


def read(texts: list[str], wanted: str | None = None) -> tuple[list[str | None], str | None, str | None]:
    column = plain_column(texts)
    found = read_dates(column, column.used(), TODAY, False, wanted)
    days = [found.days[code] for code in column.codes]
    return [None if day == NO_DAY else str(np.datetime64(int(day), "D")) for day in days], found.order, found.doubt


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-01-02", "2025-01-02"),
        ("01-13-2023 23:59 +00:00", "2023-01-13"),  # the written day, not the day in another zone
        ("12/31/2008 12:00:00 AM", "2008-12-31"),
        ("03-Mar-2025", "2025-03-03"),
        ("3 March 2025", "2025-03-03"),
        ("March 3, 2025", "2025-03-03"),
        ("Monday, 3 March 2025, 2:15 PM", "2025-03-03"),
        ("3 de marzo de 2025", "2025-03-03"),
        ("ngày 5 tháng 3 năm 2024", "2024-03-05"),
        ("2025-03-04T10:00:00Z", "2025-03-04"),
        ("20250304", "2025-03-04"),
        ("45678", "2025-01-21"),  # a serial number that became text
        ("13/1/99", "1999-01-13"),
        ("13/1/27", "2027-01-13"),  # up to twenty years ahead of 2026
        ("13/1/47", "1947-01-13"),
        ("1704067200", "2024-01-01"),  # a Unix time stamp
        ("31/06/2012", None),
        ("2024-02-30", None),
        ("2025", None),
        ("soon", None),
        ("1.5", None),
    ],
)
def test_one_date(text: str, expected: str | None) -> None:
    assert read([text])[0] == [expected]


def test_the_order_is_decided_by_what_exists_in_one_order_only() -> None:
    assert read(["03/04/2025", "13/04/2025"]) == (["2025-04-03", "2025-04-13"], "dmy", None)
    assert read(["03/04/2025", "04/13/2025"]) == (["2025-03-04", "2025-04-13"], "mdy", None)


def test_a_column_that_could_be_either_is_in_doubt() -> None:
    assert read(["03/04/2025"])[2] == "03/04/2025"
    assert read(["03/04/2025"], "dmy") == (["2025-04-03"], "dmy", None)
    assert read(["03/03/2025"])[2] is None  # both readings are the same day


def test_evidence_for_both_orders_leaves_the_others_in_doubt() -> None:
    assert read(["13/04/2025", "04/13/2025"])[0] == ["2025-04-13", "2025-04-13"]
    assert read(["13/04/2025", "04/13/2025", "01/02/2025"])[2] == "01/02/2025"
    assert read(["13/04/2025", "04/13/2025", "01/02/2025"], "mdy")[0] == ["2025-04-13", "2025-04-13", "2025-01-02"]


def test_a_date_that_exists_in_no_order_is_no_evidence() -> None:
    assert read(["31/06/2012", "03/04/2012"])[2] == "03/04/2012"


def test_numbers_and_date_cells() -> None:
    column = Column(
        np.arange(4),
        ["45000", "2025", "1905-07-17", "2025-01-02"],
        np.array([NUMBER, NUMBER, DATE, DATE], np.uint8),
        np.array([45000.0, 2025.0, -23543.0, 20090.75]),
    )
    found = read_dates(column, column.used(), TODAY, False, None)
    assert [str(np.datetime64(int(day), "D")) if day != NO_DAY else None for day in found.days] == [
        "2023-03-15",
        None,
        None,
        "2025-01-02",
    ]
    shifted = read_dates(column, column.used(), TODAY, True, None)
    assert str(np.datetime64(int(shifted.days[0]), "D")) == "2027-03-16"  # 1462 days on in the 1904 system


@pytest.mark.parametrize(
    ("header", "order"),
    [
        ("Completed (MM/DD/YYYY)", "mdy"),
        ("m/d/y", "mdy"),
        ("dd.mm.yy", "dmy"),
        ("Fecha (dd/mm/aaaa)", "dmy"),
        ("Datum (TT.MM.JJJJ)", "dmy"),
        ("Day/Month/Year", "dmy"),
        ("YYYY-MM-DD", None),
        ("Date", None),
        ("Addendum", None),
    ],
)
def test_the_order_that_a_header_names(header: str, order: str | None) -> None:
    assert order_said(header) == order


def test_a_zone_by_name_behind_a_time() -> None:
    assert read(["Jan-14-2025 13:05 America/New York"])[0] == ["2025-01-14"]
