"""Random teams written in random layouts are read back equal, and every row is accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.text import title_key
from tests.layouts.building import TODAY, known, read, rows_of, text_file
from tests.properties.examples import laws

pytestmark = pytest.mark.laws
HEADERS = {
    "id": ["Employee ID", "Employee Number *", "Emp #", "User ID", "Mã nhân viên", "Learner - Employee ID"],
    "title": ["Activity Title", "Course Name", "Training Title", "Tên hoạt động", "Transcript - Training Title"],
    "day": ["Completed On", "Completion Date (required)", "Date Completed", "Fecha de finalización", "timecompleted"],
    "points": ["Points", "Credits", "Contact Hours", "CE Credits *", "Số tín chỉ"],
    "area": ["Area", "Subject Area", "Allocation Area", "Category"],
}
AREAS = {
    "Medical Ethics": "ethics",
    "QC/QA": "safety",
    "heme": "hematology",
    "Blood Bank": "blood_banking",
    "Weaving": "",
    "": "",
}
IDS = st.sampled_from(["0007", "7001", "A12", "b-9", "00123", "ü5"])
TITLES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=20).filter(
    lambda t: title_key(t) == t.casefold() and not t.isdigit()
)


@dataclass(frozen=True)
class Activity:
    person: str
    title: str
    day: date
    points: int
    area: str


ACTIVITIES = st.lists(
    st.builds(
        Activity,
        IDS,
        st.integers(0, 10_000).map(lambda number: f"Course {number}"),
        st.dates(date(2000, 1, 1), TODAY),
        st.integers(1, 10_000),
        st.sampled_from(sorted(AREAS)),
    ),
    min_size=1,
    max_size=25,
)


@dataclass(frozen=True)
class Layout:
    kind: str
    order: tuple[str, ...]
    names: dict[str, str]
    dates: str
    above: int
    blank_every: int
    decimal_comma: bool


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    return Layout(
        kind=draw(st.sampled_from(["xlsx", ",", ";", "\t", "|"])),
        order=tuple(draw(st.permutations(sorted(HEADERS)))),
        names={field: draw(st.sampled_from(names)) for field, names in HEADERS.items()},
        dates=draw(st.sampled_from(["cell", "iso", "words", "mdy", "dmy", "two digits"])),
        above=draw(st.integers(0, 12)),
        blank_every=draw(st.integers(0, 4)),
        decimal_comma=draw(st.booleans()),
    )


def written_date(day: date, layout: Layout) -> Any:
    if layout.dates == "cell":
        return day if layout.kind == "xlsx" else day.isoformat()
    pattern = {"iso": "%Y-%m-%d", "words": "%d-%b-%Y", "mdy": "%m/%d/%Y", "dmy": "%d/%m/%Y", "two digits": "%m/%d/%y"}[
        layout.dates
    ]
    return day.strftime(pattern)


def written_points(points: int, layout: Layout) -> Any:
    whole, rest = divmod(points, 100)
    if layout.kind == "xlsx" and not layout.decimal_comma:
        return points / 100
    return f"{whole}{',' if layout.decimal_comma else '.'}{rest:02d}"


@laws(20, thorough=150)
@given(ACTIVITIES, layouts())
def test_what_is_written_is_read(activities: list[Activity], layout: Layout) -> None:
    rows: list[list[Any]] = [["Report"], *[[""]] * (layout.above - 1)] if layout.above else []
    rows.append([layout.names[field] for field in layout.order])
    blanks = 0
    for number, activity in enumerate(activities):
        if layout.blank_every and number and number % layout.blank_every == 0:
            rows.append([""] * 5)
            blanks += 1
        cells = {
            "id": activity.person,
            "title": activity.title,
            "day": written_date(activity.day, layout),
            "points": written_points(activity.points, layout),
            "area": activity.area,
        }
        rows.append([cells[field] for field in layout.order])
    data: Any = (
        [[cell if cell != "" else None for cell in row] for row in rows]
        if layout.kind == "xlsx"
        else text_file(rows, layout.kind)
    )
    order = {"mdy": "mdy", "two digits": "mdy", "dmy": "dmy"}.get(layout.dates)
    outcome = read(data, "export", stored=known(), date_order=order)
    report = outcome.sheets[0]
    unique = list(dict.fromkeys((a.person, a.title, a.day, a.points) for a in activities))
    assert report.problems == []
    assert (report.kind, report.read, report.skipped) == ("credits", len(activities) + blanks, blanks)
    assert (report.accepted, report.duplicates) == (len(unique), len(activities) - len(unique))
    assert report.header_row == layout.above + 1
    stored = rows_of(outcome.credits, "staff_id", "title", "completed_on", "points")
    assert stored == [(person, title, day.isoformat(), points) for person, title, day, points in unique]
    first = {(a.person, a.title, a.day, a.points): a for a in reversed(activities)}
    assert rows_of(outcome.credits, "areas", "area_text") == [
        (AREAS[first[key].area], first[key].area) for key in unique
    ]
    assert sorted(outcome.staff["staff_id"]) == sorted({a.person for a in activities})
    assert sum(report.unassigned_areas.values()) == sum(not AREAS[first[key].area] for key in unique)


@laws(12, thorough=100)
@given(TITLES, st.integers(0, 3000))
def test_any_title_survives_and_a_second_import_changes_nothing(title: str, days: int) -> None:
    day = TODAY - timedelta(days=days)
    data = text_file(
        [["Employee ID", "Activity Title", "Completed On", "Points"], ["A12", title, day.isoformat(), "1"]]
    )
    outcome = read(data, "a.csv", stored=known())
    assert rows_of(outcome.credits, "title", "completed_on") == [(title, day.isoformat())]
    keys = outcome.credits[["staff_id", "completed_on", "points"]].assign(title_key=title_key(title), credit_id=1)
    again = read(data, "a.csv", stored=known([("A12", "", "", None)], credit_keys=keys))
    assert (again.sheets[0].accepted, again.sheets[0].duplicates) == (0, 1)
    assert len(again.credits) == 0
