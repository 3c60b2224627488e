"""Where a holding is heading: the pace of the last year, the day the total would be met, what would be missing then."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.domain.supplied import Supplied

PACE_DAYS = 365
SHORTEST_PACE_DAYS = 90
"""Pace looks back a year, or to the cycle start where that is nearer, and never less than 90 days (domain definition,
"The verdict", 9)."""
LONGEST_DAYS = 36_500
_ENTRIES_AT_ONCE = 1 << 17
"""Entries added at once: their columns stay in a processor's own cache."""


def forecast(verdicts: pd.DataFrame, supply: Supplied | pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return per holding how it goes on at its own pace; one row per row of ``verdicts``, joined by ``holding``.

    Columns: ``holding``; ``recent`` (hundredths earned in the days looked back, what counts or may); ``pace_days``
    (those days); ``met_on`` (the day nothing would be missing; ``as_of`` where nothing is, missing where there is no
    pace or no number); ``missing_at_declare_by`` (hundredths, never below 0; missing where there is no number).

    Pace is ``recent / pace_days`` and stays a fraction of whole numbers; days are rounded up, points are cut.
    """
    today = np.datetime64(as_of, "D")
    supplied = Supplied.of(supply)
    holding = verdicts["holding"].to_numpy(dtype=np.int64)
    earned = _recent(holding, supplied)
    start = verdicts["cycle_start"].to_numpy().astype("datetime64[D]")
    started = ~np.isnat(start)
    since_start = np.where(started, (today - start).astype(np.int64) + 1, PACE_DAYS)
    days = np.clip(since_start, SHORTEST_PACE_DAYS, PACE_DAYS)
    missing, unknown = _whole(verdicts["missing"])
    days_left, undated = _whole(verdicts["days_left"])
    # A pace so slow that the day lies beyond any calendar in use is no forecast.
    to_go = np.where(missing > 0, (missing * days + earned - 1) // np.maximum(earned, 1), 0)
    never = unknown | (to_go > LONGEST_DAYS) | ((missing > 0) & (earned <= 0))
    met_on = np.where(never, np.datetime64("NaT", "D"), today + np.where(never, 0, to_go).astype("timedelta64[D]"))
    at_declare_by = np.maximum(missing - earned * np.maximum(days_left, 0) // days, 0)
    return pd.DataFrame(
        {
            "holding": holding,
            "recent": earned,
            "pace_days": days,
            "met_on": met_on.astype("datetime64[s]"),
            "missing_at_declare_by": pd.arrays.IntegerArray(at_declare_by, unknown | undated),
        },
        index=verdicts.index,
        copy=False,
    )


def _whole(column: pd.Series) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return whole numbers, 0 where they are missing, and where that is."""
    missing = column.isna().to_numpy(dtype=bool)
    return column.to_numpy(dtype=np.int64, na_value=0), missing


def _recent(holding: npt.NDArray[np.int64], supplied: Supplied) -> npt.NDArray[np.int64]:
    """Return the recent hundredths of each holding: millions of entries, added block by block."""
    size = max([int(holding.max(initial=-1)), *(int(part.holding.max(initial=-1)) for part in supplied.parts)]) + 1
    sums = np.zeros(size, dtype=np.int64)
    for own, _, _, recent in supplied.blocks(_ENTRIES_AT_ONCE):
        np.add.at(sums, own.astype(np.intp), recent.astype(np.int64))
    return sums[holding]
