"""Reads that go on side by side, and rows that are read while others are worked on."""

from __future__ import annotations

import threading

import duckdb
import pytest

from lib.access.principal import Scope
from lib.store.database import Store
from lib.store.frames import streamed
from tests.unit.store.given import TODAY, outcome, store_outcome


def test_a_read_that_was_begun_goes_on_beside_and_gives_its_answer_or_its_error() -> None:
    store = Store.open(":memory:")
    store_outcome(store, outcome(staff=[{"staff_id": "E1"}]), TODAY)
    threads: list[threading.Thread] = []

    def ask() -> list[str]:
        threads.append(threading.current_thread())
        return store.staff(Scope())["staff_id"].tolist()

    assert store.begun(ask)() == ["E1"]
    assert threads[0] is not threading.current_thread()
    refused = store.begun(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        refused()
    store.close()


def test_a_rehearsal_and_a_moment_answer_in_turn_with_their_one_cursor() -> None:
    store = Store.open(":memory:")
    threads: list[threading.Thread] = []

    def ask() -> None:
        threads.append(threading.current_thread())

    with store.rehearsal() as rehearsal:
        store_outcome(rehearsal, outcome(staff=[{"staff_id": "E2"}]), TODAY)
        rehearsal.begun(ask)()
        assert rehearsal.begun(lambda: rehearsal.staff(Scope()))()["staff_id"].tolist() == ["E2"]
    with store.snapshot() as moment:
        moment.begun(ask)()
    assert threads == [threading.current_thread()] * 2
    store.close()


def test_streamed_rows_are_all_there_in_order_whatever_the_batch() -> None:
    cursor = duckdb.connect()
    for rows in (1, 2_048, 5_000, 1 << 18):
        batches = list(streamed(cursor, "select range as n from range(10000)", rows))
        assert [n for batch in batches for n in batch["n"].to_pylist()] == list(range(10_000))
    assert list(streamed(cursor, "select 1 as n where false", 10)) == []
    with pytest.raises(duckdb.Error):
        list(streamed(cursor, "select error('no') from range(3)", 10))
    # The cursor is free again, also where not all rows were taken.
    first = streamed(cursor, "select range as n from range(100000)", 2_048)
    next(first)
    first.close()
    assert cursor.execute("select 7").fetchone() == (7,)
