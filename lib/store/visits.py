"""When somebody last looked, and how every holding stood on what they saw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import duckdb
import pandas as pd

from lib.domain import tables
from lib.store.frames import arrow, fetch, registered, value

STANDINGS: Final[dict[str, str]] = {
    **dict.fromkeys(("staff_id", "name", "site", "department", "program", "credential"), tables.TEXT),
    "status": tables.TEXT,
    "status_group": tables.TEXT,
    "missing": tables.MAYBE_WHOLE,
    "short_in": tables.TEXT,
}
"""How each holding stood; ``missing`` is hundredths, ``short_in`` as in :func:`lib.services.shortages.short_in`."""

_KEPT: Final = 2
"""The visit that lasts and the one before it."""


@dataclass(frozen=True)
class Seen:
    """One visit: its number, when it began, when it was last noted, of which day and of which data."""

    visit: int
    began_at: datetime
    seen_at: datetime
    on_date: date
    data_version: int
    change_id: int


def visits(cursor: duckdb.DuckDBPyConnection, visitor: str) -> list[Seen]:
    """Return the visits kept of somebody, the newest first."""
    rows = cursor.execute(
        "select visit, began_at, seen_at, on_date, data_version, change_id from visits where visitor = ? "
        "order by visit desc",
        [visitor],
    ).fetchall()
    return [Seen(*row) for row in rows]


def standings(cursor: duckdb.DuckDBPyConnection, visitor: str, visit: int) -> pd.DataFrame:
    """Return what somebody saw on a visit, :data:`STANDINGS`."""
    listed = ", ".join(STANDINGS)
    return fetch(
        cursor,
        f"select {listed} from visit_standings where visitor = ? and visit = ? order by staff_id, program, credential",
        [visitor, visit],
        columns=STANDINGS,
    )


def note(
    cursor: duckdb.DuckDBPyConnection,
    visitor: str,
    visit: int,
    *,
    at: datetime,
    on_date: date,
    data_version: int,
    seen: pd.DataFrame,
) -> None:
    """Note that somebody looked: begin the visit of this number, or go on with it; older ones are forgotten.

    ``seen`` is what they see now, with the columns of :data:`STANDINGS`.
    """
    last_change = value(cursor, "select coalesce(max(change_id), 0) from changes")
    began = value(cursor, "select began_at from visits where visitor = ? and visit = ?", [visitor, visit])
    cursor.execute(
        "delete from visits where visitor = ? and (visit = ? or visit <= ?)", [visitor, visit, visit - _KEPT]
    )
    cursor.execute(
        "insert into visits values (?, ?, ?, ?, ?, ?, ?)",
        [visitor, visit, began or at, at, on_date, data_version, last_change],
    )
    cursor.execute(
        "delete from visit_standings where visitor = ? and (visit = ? or visit <= ?)", [visitor, visit, visit - _KEPT]
    )
    with registered(cursor, seen=arrow(seen, STANDINGS)):
        cursor.execute(
            "insert into visit_standings by name select ?::varchar as visitor, ?::bigint as visit, * from seen",
            [visitor, visit],
        )
