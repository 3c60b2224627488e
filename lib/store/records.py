"""Notes, circumstances and sessions: what is stored of them."""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd

from lib.access.principal import Scope
from lib.domain import tables
from lib.store.frames import fetch
from lib.store.record_tables import (
    ATTENDEE_ROWS,
    CIRCUMSTANCE_ROWS,
    NOTE_ROWS,
    SESSION_ROWS,
)
from lib.store.versioned import CREDITS, STORED_CREDITS, in_scope, visible

NOTES: dict[str, str] = {**NOTE_ROWS.columns, "actor": tables.TEXT}
"""``actor`` is who wrote the note."""


def notes(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, known_on: date | None = None, staff_id: str | None = None
) -> pd.DataFrame:
    """Return the notes, :data:`NOTES`, newest first; of one person where ``staff_id`` is given."""
    listed = ", ".join(f'n."{name}"' for name in NOTE_ROWS.columns)
    return fetch(
        cursor,
        f"select {listed}, c.actor from record_notes n join changes c on c.change_id = n.added_by "
        f"where {visible('n', known_on)} and {in_scope('n', scope, known_on)} "
        "and (?::varchar is null or n.staff_id = ?) order by n.noted_on desc, n.note_id desc",
        [staff_id, staff_id],
        columns=NOTES,
    )


def circumstances(cursor: duckdb.DuckDBPyConnection, scope: Scope, known_on: date | None = None) -> pd.DataFrame:
    """Return the stored circumstances of people, by person and kind."""
    return fetch(
        cursor,
        f"select {CIRCUMSTANCE_ROWS.column_list} from circumstances c where {visible('c', known_on)} "
        f"and {in_scope('c', scope, known_on)} order by staff_id, kind",
        columns=CIRCUMSTANCE_ROWS.columns,
    )


def sessions(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the sessions, newest first, with ``people``: how many are listed as attendees."""
    listed = ", ".join(f's."{name}"' for name in SESSION_ROWS.columns)
    return fetch(
        cursor,
        f"select {listed}, (select count(*) from attendees a where a.session_id = s.session_id and {visible('a')}) "
        f"as people from sessions s where {visible('s')} order by s.held_on desc, s.session_id desc",
        columns={**SESSION_ROWS.columns, "people": tables.WHOLE},
    )


def attendees(cursor: duckdb.DuckDBPyConnection, session_id: int, scope: Scope) -> pd.DataFrame:
    """Return who is listed for a session and in scope: ``session_id``, ``staff_id``."""
    return fetch(
        cursor,
        f"select session_id, staff_id from attendees a where session_id = ? and {visible('a')} "
        f"and {in_scope('a', scope)} order by staff_id",
        [session_id],
        columns=ATTENDEE_ROWS.columns,
    )


def sessions_of(cursor: duckdb.DuckDBPyConnection, staff_id: str, scope: Scope) -> pd.DataFrame:
    """Return the planned sessions that list a person in scope, the next first: the columns of ``SESSIONS``."""
    listed = ", ".join(f's."{name}"' for name in SESSION_ROWS.columns)
    return fetch(
        cursor,
        f"select {listed} from sessions s join attendees a on a.session_id = s.session_id and {visible('a')} "
        f"where a.staff_id = ? and s.state = 'planned' and {visible('s')} and {in_scope('a', scope)} "
        "order by s.held_on, s.session_id",
        [staff_id],
        columns=SESSION_ROWS.columns,
    )


def stored_credit(cursor: duckdb.DuckDBPyConnection, credit_id: int, scope: Scope) -> pd.DataFrame:
    """Return a credit as it is stored, :data:`STORED_CREDITS`; no row where there is none in scope."""
    return fetch(
        cursor,
        f"select {CREDITS.column_list} from credits c where credit_id = ? and {visible('c')} "
        f"and {in_scope('c', scope)}",
        [credit_id],
        columns=STORED_CREDITS,
    )


def removed_credits(cursor: duckdb.DuckDBPyConnection, staff_id: str, scope: Scope) -> pd.DataFrame:
    """Return a person's credits that were removed by hand and are not there again, with when, by whom and why."""
    return fetch(
        cursor,
        f"""
        select c.credit_id, c.title, c.provider, c.completed_on, c.points, c.removed_on, h.actor, e.reason,
               e.change_id
        from credits c join edits e on e.change_id = c.removed_by and e.undone_by is null
        join changes h on h.change_id = e.change_id
        where c.staff_id = ? and {in_scope("c", scope)}
          and not exists (from credits o where o.credit_id = c.credit_id and {visible("o")})
          and not exists (from credits o where o.credit_id = c.credit_id and o.removed_by > c.removed_by)
        order by c.completed_on, c.credit_id
        """,
        [staff_id],
    )


def first_credits(cursor: duckdb.DuckDBPyConnection, scope: Scope, as_of: date) -> pd.DataFrame:
    """Return for each person with any credit up to a day the day of the first: ``staff_id``, ``first_completed_on``."""
    return fetch(
        cursor,
        "select staff_id, min(completed_on) as first_completed_on from credits c "
        f"where completed_on <= ? and {visible('c')} and {in_scope('c', scope)} group by staff_id order by staff_id",
        [as_of],
        columns={"staff_id": tables.TEXT, "first_completed_on": tables.DATE},
    )
