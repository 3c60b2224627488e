"""The number beside the employee ID of every credit: given once, the ID's for ever, and what the sums go by."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from lib.access.principal import Scope
from lib.domain import decisions as kinds
from lib.store import migrations
from lib.store.credits import WINDOWS
from lib.store.database import Store
from lib.store.decisions import Decision
from tests.unit.store.given import AT, TODAY, credit, frame, outcome, rows, store_outcome, undo


def numbers(store: Store) -> list[tuple[object, ...]]:
    with store.reading() as cursor:
        return cursor.execute(
            "select c.staff_id, c.title, c.person, c.removed_by is null from credits c order by c.credit_id, c.added_by"
        ).fetchall()


def test_an_id_keeps_its_number_over_imports_and_an_import_taken_back():
    store = Store.open(":memory:")
    store_outcome(store, outcome(credits=[credit("E2", "A", "2026-01-01"), credit("E1", "B", "2026-01-01")]))
    store_outcome(store, outcome(credits=[credit("E1", "C", "2026-02-01"), credit("E0", "D", "2026-02-01")]))
    # By ID within an import: E1 = 1, E2 = 2; then E0 = 3.
    assert numbers(store) == [("E2", "A", 2, True), ("E1", "B", 1, True), ("E1", "C", 1, True), ("E0", "D", 3, True)]
    undo(store, 2)
    store_outcome(store, outcome(credits=[credit("E0", "D", "2026-02-01"), credit("E3", "E", "2026-02-01")]))
    assert numbers(store)[4:] == [("E0", "D", 3, True), ("E3", "E", 4, True)]
    assert rows(store.credits_of("E1"), "title") == [("B",)]
    assert rows(store.credits_of("E9"), "title") == []
    store.close()


def test_credits_of_two_records_of_one_person_have_the_number_of_the_one_that_stays():
    store = Store.open(":memory:")
    people = [{"staff_id": "E1"}, {"staff_id": "E2"}]
    store_outcome(
        store, outcome(staff=people, credits=[credit("E1", "A", "2026-01-01"), credit("E2", "B", "2026-01-02")])
    )
    store.decide([Decision(kinds.MERGE, "E2", "E1", "E2")], actor="local", at=AT, on_date=TODAY, note="")
    assert rows(store.credits_of("E1"), "title") == [("A",), ("B",)]
    assert numbers(store) == [("E1", "A", 1, True), ("E2", "B", 2, False), ("E1", "B", 1, True)]
    day_before = date(2026, 11, 21)
    assert rows(store.credits_of("E2", Scope(), day_before), "title") == []
    store.close()


def test_a_credit_without_a_number_is_not_stored():
    store = Store.open(":memory:")
    store_outcome(store, outcome(credits=[credit("E1", "A", "2026-01-01")]))
    with (
        pytest.raises(duckdb.ConstraintException, match=r"NOT NULL constraint failed: credits\.person"),
        store.transaction("edit", actor="local", at=AT, on_date=TODAY) as change,
    ):
        change.cursor.execute("insert into credits by name select * exclude (person) from credits")
    store.close()


def test_an_older_database_gets_numbers_and_says_the_same(tmp_path):
    path = tmp_path / "lab.duckdb"
    con = duckdb.connect(str(path))
    migrations.migrate(con, [each for each in migrations.shipped() if each.number < 9], str(path))
    con.execute(
        """
        insert into credits by name
        select 10000000 + n as credit_id, 1 as batch, 'E' || (n % 3) as staff_id, 'T' || n as title,
               't' || n as title_key, date '2026-01-01' + n::int as completed_on, 100 as points, '' as area_key,
               'chemistry' as areas, 1 as area_mask, 0 as first_area, 'counts' as eligibility, 1 as added_by,
               date '2026-11-01' as added_on, case when n = 5 then 2 end as removed_by,
               case when n = 5 then date '2026-11-02' end as removed_on,
               case when n = 4 then 'E9' end as named_id
        from range(6) t(n)
        """
    )
    before = con.execute("select * from credits order by credit_id").fetchall()
    con.close()

    store = Store.open(path)

    with store.reading() as cursor:
        assert cursor.execute("select * exclude (person) from credits order by credit_id").fetchall() == before
    assert [row[2] for row in numbers(store)] == [1, 2, 3, 1, 2, 3]  # E0 = 1, E1 = 2, E2 = 3
    windows = frame(
        [dict(zip(WINDOWS, (n, f"E{n}", "2026-01-01", "2026-12-31", ""), strict=True)) for n in range(3)], WINDOWS
    )
    held = store.credited(windows, Scope(), TODAY).supplied.frame
    # E0: 0 and 3; E1: 1 and 4; E2: 2, as 5 was removed.
    assert held.groupby("holding")["points"].sum().tolist() == [200, 200, 100]
    assert store.facts(Scope(), TODAY)["accepted"].tolist() == [2, 2, 1]
    store_outcome(store, outcome(credits=[credit("E1", "new", "2026-03-01"), credit("E5", "new", "2026-03-01")]))
    assert [(row[0], row[2]) for row in numbers(store) if row[1] == "new"] == [("E1", 2), ("E5", 4)]
    store.close()
