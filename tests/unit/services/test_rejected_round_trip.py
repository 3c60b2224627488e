"""Rejected rows downloaded, corrected and imported again: accepted, whatever layout they came in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from lib.domain.imports import ImportOptions
from lib.services import imports
from lib.services.container import LabReady
from lib.services.imports import Imported
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import ME, STAFF, imported, workbook


def start(app: LabReady) -> None:
    imported(app, "staff.xlsx", workbook(Staff=STAFF))


@pytest.fixture
def app() -> Iterator[LabReady]:
    with beginning_with(start) as opened:
        yield opened


def corrected(app: LabReady, batch: int, **cells: object) -> bytes:
    """The workbook of the rejected rows of an import, with these cells of its first sheet written over."""
    book = load_workbook(BytesIO(imports.rejected_workbook(app, ME, batch)))
    for place, value in cells.items():
        book.worksheets[0][place] = value
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def stored(app: LabReady, data: bytes, options: ImportOptions = ImportOptions(), name: str = "a.xlsx") -> Imported:  # noqa: B008
    done = imported(app, name, data, options=options)
    assert done.refused is None, done.refused.message
    return done


def counts(done: Imported) -> list[tuple[int, int, int]]:
    return [(sheet.accepted, sheet.duplicates, sheet.rejected) for sheet in done.outcome.sheets]


def titles(app: LabReady, staff_id: str) -> set[str]:
    return set(app.store.credits_of(staff_id)["title"])


def test_a_flat_export_with_a_title_block_and_several_faults_in_a_row(app):
    rows = [
        ["St. Example, export"],
        [],
        ["Emp #", "Employee Name", "Course", "Date Completed", "Contact Hours", "Category"],
        ["E1", "Lopez, Maria", "Fine", date(2026, 3, 1), 1, "Ethics"],
        ["E1", "Lopez, Maria", "Twice wrong", "31/02/2026", "n/a", "Ethics"],
    ]
    done = stored(app, workbook(Export=rows))
    assert counts(done) == [(1, 0, 1)]
    again = stored(app, corrected(app, done.batch, D2=date(2026, 2, 28), E2=1.5))
    assert counts(again) == [(1, 0, 0)]
    assert titles(app, "E1") == {"Fine", "Twice wrong"}


def test_a_grid_of_people_by_courses(app):
    rows = [
        ["Employee ID", "Last Name", "Fire", "Ethics", "Safety"],
        ["E1", "Lopez", date(2026, 3, 1), "31/02/2026", date(2026, 3, 3)],
        ["E2", "Ruiz", date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)],
    ]
    each = ImportOptions(set_fields={"points": "1"})
    done = stored(app, workbook(Grid=rows), each)
    assert counts(done) == [(5, 0, 1)]
    # the row comes back whole: what was accepted of it is known already
    again = stored(app, corrected(app, done.batch, D2=date(2026, 2, 28)), each)
    assert counts(again) == [(1, 2, 0)]
    assert titles(app, "E1") == {"Fire", "Ethics", "Safety"}


def test_a_roster_without_a_header_row(app):
    imported(
        app,
        "numbers.xlsx",
        workbook(
            Credentials=[
                ["Employee ID", "Credential", "Certification Number", "Cycle End"],
                ["E1", "MLS", "SU12345", date(2027, 6, 30)],
            ]
        ),
    )
    rows = [
        ["1234", "Course 1", None, None, "SU12345", date(2026, 3, 1), "State=FL", "Profession=CT"],
        ["1234", "Course 2", None, None, "SU12345", "13/13/2026", "State=FL", "Profession=CT"],
    ]
    each = ImportOptions(set_fields={"points": "1"})
    done = stored(app, workbook(Roster=rows), each)
    assert counts(done) == [(1, 0, 1)]
    again = stored(app, corrected(app, done.batch, F1=date(2026, 3, 13)), each)
    assert counts(again) == [(1, 0, 0)]
    found = app.store.credits_of("E1")
    assert sorted(found["title"]) == ["Course 1", "Course 2"]
    # the reason is read as nothing: no area was made of it
    assert set(found["area_text"].fillna("")) == {""}


def test_columns_chosen_by_hand_are_remembered_for_the_corrected_rows_too(app):
    rows = [
        ["Employee ID", "Wobble", "Completed On", "Value"],
        ["E1", "Fine", date(2026, 3, 1), 1],
        ["E1", "Wrong", "31/02/2026", 1],
    ]
    columns = {0: "staff_id", 1: "title", 2: "completed_on", 3: "points"}
    done = stored(app, workbook(Sheet1=rows), ImportOptions(columns={"Sheet1": columns}))
    assert counts(done) == [(1, 0, 1)]
    again = stored(app, corrected(app, done.batch, C2=date(2026, 2, 28)))
    assert counts(again) == [(1, 0, 0)]
    assert titles(app, "E1") == {"Fine", "Wrong"}


def test_two_tables_of_one_sheet_come_back_as_two_sheets(app):
    rows = [
        ["Employee ID", "Activity Title", "Completed On", "Points", "Area"],
        ["E1", "Wrong", "31/02/2026", 1, "ethics"],
        [],
        [],
        ["Employee ID", "Credential", "Cycle Start", "Cycle End"],
        ["E1", "MLS", date(2024, 7, 1), "30/30/2027"],
    ]
    done = stored(app, workbook(Both=rows))
    assert counts(done) == [(0, 0, 1), (0, 0, 1)]
    book = load_workbook(BytesIO(imports.rejected_workbook(app, ME, done.batch)))
    assert book.sheetnames == ["Both", "Both (2)"]
    book.worksheets[0]["C2"], book.worksheets[1]["D2"] = date(2026, 2, 28), date(2027, 6, 30)
    buffer = BytesIO()
    book.save(buffer)
    assert counts(stored(app, buffer.getvalue())) == [(1, 0, 0), (1, 0, 0)]
