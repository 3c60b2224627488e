"""Importing through the services, with real files: previews that store nothing, commits, undo, and the workbooks."""

from __future__ import annotations

import pickle
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from io import BytesIO
from itertools import count

import pytest
from openpyxl import load_workbook

from lib.access.principal import Principal
from lib.domain.errors import NotAllowed, RefusedCommand
from lib.domain.imports import ImportOptions
from lib.services import imports
from lib.services.container import LabReady
from lib.services.imports import Upload
from tests.unit.services.workbooks import (
    CREDENTIALS,
    CREDITS_HEADER,
    ME,
    STAFF,
    TODAY,
    application,
    cells,
    credits,
    imported,
    workbook,
)

TEMPLATE = workbook(
    Staff=STAFF,
    Credentials=CREDENTIALS,
    Credits=credits(
        ["E1", "Lab safety", "LabCE", date(2026, 3, 10), 1, "Safety"],
        ["E1", "Lab Safety!", "LabCE", date(2026, 3, 10), 1, "Safety"],
        ["E2", "Ethics", "ASCP", "31/02/2026", 1, "Ethics"],
        ["E9", "=1+1", "ASCP", date(2026, 3, 11), 2.5, "Chemistry"],
    ),
)


@pytest.fixture
def app() -> Iterator[LabReady]:
    with application() as opened:
        yield opened


def test_a_preview_says_what_would_change_and_stores_nothing(app):
    version = app.store.data_version()
    (found,) = imports.preview(app, ME, [Upload("lab.xlsx", TEMPLATE)], today=TODAY)
    assert found.refused is None
    assert found.changes == imports.Changes(3, 0, 1, 0, 2, 1, ())
    assert app.store.data_version() == version
    assert app.store.staff().empty


def test_a_commit_stores_it_and_the_document_is_that_of_the_command_line(app):
    done = imported(app, "lab.xlsx", TEMPLATE)
    assert done.batch == 1
    (file,) = imports.report_document([done])["files"]
    assert list(file) == ["file", "batch", "sheets"]
    assert [
        (s["sheet"], s["kind"], s["read"], s["accepted"], s["duplicates"], s["rejected"]) for s in file["sheets"]
    ] == [
        ("Staff", "staff", 2, 2, 0, 0),
        ("Credentials", "credentials", 1, 1, 0, 0),
        ("Credits", "credits", 4, 2, 1, 1),
    ]
    credits_sheet = file["sheets"][2]
    assert list(credits_sheet) == [
        "sheet", "kind", "header_row", "read", "accepted", "duplicates", "skipped", "rejected", "problems",
        "unassigned_areas", "new_staff",
    ]  # fmt: skip
    (problem,) = credits_sheet["problems"]
    assert list(problem) == ["row", "column", "value", "code", "message"]
    assert (problem["row"], problem["column"], problem["code"]) == (4, "Completed On", "invalid_date")
    assert list(app.store.staff()["staff_id"]) == ["E1", "E2", "E9"]


def test_what_was_stored_since_the_preview_is_taken_into_account(app):
    before = imports.preview(app, ME, [Upload("lab.xlsx", TEMPLATE)], today=TODAY)
    imported(app, "other.xlsx", TEMPLATE)
    (done,) = imports.commit(app, ME, before, today=TODAY)
    assert done.batch == 2
    assert sum(sheet.duplicates for sheet in done.outcome.sheets) == 3
    assert len(app.store.credit_keys()) == 2


def test_a_refused_file_leaves_the_others_and_is_told_beside_them(app):
    files = [Upload("empty.csv", b""), Upload("lab.xlsx", TEMPLATE)]
    done = imports.commit(app, ME, imports.preview(app, ME, files, today=TODAY), today=TODAY)
    document = imports.report_document(done)["files"]
    assert [list(file) for file in document] == [["file", "refused"], ["file", "batch", "sheets"]]
    assert set(document[0]["refused"]) == {"code", "message"}
    assert document[1]["batch"] == 1


def test_a_file_with_names_only_waits_for_the_file_that_brings_the_people(app):
    by_name = workbook(
        Credits=[["Name", *CREDITS_HEADER[1:]], ["Maria Lopez", "Safety", "LabCE", date(2026, 3, 10), 1, "Safety"]]
    )
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("credits.xlsx", by_name)
        archive.writestr("staff.xlsx", workbook(Staff=STAFF))
    found = imports.preview(app, ME, [Upload("both.zip", buffer.getvalue())], today=TODAY)
    assert [(each.changes.new_staff, each.changes.new_credits, each.place) for each in found] == [(0, 1, 1), (2, 0, 0)]
    done = imports.commit(app, ME, found, today=TODAY)
    assert [each.batch for each in done] == [2, 1]
    assert list(app.store.credits_of("E1")["title"]) == ["Safety"]
    assert app.store.waiting_rows().empty


