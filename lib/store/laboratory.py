"""What the laboratory sets for itself, as it stands, as known on a day, and all that it ever was."""

from __future__ import annotations

from datetime import date
from typing import Final

import duckdb
import pandas as pd

from lib.domain import tables
from lib.store.frames import arrow, fetch
from lib.store.versioned import LABORATORY_SETTINGS, SETTING_ROWS, Change, replace_rows, visible

HISTORY: Final[dict[str, str]] = {
    "value": tables.TEXT,
    "known_from": tables.DATE,
    "known_until": tables.DATE,
    "entered_by": tables.TEXT,
}
"""Every value that a setting ever had, newest first; ``known_until`` missing: still in force."""


def settings(cursor: duckdb.DuckDBPyConnection, known_on: date | None = None) -> dict[str, str]:
    """Return the settings in force: name -> value; one that was taken away is not among them."""
    frame = fetch(
        cursor,
        f'select name, "value" from laboratory_settings s where {visible("s", known_on)} and "value" is not null',
        columns=LABORATORY_SETTINGS,
    )
    return dict(zip(frame["name"], frame["value"], strict=True))


def save(change: Change, name: str, value: str | None) -> None:
    """Make this the value of a setting; None: it is not set any more."""
    rows = arrow(pd.DataFrame({"name": [name], "value": [value]}), LABORATORY_SETTINGS)
    replace_rows(change, SETTING_ROWS, rows)


def history(cursor: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    """Return every value that a setting had, :data:`HISTORY`, newest first; without one: it was taken away then."""
    return fetch(
        cursor,
        'select s."value", s.added_on as known_from, s.removed_on as known_until, c.actor as entered_by '
        "from laboratory_settings s join changes c on c.change_id = s.added_by "
        "where s.name = ? order by s.added_by desc",
        [name],
        columns=HISTORY,
    )
