"""Points over time and the filing window: what is drawn, at which numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from lib.charts.filing_line import filing_line
from lib.charts.forecast_line import points_over_time
from lib.domain.pace_words import Outlook

AS_OF = date(2026, 11, 22)
START, OPENS, DUE, END = date(2024, 3, 4), date(2026, 12, 3), date(2027, 2, 1), date(2027, 3, 3)
HEADING = Outlook(
    total=3600, counted=2700, recent=900, pace_days=365, met_on=date(2027, 11, 22), missing_then=726,
    reached_on=date(2026, 5, 2), declare_by=DUE, cycle_end=END, as_of=AS_OF, looks_back=False,
)  # fmt: skip
STEPS = pd.DataFrame(
    {"day": pd.to_datetime(["2025-01-10", "2026-05-02"]), "added": [1200, 1500], "reached": [1200, 2700]}
)


def drawn(outlook=HEADING):
    figure = points_over_time(STEPS, outlook, window_from=START, declare_opens=OPENS)
    return figure, {trace.name: trace for trace in figure.data}


def test_the_line_the_even_pace_and_the_forecast():
    figure, traces = drawn()
    assert list(traces["counted"].y) == [0, 12, 27, 27]
    assert list(traces["counted"].x) == [START, date(2025, 1, 10), date(2026, 5, 2), AS_OF]
    assert (list(traces["even pace"].x), list(traces["even pace"].y)) == ([START, DUE], [0, 36])
    forecast = traces["forecast"]
    # 9 points in 365 days; 101 days to the cycle's end: 900 * 101 // 365 = 249 hundredths more.
    assert (list(forecast.x), list(forecast.y)) == ([AS_OF, END], [27, 29.49])
    assert "are reached in Nov 2027, after the cycle ends" in figure.layout.title.text
    assert {note.text for note in figure.layout.annotations} >= {"file", "as of", "cycle ends", "36 asked"}


def test_a_forecast_that_meets_the_total_ends_there():
    forecast = drawn(replace(HEADING, met_on=date(2027, 1, 5)))[1]["forecast"]
    assert (list(forecast.x), list(forecast.y)) == ([AS_OF, date(2027, 1, 5)], [27, 36])


def test_a_holding_that_looks_back_has_neither_pace_nor_forecast():
    assert set(drawn(replace(HEADING, looks_back=True))[1]) == {"counted"}


def test_without_an_end_there_is_nothing_to_draw():
    figure = points_over_time(STEPS, replace(HEADING, cycle_end=None), window_from=None, declare_opens=None)
    assert not figure.data


def test_the_filing_line_marks_the_window_today_and_what_was_filed():
    traces = {trace.name: trace for trace in filing_line(START, OPENS, DUE, END, AS_OF, filed_on=DUE).data}
    assert list(traces["filing window"].x) == [OPENS, DUE]
    assert (list(traces["today"].x), list(traces["filed"].x)) == ([AS_OF], [DUE])
