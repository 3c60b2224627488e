"""Imported, the sample files give the counts that ``sample_data/README.md`` promises, on the anchor day and others."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from lib.access.policy import local_principal
from lib.cli.main import main
from lib.domain.imports import WAITING
from lib.domain.statuses import STATUS_CODES
from lib.services import imports, plans, readiness
from lib.services.container import LabReady, open_application
from lib.settings import Settings

SAMPLE = Path(__file__).parents[2] / "sample_data"
ANCHOR = date(2026, 11, 22)
ON_THE_DAY = "What is in it on the anchor day"
LABORATORY = "What is wrong in `laboratory.xlsx`, on purpose"
FLAT = "What is wrong in `flat_export.xlsx`, on purpose"
PROVIDER = "What is wrong in `credits.csv`, on purpose"

Command = Callable[..., Any]


def promised(heading: str, first_column: str) -> dict[str, list[int]]:
    """Return the README's table under a heading, told by its first column: first cell -> the numbers beside it."""
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    section = readme.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    table = section.split(f"| {first_column} |", 1)[1].split("\n\n", 1)[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().splitlines()[2:]]
    return {row[0].replace("`", ""): [int(cell) for cell in row[1:] if re.fullmatch(r"\d+", cell)] for row in rows}


def load_sample(folder: Path, today: date) -> LabReady:
    """Return the application on a new database with the sample loaded, as the welcome page does."""
    app = open_application(Settings(database=folder / "loaded.duckdb"), today=lambda: today)
    imports.load_sample(app, local_principal(), today=today)
    return app


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabReady]:
    """The sample on the anchor day."""
    with load_sample(tmp_path_factory.mktemp("loaded"), ANCHOR) as app:
        yield app


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command line on a database of its own as of the anchor day; give back its JSON."""

    def run(*arguments: str) -> Any:
        capsys.readouterr()
        database = str(tmp_path / "sample.duckdb")
        assert main([*arguments, "--db", database, "--as-of", ANCHOR.isoformat(), "--format", "json"]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def imported(command: Command, name: str) -> list[dict[str, Any]]:
    (file,) = command("import", str(SAMPLE / name))["files"]
    return list(file["sheets"])


def accounting(sheets: list[dict[str, Any]]) -> dict[str, list[int]]:
    return {s["sheet"]: [s[n] for n in ("read", "accepted", "duplicates", "skipped", "rejected")] for s in sheets}


def reasons(sheets: list[dict[str, Any]]) -> dict[str, list[int]]:
    """Return how many rows each reason rejects."""
    found = {(s["sheet"], p["row"], p["code"]) for s in sheets for p in s["problems"]}
    return {code: [count] for code, count in Counter(code for _, _, code in found).items()}


def by_status(rows: list[dict[str, Any]]) -> Counter[str]:
    """Return how many people there are in each status, the worst of their holdings', from the rows of ``status``."""
    worst: dict[str, str] = {}
    for row in rows:
        worst[row["staff_id"]] = min(worst.get(row["staff_id"], row["status"]), row["status"], key=STATUS_CODES.index)
    return Counter(worst.values())


def test_laboratory_reads_as_promised_and_again_changes_nothing(command: Command) -> None:
    sheets = imported(command, "laboratory.xlsx")
    assert accounting(sheets) == promised(LABORATORY, "Sheet")
    assert reasons(sheets) == promised(LABORATORY, "Reason")
    (credits,) = [s for s in sheets if s["sheet"] == "Credits"]
    assert credits["unassigned_areas"] == {"Misc": 13, "": 10, "See certificate": 3}
    before = command("status")
    again = accounting(imported(command, "laboratory.xlsx"))["Credits"]
    read, accepted, duplicates, skipped, rejected = promised(LABORATORY, "Sheet")["Credits"]
    assert again == [read, 0, accepted + duplicates, skipped, rejected]
    assert command("status") == before
    # What the command line counts is what the README promises, status by status.
    counted = by_status(before["rows"])
    assert {status: [counted[status]] for status in STATUS_CODES} == promised(ON_THE_DAY, "Status")


