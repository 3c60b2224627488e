"""Points per holding, area and type inside each window: the plain pandas form of the sum that the store does in SQL."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.domain.activities import ASK, COUNTS

SUPPLY_KEYS = ["holding", "first_area", "area_mask", "activity_type", "eligibility"]
"""What supply rows are summed by; ``points`` (hundredths) is the sum, ``recent`` the part of the last 365 days."""


def supply(windows: pd.DataFrame, credits: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the points in each holding's window that count or may, by :data:`SUPPLY_KEYS`.

    Args:
        windows: ``holding``, ``staff_id``, ``window_from``, ``window_to`` (missing: no window, no rows).
        credits: ``staff_id``, ``completed_on``, ``points``, ``first_area``, ``area_mask``, ``activity_type``,
            ``eligibility`` (effective: possible duplicates are already ``ask``).
        as_of: later credits are left out; ``recent`` is what was completed in the 365 days up to it.
    """
    eligible = credits[credits["eligibility"].isin([COUNTS, ASK]) & (credits["completed_on"] <= pd.Timestamp(as_of))]
    pairs = windows[["holding", "staff_id", "window_from", "window_to"]].merge(eligible, on="staff_id")
    pairs = pairs[(pairs["completed_on"] >= pairs["window_from"]) & (pairs["completed_on"] <= pairs["window_to"])]
    recent = pairs["points"].where(pairs["completed_on"] > pd.Timestamp(as_of) - pd.Timedelta(days=365), 0)
    return (
        pairs.assign(recent=recent)
        .groupby(SUPPLY_KEYS, dropna=False, as_index=False)[["points", "recent"]]
        .sum()
        .astype({"points": "int64", "recent": "int64"})
    )
