"""The forecast on one holding at a time, with the arithmetic beside it."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.compliance.forecast import forecast
from lib.domain.supplied import Supplied

AS_OF = date(2026, 6, 1)


def one(missing, recent, cycle_start="2024-01-01", days_left=100):
    verdicts = pd.DataFrame(
        {
            "holding": [0],
            "missing": pd.array([missing], dtype="Int64"),
            "cycle_start": [pd.Timestamp(cycle_start)],
            "days_left": pd.array([days_left], dtype="Int64"),
        }
    )
    entries = {"holding": [0, 0], "recent": [recent, 0], "points": [recent, 0]}
    kind = {"first_area": 1, "area_mask": 2, "activity_type": None, "eligibility": "counts"}
    supplied = Supplied.of(pd.DataFrame({**entries, **kind}))
    return forecast(verdicts, supplied, AS_OF).iloc[0]


def test_a_year_of_twelve_points_goes_on_at_twelve_a_year():
    # 6 points missing at 12 in 365 days: 600 * 365 / 1200 = 182.5, so 183 days. In 100 days 1200 * 100 // 365 = 328.
    row = one(600, 1200)
    assert (row["met_on"], row["missing_at_declare_by"]) == (pd.Timestamp("2026-12-01"), 600 - 328)


def test_a_young_cycle_is_looked_at_from_its_start_but_for_90_days_at_least():
    # 2026-03-01 .. 2026-06-01 are 93 days; from 2026-05-01 they would be 32, so 90.
    assert one(600, 300, "2026-03-01")["pace_days"] == 93
    assert one(600, 300, "2026-05-01")["pace_days"] == 90


def test_nothing_missing_is_met_today_and_no_pace_never():
    assert one(0, 0)["met_on"] == pd.Timestamp(AS_OF)
    assert pd.isna(one(600, 0)["met_on"])
    assert one(600, 0)["missing_at_declare_by"] == 600


def test_no_number_no_forecast_and_late_has_no_time_to_earn():
    row = one(pd.NA, 300)
    assert pd.isna(row["met_on"])
    assert pd.isna(row["missing_at_declare_by"])
    assert one(600, 36500, days_left=-5)["missing_at_declare_by"] == 600