@pytest.mark.parametrize("days", [0, 1, 45, 366, 999])
def test_loaded_on_another_day_the_sample_looks_the_same(tmp_path: Path, days: int) -> None:
    today = ANCHOR + timedelta(days=days)
    with load_sample(tmp_path, today) as app:
        team = readiness.team(app, local_principal(), today)
    people = team.staff["status"].value_counts().to_dict()
    assert {status: [people.get(status, 0)] for status in STATUS_CODES} == promised(ON_THE_DAY, "Status")
    # 124 at work less 2 without a credential and 5 not required leave 117; on course are 58 on track, 8 complete,
    # 3 filed, 3 renewed and 2 to file now: 74.
    assert readiness.on_course_share(team.verdicts) == (74, 117)


def test_credits_that_wait_or_do_not_count_are_as_many_as_promised(loaded: LabReady) -> None:
    staff = loaded.store.staff(local_principal().scope)
    credits = pd.concat([loaded.store.credits_of(staff_id) for staff_id in staff["staff_id"]])
    promise = {what.split(":")[0].split(",")[0]: count for what, (count,) in promised(LABORATORY, "What").items()}
    unknown = credits["areas"].fillna("") == ""
    assert (unknown & (credits["area_text"].fillna("") != "")).sum() == promise["area text that nobody knows"] == 16
    assert (unknown & (credits["area_text"].fillna("") == "")).sum() == promise["no area at all"] == 10
    assert ((credits["eligibility"] == "ask") & ~unknown).sum() == promise["possible duplicates"] == 7
    assert (credits["eligibility"] == "no").sum() == promise["staff meetings and orientations"] == 49
    assert (credits["activity_type"] == "college").sum() == promise["college courses"] == 2


def test_ethics_is_what_most_people_lack_of_the_named_minimums(loaded: LabReady) -> None:
    verdicts = readiness.team(loaded, local_principal(), ANCHOR).verdicts
    judged = verdicts[verdicts["status"] != "not_required"]
    lacking = {
        gap: judged.loc[(judged[f"gap_{gap}"] > 0).fillna(value=False), "staff_id"].nunique()
        for gap in ("safety", "ethics", "specialty")
    }
    assert lacking["ethics"] > 1.5 * lacking["specialty"] > lacking["safety"] > 0


def test_plans_are_possible_and_membership_pays_for_some_only(loaded: LabReady) -> None:
    plan = plans.team_plan(loaded, local_principal(), ANCHOR)
    assert plan.proven_optimal
    assert plan.unplannable == ()
    nobody, everyone, best = (plan.scenarios[name] for name in ("nobody_joins", "everyone_joins", "best_mix"))
    assert nobody is not None
    assert everyone is not None
    assert best is not None
    assert best < min(nobody, everyone)
    joining = [person for person in plan.people if any(item.product_id == "EX-02" for item in person.items)]
    assert 1 <= len(joining) < len(plan.people) / 2


def test_flat_export_reads_as_promised_alone(command: Command) -> None:
    (sheet,) = imported(command, "flat_export.xlsx")
    assert (sheet["kind"], sheet["header_row"]) == ("staff+credentials+credits", 5)
    assert accounting([sheet])["CE Transcript"] == promised(FLAT, "Import")["alone"]
    assert reasons([sheet]) == {
        "unknown_person": [2],
        "not_completed": [2],
        "invalid_date": [1],
        "invalid_points": [1],
    }


def test_flat_export_and_provider_file_add_what_is_new_after_the_workbook(command: Command) -> None:
    imported(command, "laboratory.xlsx")
    flat = imported(command, "flat_export.xlsx")
    assert accounting(flat)["CE Transcript"] == promised(FLAT, "Import")["after laboratory.xlsx"]
    waiting = {code: rows for code, rows in reasons(flat).items() if code in WAITING}
    assert waiting == {"unknown_person": [1], "ambiguous_person": [1]}
    before = by_status(command("status")["rows"])
    provider = imported(command, "credits.csv")
    assert list(accounting(provider).values()) == [promised(PROVIDER, "Import")["after laboratory.xlsx"]]
    after = by_status(command("status")["rows"])
    # Four people lacked nothing but the hour of ethics.
    assert after["complete"] == before["complete"] + 4
