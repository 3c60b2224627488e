"""The command line on a small laboratory: exact documents, exit codes, and agreement with what was typed."""

from __future__ import annotations

import io
import json
import shutil
from contextlib import redirect_stdout
from datetime import date

import duckdb
import openpyxl
import pytest

from lib.cli.main import main


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Return (exit code, document or text, standard error) of a command on a database of its own."""
    monkeypatch.delenv("LABREADY_DB", raising=False)

    def call(*words, as_json=True, db="lab.duckdb"):
        code = main(
            ["--db", str(tmp_path / db), "--as-of", "2026-06-01", *words, *(["--format", "json"] if as_json else [])]
        )
        captured = capsys.readouterr()
        assert "fault of LabReady" not in captured.err, captured.err
        return code, json.loads(captured.out) if as_json and captured.out else captured.out, captured.err

    return call


def workbook(path, **sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return str(path)


def laboratory_file(folder):
    return workbook(
        folder / "lab.xlsx",
        Staff=[
            ["Employee ID", "Last Name", "First Name", "Site", "Department"],
            ["001", "Lopez", "Maria", "Main", "Core"],
            ["002", "Okafor", "Dan", "North", "Core"],
        ],
        Credentials=[
            ["Employee ID", "Credential", "Cycle End"],
            ["001", "PBT", date(2027, 6, 30)],
            ["002", "MLS", date(2026, 6, 15)],
        ],
        Credits=[
            ["Employee ID", "Activity Title", "Completed On", "Points", "Area"],
            ["001", "Needle safety", date(2026, 1, 5), 1, "safety"],
            ["001", "Consent", date(2026, 1, 6), 2.5, "ethics"],
            ["001", "Misc", date(2026, 1, 7), 1, "something"],
            ["002", "Coagulation", date(2026, 2, 1), "n/a", "hematology"],
            ["002", "Coagulation", date(2026, 2, 1), 40, "hematology"],
            ["002", "coagulation!", date(2026, 2, 1), 40, "hematology"],
        ],
        Catalogue=[
            ["Product ID", "Provider", "Product", "Kind", "Credits", "Areas", "Member Price", "Non-member Price"],
            ["E1", "Acme", "Ethics hour", "course", 1, "ethics", None, 20],
            ["P8", "Acme", "Pack of 8", "pack", 8, "*", 30, 45],
            ["U", "Acme", "Everything", "unlimited", None, "*", 80, 120],
            ["M", "Acme", "Membership", "membership", None, None, None, 30],
        ],
    )


@pytest.fixture
def laboratory(tmp_path):
    return laboratory_file(tmp_path)


@pytest.fixture(scope="module")
def imported_once(tmp_path_factory):
    """A closed database into which the laboratory was imported on 1 June 2026; to be copied."""
    folder = tmp_path_factory.mktemp("imported")
    path = folder / "lab.duckdb"
    with redirect_stdout(io.StringIO()):
        assert main(["--db", str(path), "--as-of", "2026-06-01", "import", laboratory_file(folder)]) == 0
    return path


@pytest.fixture
def stored(imported_once, tmp_path):
    """The laboratory is in the database that ``run`` asks."""
    shutil.copy(imported_once, tmp_path / "lab.duckdb")


def test_import_accounts_for_every_row(run, laboratory):
    code, document, _ = run("import", laboratory)
    assert code == 0
    (file,) = document["files"]
    assert (file["file"], file["batch"]) == ("lab.xlsx", 1)
    counts = {
        s["sheet"]: (s["kind"], s["header_row"], s["read"], s["accepted"], s["duplicates"], s["skipped"], s["rejected"])
        for s in file["sheets"]
    }
    assert counts == {
        "Staff": ("staff", 1, 2, 2, 0, 0, 0),
        "Credentials": ("credentials", 1, 2, 2, 0, 0, 0),
        "Credits": ("credits", 1, 6, 4, 1, 0, 1),
        "Catalogue": ("catalogue", 1, 4, 4, 0, 0, 0),
    }
    credits = file["sheets"][2]
    assert [(p["row"], p["column"], p["value"], p["code"]) for p in credits["problems"]] == [
        (5, "Points", "n/a", "invalid_points")
    ]
    assert credits["unassigned_areas"] == {"something": 1}
    assert [s["new_staff"] for s in file["sheets"]] == [2, 0, 0, 0]


def test_status_is_exact(run, stored):
    code, document, _ = run("status")
    assert code == 0
    late, waiting = document["rows"]
    # MLS 36: 40 points of hematology give 2 + 26 = 28; missing 1 + 1 + 2 + 2 + 2 = 8. Declare by 15 June - 30 days.
    assert (late["staff_id"], late["name"], late["status"], late["declare_by"], late["days_left"]) == (
        "002", "Okafor, Dan", "late", "2026-05-16", -16,
    )  # fmt: skip
    assert (late["total"], late["earned"], late["counted"], late["missing"], late["missing_at_best"]) == (
        36,
        40,
        28,
        8,
        8,
    )
    assert late["gaps"] == {
        "safety": 1, "ethics": 1, "blood_banking": 2, "chemistry": 2, "hematology": 0, "microbiology": 2, "rest": 0,
    }  # fmt: skip
    # PBT 9: Surely 1 safety, 1 ethics, 1.5 rest; at best the unassigned point too: 4.5 missing.
    numbers = [waiting[name] for name in ("total", "earned", "counted", "missing", "missing_at_best")]
    assert numbers == [9, 4.5, 3.5, 5.5, 4.5]
    assert waiting["gaps"] == {"safety": 0, "ethics": 0, "rest": 5.5}
    assert (waiting["cycle_start"], waiting["cycle_end"], waiting["declare_by"]) == (
        "2024-07-01",
        "2027-06-30",
        "2027-05-31",
    )
    # 2024-07-01 .. 2027-05-31 are 1064 days, of which 700 have passed: 9 * 700 / 1064 = 5.92.
    assert (waiting["expected"], waiting["data_through"], waiting["status"]) == (5.92, "2026-01-07", "behind")
    assert waiting["rule"] == {"version": "ASCP-PBT-2023", "confidence": "MED", "verified_on": None}


def test_status_and_report_can_be_narrowed_to_who_is_short_in_an_area(run, stored, tmp_path):
    # MLS of 002 lacks ethics and safety; PBT of 001 lacks points of any area alone.
    short = {area: [row["staff_id"] for row in run("status", "--area", area)[1]["rows"]] for area in ("ethics", "rest")}
    assert short == {"ethics": ["002"], "rest": ["001"]}
    assert len(run("status", "--area", "ethics", "--area", "rest")[1]["rows"]) == 2
    assert run("report", "--area", "ethics", "--out", str(tmp_path / "ethics.csv"))[0] == 0
    told = (tmp_path / "ethics.csv").read_text(encoding="utf-8-sig")
    assert ("Okafor, Dan" in told, "Lopez, Maria" in told) == (True, False)


def test_explain_ends_every_point_in_one_place(run, stored):
    code, document, _ = run("explain", "001")
    assert code == 0
    (holding,) = document["holdings"]
    assert [(c["title"], c["allocated"], c["not_counted"], c["reason"], c["row"]) for c in holding["credits"]] == [
        ("Needle safety", {"safety": 1}, 0, None, 2),
        ("Consent", {"ethics": 1, "rest": 1.5}, 0, None, 3),
        ("Misc", {}, 1, "to_confirm", 4),
    ]
    assert (holding["credits"][0]["file"], holding["credits"][0]["sheet"]) == ("lab.xlsx", "Credits")


def test_plan_is_the_cheapest(run, stored):
    code, document, _ = run("plan")
    assert code == 0
    # 001 needs 5.5 of anything: the pack at 45. 002 needs 8 in five areas: the pack of 8 at 45 fits exactly.
    # Joining costs 30 more and saves 15 each.
    pack = {"product_id": "P8", "quantity": 1, "unit_price": 45, "as_member": False}
    assert document["people"] == [
        {"staff_id": "001", "cost": 45, "hours": 8, "items": [pack]},
        {"staff_id": "002", "cost": 45, "hours": 8, "items": [pack]},
    ]
    assert (document["total"], document["proven_optimal"], document["gap"], document["unplannable"]) == (
        90,
        True,
        0.0,
        [],
    )
    assert document["scenarios"] == {"nobody_joins": 90, "everyone_joins": 120, "best_mix": 90}
    # One of the two: without 002, 8 points stay missing, without 001, only 5.5.
    _, short, _ = run("plan", "--budget", "50")
    assert ([p["staff_id"] for p in short["people"]], short["unplannable"]) == (
        ["002"],
        [{"staff_id": "001", "reason": "budget"}],
    )


def test_plan_says_where_it_breaks_even(run, stored):
    """One point is the course at $20, up to 8 the pack at $45 (members 30), 9 both, more is everything at 120 (80)."""
    _, document, _ = run("plan", "--break-even")
    found = {
        each["as_member"]: [(step["above"], step["up_to"], step["shape"], step["cost"]) for step in each["steps"]]
        for each in document["break_even"]["points"]
        if (each["provider"], each["area"]) == ("Acme", "any area")
    }
    assert found == {
        False: [(0, 1, "single", 20), (1, 8, "pack", 45), (8, 9, "mixed", 65), (9, None, "unlimited", 120)],
        True: [(0, 1, "single", 20), (1, 8, "pack", 30), (8, 9, "mixed", 50), (9, None, "unlimited", 80)],
    }
    assert (document["break_even"]["people"], document["break_even"]["not_known"]) == ([], [])
    assert "break_even" not in run("plan")[1]
    _, told, _ = run("plan", "--break-even", as_json=False)
    assert (
        "Acme, any area. Without membership: up to 1 point single courses, above 1 point packs, above 8 points several "
        "of these together, above 9 points an unlimited seat."
    ) in told


def test_the_same_file_twice_changes_nothing_and_undo_takes_it_back(run, laboratory):
    run("import", laboratory)
    _, before, _ = run("status")
    _, second, _ = run("import", laboratory)
    assert [s["duplicates"] for s in second["files"][0]["sheets"]] == [0, 0, 5, 0]
    assert run("status")[1] == before
    assert run("undo", "2")[0] == 0
    assert run("status")[1] == before
    assert run("undo", "1")[0] == 0
    assert run("status")[1]["rows"] == []
    code, _, said = run("undo", "1")
    assert code == 1
    assert "1" in said


def test_dry_run_and_strict_store_nothing(run, laboratory):
    assert run("import", "--dry-run", laboratory)[0] == 0
    code, document, said = run("import", "--strict", laboratory)
    assert code == 1
    assert set(document["files"][0]) == {"file", "refused"}
    assert "lab.xlsx" in said
    assert run("status")[1]["rows"] == []


def test_a_refused_file_stands_beside_the_others(run, laboratory, tmp_path):
    picture = tmp_path / "picture.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    code, document, _ = run("import", str(picture), laboratory, str(tmp_path / "nowhere.csv"))
    assert code == 1
    assert [("refused" in file, file.get("batch")) for file in document["files"]] == [
        (True, None),
        (False, 1),
        (True, None),
    ]


def test_options_may_stand_before_or_after_the_command(tmp_path, capsys):
    main(["--db", str(tmp_path / "a.duckdb"), "status", "--as-of", "2026-06-01", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["as_of"] == "2026-06-01"


@pytest.mark.parametrize(
    "words",
    [[], ["dance"], ["status", "--as-of", "2026-02-30"], ["undo", "x"], ["plan", "--budget", "much"], ["import"]],
)
def test_wrong_usage_ends_with_2(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_database_in_use_ends_with_3(run, tmp_path):
    (tmp_path / "broken.duckdb").write_bytes(b"not a database" * 1000)
    code, _, said = run("status", db="broken.duckdb")
    assert code == 3
    assert "broken.duckdb" in said


def test_nobody_of_that_id_ends_with_1(run, stored):
    code, document, said = run("explain", "999")
    assert (code, document) == (1, "")
    assert "999" in said


def test_report_writes_the_workbook_that_status_shows(run, stored, tmp_path):
    out = tmp_path / "report.xlsx"
    assert run("report", "--out", str(out))[0] == 0
    book = openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
    assert "Holdings" in book.sheetnames
    code, _, said = run("report", "--out", str(tmp_path / "report.docx"))
    assert code == 1
    assert ".docx" in said


def test_rules_are_listed_and_checked(run, tmp_path):
    code, document, _ = run("rules", "list")
    assert code == 0
    assert "ASCP-MLS-2023" in [version["version"] for version in document["versions"]]
    assert run("rules", "check")[0] == 0
    bad = tmp_path / "bad.yaml"
    bad.write_text("program: X\nsurprise: 1\n", encoding="utf-8")
    code, checked, _ = run("rules", "check", str(bad))
    assert code == 1
    assert any("surprise" in problem for problem in checked["files"][0]["problems"])


def test_duckdb_is_the_pinned_release():
    assert duckdb.__version__ == "1.5.5"


OWN_RULES = """\
program: INSTITUTION
title: Our laboratory's own requirement
kind: institution
cycle_months: 12
declaration: {opens_days: 60, due_days: 0}
sources:
  OWN-1: {title: Policy LAB-012, dated: 2026-01}
