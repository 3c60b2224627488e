"""What is read before the program has loaded: the first workbook of an import, and what it is then taken for."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from lib.cli import ahead
from lib.ingest.limits import Limits
from lib.ingest.reading_process import ReadingProcess
from tests.layouts.building import workbook

ROOT = Path(__file__).parents[3]
ONE = workbook([["Employee ID", "Course", "Date", "Points"], ["1", "a", date(2025, 1, 1), 1]])
TWO = workbook([["Employee ID", "Course", "Date", "Points"], ["1", "a", date(2025, 1, 1), 1], ["2", "b", None, 1]])


@pytest.mark.parametrize(
    ("words", "begun"),
    [
        (["import", "--dry-run", "one.xlsx"], ["one.xlsx"]),
        (["--db", "lab.duckdb", "import", "list.csv", "one.xlsx"], ["list.csv", "one.xlsx"]),
        (["import", "one.xlsx", "list.csv", "one.xlsx", "list.csv"], ["one.xlsx", "list.csv"]),
        (["import", "nowhere.xlsx"], []),
        (["import", "list.csv"], ["list.csv"]),
        (["status", "one.xlsx"], []),
    ],
)
def test_only_the_first_of_each_kind_of_an_import_is_begun(tmp_path, monkeypatch, words, begun) -> None:
    (tmp_path / "one.xlsx").write_bytes(ONE)
    (tmp_path / "list.csv").write_text("Employee ID,Course\n1,a\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    found = []
    monkeypatch.setattr(ahead, "read_ahead", lambda name, data, settings: found.append(name))

    ahead.begin(words)

    assert found == begun


def test_what_was_begun_is_what_is_read_and_nothing_else() -> None:
    process = ReadingProcess(1_400_000_000)
    process.begin(ONE, Limits())
    assert process.read("one.xlsx", ONE, Limits()).sheets[0].rows == 2
    process.begin(ONE, Limits())
    assert process.read("two.xlsx", TWO, Limits()).sheets[0].rows == 3
    process.begin(ONE, Limits())
    process.begin(TWO, Limits())
    assert process.read("two.xlsx", TWO, Limits()).sheets[0].rows == 3
    process.begin(ONE, Limits())
    process.close()
    assert process.read("one.xlsx", ONE, Limits()).sheets[0].rows == 2
    process.close()


def test_the_whole_command_says_the_same_of_a_workbook_and_of_a_refused_one(tmp_path) -> None:
    (tmp_path / "one.xlsx").write_bytes(ONE)
    (tmp_path / "cut.xlsx").write_bytes(ONE[:-200])

    def imported(*names: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "lib", "--db", str(tmp_path / "lab.duckdb"), "--as-of", "2026-06-01", "--format",
             "json", "import", *(str(tmp_path / name) for name in names)],
            cwd=ROOT, capture_output=True, text=True,
        )  # fmt: skip

    done = imported("one.xlsx")
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["files"][0]["sheets"][0]["accepted"] == 1
    refused = imported("cut.xlsx", "one.xlsx")
    assert refused.returncode == 1
    first, second = json.loads(refused.stdout)["files"]
    assert first["refused"]["code"] == "broken_file"
    assert second["sheets"][0]["duplicates"] == 1
