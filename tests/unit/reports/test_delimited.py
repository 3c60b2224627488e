"""The delimited file says what the workbook says."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from lib.domain.sentences import DISCLAIMER
from lib.reports.delimited import compliance_csv
from lib.reports.model import ComplianceReport
from lib.reports.safe_cells import guarded
from lib.reports.workbook import compliance_workbook


def _rows(report: ComplianceReport) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(compliance_csv(report).decode("utf-8-sig"))))


def test_numbers_and_dates(report: ComplianceReport) -> None:
    first = _rows(report)[0]
    assert first["Employee ID"] == "00017"
    assert (first["Points counted"], first["Points missing"], first["Ethics missing"]) == ("27.5", "8.5", "0.5")
    assert first["Declare by"] == "2026-12-04"
    assert first["What is missing"] == "ethics 0.5, rest 8"
    assert first["In words"] == (
        "8.5 points missing (8 if all that waits is confirmed); filing date passed, ends Sun 3 Jan 2027"
    )


def test_every_row_says_what_it_is_not(report: ComplianceReport) -> None:
    assert {row["Please note"] for row in _rows(report)} == {DISCLAIMER}


def test_same_figures_as_the_workbook(report: ComplianceReport) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(compliance_workbook(report)))["Holdings"]
    heads = [cell.value for cell in sheet[1]]
    column = heads.index("Points missing")
    in_book = [row[column].value for row in sheet.iter_rows(min_row=2)]
    in_text = [float(row["Points missing"]) if row["Points missing"] else None for row in _rows(report)]
    assert in_book == in_text == [8.5, 0, None]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "|x", "%x"])
def test_guard(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_plain_text_is_left_alone() -> None:
    assert guarded("Lopez, Maria") == "Lopez, Maria"


def test_hostile_name_is_guarded(report: ComplianceReport) -> None:
    assert _rows(report)[1]["Name"].startswith("'=HYPERLINK(")
