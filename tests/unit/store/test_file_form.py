"""The form of the database file: new ones have a newer one, older ones keep theirs, both hold and say the same."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from lib.store import backing_up
from lib.store.database import Store
from lib.store.opening import FORM
from tests.unit.store.given import credit, outcome, store_outcome

ROOT = Path(__file__).parents[3]
OLD = "v1.0.0"
ODD = (None, "", " ", "A", "a", "n/a", "ä" * 300, "ثلاثة", "tab\tand\nline", "'quoted'", "x" * 5_000, "\u200b#")


def form_of(path: Path) -> str:
    with closing(duckdb.connect(str(path), read_only=True)) as file:
        return str(file.execute("select tags['storage_version'] from duckdb_databases() where not internal").fetchone())


def of_old_form(path: Path) -> Path:
    duckdb.connect(str(path), config={"storage_compatibility_version": OLD}).close()
    return path


def fill(path: Path) -> None:
    """Store two imports of 900 credits whose texts are odd, few, many or missing."""
    with closing(Store.open(path)) as store:
        for start in (0, 900):
            given = [
                credit(
                    f"E{n % 70}",
                    f"{(ODD[n % 12] or '')[:40]} {n % 300}",
                    f"2026-0{1 + n % 9}-{1 + n % 28:02}",
                    100 + n % 400,
                    certificate_number=ODD[n % 12] if n % 5 else f"C-{n}",
                    provider=ODD[(n // 7) % 12],
                    evidence=None,
                )
                for n in range(start, start + 900)
            ]
            store_outcome(store, outcome(credits=given))


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables in their order; the pairs, which have none, by their numbers."""
    with closing(duckdb.connect(str(path), read_only=True)) as file:
        names = [name for (name,) in file.execute("select table_name from duckdb_tables() order by 1").fetchall()]
        order = {"possible_duplicates": "all"}
        return {
            name: file.execute(f'select * from "{name}" order by {order.get(name, "rowid")}').fetchall()
            for name in names
        }


QUESTIONS = [
    "coalesce({}, 'none') = 'none'",
    "coalesce({}, '') = ''",
    "trim({}) <> ''",
    "{} is null",
    "{} is distinct from 'A'",
    "{} is not distinct from null",
    "{} in ('A', '', 'C-5')",
    "{} not in ('A', 'a')",
    "lower({}) = 'a'",
    "length(coalesce({}, 'four')) = 4",
    "case when {} is null then error('a missing text was asked') else {} <> 'A' end and {} is not null",
    "{} like 'C-%' or {} > 'b'",
    "contains({}, 'ä') and length({}) > 10",
    "not regexp_matches(coalesce({}, 'x'), '^[A-Z]')",
    "hash({}) % 2 = 0",
]


@pytest.fixture(scope="module")
def both(tmp_path_factory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("forms")
    new, old = folder / "new.duckdb", of_old_form(folder / "old.duckdb")
    fill(new)
    fill(old)
    return new, old


def test_a_new_file_has_the_newer_form_and_an_older_one_keeps_its_own(both):
    new, old = both
    assert FORM == "v1.3.0"
    assert form_of(new) == "('v1.3.0+',)"
    assert form_of(old) == "('v1.0.0+',)"
    with closing(duckdb.connect(str(new), read_only=True)) as file:
        told = file.execute(
            "select distinct compression from pragma_storage_info('credits') where column_name = 'title' "
            "and segment_type = 'VARCHAR'"
        ).fetchall()
    assert ("DICT_FSST",) in told


def test_both_forms_hold_the_same(both):
    new, old = both
    assert everything(new) == everything(old)
    assert len(everything(new)["credits"]) == 1_800


@pytest.mark.parametrize("column", ["provider", "certificate_number", "title", "evidence", "staff_id"])
def test_both_forms_answer_alike(both, column):
    said = []
    for path in both:
        with closing(duckdb.connect(str(path))) as file:
            said.append([
                file.execute(
                    f"select credit_id from credits where {question.replace('{}', column)} order by all"
                ).fetchall()
                for question in QUESTIONS
            ])  # fmt: skip
    assert said[0] == said[1]
    assert any(said[0])


def test_changes_and_removals_are_the_same_in_both_forms(tmp_path):
    told = []
    for path in (tmp_path / "new.duckdb", of_old_form(tmp_path / "old.duckdb")):
        fill(path)
        with closing(duckdb.connect(str(path))) as file:
            file.execute("update credits set provider = null where credit_id % 3 = 0")
            file.execute("update credits set provider = 'changed', title = title || '!' where credit_id % 7 = 0")
            file.execute("delete from credits where coalesce(provider, '') = 'A' or person % 11 = 3")
            file.execute("checkpoint")
        told.append(everything(path)["credits"])
    assert told[0] == told[1]
    assert 900 < len(told[0]) < 1_800


def test_a_copy_put_back_keeps_its_form_and_all_that_it_held(both, tmp_path):
    for path, form in zip(both, ("('v1.3.0+',)", "('v1.0.0+',)"), strict=True):
        copy, place = tmp_path / f"copy-{path.name}", tmp_path / f"place-{path.name}"
        backing_up.back_up(path, copy)
        backing_up.put_in_place(copy, place, datetime(2026, 11, 22, 9, 30))
        assert form_of(place) == form
        assert everything(place) == everything(path)


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.unit.store import test_file_form

test_file_form.fill(Path(sys.argv[1]))
from lib.store.database import Store
from tests.unit.store.given import credit, outcome, store_outcome
store = Store.open(sys.argv[1])
store_outcome(store, outcome(credits=[credit("E1", "the last", "2026-01-01", provider=None)]))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_was_stored_is_there_after_a_kill(both, tmp_path):
    place = tmp_path / "killed.duckdb"
    subprocess.run([sys.executable, "-c", KILLED, str(place)], cwd=ROOT, check=False)
    with closing(Store.open(place)) as store:
        assert store.credit_keys()["title_key"].tolist().count("thelast") == 1
    found = everything(place)["credits"]
    assert len(found) == 1_801
    assert sorted(found)[:1_800] == sorted(everything(both[0])["credits"])
