"""The map of people and areas: what is drawn, in which order, and the table beside it."""

from __future__ import annotations

import pandas as pd

from lib.charts.gap_map import gap_map, gap_rows, gap_table, ordered_requirements

REQUIREMENTS = pd.DataFrame(
    [
        (0, 0, "ethics", 100), (0, 1, "rest", 800), (1, 0, "blood_banking", 250), (2, 0, "safety", 100),
        (2, 1, "ethics", 50), (3, 0, "rest", 3400), (4, 0, "ethics", 100), (0, 2, "safety", 0),
    ],
    columns=["holding", "position", "requirement", "gap"],
)  # fmt: skip


def test_only_those_to_act_on_or_to_watch_in_the_order_of_the_view(laboratory: pd.DataFrame) -> None:
    # Holding 4 is on track; the gap of 0 in safety is none.
    rows = gap_rows(laboratory, REQUIREMENTS)
    assert list(zip(rows["holding"], rows["requirement"], rows["gap"], strict=True)) == [
        (0, "ethics", 100), (0, "rest", 800), (1, "blood_banking", 250), (2, "safety", 100), (2, "ethics", 50),
        (3, "rest", 3400),
    ]  # fmt: skip
    assert ordered_requirements(rows) == ["safety", "ethics", "blood_banking", "rest"]


def test_each_mark_carries_its_person_and_stands_in_its_band(laboratory: pd.DataFrame) -> None:
    figure = gap_map(gap_rows(laboratory, REQUIREMENTS))
    assert figure.layout.title.text == "Ethics is missing most often: 2 of 3 people"
    drawn = {trace.name: [values[0] for values in trace.customdata] for trace in figure.data[:3]}
    assert drawn == {"up to 1 point": ["E1", "E2", "E2"], "over 1, up to 4": ["E1"], "over 4 points": ["E1", "E3"]}
    assert figure.data[0].customdata[0][1].endswith("1 missing: ethics.")
    assert figure.data[0].customdata[0][2] == "ethics"


def test_columns_have_a_head_with_how_many_people_lack_it_and_rows_one_with_the_person(
    laboratory: pd.DataFrame,
) -> None:
    columns, rows = gap_map(gap_rows(laboratory, REQUIREMENTS), first=1, limit=2).data[3:]
    # Of all pages, not of this one: safety E2; ethics E1, E2; blood banking E1; rest E1, E3.
    assert list(columns.text) == ["1", "2", "1", "2"]
    assert [values[2] for values in columns.customdata] == ["safety", "ethics", "blood_banking", "rest"]
    assert {values[0] for values in columns.customdata} == {""}
    assert [list(values) for values in rows.customdata] == [["E1", "Okafor, Dan", ""], ["E2", "Lopez, Maria", ""]]


def test_a_page_of_the_map_says_which_part_it_is(laboratory: pd.DataFrame) -> None:
    figure = gap_map(gap_rows(laboratory, REQUIREMENTS), first=2, limit=2)
    assert "holdings 3 to 4 of 4, worst first" in figure.layout.title.subtitle.text
    assert list(figure.layout.yaxis.ticktext) == ["Lopez, Maria · MLS", "Shah, Priya · MLS"]


def test_the_table_beside_it_has_the_numbers(laboratory: pd.DataFrame) -> None:
    table = gap_table(gap_rows(laboratory, REQUIREMENTS))
    assert list(table.columns) == ["name", "credential", "safety", "ethics", "blood banking", "rest"]
    assert list(table["ethics"].fillna(0)) == [1.0, 0, 0.5, 0]
    assert list(table["rest"].fillna(0)) == [8.0, 0, 0, 34.0]


def test_nothing_missing_is_said(laboratory: pd.DataFrame) -> None:
    figure = gap_map(gap_rows(laboratory, REQUIREMENTS.head(0)))
    assert figure.layout.title.text == "Nobody to act on or to watch lacks points"
