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
    today = pd.Timestamp(as_of)
    earned = pd.Series(_recent(verdicts["holding"], supply), index=verdicts.index)
    since_start = (today - verdicts["cycle_start"]).dt.days + 1
    days = since_start.clip(lower=SHORTEST_PACE_DAYS, upper=PACE_DAYS).fillna(PACE_DAYS).astype("int64")
    missing = verdicts["missing"]
    to_go = (missing * days + earned - 1) // earned.where(earned > 0)
    to_go = to_go.astype("Int64").where(missing > 0, missing)
    # A pace so slow that the day lies beyond any calendar in use is no forecast.
    to_go = to_go.where((to_go <= 36_500).fillna(value=False))
    met_on = today + pd.to_timedelta(to_go.astype("float64"), unit="D")
    until_filing = verdicts["days_left"].clip(lower=0)
    at_declare_by = (missing - earned * until_filing // days).clip(lower=0)
    return pd.DataFrame(
        {
            "holding": verdicts["holding"],
            "recent": earned,
            "pace_days": days,
            "met_on": met_on.astype("datetime64[s]"),
            "missing_at_declare_by": at_declare_by.astype("Int64"),
        },
        index=verdicts.index,
    )


def _recent(holdings: pd.Series, supply: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the recent hundredths of each holding, one sum over millions of rows; as floats they are exact to 2^53."""
    asked = holdings.to_numpy(dtype=np.int64)
    of = supply["holding"].to_numpy(dtype=np.int64)
    size = int(max(asked.max(initial=-1), of.max(initial=-1))) + 1
    sums = np.bincount(of, weights=supply["recent"].to_numpy(dtype=np.float64), minlength=size)
    found: npt.NDArray[np.int64] = sums[asked].astype(np.int64)
    return found