credentials:
  YEARLY:
    title: Yearly requirement
    category: institution
    mandatory_since: always
    versions:
      - version: OWN-YEARLY-1
        total: 12
        minimums:
          - {points: 2, areas: [safety]}
        sources: [OWN-1]
        confidence: HIGH
"""


def test_the_laboratorys_own_requirement_is_judged_beside_the_shipped_rules(run, tmp_path, monkeypatch):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "own.yaml").write_text(OWN_RULES, encoding="utf-8")
    monkeypatch.setenv("LABREADY_RULES", str(tmp_path / "rules"))
    file = workbook(
        tmp_path / "own.xlsx",
        Credentials=[
            ["Employee ID", "Program", "Credential", "Cycle End"],
            ["001", "INSTITUTION", "YEARLY", date(2026, 12, 31)],
        ],
        Credits=[
            ["Employee ID", "Activity Title", "Completed On", "Points", "Area"],
            ["001", "Fire drill", date(2026, 3, 1), 1, "safety"],
            ["001", "Stains", date(2025, 12, 31), 9, "histology"],
        ],
    )
    assert run("import", file)[0] == 0
    (row,) = run("status")[1]["rows"]
    # 12 = 2 safety + 10 rest in 2026; the nine points of 2025 lie before the cycle. Due on its last day.
    assert (row["cycle_start"], row["declare_by"], row["missing"], row["gaps"]) == (
        "2026-01-01", "2026-12-31", 11, {"safety": 1, "rest": 10},
    )  # fmt: skip
    assert row["rule"]["version"] == "OWN-YEARLY-1"
    (tmp_path / "rules" / "own.yaml").write_text(OWN_RULES.replace("[safety]", "[safty]"), encoding="utf-8")
    code, _, said = run("status")
    assert code == 1
    assert "own.yaml" in said
    assert "safety" in said


def test_report_prints_and_gives_one_person_packet(run, stored, tmp_path):
    for name, words in (("team.pdf", []), ("one.pdf", ["--staff", "001"]), ("one.xlsx", ["--staff", "001"])):
        code, document, _ = run("report", "--out", str(tmp_path / name), *words)
        assert code == 0
        assert (tmp_path / name).stat().st_size == document["bytes"]
        assert (tmp_path / name).read_bytes()[:4] == (b"%PDF" if name.endswith("pdf") else b"PK\x03\x04")
    code, _, error = run("report", "--out", str(tmp_path / "x.pdf"), "--staff", "nobody", as_json=False)
    assert (code, (tmp_path / "x.pdf").exists()) == (1, False)
    assert "nobody here has the employee ID “nobody”" in error
    code, _, error = run("report", "--out", str(tmp_path / "x.pdf"), "--staff", "001", "--site", "Main", as_json=False)
    assert code == 1
    assert "leave the other filters out" in error


def test_trend_as_known_now_knows_what_arrived_late(run, stored):
    _, then, _ = run("trend", "--months", "1")
    _, now, _ = run("trend", "--months", "1", "--known-now")
    statuses = [{k: v for k, v in d["months"][0].items() if k not in ("as_of", "known_on")} for d in (then, now)]
    assert [sum(counts.values()) for counts in statuses] == [0, 2]
    assert run("explain", "001", "--known-on", "2026-05-31", as_json=False)[0] == 1


def test_a_backup_put_back_gives_the_old_verdicts_and_a_damaged_one_changes_nothing(run, stored, tmp_path):
    _, before, _ = run("status")
    copy = tmp_path / "copy.duckdb"
    code, made, _ = run("backup", str(copy))
    assert (code, made["backup"], made["bytes"], made["people"]) == (0, str(copy), copy.stat().st_size, 2)
    run("undo", "1")
    _, without, _ = run("status")
    assert without["rows"] != before["rows"]
    damaged = tmp_path / "damaged.duckdb"
    damaged.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    code, printed, told = run("restore", str(damaged))
    assert (code, printed) == (1, "")
    assert f"{damaged} is damaged" in told
    assert run("status")[1] == without
    code, done, _ = run("restore", str(copy))
    assert code == 0
    assert (done["restored"], done["database"], done["people"]) == (str(copy), str(tmp_path / "lab.duckdb"), 2)
    assert run("status")[1] == before
    assert run("status", db=done["kept"])[1] == without
    assert run("backup", str(copy))[0] == 1
    assert run("backup", str(tmp_path / "none.copy"), db="none.duckdb")[0] == 3
