"""The sample files are what their generator writes, and hold what their README promises."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

SAMPLE = Path(__file__).parents[2] / "sample_data"
ANCHOR = date(2026, 11, 22)
WORKBOOKS = ("laboratory.xlsx", "flat_export.xlsx")

TEMPLATE = {
    "Staff": "Employee ID, Last Name, First Name, Email, Site, Department, Job Title, Supervisor, Active, Hired On, "
    "Left On, On Leave, Notes",
    "Credentials": "Employee ID, Program, Credential, Certification Number, Certified On, Cycle Start, Cycle End, "
    "Participation, Required, Verified On, Declaration Filed On, Declaration Accepted On",
    "Credits": "Employee ID, Activity Title, Provider, Completed On, Points, Unit, Area, Activity Type, Status, "
    "Certificate Number, Evidence",
    "Memberships": "Employee ID, Provider, Member Until",
    "Catalogue": "Product ID, Provider, Product, Kind, Credits, Areas, Member Price, Non-member Price, Hours, "
    "Access Months, Last Day of Sale, Repeatable, Source, As Of",
}
"""The template workbook of the domain definition, sheet by sheet."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the generator has just written."""
    folder = tmp_path_factory.mktemp("sample")
    subprocess.run(
        [sys.executable, str(SAMPLE / "generate.py"), "--out", str(folder)], check=True, timeout=300, cwd=folder
    )
    return folder


def cells(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every sheet of a workbook as rows of values."""
    workbook = load_workbook(path, read_only=True)
    found = {sheet.title: [tuple(row) for row in sheet.iter_rows(values_only=True)] for sheet in workbook.worksheets}
    workbook.close()
    return found


@pytest.fixture(scope="module")
def laboratory() -> dict[str, list[tuple[object, ...]]]:
    return cells(SAMPLE / "laboratory.xlsx")


@pytest.mark.parametrize("name", WORKBOOKS)
def test_generator_writes_the_committed_workbook_cell_for_cell(written: Path, name: str) -> None:
    assert cells(written / name) == cells(SAMPLE / name)


@pytest.mark.parametrize("name", ["credits.csv", "anchor.json"])
def test_generator_writes_the_committed_text_file_byte_for_byte(written: Path, name: str) -> None:
    assert (written / name).read_bytes() == (SAMPLE / name).read_bytes()


@pytest.mark.parametrize("name", WORKBOOKS)
def test_workbooks_carry_a_fixed_time_and_not_that_of_writing(written: Path, name: str) -> None:
    properties = load_workbook(written / name).properties
    assert properties.created == properties.modified == datetime(2026, 11, 22, 6, 0)


def test_anchor_names_the_day_that_all_dates_are_laid_out_around() -> None:
    assert json.loads((SAMPLE / "anchor.json").read_text(encoding="utf-8")) == {"as_of": ANCHOR.isoformat()}


def test_laboratory_has_the_sheets_and_columns_of_the_template(
    laboratory: dict[str, list[tuple[object, ...]]],
) -> None:
    assert {sheet: ", ".join(str(cell) for cell in rows[0]) for sheet, rows in laboratory.items()} == TEMPLATE


def test_every_name_of_the_catalogue_says_example(laboratory: dict[str, list[tuple[object, ...]]]) -> None:
    products = laboratory["Catalogue"][1:]
    assert {str(row[2])[-9:] for row in products} == {"(example)"}
    assert {row[12] for row in products} == {"example price"}
    assert {row[3] for row in products} == {"course", "pack", "unlimited", "free", "membership"}


def test_about_120_people_on_three_sites_with_one_two_or_no_credentials(
    laboratory: dict[str, list[tuple[object, ...]]],
) -> None:
    staff = [row for row in laboratory["Staff"][1:] if row[0]]
    assert Counter((row[4], row[8]) for row in staff) == {
        ("Main", "Yes"): 80, ("North", "Yes"): 25, ("Harbor", "Yes"): 19,
        ("Main", "No"): 4, ("North", "No"): 2, ("Harbor", "No"): 1,
    }  # fmt: skip
    assert len({row[0] for row in staff}) == len(staff) == 131
    assert len({row[3] for row in staff}) == 131
    assert Counter(f"{row[2]} {row[1]}" for row in staff).most_common(1) == [("Maria Garcia", 2)]


def test_records_cover_three_years_up_to_the_anchor(laboratory: dict[str, list[tuple[object, ...]]]) -> None:
    days = sorted(row[3].date() for row in laboratory["Credits"] if isinstance(row[3], datetime))
    assert days[0] >= ANCHOR - timedelta(days=1096)
    assert days[0] <= ANCHOR - timedelta(days=1060)
    # The last is the one wrong date, its year's figures changed over; no other lies after the anchor.
    assert days[-1] == date(2062, 3, 11)
    assert days[-2] < ANCHOR


def test_flat_export_has_three_title_rows_above_its_header_and_a_total_below() -> None:
    rows = cells(SAMPLE / "flat_export.xlsx")["CE Transcript"]
    assert [sum(cell is not None for cell in row) for row in rows[:5]] == [1, 1, 1, 0, 14]
    assert rows[4][:3] == ("Employee ID", "Employee Name", "Work Email")
    assert rows[-1][0] == "Total"
    dates = Counter(type(row[9]).__name__ for row in rows[5:-1])
    assert dates["str"] > 100
    assert dates["datetime"] > 100


def test_provider_file_is_written_with_semicolons_in_windows_characters_and_loses_the_zeros_of_ids() -> None:
    content = (SAMPLE / "credits.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    lines = content.decode("cp1252").splitlines()
    assert len(lines[0].split(";")) == 8
    assert all(line.split(";")[0].isdigit() and line[0] != "0" for line in lines[1:])
