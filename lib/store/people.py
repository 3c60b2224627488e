"""Staff, holdings, past cycles, memberships: what is stored of them, as known now or on a day."""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd

from lib.access.principal import Scope
from lib.domain import tables
from lib.store.frames import fetch
from lib.store.versioned import (
    HOLDINGS,
    MEMBERSHIPS,
    PAST,
    PAST_CYCLES,
    STAFF,
    Table,
    in_places,
    in_scope,
    visible,
)


def staff(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, known_on: date | None, staff_id: str | None = None
) -> pd.DataFrame:
    """Return the staff members in scope, :data:`tables.STAFF`, by ``staff_id``; or the one of this ID."""
    return fetch(
        cursor,
        f"select {STAFF.column_list} from staff s where {visible('s', known_on)} and {in_places('s', scope)} "
        "and (?::varchar is null or staff_id = ?) order by staff_id",
        [staff_id, staff_id],
        columns=tables.STAFF,
    )


def holdings(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, known_on: date | None, staff_id: str | None = None
) -> pd.DataFrame:
    """Return the holdings in scope, :data:`tables.HOLDINGS`, by person, program and credential; or one person's."""
    return _of_people(cursor, HOLDINGS, scope, known_on, staff_id)


def memberships(cursor: duckdb.DuckDBPyConnection, scope: Scope, known_on: date | None) -> pd.DataFrame:
    """Return the memberships in scope, :data:`tables.MEMBERSHIPS`, by person and provider."""
    return _of_people(cursor, MEMBERSHIPS, scope, known_on, None)


def _of_people(
    cursor: duckdb.DuckDBPyConnection, table: Table, scope: Scope, known_on: date | None, staff_id: str | None
) -> pd.DataFrame:
    return fetch(
        cursor,
        f"select {table.column_list} from {table.name} h where {visible('h', known_on)} "
        f"and {in_scope('h', scope, known_on)} and (?::varchar is null or staff_id = ?) "
        f"order by {', '.join(table.key)}",
        [staff_id, staff_id],
        columns=table.columns,
    )


def past_cycles(
    cursor: duckdb.DuckDBPyConnection, staff_id: str | None, scope: Scope, known_on: date | None
) -> pd.DataFrame:
    """Return the earlier cycles of one person (None: of everybody in scope), oldest end first."""
    return fetch(
        cursor,
        f"select {PAST.column_list} from past_cycles p where {visible('p', known_on)} "
        f"and {in_scope('p', scope, known_on)} and (?::varchar is null or staff_id = ?) "
        "order by staff_id, program, credential, cycle_end",
        [staff_id, staff_id],
        columns=PAST_CYCLES,
    )


def aliases(cursor: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Return the matches made by hand that are remembered: person key -> staff ID."""
    found = fetch(cursor, f"select person_key, staff_id from aliases a where {visible('a')} order by person_key")
    return dict(zip(found["person_key"], found["staff_id"], strict=True))
