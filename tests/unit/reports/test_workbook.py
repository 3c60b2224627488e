"""The compliance workbook: golden cells, hostile text, exact numbers, print settings."""

from __future__ import annotations

import dataclasses
import io
import os
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook

from lib.domain.sentences import DISCLAIMER
from lib.reports import streamed
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
        # One page wide is the format's default, and a writer may leave it out.
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
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


def test_same_report_same_bytes(report: ComplianceReport) -> None:
    assert compliance_workbook(report) == compliance_workbook(report)


def test_a_workbook_is_dated_by_its_report(report: ComplianceReport) -> None:
    assert _opened(report).properties.created == datetime(2026, 11, 22)


def test_a_ledger_longer_than_a_sheet_continues_on_the_next(
    report: ComplianceReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert report.ledger is not None
    monkeypatch.setattr(streamed, "LONGEST_TABLE", 3)
    longer = pd.concat([report.ledger] * 4, ignore_index=True)  # 2 x 4 = 8 rows: 3 + 3 + 2
    longer["row"] = range(8)
    book = _opened(dataclasses.replace(report, ledger=longer))
    names = ["Credits ledger", "Credits ledger 2", "Credits ledger 3"]
    assert [name for name in book.sheetnames if name.startswith("Credits")] == names
    heads = [cell.value for cell in book[names[0]][1]]
    rows = [[book[name].cell(line, heads.index("Row") + 1).value for line in range(2, 5)] for name in names]
    assert rows == [[0, 1, 2], [3, 4, 5], [6, 7, None]]
    assert [cell.value for cell in book[names[2]][1]] == heads
    assert book[names[2]].auto_filter.ref == "A1:P3"
    said = {row[0].value: row[1].value for row in book["Summary"].iter_rows(max_row=14, max_col=2)}
    assert str(said["Sheet Credits ledger"]).startswith("continues on Credits ledger 2, Credits ledger 3: ")
    assert "Sheet Holdings" not in said  # three holdings fit


def test_statuses_have_the_colour_of_their_group(report: ComplianceReport) -> None:
    sheet = _opened(report)["Holdings"]
    fonts = [sheet.cell(row, 7).font for row in (2, 3, 4)]  # late, complete, dates missing
    assert [font.color.rgb for font in fonts] == ["FFB3261E", "FF1B6E5A", "FF5B4B9A"]
    assert all(font.bold for font in fonts)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<r><t>not a part</t></r>", "<r><t>not a part</t></r>"),
        ("<r>", "<r>"),
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("=1+1", "=1+1"),
        ("+1", "+1"),
        ("-1", "-1"),
        ("@x", "@x"),
        ("{=1}", "{=1}"),
        ("internal:Summary!A1", "internal:Summary!A1"),
        ("00007", "00007"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("  kept  ", "  kept  "),
        ("\x00\x1f", None),
    ],
)
def test_text_stays_the_text_it_is(report: ComplianceReport, text: str, read: str | None) -> None:
    verdicts = report.verdicts.assign(department=[text, "plain", None])
    sheet = _opened(dataclasses.replace(report, verdicts=verdicts))["Holdings"]
    cells = [sheet.cell(row, 4) for row in (2, 3, 4)]
    assert [cell.value for cell in cells] == [read, "plain", None]
    assert cells[0].data_type == ("n" if read is None else "s")
    assert not cells[0].hyperlink
