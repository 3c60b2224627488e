"""Points per holding, area and type inside each window: the plain pandas form of the sum that the store does in SQL."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.compliance.parts import in_parts
from lib.domain.activities import ASK, COUNTS, NO, NOT_EDUCATION
from lib.domain.areas import UNASSIGNED_NUMBER

SUPPLY_KEYS = ["holding", "first_area", "area_mask", "activity_type", "eligibility"]
"""What supply rows are summed by; ``points`` (hundredths) is the sum, ``recent`` the part of the last 365 days."""


def eligibility_here(pairs: pd.DataFrame) -> pd.Series:
    """Return the eligibility of each credit for each holding: what is no CE counts where the rule accepts its type.

    Such a credit waits (``ask``) where its area is not known, as any other does. One that a person said is none, or is
    another one again (``because``), stays out. Reads ``eligibility``, ``activity_type``, ``first_area`` and
    ``accepted_types``.
    """
    accepted = pd.Series(data=False, index=pairs.index)
    for activity_type in NOT_EDUCATION:
        named = pairs["accepted_types"].fillna("").str.contains(f";{activity_type};", regex=False)
        accepted |= named.astype(bool) & (pairs["activity_type"] == activity_type).fillna(value=False).astype(bool)
    accepted &= pairs["eligibility"] == NO
    if "because" in pairs:
        accepted &= pairs["because"].isna()
    unassigned = pairs["first_area"] == UNASSIGNED_NUMBER
    return pairs["eligibility"].mask(accepted & unassigned, ASK).mask(accepted & ~unassigned, COUNTS)


def supply(windows: pd.DataFrame, credits: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the points in each holding's window that count or may, by :data:`SUPPLY_KEYS`.

    Args:
        windows: ``holding``, ``staff_id``, ``window_from``, ``window_to`` (missing: no window, no rows),
            ``accepted_types``.
        credits: ``staff_id``, ``completed_on``, ``points``, ``first_area``, ``area_mask``, ``activity_type``,
            ``eligibility`` (effective: possible duplicates are already ``ask``); ``allocation``: stored splits.
        as_of: later credits are left out; ``recent`` is what was completed in the 365 days up to it.
    """
    done = credits[credits["completed_on"] <= pd.Timestamp(as_of)]
    pairs = windows[["holding", "staff_id", "window_from", "window_to", "accepted_types"]].merge(done, on="staff_id")
    pairs = in_parts(pairs)
    pairs = pairs.assign(eligibility=eligibility_here(pairs))
    pairs = pairs[pairs["eligibility"].isin([COUNTS, ASK])]
    pairs = pairs[(pairs["completed_on"] >= pairs["window_from"]) & (pairs["completed_on"] <= pairs["window_to"])]
    recent = pairs["points"].where(pairs["completed_on"] > pd.Timestamp(as_of) - pd.Timedelta(days=365), 0)
    return (
        pairs.assign(recent=recent)
        .groupby(SUPPLY_KEYS, dropna=False, as_index=False)[["points", "recent"]]
        .sum()
        .astype({"points": "int64", "recent": "int64"})
    )
