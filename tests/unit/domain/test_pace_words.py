"""Where a holding is heading, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lib.domain.pace_words import Outlook, explanation, finding

HEADING = Outlook(
    total=3600, counted=2700, recent=900, pace_days=365, met_on=date(2027, 3, 14), missing_then=150,
    reached_on=date(2026, 5, 2), declare_by=date(2027, 2, 1), cycle_end=date(2027, 3, 3), as_of=date(2026, 11, 22),
    looks_back=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({}, "At this pace 36 points are reached in Mar 2027, after the cycle ends"),
        ({"met_on": date(2027, 3, 3)}, "At this pace 36 points are reached in Mar 2027, after the filing date"),
        ({"met_on": date(2027, 2, 1)}, "At this pace 36 points are reached in Feb 2027, in time for the filing date"),
        ({"met_on": None}, "At this pace 36 points are not reached in this cycle"),
        ({"recent": 0}, "Nothing earned in the last 365 days: 9 of 36 points stay missing"),
        ({"counted": 3600}, "All 36 points are there since Sat 2 May 2026"),
        ({"looks_back": True}, "27 of 36 points in the last three years, 9 missing"),
        (
            {"named_missing": 900, "named_words": "ethics 1, histology 8"},
            "Only named points are missing: ethics 1, histology 8; no others close that gap",
        ),
        ({"total": None}, "How many points are asked is not known, so there is no forecast"),
    ],
)
def test_the_finding(changed, sentence):
    assert finding(replace(HEADING, **changed)) == sentence


def test_the_explanation_says_the_pace_and_what_would_be_missing():
    assert explanation(HEADING) == "Pace: 9 points in the last 365 days. 1.5 would be missing on Mon 1 Feb 2027."
    assert explanation(replace(HEADING, missing_then=0)) == "Pace: 9 points in the last 365 days."
    assert explanation(replace(HEADING, counted=3600)) == ""
    named = replace(HEADING, missing_then=0, named_missing=100, named_words="ethics 1")
    assert explanation(named) == "Pace: 9 points in the last 365 days. To be planned by itself: ethics 1."
