"""One owner of the file, all or nothing, and a sentence where it cannot be opened."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import duckdb
import pytest

from lib.access.principal import Scope
from lib.domain.errors import DatabaseUnavailable
from lib.store import migrations
from lib.store.credits import WINDOWS
from lib.store.database import Store
from lib.store.stale import StaleData
from tests.unit.store.given import AT, TODAY, credit, frame, outcome, rows, store_outcome

ROOT = Path(__file__).parents[3]
OPEN = "import sys; from lib.store.database import Store; Store.open(sys.argv[1])"


def refusal(path: Path) -> str:
    with pytest.raises(DatabaseUnavailable) as refused:
        Store.open(path)
    return refused.value.message


def test_the_folder_and_the_file_are_made_and_kept(tmp_path):
    path = tmp_path / "new" / "folder" / "lab.duckdb"
    store = Store.open(path)
    store_outcome(store, outcome(credits=[credit("E1", "A", "2026-01-01")]))
    store.close()
    again = Store.open(path)
    assert rows(again.credits_of("E1"), "title") == [("A",)]
    again.close()


def test_another_process_gets_a_sentence(tmp_path):
    path = tmp_path / "lab.duckdb"
    store = Store.open(path)
    tried = subprocess.run([sys.executable, "-c", OPEN, str(path)], cwd=ROOT, capture_output=True, text=True)
    store.close()
    assert f"The database {path} is in use by another process (process {os.getpid()}): a dashboard" in tried.stderr
    assert "Close the dashboard or wait for the other command" in tried.stderr
    assert subprocess.run([sys.executable, "-c", OPEN, str(path)], cwd=ROOT).returncode == 0


def test_no_database_a_damaged_one_and_a_place_that_cannot_be(tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("not a database " * 1000)
    assert "it is not a LabReady database" in refusal(text)
    assert text.read_text().startswith("not a database")
    path = tmp_path / "lab.duckdb"
    Store.open(path).close()
    os.truncate(path, 5000)
    assert "damaged" in refusal(path)
    assert "cannot be opened" in refusal(tmp_path)
    assert "cannot be opened" in refusal(text / "lab.duckdb")


def test_a_newer_schema_and_an_altered_one_are_left_alone(tmp_path):
    path = tmp_path / "lab.duckdb"
    Store.open(path).close()
    con = duckdb.connect(str(path))
    con.execute("insert into migrations values (999, 'later', 'x')")
    con.close()
    assert "written by a newer version of LabReady (its schema is number 999, this version knows up to" in refusal(path)
    con = duckdb.connect(str(path))
    con.execute("delete from migrations where number = 999")
    con.execute("update migrations set checksum = 'x' where number = 1")
    con.close()
    assert "another form of schema change 1 (initial)" in refusal(path)


def test_a_migration_that_fails_leaves_nothing_of_itself(tmp_path):
    con = duckdb.connect(":memory:")
    good = migrations.Migration(1, "good", "create table kept (a int)")
    bad = migrations.Migration(2, "bad", "create table half (a int); select * from nowhere")
    with pytest.raises(duckdb.Error):
        migrations.migrate(con, [good, bad], "here")
    assert con.execute("select table_name from duckdb_tables() order by all").fetchall() == [("kept",), ("migrations",)]
    assert con.execute("select number, name from migrations").fetchall() == [(1, "good")]


def test_migrations_are_numbered_without_gaps():
    assert [migration.number for migration in migrations.shipped()] == list(range(1, len(migrations.shipped()) + 1))


def test_no_statement_reaches_other_files(store, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with store.reading() as cursor, pytest.raises(duckdb.PermissionException):
        cursor.execute(f"select * from read_csv('{tmp_path}/secret.csv')")


def fail(store: Store, statement: str) -> None:
    with store.transaction("edit", actor="a", at=AT, on_date=TODAY) as change:
        change.cursor.execute("insert into area_assignments values ('k', 'ethics', 1, '2026-01-01', null, null)")
        change.cursor.execute(statement)


def test_an_error_inside_a_write_leaves_nothing_and_the_store_usable(store):
    version = store.data_version()
    with pytest.raises(duckdb.CatalogException):
        fail(store, "select * from nowhere")
    assert store.data_version() == version
    assert store.assigned_areas() == {}
    store_outcome(store, outcome(credits=[credit("E1", "A", "2026-01-01")]))


def test_what_was_worked_out_against_older_data_is_refused(store):
    given = outcome(credits=[credit("E1", "A", "2026-01-01")])
    version = store.data_version()
    store_outcome(store, outcome())
    with pytest.raises(StaleData):
        store.import_outcome(given, actor="local", at=AT, on_date=TODAY, expected_version=version)
    store_outcome(store, given)
    with pytest.raises(StaleData):
        store_outcome(store, given)
    assert len(store.credit_keys()) == 1


def test_a_rehearsal_reads_what_it_wrote_and_leaves_nothing(store):
    version = store.data_version()
    given = [credit("E1", "Course", "2026-01-01", evidence="a"), credit("E1", "Course", "2026-01-02", evidence="b")]
    with store.rehearsal() as rehearsal:
        store_outcome(rehearsal, outcome(credits=given))
        assert rows(rehearsal.credits_of("E1"), "evidence", "eligibility") == [("a", "counts"), ("b", "ask")]
        assert rehearsal.data_version() == version + 1
    assert store.data_version() == version
    store_outcome(store, outcome(credits=given[:1]))
    # the same data version as in the rehearsal, and not its answer
    assert rows(store.credits_of("E1"), "evidence", "eligibility") == [("a", "counts")]


def test_a_snapshot_does_not_see_what_is_stored_meanwhile(store):
    store_outcome(store, outcome(staff=[{"staff_id": "E1"}]))
    with store.snapshot() as then:
        assert len(then.staff()) == 1
        store_outcome(store, outcome(staff=[{"staff_id": "E2"}]))
        assert len(then.staff()) == 1
        assert len(store.staff()) == 2


def test_readers_beside_a_writer_see_whole_imports_only(store):
    per_import, imports, failures = 20, 5, []
    window = frame([{"holding": 0, "staff_id": "E1", "window_from": "2020-01-01", "window_to": "2026-12-31"}], WINDOWS)

    def read() -> None:
        try:
            while not done.is_set():
                points = int(store.supply(window, Scope(), date(2026, 11, 22))["points"].sum())
                if points % (per_import * 100):
                    failures.append(points)
        except Exception as error:  # noqa: BLE001 - reported below
            failures.append(error)

    done = threading.Event()
    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(imports):
        given = [credit("E1", f"Course {number} of {place}", "2026-01-01") for place in range(per_import)]
        store_outcome(store, outcome(credits=given))
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert int(store.supply(window, Scope(), date(2026, 11, 22))["points"].sum()) == imports * per_import * 100


WRITER = """
import sys
from lib.store.database import Store
from tests.unit.store.given import credit, outcome, store_outcome

