"""The other spreadsheet formats, with what each can tell: dates, the 1904 system, errors, what is hidden, what is
merged."""

from __future__ import annotations

from datetime import date as day
from pathlib import Path

import pytest

from lib.domain.errors import RefusedFile
from lib.ingest.limits import Limits
from lib.ingest.pipeline import parse
from tests.layouts.building import account, problems, read, rows_of
from tests.layouts.other_formats import ods, xlsb

FILES = Path(__file__).parent / "files"
ROWS = [
    ["Employee ID", "Course", "Date", "Points", "Area"],
    ["0007", "Ethics", day(2025, 1, 14), 1.5, "Ethics"],
    [7, "Safety", day(2025, 1, 15), 2, None],
    ["0007", "Wrong", "#N/A", "#REF!", None],
]
STORED = [("0007", "Ethics", "2025-01-14", 150), ("0007", "Safety", "2025-01-15", 200)]


def test_xls_has_errors_hidden_parts_and_merged_cells() -> None:
    outcome = read((FILES / "credits.xls").read_bytes(), "credits.xls")
    report = outcome.sheets[0]
    assert account(report) == ("credits", 1, 5, 4, 0, 0, 1)
    assert problems(report) == [(4, "Date", "#N/A", "cell_error"), (4, "Points", "#REF!", "cell_error")]
    # row 6 lies under the merged cell of row 5
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on", "points") == [
        *STORED,
        ("E3", "Blood", "2025-01-16", 100),
        ("E3", "Blood 2", "2025-01-17", 100),
    ]
    assert "1 hidden rows were read like the others (the first is row 2)." in report.notes
    assert "1 hidden columns were read like the others." in report.notes
    assert "The sheet is hidden in the file." in outcome.sheets[1].notes


def test_xls_of_the_1904_date_system() -> None:
    outcome = read((FILES / "date_1904.xls").read_bytes(), "old.xls")
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on", "points") == STORED


def test_ce_brokers_roster_is_an_old_workbook() -> None:
    outcome = read((FILES / "ce_broker.xls").read_bytes(), "roster.xls")
    assert account(outcome.sheets[0]) == ("credits", None, 2, 1, 0, 0, 1)
    assert problems(outcome.sheets[0]) == [(2, None, "RN999", "unknown_person"), (2, None, None, "missing_points")]
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on", "points", "areas") == [
        ("0007", "20-999", "2008-12-03", 150, "ethics")
    ]


def test_a_damaged_xls_is_refused_or_read_without_its_facts() -> None:
    data = (FILES / "credits.xls").read_bytes()
    codes = set()
    for size in (600, 1_500, 3_000, len(data) - 600):
        try:
            codes.add(parse("cut.xls", data[:size], Limits()).format)
        except RefusedFile as refused:
            codes.add(refused.code)
    assert codes <= {"workbook", "broken_file"}
    circular = data[:512] + b"\0" * 512 + data[1024:]  # every sector table entry points at sector 0
    with pytest.raises(RefusedFile):
        parse("circular.xls", circular, Limits())


def test_ods_has_errors_and_hidden_parts() -> None:
    data = ods({"Credits": ROWS, "Lists": [["x"]]}, hidden_rows=[1], hidden_columns=[4], hidden_sheets=["Lists"])
    outcome = read(data, "credits.ods")
    report = outcome.sheets[0]
    assert account(report) == ("credits", 1, 3, 2, 0, 0, 1)
    assert problems(report) == [(4, "Date", "#N/A", "cell_error"), (4, "Points", "#REF!", "cell_error")]
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on", "points") == STORED
    assert "1 hidden rows were read like the others (the first is row 2)." in report.notes
    assert "1 hidden columns were read like the others." in report.notes
    assert "The sheet is hidden in the file." in outcome.sheets[1].notes
    calc = read(ods({"Credits": [*ROWS[:2], ["0007", "Wrong", "Err:502", 1]]}), "credits.ods")
    assert problems(calc.sheets[0]) == [(3, "Date", "Err:502", "cell_error")]


def test_xlsb_is_read_and_said_to_be_unverified() -> None:
    outcome = read(xlsb({"Credits": ROWS[:3]}), "credits.xlsb")
    assert account(outcome.sheets[0]) == ("credits", 1, 2, 2, 0, 0, 0)
    assert rows_of(outcome.credits, "staff_id", "title", "completed_on", "points") == STORED
    assert any("never tried on a real export" in note for note in outcome.sheets[0].notes)


def test_ce_brokers_fixed_width_text_is_refused_and_never_misread() -> None:
    records = [
        "150-1234567890" + "Smith, Jones, and Co".ljust(79),
        "220-1234567   Ethics, law, and order",
        "3RN123   12032008",
        "5000000003",
        "6",
    ]
    for lines in (
        [line[:100].ljust(100) for line in records],
        [line.rstrip() for line in records],
    ):
        with pytest.raises(RefusedFile, match="CE Broker's fixed-width roster") as refused:
            read("\r\n".join(lines).encode(), "roster.txt")
        assert refused.value.code == "fixed_width"
        assert "as a spreadsheet (.xls or .xlsx)" in refused.value.message
