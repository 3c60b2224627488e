"""Taking an import back whole, so that every status is as before it, to the last digit."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pandas as pd

from lib.domain.calendar import spoken
from lib.domain.errors import RefusedCommand
from lib.store.building import KEYED, all_built_on, people_added, refuse_if_built_on
from lib.store.frames import fetch, fetch_arrow, registered, value
from lib.store.placing import PER_BATCH
from lib.store.record_tables import RECORDS
from lib.store.versioned import (
    ALIAS_ROWS,
    CREDITS,
    WAITING_ROWS,
    Change,
    Table,
    remove_rows,
    visible,
)
from lib.store.waiting import wait_again


@dataclass(frozen=True)
class TakenBack:
    """What an undo removed: the file, its credits, the people it had added, and the matched rows that wait again."""

    batch: int
    file: str
    credits: int
    people: int
    waiting_again: int


def undo(change: Change, batch: int) -> TakenBack:
    """Remove all that an import added and bring back the rows it replaced.

    Raises :class:`RefusedCommand` where there is no such import, where it was taken back before, and where later
    imports build on it: those are named in the order in which to take them back.
    """
    cursor = change.cursor
    import_change, file = _in_force(cursor, batch)
    refuse_if_built_on(cursor, import_change, f"Import {batch} ({file})", f"import {batch}")
    people = fetch_arrow(cursor, people_added(import_change))
    for _, table, _ in KEYED:
        _take_back_rows(change, table, import_change)
    for table in RECORDS:
        take_back_rows(change, table, import_change)
    gone = fetch_arrow(cursor, f"select credit_id from credits c where batch = {batch} and {visible('c')}")
    remove_rows(change, CREDITS, gone)
    remove_rows(
        change,
        WAITING_ROWS,
        fetch_arrow(cursor, f"select credit_id from waiting w where batch = {batch} and {visible('w')}"),
    )
    with registered(cursor, people=people):
        left = fetch_arrow(
            cursor,
            f"select staff_id from people where staff_id not in (select staff_id from staff s where {visible('s')})",
        )
    with registered(cursor, people_gone=left):
        matched = fetch_arrow(
            cursor,
            f"select credit_id from credits c "
            f"where coalesce(named_id, staff_id) in (select staff_id from people_gone) and {visible('c')}",
        )
        aliases = fetch_arrow(
            cursor,
            f"select person_key from aliases a where staff_id in (select staff_id from people_gone) and {visible('a')}",
        )
    remove_rows(change, CREDITS, matched)
    remove_rows(change, ALIAS_ROWS, aliases)
    with registered(cursor, matched=matched):
        again = fetch_arrow(
            cursor,
            f"""
            select credit_id from matched
            union
            select w.credit_id from waiting w join batches b using (batch)
            where b.undone_by is null and b.batch <> {batch}
              and (w.duplicate_of // {PER_BATCH} = {batch} or w.duplicate_of in (select credit_id from matched))
            """,
        )
    wait_again(change, again)
    cursor.execute("update batches set undone_by = ? where batch = ?", [change.change_id, batch])
    cursor.execute("update edits set undone_by = ? where change_id = ?", [change.change_id, import_change])
    cursor.execute("update changes set batch = ? where change_id = ?", [batch, change.change_id])
    return TakenBack(batch, file, gone.num_rows, left.num_rows, again.num_rows)


def _in_force(cursor: duckdb.DuckDBPyConnection, batch: int) -> tuple[int, str]:
    """Return the change and the file of an import that is in force; refused where there is none."""
    found = cursor.execute(
        "select b.change_id, b.file, u.on_date from batches b left join changes u on u.change_id = b.undone_by "
        "where b.batch = ?",
        [batch],
    ).fetchone()
    if found is None:
        last = value(cursor, "select max(batch) from batches")
        there_are = "Nothing was imported yet." if last is None else f"Imports are numbered from 1 to {last}."
        raise RefusedCommand(
            f"There is no import number {batch}, so nothing was taken back. {there_are}", code="unknown_batch"
        )
    change_id, file, undone_on = found
    if undone_on is not None:
        raise RefusedCommand(
            f"Import {batch} ({file}) was already taken back on {spoken(undone_on)}. Nothing was changed. "
            "To have it again, import the file again.",
            code="already_undone",
        )
    return int(change_id), str(file)


def to_take_back_first(cursor: duckdb.DuckDBPyConnection, batch: int) -> pd.DataFrame:
    """Return the later imports that must be taken back before this one, in that order: ``batch``, ``file``.

    Changes by hand that build on it too are named by the refusal itself.
    """
    import_change = value(cursor, "select max(change_id) from batches where batch = ?", [batch])
    found = set() if import_change is None else all_built_on(cursor, int(import_change))
    listed = ", ".join(map(str, sorted(found))) or "null"
    return fetch(cursor, f"select batch, file from batches where change_id in ({listed}) order by batch desc")


def _take_back_rows(change: Change, table: Table, import_change: int) -> None:
    """Remove the current rows that an import supplied, and bring back the ones they replaced.

    What was changed by hand since is not the import's any more and stays. A row brought back keeps the change that
    supplied it, so that undoing that one later finds it.
    """
    cursor = change.cursor
    keys = ", ".join(f'"{name}"' for name in table.key)
    gone = fetch_arrow(cursor, f"select {keys} from {table.name} t where added_by = {import_change} and {visible('t')}")
    remove_rows(change, table, gone)
    with registered(cursor, gone=gone):
        cursor.execute(
            f"insert into {table.name} by name select {table.stored_list}, added_by, ?::date as added_on "
            f"from {table.name} t where removed_by = {import_change} "
            f"and exists (from gone where {table.same_key('gone', 't')})",
            [change.on_date],
        )


def take_back_rows(change: Change, table: Table, of_change: int) -> None:
    """Remove the current rows that a change wrote, and bring back all that it replaced or removed.

    A row brought back keeps the change that supplied it. Only where nothing later builds on the change.
    """
    cursor = change.cursor
    keys = ", ".join(f'"{name}"' for name in table.key)
    gone = fetch_arrow(cursor, f"select {keys} from {table.name} t where added_by = {of_change} and {visible('t')}")
    remove_rows(change, table, gone)
    cursor.execute(
        f"insert into {table.name} by name select {table.stored_list}, added_by, ?::date as added_on "
        f"from {table.name} t where removed_by = {of_change} "
        f"and not exists (from {table.name} o where {table.same_key('o', 't')} and {visible('o')})",
        [change.on_date],
    )
