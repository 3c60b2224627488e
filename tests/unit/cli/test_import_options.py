"""Every option of ``import`` on the command line, with the exact document it prints and what it left stored."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lib.access.policy import local_principal
from lib.domain.imports import ImportOptions
from lib.services import imports
from lib.services.container import open_application
from lib.settings import Settings
from tests.unit.cli.test_main import run, workbook  # noqa: F401 - run is a fixture

HEADER = "Employee ID,Activity Title,Completed On,Points,Area\n"


@pytest.fixture
def text(tmp_path):
    def write(words, name="credits.csv"):
        (tmp_path / name).write_text(words, encoding="utf-8")
        return str(tmp_path / name)

    return write


def sheet(**changed):
    return {
        "sheet": "credits", "kind": "credits", "header_row": 1, "read": 1, "accepted": 1, "duplicates": 0,
        "skipped": 0, "rejected": 0, "problems": [], "unassigned_areas": {}, "new_staff": 1, **changed,
    }  # fmt: skip


def test_a_dry_run_prints_what_an_import_would_and_stores_nothing(run, text):  # noqa: F811
    file = text(HEADER + "001,Ethics hour,2026-01-05,1,ethics\n")
    expected = {"files": [{"file": "credits.csv", "batch": None, "sheets": [sheet()]}]}
    assert run("import", "--dry-run", file) == (0, expected, "")
    assert run("imports")[1] == {"imports": []}
    expected["files"][0]["batch"] = 1
    assert run("import", file) == (0, expected, "")


def test_strict_refuses_any_rejected_row(run, text):  # noqa: F811
    file = text(HEADER + "001,Ethics hour,2026-02-30,1,ethics\n001,Safety,2026-01-05,1,safety\n")
    message = (
        "credits.csv was not imported: 1 row was rejected, and strict imports accept none. Nothing of it was stored. "
        "See the problems with a dry run, correct the file, or import it without --strict."
    )
    code, document, said = run("import", "--strict", file)
    assert (code, document) == (
        1,
        {"files": [{"file": "credits.csv", "refused": {"code": "strict", "message": message}}]},
    )
    assert said.strip() == f"credits.csv: {message}"
    assert run("imports")[1] == {"imports": []}
    # Strict and a dry run together say the same, and a file without a fault is stored.
    assert run("import", "--strict", "--dry-run", file)[0] == 1
    assert run("import", "--strict", text(HEADER + "001,Safety,2026-01-05,1,safety\n"))[0] == 0


def test_the_date_order_settles_dates_that_could_be_either(run, text):  # noqa: F811
    file = text(HEADER + "001,Ethics hour,03/04/2026,1,ethics\n")
    code, document, _ = run("import", file)
    assert code == 1
    (refused,) = document["files"]
    assert refused["refused"]["code"] == "ambiguous_dates"
    assert "--date-order mdy (month first) or --date-order dmy (day first)" in refused["refused"]["message"]
    assert run("import", "--date-order", "dmy", file)[1] == {
        "files": [{"file": "credits.csv", "batch": 1, "sheets": [sheet()]}]
    }
    run("import", "--date-order", "mdy", text(HEADER + "001,Safety,03/04/2026,1,safety\n", "safety.csv"))
    workbook_rows = text("Employee ID,Credential,Cycle End\n001,PBT,2027-06-30\n", "holding.csv")
    run("import", workbook_rows)
    credits = run("explain", "001")[1]["holdings"][0]["credits"]
    assert {c["title"]: c["completed_on"] for c in credits} == {"Ethics hour": "2026-04-03", "Safety": "2026-03-04"}


def test_set_gives_a_field_one_value_for_every_row_or_for_one_sheet(run, text, tmp_path):  # noqa: F811
    file = text("Employee ID,Activity Title,Completed On,Area\n001,Ethics hour,2026-01-05,ethics\n")
    code, document, _ = run("import", file)
    assert (code, document["files"][0]["refused"]["code"]) == (1, "missing_points_column")
    assert "--set points=1.5" in document["files"][0]["refused"]["message"]
    assert run("import", "--set", "points=1.5", file)[0] == 0
    rows = [["Activity Title", "Completed On", "Area"], ["Course", date(2026, 2, 3), "safety"]]
    book = workbook(tmp_path / "two.xlsx", First=rows, Second=[rows[0], ["Other", date(2026, 2, 4), "safety"]])
    settings = ["--set", "staff_id=001", "--set", "First:points=2", "--set", "Second:points=3"]
    code, document, _ = run("import", "--kind", "credits", *settings, book)
    assert (code, [s["accepted"] for s in document["files"][0]["sheets"]]) == (0, [1, 1])
    run("import", text("Employee ID,Credential,Cycle End\n001,PBT,2027-06-30\n", "holding.csv"))
    credits = run("explain", "001")[1]["holdings"][0]["credits"]
    assert {c["title"]: c["points"] for c in credits} == {"Ethics hour": 1.5, "Course": 2.0, "Other": 3.0}


def test_kind_takes_every_sheet_for_that_kind(run, text):  # noqa: F811
    # By their columns these rows are staff; the kind says that they are memberships.
    file = text("Employee ID,Last Name,Provider,Site\n001,Lopez,ASCLS,Main\n", "people.csv")
    (found,) = run("import", "--dry-run", file)[1]["files"][0]["sheets"]
    assert found["kind"] == "staff"
    (found,) = run("import", "--kind", "memberships", file)[1]["files"][0]["sheets"]
    assert found == sheet(sheet="people", kind="memberships")


def test_a_remembered_mapping_is_listed_used_by_name_and_deleted(run, text, tmp_path):  # noqa: F811
    odd = "Employee ID,Wobble,Completed On,Points,Area\n001,{},2026-01-05,1,ethics\n"
    first = text(odd.format("Ethics hour"), "odd.csv")
    with open_application(Settings(tmp_path / "lab.duckdb"), today=lambda: date(2026, 6, 1)) as app:
        chosen = ImportOptions(columns={"odd": {0: "staff_id", 1: "title", 2: "completed_on", 3: "points", 4: "area"}})
        uploads = [imports.Upload("odd.csv", Path(first).read_bytes())]
        me, today = local_principal(), date(2026, 6, 1)
        imports.commit(app, me, imports.preview(app, me, uploads, chosen, today=today), today=today)
    code, document, _ = run("imports", "--mappings")
    (kept,) = document["mappings"]
    assert (code, list(kept), kept["name"]) == (0, ["name", "fingerprint", "columns"], "odd.csv")
    assert "Wobble → Activity title" in kept["columns"]
    second = text(odd.format("Safety hour"), "again.csv")
    assert run("import", "--mapping", "odd.csv", second)[1] == {
        "files": [{"file": "again.csv", "batch": 2, "sheets": [sheet(sheet="again", new_staff=0)]}]
    }
    run("import", text("Employee ID,Credential,Cycle End\n001,PBT,2027-06-30\n", "holding.csv"))
    credits = run("explain", "001")[1]["holdings"][0]["credits"]
    assert sorted(c["title"] for c in credits) == ["Ethics hour", "Safety hour"]
    code, document, _ = run("import", "--mapping", "other", second)
    assert (code, document["files"][0]["refused"]["code"]) == (1, "unknown_mapping")
    assert "Remembered are: odd.csv." in document["files"][0]["refused"]["message"]
    assert run("imports", "--forget-mapping", "odd.csv")[:2] == (0, {"mappings": []})
    code, _, said = run("imports", "--forget-mapping", "odd.csv")
    assert code == 1
    assert "imports --mappings" in said


def test_undo_names_what_was_taken_back_and_what_must_go_first(run, text):  # noqa: F811
    run("import", text(HEADER + "001,Ethics hour,2026-01-05,1,ethics\n"))
    run("import", text(HEADER + "001,Safety,2026-01-06,1,safety\n", "later.csv"))
    code, _, said = run("undo", "1")
    assert code == 1
    assert "Take back first import 2 (later.csv); then import 1." in said
    assert run("undo", "2")[:2] == (0, {"undone": 2, "file": "later.csv"})
    assert run("undo", "1")[:2] == (0, {"undone": 1, "file": "credits.csv"})
    assert [record["undone_on"] for record in run("imports")[1]["imports"]] == ["2026-06-01", "2026-06-01"]


def test_a_grid_of_points_asks_for_the_day_and_takes_it(run, text):  # noqa: F811
    file = text("Employee ID,Last Name,First Name,Ethics,Hematology\n001,Ray,Ann,1,1.5\n002,Lee,Bo,,2\n")
    code, document, _ = run("import", file)
    assert (code, document["files"][0]["refused"]["code"]) == (1, "missing_completion_date")
    code, document, _ = run("import", "--set", "completed_on=2026-01-05", file)
    # three filled cells: Ann 1 and 1.5, Bo 2
    assert (code, [sheet["accepted"] for sheet in document["files"][0]["sheets"]]) == (0, [3])
