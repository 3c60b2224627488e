"""A copy of what is stored now, in memory: a place where an import can be tried while others go on writing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import duckdb

from lib.store.frames import value

_ACCOUNTS: Final = frozenset({"problems", "rejected_rows", "touched", "duplicate_rows", "visits", "visit_standings"})
"""Tables that only tell of earlier imports and visits: nothing that is read while an import is tried needs them."""
_NUMBERS: Final = itertools.count(1)


@contextmanager
def copied(cursor: duckdb.DuckDBPyConnection, *, past: bool = False) -> Iterator[None]:
    """Let the cursor work in a copy of what is current, thrown away at the end; it ends where it began.

    ``past`` copies what was followed by a newer version too: what a change that is taken back needs.

    The copy is of one moment and takes no lock: DuckDB's own transactions would let a try that is thrown away refuse
    the write of somebody else who changes the same rows meanwhile.
    """
    here = quoted(str(value(cursor, "select current_database()")))
    copy = quoted(f"labready copy {next(_NUMBERS)}")
    cursor.execute(f"attach ':memory:' as {copy}")
    try:
        cursor.execute(f"copy from database {here} to {copy} (schema)")
        cursor.execute("begin transaction")
        try:
            for table, condition in _tables(cursor, past=past):
                cursor.execute(f"insert into {copy}.{table} select * from {here}.{table} where {condition}")
        except BaseException:
            cursor.execute("rollback")
            raise
        cursor.execute("commit")
        cursor.execute(f"use {copy}")
        yield
    finally:
        cursor.execute(f"use {here}")
        cursor.execute(f"detach {copy}")


def _tables(cursor: duckdb.DuckDBPyConnection, *, past: bool) -> list[tuple[str, str]]:
    """Return each table of the database with the condition on the rows that are copied."""
    found = cursor.execute(
        "select t.table_name, bool_or(c.column_name = 'removed_by') from duckdb_tables() t "
        "join duckdb_columns() c using (database_name, schema_name, table_name) "
        "where t.database_name = current_database() and not t.internal group by all order by 1"
    ).fetchall()
    return [
        (quoted(name), "removed_by is null" if versioned and not past else "true")
        for name, versioned in found
        if past or name not in _ACCOUNTS
    ]


def quoted(name: str) -> str:
    """Return a name as SQL takes it, whatever is in it: a database is called as its file."""
    return '"' + name.replace('"', '""') + '"'
