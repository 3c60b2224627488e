"""The compliance workbook: golden cells, hostile text, exact numbers, print settings."""

from __future__ import annotations

import dataclasses
import io
import os
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from lib.domain.sentences import DISCLAIMER
from lib.reports.model import ComplianceReport
from lib.reports.workbook import compliance_workbook

GOLDEN = Path(__file__).parent / "golden_workbook.txt"


def _opened(report: ComplianceReport) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(compliance_workbook(report)))


def _canonical(book: Workbook) -> str:
    """Every cell that holds something: sheet, place, kind, number format, value."""
    lines = []
    for sheet in book.worksheets:
        lines.append(f"## {sheet.title}")
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None:
                    continue
                value = cell.value.date().isoformat() if isinstance(cell.value, datetime) else cell.value
                lines.append(f"{cell.coordinate} {cell.data_type} [{cell.number_format}] {value}")
    return "\n".join(lines) + "\n"


def test_golden_cells(report: ComplianceReport) -> None:
    found = _canonical(_opened(report))
    if os.environ.get("LABREADY_UPDATE_GOLDEN") == "1":
        GOLDEN.write_text(found, encoding="utf-8")
    assert found == GOLDEN.read_text(encoding="utf-8")


def test_same_report_same_cells(report: ComplianceReport) -> None:
    assert _canonical(_opened(report)) == _canonical(_opened(report))


def test_text_from_files_is_never_a_formula(report: ComplianceReport) -> None:
    for sheet in _opened(report).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", f"{sheet.title}!{cell.coordinate} became a formula: {cell.value}"
    holdings = _opened(report)["Holdings"]
    assert holdings["B3"].value == '=HYPERLINK("http://example.test","pay")'
    assert holdings["C3"].value == "@North"  # the control character is dropped


def test_points_are_exact_numbers_and_dates_are_dates(report: ComplianceReport) -> None:
    sheet = _opened(report)["Holdings"]
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    counted, missing, by = (sheet[f"{heads[h]}2"] for h in ("Points counted", "Points missing", "Declare by"))
    assert (counted.value, missing.value) == (27.5, 8.5)
    assert counted.number_format == "0.00"
    assert (by.value.date(), by.number_format) == (date(2026, 12, 4), "ddd d mmm yyyy")
    assert sheet[f"{heads['Employee ID']}2"].value == "00017"  # leading zeros stay
    assert sheet[f"{heads['Points asked']}4"].value is None  # no rule: no number


def test_reads_and_prints(report: ComplianceReport) -> None:
    book = _opened(report)
    assert book.sheetnames == ["Summary", "Holdings", "Gaps by requirement", "Credits ledger", "How it was decided"]
    sheet = book["Holdings"]
    assert sheet.freeze_panes == "C2"
    assert sheet.auto_filter.ref == "A1:AC4"
    assert sheet.print_title_rows == "$1:$1"
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.left.text == DISCLAIMER


def test_ledger_is_left_out_where_there_is_none(report: ComplianceReport) -> None:
    assert "Credits ledger" not in _opened(dataclasses.replace(report, ledger=None)).sheetnames


def test_an_empty_laboratory_still_gives_a_workbook(report: ComplianceReport) -> None:
    empty = dataclasses.replace(
        report,
        verdicts=report.verdicts.iloc[:0],
        requirements=report.requirements.iloc[:0],
        ledger=None,
        on_course=(0, 0),
    )
    assert _opened(empty)["Holdings"]["A2"].value == "Nothing to list."


@pytest.mark.parametrize("length", [32_767, 40_000])
def test_long_text_is_cut_at_what_a_cell_holds(report: ComplianceReport, length: int) -> None:
    verdicts = report.verdicts.assign(department="x" * length)
    sheet = _opened(dataclasses.replace(report, verdicts=verdicts))["Holdings"]
    assert len(sheet["D2"].value) == 32_767
