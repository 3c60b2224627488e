"""Taking an import back whole, so that every status is as before it, to the last digit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import duckdb
import pandas as pd

from lib.domain.calendar import spoken
from lib.domain.errors import RefusedCommand
from lib.store.frames import fetch, fetch_arrow, registered, value
from lib.store.merging import KEY_SIGN
from lib.store.placing import PER_BATCH
from lib.store.versioned import (
    ALIAS_ROWS,
    CREDITS,
    HOLDINGS,
    MEMBERSHIPS,
    PAST,
    PRODUCTS,
    STAFF,
    WAITING_ROWS,
    Change,
    Table,
    remove_rows,
    visible,
)
from lib.store.waiting import wait_again

_KEYED: Final[tuple[tuple[str, Table, tuple[str, ...]], ...]] = (
    ("staff", STAFF, STAFF.key),
    ("credentials", HOLDINGS, HOLDINGS.key),
    ("credentials", PAST, HOLDINGS.key),
    ("memberships", MEMBERSHIPS, MEMBERSHIPS.key),
    ("catalogue", PRODUCTS, PRODUCTS.key),
)
"""Kind, table, and the columns by which later imports name its rows."""


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
    _refuse_if_built_on(cursor, batch, file)
    people = fetch_arrow(cursor, _people_added(import_change))
    for _, table, _ in _KEYED:
        _take_back_rows(change, table, import_change)
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
    """Return the later imports that must be taken back before this one, in that order: ``batch``, ``file``."""
    found: set[int] = set()
    to_look_at = [batch]
    while to_look_at:
        later = built_on(cursor, to_look_at.pop())
        to_look_at += later - found
        found |= later
    listed = ", ".join(map(str, sorted(found))) or "null"
    return fetch(cursor, f"select batch, file from batches where batch in ({listed}) order by batch desc")


def _refuse_if_built_on(cursor: duckdb.DuckDBPyConnection, batch: int, file: str) -> None:
    files = to_take_back_first(cursor, batch)
    if files.empty:
        return
    named = ", then ".join(
        f"import {number} ({name})" for number, name in zip(files["batch"], files["file"], strict=True)
    )
    builds = "a later import builds" if len(files) == 1 else "later imports build"
    raise RefusedCommand(
        f"Import {batch} ({file}) was not taken back, because {builds} on it. Nothing was changed. "
        f"Take back first {named}; then import {batch}.",
        code="built_on",
    )


def built_on(cursor: duckdb.DuckDBPyConnection, batch: int) -> set[int]:
    """Return the later imports in force that stored something and would not have come out the same without this one."""
    import_change = int(value(cursor, "select change_id from batches where batch = ?", [batch]))
    written = " union all ".join(
        f"select '{kind}' as kind, concat_ws('{KEY_SIGN}', {', '.join(key)}) as key from {table.name} "
        f"where added_by = {import_change}"
        for kind, table, key in _KEYED
    )
    rows = cursor.execute(
        f"""
        with written as ({written}), people as ({_people_added(import_change)}), building as (
            select batch from touched join written using (kind, key)
            union select batch from touched join people using (staff_id)
            union select b.batch from credits c join batches b on b.batch = c.batch and b.change_id = c.added_by
                  join people p on p.staff_id = coalesce(c.named_id, c.staff_id)
            union select batch from duplicate_rows where credit_id // {PER_BATCH} = {batch}
            union select b.batch from possible_duplicates p join batches b on b.change_id = p.added_by
                  where p.earlier_credit // {PER_BATCH} = {batch} or p.later_credit // {PER_BATCH} = {batch}
        )
        select batch from building join batches b using (batch)
        where b.batch > {batch} and b.undone_by is null and b.stored > 0
        """
    ).fetchall()
    return {int(number) for (number,) in rows}


def _people_added(import_change: int) -> str:
    """Return the query for the people whom an import brought in: it wrote their row and replaced none."""
    return (
        f"select distinct staff_id from staff s where added_by = {import_change} and not exists "
        f"(from staff p where p.staff_id = s.staff_id and p.removed_by = {import_change})"
    )


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
            f"insert into {table.name} by name select {table.column_list}, added_by, ?::date as added_on "
            f"from {table.name} t where removed_by = {import_change} "
            f"and exists (from gone where {table.same_key('gone', 't')})",
            [change.on_date],
        )
