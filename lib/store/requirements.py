"""A requirement given to many people at once: one change, and taken back as one."""

from __future__ import annotations

from typing import Final

import duckdb
import pandas as pd

from lib.domain import tables
from lib.store.frames import arrow, fetch, fetch_arrow
from lib.store.versioned import HOLDINGS, Change, add_rows, remove_rows, visible

KIND: Final = "requirement"
"""Kind of the change by which a requirement is given to people."""

GIVEN: Final[dict[str, str]] = {
    "change_id": tables.WHOLE,
    "given_by": tables.TEXT,
    "given_on": tables.DATE,
    "note": tables.TEXT,
    "people": tables.WHOLE,
}
"""One row per giving of which some holdings are still as it made them; ``people`` counts those."""


def give(change: Change, frame: pd.DataFrame) -> None:
    """Add holdings (:data:`tables.HOLDINGS`) that are not there yet."""
    add_rows(change, HOLDINGS, arrow(frame, tables.HOLDINGS))


def given(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return the givings in force, :data:`GIVEN`, newest first."""
    return fetch(
        cursor,
        "select c.change_id, c.actor as given_by, c.on_date as given_on, c.note, count(*) as people from changes c "
        f"join holdings h on h.added_by = c.change_id and {visible('h')} where c.kind = '{KIND}' "
        "group by all order by c.change_id desc",
        columns=GIVEN,
    )


def take_back(change: Change, change_id: int) -> int:
    """Remove the holdings that a giving made and nobody changed since; returns how many."""
    gone = fetch_arrow(
        change.cursor,
        "select staff_id, program, credential from holdings h join changes c on c.change_id = h.added_by "
        f"where c.kind = '{KIND}' and c.change_id = ? and {visible('h')}",
        [change_id],
    )
    remove_rows(change, HOLDINGS, gone)
    return int(gone.num_rows)
