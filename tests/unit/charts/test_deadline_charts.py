"""The charts of deadlines and bench risk say their finding; each mark carries what a click opens."""

from __future__ import annotations

from datetime import date

from lib.charts.bench import bench_by_month, bench_finding, rows_at_risk
from lib.charts.deadlines import deadlines_by_month, month_finding, windows_by_person
from lib.compliance.deadlines import bench, by_month, events
from tests.unit.compliance.test_deadlines import AS_OF, verdicts

GIVEN = verdicts(
    {"status": "behind", "status_group": "watch", "cycle_end": "2026-12-31"},
    {"status": "behind", "status_group": "watch", "cycle_end": "2027-04-30"},
    {"status": "on_track", "cycle_end": "2027-04-29", "name": "A <b>bold</b> name"},
)


def test_the_fullest_month_is_the_title_and_its_bar_carries_the_month() -> None:
    rows = events(GIVEN, AS_OF)
    months = by_month(rows, AS_OF)
    # due: 1 Dec 2026, 31 Mar 2027, 30 Mar 2027
    assert month_finding(months, "due") == "Mar 2027 is the fullest: 2 of 3 declarations are due then"
    figure = deadlines_by_month(rows, months, "due")
    assert [trace.name for trace in figure.data] == ["▲ watch", "● fine"]
    fullest = list(figure.data[0].x).index("Mar 2027")
    assert figure.data[0].customdata[fullest][0] == "2027-03-01"
    assert [sum(trace.y) for trace in figure.data] == [2, 1]


def test_no_dates_are_said() -> None:
    none = events(GIVEN.iloc[:0], AS_OF)
    months = by_month(none, AS_OF)
    assert month_finding(months, "due") == "No declaration is due in these 24 months"
    assert deadlines_by_month(none, months, "ends").layout.title.text == "No cycle ends in these 24 months"
    assert windows_by_person(none, AS_OF).layout.title.text == "Nobody has a filing date in these 24 months"
    assert month_finding(by_month(events(GIVEN.iloc[:1], AS_OF), AS_OF), "due") == (
        "One date in these 24 months, in Dec 2026"
    )


def test_each_window_is_a_bar_of_its_length_that_opens_its_person() -> None:
    figure = windows_by_person(events(GIVEN, AS_OF), AS_OF)
    assert figure.layout.title.text == "Next to file: Person 0, by Tue 1 Dec 2026"
    bars = [trace for trace in figure.data if trace.type == "bar"]
    # 60 days from the opening to the filing date
    assert {length for trace in bars for length in trace.x} == {60 * 24 * 3600 * 1000.0}
    assert [values[0] for trace in bars for values in trace.customdata] == ["E0", "E1", "E2"]
    assert "A &lt;b&gt;bold&lt;/b&gt; name · MLS" in figure.layout.yaxis.ticktext


def test_the_row_that_loses_most_is_the_title() -> None:
    table = bench(GIVEN, AS_OF)
    assert bench_finding(table) == "Core would have 1 of 3 MLS left by Mon 31 May 2027"
    assert rows_at_risk(table)[["certified", "lowest", "lost"]].values.tolist() == [[3, 1, 2]]
    figure = bench_by_month(table)
    assert {trace.name for trace in figure.data} == {"all", "fewer", "half or fewer"}
    assert sum(len(trace.x) for trace in figure.data) == 24
    assert figure.data[0].customdata[0][0] == "Core · MLS"


def test_a_bench_that_loses_nobody_says_so() -> None:
    assert bench_finding(bench(GIVEN.iloc[2:], AS_OF)) == "Nobody lapses in these 24 months if all stay on course"
    assert bench_finding(bench(GIVEN.iloc[:0], AS_OF)) == "Nobody certified is on record"
    assert bench_by_month(bench(GIVEN.iloc[:0], date(2026, 1, 1))).layout.title.text == "Nobody certified is on record"
