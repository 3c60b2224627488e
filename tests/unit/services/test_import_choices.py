"""What a person chooses about one file of several: each is read under its own answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from lib.domain.imports import ImportOptions
from lib.services import imports
from lib.services.container import LabReady
from lib.services.imports import Preview, Upload
from tests.unit.services.workbooks import CREDENTIALS, ME, STAFF, TODAY, application, imported, workbook

HEADER = "Employee ID,Activity Title,Completed On,Points,Area"


@pytest.fixture
def app() -> Iterator[LabReady]:
    with application() as opened:
        yield opened


def text(name: str, *lines: str) -> Upload:
    return Upload(name, "\n".join(lines).encode())


def read(app: LabReady, *uploads: Upload, **chosen: ImportOptions) -> list[Preview]:
    by_name = {upload.name.partition(".")[0]: upload for upload in uploads}
    options = {by_name[name].key: choice for name, choice in chosen.items()}
    return imports.preview(app, ME, uploads, today=TODAY, chosen=options)


def days(app: LabReady, staff_id: str = "E1") -> list[str]:
    return [day.date().isoformat() for day in app.store.credits_of(staff_id).sort_values("title")["completed_on"]]


def test_two_files_with_dates_of_either_order_get_an_answer_each(app):
    one = text("one.csv", HEADER, "E1,A,03/04/2026,1,ethics")
    two = text("two.csv", HEADER, "E1,B,03/04/2026,1,ethics")
    assert [each.refused.code for each in read(app, one, two)] == ["ambiguous_dates"] * 2
    found = read(app, one, two, one=ImportOptions(date_order="mdy"), two=ImportOptions(date_order="dmy"))
    imports.commit(app, ME, found, today=TODAY)
    assert days(app) == ["2026-03-04", "2026-04-03"]


def test_a_refused_file_is_looked_at_so_that_its_columns_can_be_chosen(app):
    (found,) = read(app, text("one.csv", HEADER, "E1,A,03/04/2026,1,ethics"))
    (sheet,) = found.sheets
    assert (sheet.kind, sheet.header_row) == ("credits", 1)
    assert [column.field for column in sheet.columns] == ["staff_id", "title", "completed_on", "points", "area"]
    assert sheet.top == [HEADER.split(","), ["E1", "A", "03/04/2026", "1", "ethics"]]


def test_each_date_column_of_a_sheet_can_have_its_own_order(app):
    lines = ["Employee ID,Last Name,Hired On,Credential,Cycle End", "E1,Lopez,03/04/2020,MLS,05/06/2027"]
    file = text("flat.csv", *lines)
    orders = {"flat:hired_on": "dmy", "flat:cycle_end": "mdy"}
    sheet_name = read(app, file)[0].sheets[0].sheet
    orders = {key.replace("flat", sheet_name): order for key, order in orders.items()}
    (found,) = read(app, file, flat=ImportOptions(date_orders=orders))
    assert found.refused is None
    imports.commit(app, ME, [found], today=TODAY)
    assert app.store.staff()["hired_on"].iloc[0].date() == date(2020, 4, 3)
    assert app.store.holdings()["cycle_end"].iloc[0].date() == date(2027, 5, 6)


def test_a_sheet_order_serves_every_column_that_has_none_of_its_own(app):
    file = text("one.csv", HEADER, "E1,A,03/04/2026,1,ethics")
    sheet_name = read(app, file)[0].sheets[0].sheet
    (found,) = read(app, file, one=ImportOptions(date_order="mdy", date_orders={sheet_name: "dmy"}))
    imports.commit(app, ME, [found], today=TODAY)
    assert days(app) == ["2026-04-03"]


def test_a_sheet_can_be_left_out(app):
    book = workbook(
        Staff=STAFF, Credits=[HEADER.split(","), ["E1", "A", date(2026, 3, 4), 1, "ethics"]], Credentials=CREDENTIALS
    )
    file = Upload("lab.xlsx", book)
    (found,) = read(app, file, lab=ImportOptions(sheet_kinds={"Credits": "unknown"}))
    assert [(sheet.sheet, sheet.kind, sheet.accepted) for sheet in found.sheets] == [
        ("Staff", "staff", 2), ("Credits", "unknown", 0), ("Credentials", "credentials", 1),
    ]  # fmt: skip


def test_of_two_tables_in_one_sheet_each_has_its_own_columns(app):
    rows = [
        ["Employee ID", "Activity Title", "Completed On", "Points", "Remark"],
        ["E1", "A", date(2026, 3, 4), 1, "chemistry"],
        [],
        [],
        ["Employee ID", "Last Name", "Site", "Department", "Job Title"],
        ["E1", "Lopez", "Main", "Core", "MLS"],
    ]
    file = Upload("two.xlsx", workbook(Sheet1=rows))
    (before,) = read(app, file)
    assert [(sheet.kind, sheet.header_row) for sheet in before.sheets] == [("credits", 1), ("staff", 5)]
    chosen = {0: "staff_id", 1: "title", 2: "completed_on", 3: "points", 4: "area"}
    (found,) = read(app, file, two=ImportOptions(columns={"Sheet1:1": chosen}))
    assert [(sheet.kind, sheet.accepted) for sheet in found.sheets] == [("credits", 1), ("staff", 1)]
    imports.commit(app, ME, [found], today=TODAY)
    assert list(app.store.credits_of("E1")["areas"]) == ["chemistry"]
    # only the headers of which a column was chosen are remembered
    assert len(imports.mappings(app, ME)) == 1


def test_rows_without_a_person_can_be_given_one_and_need_no_header(app):
    imported(app, "staff.xlsx", workbook(Staff=STAFF))
    file = text("pasted.txt", "Blood bank update\t2026-03-04\t1.5", "Ethics\t2026-03-05\t1")
    sheet_name = read(app, file)[0].sheets[0].sheet
    options = ImportOptions(
        header_rows={sheet_name: 0},
        columns={sheet_name: {0: "title", 1: "completed_on", 2: "points"}},
        set_fields={f"{sheet_name}:staff_id": "E2"},
    )
    (found,) = read(app, file, pasted=options)
    assert found.refused is None, found.refused.message
    imports.commit(app, ME, [found], today=TODAY)
    assert sorted(zip(app.store.credits_of("E2")["title"], app.store.credits_of("E2")["points"], strict=True)) == [
        ("Blood bank update", 150),
        ("Ethics", 100),
    ]


def test_columns_of_a_grid_can_be_chosen(app):
    imported(app, "staff.xlsx", workbook(Staff=STAFF))
    # One known word makes no header row: the row is chosen too.
    rows = [["Employee ID", "Safety", "Ethics"], ["E1", date(2026, 3, 4), None], ["E2", None, date(2026, 3, 5)]]
    file = Upload("grid.xlsx", workbook(Grid=rows))
    (found,) = read(
        app,
        file,
        grid=ImportOptions(
            header_rows={"Grid": 1},
            columns={"Grid": {0: "staff_id", 1: "activity", 2: ""}},
            set_fields={"Grid:points": "1"},
        ),
    )
    assert found.refused is None, found.refused.message
    assert [(sheet.kind, sheet.read, sheet.accepted) for sheet in found.sheets] == [("credits", 1, 1)]
    imports.commit(app, ME, [found], today=TODAY)
    assert list(app.store.credits_of("E1")["title"]) == ["Safety"]
    assert app.store.credits_of("E2").empty


def test_what_would_change_is_named(app):
    imported(app, "staff.xlsx", workbook(Staff=STAFF))
    moved = workbook(Staff=[["Employee ID", "Last Name", "Site"], ["E1", "Lopez", "North"], ["E7", "New", "Main"]])
    (found,) = read(app, Upload("moved.xlsx", moved))
    told = found.changes.details[["change", "name", "field", "before", "after"]].astype(object)
    assert told.where(told.notna(), None).values.tolist() == [
        ["new person", "New", None, None, None],
        ["changed person", "Lopez, Maria", "site", None, "North"],
    ]


def test_what_progress_raises_ends_the_reading_and_nothing_is_stored(app):
    class Enough(Exception):
        pass

    def stop(share: float, words: str) -> None:
        if share > 0:
            raise Enough

    with pytest.raises(Enough):
        imports.preview(app, ME, [Upload("lab.xlsx", workbook(Staff=STAFF))], today=TODAY, progress=stop)
    assert app.store.staff().empty
    assert imported(app, "lab.xlsx", workbook(Staff=STAFF)).batch == 1


def test_two_windows_with_the_same_file_store_it_once_and_neither_waits_for_the_other(app):
    file = text("one.csv", HEADER, "E1,A,2026-03-04,1,ethics")
    (first,), (second,) = read(app, file), read(app, file)
    with app.store.rehearsal():  # a third window is looking at what its file would change
        (stored,) = imports.commit(app, ME, [first], today=TODAY)
        (again,) = imports.commit(app, ME, [second], today=TODAY)
    assert [(sheet.accepted, sheet.duplicates) for sheet in stored.outcome.sheets] == [(1, 0)]
    assert [(sheet.accepted, sheet.duplicates) for sheet in again.outcome.sheets] == [(0, 1)]
    assert len(app.store.credits_of("E1")) == 1