def test_credits_that_complete_someone_are_named_before_they_are_stored(app):
    area = ["Safety", "Ethics", *["Blood banking", "Chemistry", "Hematology", "Microbiology"]]
    points = [1, 1, 2, 2, 2, 2]
    # 1 safety + 1 ethics + 4 x 2 = 10 of 36; the rest is 26
    given = [
        ["E1", f"Course {n}", "LabCE", date(2026, 1, n + 1), p, a]
        for n, (a, p) in enumerate(zip(area, points, strict=True))
    ]
    imported(app, "lab.xlsx", workbook(Staff=STAFF, Credentials=CREDENTIALS, Credits=credits(*given)))
    almost = workbook(Credits=credits(["E1", "Long course", "LabCE", date(2026, 2, 1), 25.99, "Chemistry"]))
    enough = workbook(Credits=credits(["E1", "Long course", "LabCE", date(2026, 2, 1), 26, "Chemistry"]))
    found = imports.preview(app, ME, [Upload("almost.xlsx", almost)], today=TODAY)
    assert found[0].changes.newly_complete == ()
    found = imports.preview(app, ME, [Upload("enough.xlsx", enough)], today=TODAY)
    assert found[0].changes.newly_complete == ("Lopez, Maria (MLS)",)


def test_strict_refuses_rejected_rows_also_when_read_again(app):
    found = [imports.strict(each) for each in imports.preview(app, ME, [Upload("lab.xlsx", TEMPLATE)], today=TODAY)]
    assert found[0].refused is not None
    assert found[0].refused.message.startswith("lab.xlsx was not imported: 1 row was rejected")
    (done,) = imports.commit(app, ME, found, today=TODAY)
    assert (done.batch, done.refused.code) == (None, "strict")
    stale = replace(
        imports.strict(imports.preview(app, ME, [Upload("s.xlsx", workbook(Staff=STAFF))], today=TODAY)[0]),
        upload=Upload("lab.xlsx", TEMPLATE),
    )
    imported(app, "other.xlsx", workbook(Staff=STAFF))
    assert imports.commit(app, ME, [stale], today=TODAY)[0].refused.code == "strict"


def test_a_dry_run_has_no_number(app):
    (found,) = imports.preview(app, ME, [Upload("lab.xlsx", TEMPLATE)], today=TODAY)
    (file,) = imports.report_document([imports.as_dry_run(found)])["files"]
    assert file["batch"] is None
    assert len(file["sheets"]) == 3


def test_undo_and_history(app):
    imported(app, "lab.xlsx", TEMPLATE)
    done = imports.undo(app, ME, 1, today=TODAY + timedelta(days=1))
    assert (done.batch, done.file, done.credits, done.people) == (1, "lab.xlsx", 2, 3)
    (record,) = imports.history(app, ME).to_dict("records")
    assert (record["actor"], record["read"], record["accepted"], record["rejected"]) == ("local", 7, 5, 1)
    assert record["undone_on"].date() == date(2026, 11, 23)
    assert len(record["sha256"]) == 64


def test_rejected_rows_come_back_in_the_layout_of_their_file_ready_to_import_again(app):
    imported(app, "lab.xlsx", TEMPLATE)
    data = imports.rejected_workbook(app, ME, 1)
    ((name, rows),) = cells(data).items()
    assert name == "Credits"
    assert rows[0] == [*CREDITS_HEADER, "Reason"]
    assert rows[1][:3] == ["E2", "Ethics", "ASCP"]
    assert rows[1][3] == "31/02/2026"
    assert "31/02/2026" in rows[1][6]
    corrected = load_workbook(BytesIO(data))
    corrected["Credits"]["D2"] = date(2026, 2, 28)
    buffer = BytesIO()
    corrected.save(buffer)
    again = imported(app, "corrected.xlsx", buffer.getvalue())
    assert [(sheet.accepted, sheet.rejected) for sheet in again.outcome.sheets] == [(1, 0)]


def test_text_of_files_stays_text_in_the_workbook(app):
    given = credits(["E1", "=cmd|' /C calc'!A0", "LabCE", "never", "1", "a\x0bb"])
    text = "\n".join(",".join(str(cell) for cell in row) for row in given).encode()
    imported(app, "bad.csv", text)
    (sheet,) = load_workbook(BytesIO(imports.rejected_workbook(app, ME, 1))).worksheets
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=cmd|' /C calc'!A0", "s")


def test_an_import_without_rejected_rows_gives_a_workbook_that_says_so(app):
    imported(app, "staff.xlsx", workbook(Staff=STAFF))
    assert cells(imports.rejected_workbook(app, ME, 1)) == {"Rejected rows": [["No row of this import was rejected."]]}
    with pytest.raises(RefusedCommand, match="There is no import number 8"):
        imports.rejected_workbook(app, ME, 8)


def test_the_template_has_its_sheets_and_is_itself_nothing_to_import(app):
    sheets = cells(imports.template_workbook())
    assert list(sheets) == [
        "Staff", "Credentials", "Credits", "Memberships", "Catalogue", "Prices", "Product Notes", "Instructions",
    ]  # fmt: skip
    assert sheets["Memberships"][0] == ["Employee ID", "Provider", "Member Until"]
    assert [len(sheets[name][0]) for name in ("Staff", "Credentials", "Credits", "Catalogue")] == [13, 12, 11, 14]
    (found,) = imports.preview(app, ME, [Upload("template.xlsx", imports.template_workbook())], today=TODAY)
    assert found.refused is not None or sum(sheet.accepted for sheet in found.outcome.sheets) == 0


