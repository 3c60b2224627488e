"""Where a holding is heading: the pace of the last year, the day the total would be met, what would be missing then."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

PACE_DAYS = 365
SHORTEST_PACE_DAYS = 90
"""Pace looks back a year, or to the cycle start where that is nearer, and never less than 90 days (domain definition,
"The verdict", 9)."""


def forecast(verdicts: pd.DataFrame, supply: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return per holding how it goes on at its own pace; one row per row of ``verdicts``, joined by ``holding``.

    Columns: ``holding``; ``recent`` (hundredths earned in the days looked back, what counts or may); ``pace_days``
    (those days); ``met_on`` (the day nothing would be missing; ``as_of`` where nothing is, missing where there is no
    pace or no number); ``missing_at_declare_by`` (hundredths, never below 0; missing where there is no number).

    Pace is ``recent / pace_days`` and stays a fraction of whole numbers; days are rounded up, points are cut.
    """
    today = np.datetime64(as_of, "D")
    earned = _recent(verdicts["holding"], supply)
    missing, no_number = _numbers(verdicts["missing"])
    left, no_date = _numbers(verdicts["days_left"])
    start = verdicts["cycle_start"].to_numpy(dtype="datetime64[D]")
    since_start = np.where(np.isnat(start), PACE_DAYS, (today - start).astype(np.int64) + 1)
    days = np.clip(since_start, SHORTEST_PACE_DAYS, PACE_DAYS)
    is_open = missing > 0
    to_go = np.where(is_open, (missing * days + earned - 1) // np.maximum(earned, 1), missing)
    # A pace so slow that the day lies beyond any calendar in use is no forecast.
    never = no_number | (is_open & (earned <= 0)) | (to_go > 36_500)
    met_on = today + np.where(never, 0, to_go).astype("timedelta64[D]")
    met_on[never] = np.datetime64("NaT")
    at_declare_by = np.maximum(missing - earned * np.maximum(left, 0) // days, 0)
    return pd.DataFrame(
        {
            "holding": verdicts["holding"].array,
            "recent": earned,
            "pace_days": days,
            "met_on": met_on.astype("datetime64[s]"),
            "missing_at_declare_by": pd.arrays.IntegerArray(at_declare_by, no_number | no_date),
        },
        index=verdicts.index,
    )


def _numbers(column: pd.Series) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Return whole numbers, 0 where there is none, and where there is none."""
    return column.to_numpy(dtype=np.int64, na_value=0), column.isna().to_numpy()


def _recent(holdings: pd.Series, supply: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the recent hundredths of each holding, one sum over millions of rows; as floats they are exact to 2^53."""
    asked = holdings.to_numpy(dtype=np.int64)
    of = supply["holding"].to_numpy(dtype=np.int64)
    size = int(max(asked.max(initial=-1), of.max(initial=-1))) + 1
    sums = np.bincount(of, weights=supply["recent"].to_numpy(dtype=np.float64), minlength=size)
    found: npt.NDArray[np.int64] = sums[asked].astype(np.int64)
    return found
