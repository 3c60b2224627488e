"""Rows that wait for a person count the moment they are matched, in their own place."""

from __future__ import annotations

import pandas as pd

from lib.access.principal import Scope
from tests.unit.store.given import TODAY, credit, match, outcome, rows, store_outcome, undo


def waits(
    title: str, day: str, points: int = 100, name: str | None = "Lopez, Maria", **more: object
) -> dict[str, object]:
    row = credit("", title, day, points, row=more.pop("row", 2), **more)
    del row["staff_id"]
    return {**row, "person_name": name, "code": "unknown_person"}


def test_matched_rows_become_credits_in_their_own_place(store):
    given = outcome(
        staff=[{"staff_id": "E1"}],
        credits=[credit("E1", "First", "2026-01-01", row=2), credit("E1", "Third", "2026-01-03", row=4)],
        waiting=[waits("Second", "2026-01-02", row=3)],
    )
    store_outcome(store, given)
    assert store.reach(Scope(), TODAY).waiting_rows == 1
    assert match(store) == 1
    assert rows(store.credits_of("E1"), "credit_id", "title", "row") == [
        (10_000_001, "First", 2),
        (10_000_002, "Second", 3),
        (10_000_003, "Third", 4),
    ]
    assert store.waiting_rows().empty
    assert store.aliases() == {"name:lopez maria": "E1"}
    assert store.reach(Scope(), TODAY).waiting_rows == 0


def test_the_key_is_the_surest_thing_that_the_row_says(store):
    given = [
        waits("A", "2026-01-01", person_email="M@x.org"),
        waits("B", "2026-01-01", person_email="n/a", person_number="n/a"),
        waits("C", "2026-01-01", person_email="m@x.org", person_number="123-4"),
        waits("D", "2026-01-01", person_id="0001", person_number="123-4"),
    ]
    store_outcome(store, outcome(waiting=given))
    assert list(store.waiting_rows()["person_key"]) == ["email:m x org", "name:lopez maria", "number:123 4", "id:0001"]


def test_a_row_that_repeats_a_credit_or_another_waiting_row_gives_none(store):
    given = [waits("A!", "2026-01-01", row=2), waits("B", "2026-02-01", row=3), waits("b", "2026-02-01", row=4)]
    store_outcome(store, outcome(waiting=given))
    store_outcome(store, outcome(credits=[credit("E1", "a", "2026-01-01")]))
    assert match(store) == 1
    assert rows(store.credits_of("E1"), "credit_id", "title") == [(20_000_001, "a"), (10_000_002, "B")]


def test_a_matched_row_is_compared_with_what_is_there_by_its_own_place(store):
    store_outcome(store, outcome(waiting=[waits("Course", "2026-01-01")]))
    store_outcome(store, outcome(credits=[credit("E1", "Course", "2026-01-02")]))
    match(store)
    # the waiting row came with the first import: the credit of the second is the later one
    assert rows(store.credits_of("E1"), "credit_id", "eligibility") == [(10_000_001, "counts"), (20_000_001, "ask")]


def test_the_same_waiting_rows_again_do_not_wait_twice(store):
    given = outcome(waiting=[waits("A", "2026-01-01"), waits("B", "2026-01-01")])
    store_outcome(store, given)
    store_outcome(store, given)
    assert rows(store.waiting_rows(), "credit_id") == [(10_000_001,), (10_000_002,)]
    undo(store, 1)
    assert store.waiting_rows().empty


def test_undo_of_their_import_takes_matched_and_waiting_rows(store):
    store_outcome(store, outcome(staff=[{"staff_id": "E1"}]))
    store_outcome(store, outcome(waiting=[waits("A", "2026-01-01"), waits("B", "2026-01-01", name="Ruiz")]))
    match(store)
    undo(store, 2)
    assert store.credits_of("E1").empty
    assert store.waiting_rows().empty
    undo(store, 1)
    assert store.staff().empty


def test_undo_of_the_persons_import_lets_the_matched_rows_wait_again(store):
    store_outcome(store, outcome(waiting=[waits("A", "2026-01-01"), waits("B", "2026-02-01")]))
    store_outcome(store, outcome(staff=[{"staff_id": "E1"}], credits=[credit("E1", "B", "2026-02-01")]))
    match(store)
    assert rows(store.credits_of("E1"), "title", "credit_id") == [("A", 10_000_001), ("B", 20_000_001)]
    undo(store, 2)
    assert store.credits_of("E1").empty
    assert store.aliases() == {}
    assert rows(store.waiting_rows(), "credit_id", "title") == [(10_000_001, "A"), (10_000_002, "B")]
    store_outcome(store, outcome(staff=[{"staff_id": "E2"}]))
    assert match(store, staff_id="E2") == 2


def test_waiting_rows_of_a_file_keep_what_it_says(store):
    store_outcome(store, outcome(waiting=[waits("A", "2026-01-01", 150, areas="ethics;safety", file="x.csv")]))
    found = store.waiting_rows()
    assert rows(found, "person_name", "code", "title", "points", "areas", "file") == [
        ("Lopez, Maria", "unknown_person", "A", 150, "ethics;safety", "x.csv")
    ]
    assert found["completed_on"].iloc[0] == pd.Timestamp("2026-01-01")
