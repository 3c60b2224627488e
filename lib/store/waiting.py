"""Rows that wait for a person, and matching them by hand."""

from __future__ import annotations

import duckdb
import pandas as pd
import pyarrow as pa

from lib.store import doubles
from lib.store.frames import fetch, fetch_arrow, registered
from lib.store.versioned import (
    ALIAS_ROWS,
    CREDITS,
    WAITING,
    WAITING_ROWS,
    Change,
    add_rows,
    literal,
    remove_rows,
    replace_rows,
    visible,
)


def waiting_rows(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the rows that wait, :data:`versioned.WAITING`, by import and place in the file."""
    return fetch(
        cursor,
        f"select {WAITING_ROWS.column_list} from waiting w where {visible('w')} order by credit_id",
        columns=WAITING,
    )


def match(change: Change, person_key: str, staff_id: str) -> int:
    """Give all rows that wait under this person's key to a staff member, and remember it; returns the new credits.

    A row that repeats a credit the person has, or one before it among these rows, is settled without a credit.
    """
    cursor = change.cursor
    alias = pa.table({"person_key": [person_key], "staff_id": [staff_id]})
    replace_rows(change, ALIAS_ROWS, alias)
    rows = fetch_arrow(
        cursor,
        f"""
        with mine as (
            select w.*, first_value(credit_id) over (
                partition by completed_on, title_key, points order by credit_id
            ) as told_first
            from waiting w where person_key = ? and {visible("w")}
        )
        select m.* exclude (duplicate_of), {literal(staff_id)} as staff_id, null::varchar as named_id,
               coalesce(c.credit_id, nullif(m.told_first, m.credit_id)) as duplicate_of
        from mine m left join credits c on c.staff_id = {literal(staff_id)} and {visible("c")}
            and c.completed_on = m.completed_on and c.title_key = m.title_key and c.points = m.points
        """,
        [person_key],
    )
    remove_rows(change, WAITING_ROWS, rows.select(["credit_id"]))
    with registered(cursor, matched=rows):
        cursor.execute(
            "update waiting set duplicate_of = matched.duplicate_of from matched "
            f"where waiting.credit_id = matched.credit_id and waiting.removed_by = {change.change_id}"
        )
        fresh = fetch_arrow(
            cursor,
            f"select {CREDITS.column_list} from matched where duplicate_of is null",
        )
    add_rows(change, CREDITS, fresh, order_by="completed_on, credit_id")
    if fresh.num_rows:
        doubles.add_pairs(change)
    return int(fresh.num_rows)


def unmatch(change: Change, person_key: str) -> int:
    """Let the rows wait again that the match in force gave to its staff member; returns how many.

    Rows of imports read after the match were never waiting; they stay with their import.
    """
    listed = fetch_arrow(
        change.cursor,
        f"""
        select w.credit_id from waiting w join aliases a on a.person_key = w.person_key and {visible("a")}
        join batches b on b.batch = w.batch
        where w.person_key = ? and w.removed_by = a.added_by and b.undone_by is null
        """,
        [person_key],
    )
    remove_rows(change, CREDITS, listed)
    wait_again(change, listed)
    return int(listed.num_rows)


def wait_again(change: Change, credit_ids: pa.Table) -> None:
    """Let matched rows wait again: those whose ``credit_id`` is listed."""
    with registered(change.cursor, listed=credit_ids):
        again = fetch_arrow(
            change.cursor,
            f"select {WAITING_ROWS.column_list} from waiting w where credit_id in (select credit_id from listed) "
            f"and not exists (from waiting o where o.credit_id = w.credit_id and {visible('o')}) "
            "qualify row_number() over (partition by credit_id order by removed_by desc) = 1",
        )
    add_rows(change, WAITING_ROWS, again)