store = Store.open(sys.argv[1])
for number in range(1, 1000):
    store_outcome(store, outcome(credits=[credit(f"E{place}", f"{number}", "2026-01-01") for place in range(400)]))
    print(number, flush=True)
"""


@pytest.mark.parametrize("wait", [0.0, 0.05, 0.12])
def test_a_killed_process_leaves_whole_imports_only(tmp_path, wait):
    path = tmp_path / "lab.duckdb"
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [int(writer.stdout.readline()) for _ in range(2)]
        threading.Event().wait(wait)
        writer.send_signal(signal.SIGKILL)
        said += [int(line) for line in writer.stdout.read().split()]
    store = Store.open(path)
    kept = store.credit_keys().groupby("title_key").size()
    assert set(kept) == {400}
    assert len(kept) in {said[-1], said[-1] + 1}
    assert len(store.history()) == len(kept)
    store.close()


def test_others_write_the_same_rows_while_somebody_rehearses(store):
    store_outcome(
        store, outcome(staff=[{"staff_id": "E1", "site": "a"}], credits=[credit("E1", "Course", "2026-01-01")])
    )
    version = store.data_version()
    with store.rehearsal() as rehearsal:
        store_outcome(rehearsal, outcome(staff=[{"staff_id": "E1", "site": "b"}]))
        store_outcome(store, outcome(staff=[{"staff_id": "E1", "site": "c"}]))
        assert list(rehearsal.staff()["site"]) == ["b"]
        assert list(store.staff()["site"]) == ["c"]
    assert list(store.staff()["site"]) == ["c"]
    assert store.data_version() == version + 1


def test_a_rehearsal_that_fails_leaves_the_store_as_it_was_and_the_next_one_works(store):
    def fails() -> None:
        with store.rehearsal() as rehearsal:
            store_outcome(rehearsal, outcome(staff=[{"staff_id": "E1"}]))
            raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            fails()
    assert store.staff().empty
    attached = [name for (name,) in store._root.execute("select database_name from duckdb_databases()").fetchall()]
    assert not [name for name in attached if "copy" in name]


def test_a_rehearsal_holds_what_is_current_and_nothing_that_was_replaced(store):
    for site in ("a", "b"):
        store_outcome(store, outcome(staff=[{"staff_id": "E1", "site": site}]))
    with store.rehearsal() as rehearsal, rehearsal.reading() as cursor:
        assert cursor.execute("select count(*) from staff").fetchone() == (1,)
        assert cursor.execute("select count(*) from batches").fetchone() == (2,)