def test_the_template_filled_in_is_read_back(app):
    book = load_workbook(BytesIO(imports.template_workbook()))
    book["Staff"].append(["0007", "Lopez", "Maria"])
    book["Credits"].append(["0007", "Safety", "LabCE", date(2026, 3, 10), 1, None, "Safety"])
    buffer = BytesIO()
    book.save(buffer)
    done = imported(app, "filled.xlsx", buffer.getvalue())
    assert done.refused is None
    assert list(app.store.credits_of("0007")["points"]) == [100]


def test_a_chosen_mapping_is_remembered_listed_used_and_deleted(app):
    odd = workbook(
        Sheet1=[["Employee ID", "What we did", "Completed On", "Value of it"], ["E1", "Safety", date(2026, 3, 10), 1]]
    )
    options = ImportOptions(
        columns={"Sheet1": {0: "staff_id", 1: "title", 2: "completed_on", 3: "points"}},
        sheet_kinds={"Sheet1": "credits"},
        header_rows={"Sheet1": 1},
    )
    imports.commit(app, ME, imports.preview(app, ME, [Upload("odd.xlsx", odd)], options, today=TODAY), today=TODAY)
    (kept,) = imports.mappings(app, ME).to_dict("records")
    assert kept["name"] == "odd.xlsx"
    again = workbook(
        Sheet1=[["Employee ID", "What we did", "Completed On", "Value of it"], ["E1", "Ethics", date(2026, 4, 10), 1]]
    )
    done = imported(app, "again.xlsx", again)
    assert done.refused is None
    assert list(app.store.credits_of("E1")["title"]) == ["Safety", "Ethics"]
    named = imports.preview(app, ME, [Upload("a.xlsx", again)], ImportOptions(mapping="none.xlsx"), today=TODAY)
    assert named[0].refused.code == "unknown_mapping"
    assert "Remembered are: odd.xlsx." in named[0].refused.message
    imports.forget_mapping(app, ME, kept["fingerprint"], today=TODAY)
    assert imports.mappings(app, ME).empty
    with pytest.raises(RefusedCommand):
        imports.forget_mapping(app, ME, kept["fingerprint"], today=TODAY)


def test_progress_is_told(app):
    told = []
    imports.preview(
        app, ME, [Upload("lab.xlsx", TEMPLATE)], today=TODAY, progress=lambda share, words: told.append((share, words))
    )
    assert told[0] == (0.0, "Reading lab.xlsx")
    assert told[-1][0] == 1.0


def test_stopped_while_it_is_stored_nothing_of_that_file_is_there_and_those_before_stay(app):
    other = workbook(Staff=[["Employee ID", "Last Name"], ["E77", "Late"]])
    files = [Upload("lab.xlsx", TEMPLATE), Upload("other.xlsx", other)]
    version = app.store.data_version()
    previews = imports.preview(app, ME, files, today=TODAY)
    # Asked to stop at the first time it looks, the second, ... until it is too late for the first file.
    for times in count():
        stop = partial(next, iter([False] * times), True)
        lab, late = imports.commit(app, ME, previews, today=TODAY, stop=stop)
        if lab.batch is not None:
            break
        assert [lab.refused.code, late.refused.code] == ["stopped", "stopped"]
        assert "lab.xlsx was not imported: somebody stopped it. Nothing of it was stored." in lab.refused.message
        assert app.store.data_version() == version
        assert app.store.staff(ME.scope).empty
    # It looks before it begins, before people, credits and possible doubles, and at the end.
    assert times == 5
    assert late.refused.code == "stopped"
    assert "E77" not in set(app.store.staff(ME.scope)["staff_id"])
    assert not app.store.staff(ME.scope).empty


@pytest.mark.parametrize(
    "ask",
    [
        lambda app, who: imports.preview(app, who, [], today=TODAY),
        lambda app, who: imports.commit(app, who, [], today=TODAY),
        lambda app, who: imports.undo(app, who, 1, today=TODAY),
        lambda app, who: imports.history(app, who),
        lambda app, who: imports.rejected_workbook(app, who, 1),
        lambda app, who: imports.problems(app, who, 1),
        lambda app, who: imports.load_sample(app, who, today=TODAY),
        lambda app, who: imports.people_to_match(app, who),
        lambda app, who: imports.mappings(app, who),
        lambda app, who: imports.forget_mapping(app, who, "f", today=TODAY),
    ],
)
def test_without_the_permission_nothing_is_done(app, ask):
    with pytest.raises(NotAllowed):
        ask(app, Principal("nobody", frozenset()))


def test_a_preview_can_be_kept_between_runs_of_a_page(app):
    files = [Upload("lab.xlsx", TEMPLATE), Upload("empty.csv", b"")]
    kept = pickle.loads(pickle.dumps(imports.preview(app, ME, files, today=TODAY)))
    assert (kept[1].refused.code, kept[1].refused.message) != ("", "")
    done = imports.commit(app, ME, kept, today=TODAY)
    assert [each.batch for each in done] == [1, None]
