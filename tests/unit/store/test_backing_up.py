"""Copies of the database: of one moment while another process writes, refused where damaged, and nothing lost."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from lib.domain.errors import DatabaseUnavailable, RefusedFile
from lib.store import backing_up
from lib.store.database import Store
from tests.unit.store.given import credit, outcome, rows, store_outcome

ROOT = Path(__file__).parents[3]
NOW = datetime(2026, 11, 22, 9, 30, 5)

WRITER = """
import sys
from lib.store.database import Store
from tests.unit.store.given import credit, outcome, store_outcome

store = Store.open(sys.argv[1])
for number in range(1, 100000):
    store_outcome(store, outcome(credits=[credit(f"E{place}", f"{number}", "2026-01-01") for place in range(50)]))
    print(number, flush=True)
    if number == int(sys.argv[2]):
        sys.stdin.readline()
        break
"""


def database(path: Path, *titles: str) -> Path:
    store = Store.open(path)
    given = [credit("E1", title, "2026-01-01") for title in titles]
    store_outcome(store, outcome(staff=[{"staff_id": "E1"}], credits=given))
    store.close()
    return path


def titles(path: Path) -> set[str]:
    store = Store.open(path)
    try:
        return {title for (title,) in rows(store.credits_of("E1"), "title")}
    finally:
        store.close()


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_copy_put_back_gives_what_was_there_and_keeps_what_it_replaced(tmp_path):
    place, copy = database(tmp_path / "lab.duckdb", "A"), tmp_path / "copies" / "first.duckdb"
    made = backing_up.back_up(place, copy)
    assert (made.size, made.people) == (copy.stat().st_size, 1)
    assert copy.stat().st_mode & 0o077 == 0
    database(place, "B")
    assert titles(place) == {"A", "B"}
    found, kept = backing_up.put_in_place(copy, place, NOW)
    assert found.people == 1
    assert kept == tmp_path / "lab.replaced-20261122-093005.duckdb"
    assert titles(place) == {"A"}
    assert titles(kept) == {"A", "B"}
    _, again = backing_up.put_in_place(kept, place, NOW)
    assert again == tmp_path / "lab.replaced-20261122-093005-2.duckdb"
    assert titles(place) == {"A", "B"}
    assert {path.name for path in tmp_path.iterdir()} == {"lab.duckdb", "copies", kept.name, again.name}


def test_what_another_process_stored_and_still_holds_is_in_the_copy(tmp_path):
    place, copy = tmp_path / "lab.duckdb", tmp_path / "copy.duckdb"
    command = [sys.executable, "-c", WRITER, str(place), "3"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdin is not None
        assert [writer.stdout.readline().strip() for _ in range(3)] == ["1", "2", "3"]
        assert (tmp_path / "lab.duckdb.wal").stat().st_size > 0  # stored, and not yet moved into the file
        backing_up.back_up(place, copy)
        with pytest.raises(DatabaseUnavailable, match="in use by another process"):
            backing_up.put_in_place(copy, place, NOW)
        writer.stdin.write("\n")
    # 3 imports of one course for each of 50 people; the copy is one file
    assert titles(copy) == {"1", "2", "3"}
    store = Store.open(copy)
    assert len(store.credit_keys()) == 150
    store.close()
    assert not (tmp_path / "copy.duckdb.wal").exists()
    store = Store.open(place)
    assert len(store.credit_keys()) == 150
    store.close()


def test_copies_taken_while_another_process_writes_hold_whole_imports_only(tmp_path, monkeypatch):
    monkeypatch.setattr(backing_up, "_PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(backing_up, "_TRIES", 500)
    place = tmp_path / "lab.duckdb"
    seen = []
    command = [sys.executable, "-c", WRITER, str(place), "25"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdin is not None
        for number in range(3):
            said = int(writer.stdout.readline())
            copy = tmp_path / f"copy {number}.duckdb"
            backing_up.back_up(place, copy)
            store = Store.open(copy)
            kept = store.credit_keys().groupby("title_key").size()
            seen.append(len(kept))
            assert set(kept) == {50}
            assert len(store.history()) == len(kept) >= said
            store.close()
        writer.stdin.write("\n")
        writer.stdin.flush()
        writer.stdout.read()
    assert seen == sorted(seen)


def test_a_file_written_without_a_pause_is_refused_and_leaves_nothing(tmp_path, monkeypatch):
    place = database(tmp_path / "lab.duckdb", "A")
    monkeypatch.setattr(backing_up, "_PAUSE_SECONDS", 0.0)
    monkeypatch.setattr(backing_up, "_stands", lambda place: {"": "other"})
    with pytest.raises(RefusedFile, match="was written without a pause") as refused:
        backing_up.back_up(place, tmp_path / "copy.duckdb")
    assert refused.value.code == "busy"
    assert [path.name for path in tmp_path.iterdir()] == ["lab.duckdb"]


def test_an_earlier_copy_is_not_overwritten_and_no_database_is_said(tmp_path):
    place = database(tmp_path / "lab.duckdb", "A")
    copy = tmp_path / "copy.duckdb"
    copy.write_text("mine")
    with pytest.raises(RefusedFile, match="is there already"):
        backing_up.back_up(place, copy)
    assert copy.read_text() == "mine"
    with pytest.raises(DatabaseUnavailable, match="There is no database at"):
        backing_up.back_up(tmp_path / "none.duckdb", tmp_path / "other.duckdb")
    with pytest.raises(RefusedFile, match=r"No copy of .* was made"):
        backing_up.back_up(place, copy / "below a file.duckdb")


def damaged_in_the_middle(path: Path) -> None:
    with open(path, "r+b") as file:
        for block in range(3):
            file.seek(3 * 4096 + block * 262144 + 100_000)
            file.write(os.urandom(1000))


def truncated(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def of_text(path: Path) -> None:
    path.write_text("not a database " * 1000)


def of_others(path: Path) -> None:
    path.unlink()
    with duckdb.connect(str(path)) as con:
        con.execute("create table staff (a int)")


def of_later(path: Path) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("insert into migrations values (999, 'later', 'x')")


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (damaged_in_the_middle, "is damaged or no database"),
        (truncated, "is damaged or no database"),
        (of_text, "is damaged or no database"),
        (of_others, "is a database, but not one of LabReady"),
        (of_later, "written by a newer version of LabReady"),
    ],
)
def test_a_copy_that_cannot_be_used_is_refused_and_nothing_is_changed(tmp_path, monkeypatch, harm, words):
    monkeypatch.setattr(backing_up, "_PAUSE_SECONDS", 0.0)
    place = database(tmp_path / "lab.duckdb", "A")
    copy = database(tmp_path / "copy.duckdb", *(f"Course {number}" for number in range(2000)))
    harm(copy)
    before = files(tmp_path)
    with pytest.raises(RefusedFile, match=words):
        backing_up.put_in_place(copy, place, NOW)
    assert files(tmp_path) == before
    assert titles(place) == {"A"}


def test_the_database_itself_and_a_file_that_is_not_there_are_refused(tmp_path):
    place = database(tmp_path / "lab.duckdb", "A")
    with pytest.raises(RefusedFile, match="is the database itself"):
        backing_up.put_in_place(place, place, NOW)
    with pytest.raises(RefusedFile, match="There is no file"):
        backing_up.put_in_place(tmp_path / "none.duckdb", place, NOW)


def test_a_database_that_this_process_holds_is_in_use(tmp_path):
    copy = database(tmp_path / "copy.duckdb", "A")
    store = Store.open(tmp_path / "lab.duckdb")
    with pytest.raises(DatabaseUnavailable, match="in use by this process"):
        backing_up.put_in_place(copy, tmp_path / "lab.duckdb", NOW)
    store.close()


def test_a_damaged_database_and_a_missing_one_are_replaced(tmp_path):
    copy, place = database(tmp_path / "copy.duckdb", "A"), tmp_path / "new" / "lab.duckdb"
    assert backing_up.put_in_place(copy, place, NOW)[1] is None
    assert titles(place) == {"A"}
    of_text(place)
    _, kept = backing_up.put_in_place(copy, place, NOW)
    assert kept is not None
    assert kept.read_text().startswith("not a database")
    assert titles(place) == {"A"}


def test_what_cannot_be_renamed_at_last_is_put_back(tmp_path, monkeypatch):
    copy, place = database(tmp_path / "copy.duckdb", "B"), database(tmp_path / "lab.duckdb", "A")
    replace = os.replace

    def fails(source: Path, target: Path) -> None:
        if str(source).endswith(".part"):
            raise OSError(28, "No space left on device", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(RefusedFile, match="Nothing was changed"):
        backing_up.put_in_place(copy, place, NOW)
    assert titles(place) == {"A"}
    assert {path.name for path in tmp_path.iterdir()} == {"copy.duckdb", "lab.duckdb"}
