"""Month ends as stacked columns."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.charts.trend_columns import finding, status_trend


def counts(*rows: tuple[int, int, int]) -> pd.DataFrame:
    ends = [date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)]
    frame = pd.DataFrame(rows, columns=["act", "watch", "fine"])
    return frame.assign(end=ends[: len(rows)], cannot_say=0, not_required=1)


def test_the_finding_compares_the_last_month_with_the_first_known():
    assert finding(counts((1, 2, 3), (1, 1, 4), (0, 1, 5))) == (
        "5 of 7 credentials fine at the end of Oct 2026, 2 more than at the end of Aug 2026"
    )
    assert finding(counts((1, 1, 4), (1, 2, 3))).endswith("1 fewer than at the end of Aug 2026")
    assert finding(counts((1, 1, 4), (1, 2, 4))).endswith("as many as at the end of Aug 2026")
    nothing = counts((0, 0, 0)).assign(not_required=0)
    assert finding(nothing) == "Nothing was known at these month ends"
    assert not status_trend(nothing, subtitle="").data


def test_every_group_that_occurs_is_a_column_with_its_number():
    figure = status_trend(counts((1, 2, 3), (1, 1, 4)), subtitle="as known then")
    assert {trace.name: list(trace.y) for trace in figure.data} == {
        "● fine": [3, 4],
        "▲ watch": [2, 1],
        "■ act": [1, 1],
        "– not required": [1, 1],
    }
    assert list(figure.data[0].x) == ["Aug 2026", "Sep 2026"]
    assert figure.data[1].customdata[0] == "End of Aug 2026: 2 watch."
