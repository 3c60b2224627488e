"""Who is behind, and in what."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from lib.charts.behind import finding, who_is_behind
from lib.domain import palette

Builder = Callable[[list[dict[str, object]]], pd.DataFrame]


def test_title_is_the_finding_in_people(laboratory: pd.DataFrame) -> None:
    # Behind: E1, E2, E3 (E4 is on track). Ethics: E1, E2. Safety: E2. Specialty: E1.
    assert finding(laboratory) == "Ethics is what most people behind lack: 2 of 3"


def test_a_tie_goes_to_the_first_kind_stacked(verdicts: Builder) -> None:
    frame = verdicts([{"staff_id": "E1", "name": "A", "status": "behind", "gap_safety": 100, "gap_specialty": 100}])
    assert finding(frame) == "Safety is what most people behind lack: 1 of 1"


def test_the_title_does_not_deny_that_more_people_lack_points_of_any_area(verdicts: Builder) -> None:
    # Ethics: E1. Any area: E1, E2.
    frame = verdicts(
        [
            {"staff_id": "E1", "name": "A", "status": "behind", "gap_ethics": 100, "gap_rest": 100},
            {"staff_id": "E2", "name": "B", "status": "behind", "gap_rest": 100},
        ]
    )
    assert finding(frame) == "Of named areas, ethics is what most people behind lack: 1 of 2"


def test_only_rest_missing_is_said_so(verdicts: Builder) -> None:
    frame = verdicts([{"staff_id": "E1", "name": "A", "status": "behind", "gap_rest": 100}])
    assert finding(frame) == "Only points of any area are missing: 1 person is behind"


def test_nobody_behind(verdicts: Builder) -> None:
    frame = verdicts([{"staff_id": "E1", "name": "A", "status": "on_track", "gap_rest": 100}])
    figure = who_is_behind(frame)
    assert figure.layout.title.text == "Nobody is behind on our records"
    assert len(figure.data) == 0


def test_bars_are_the_gaps_in_points_worst_first(laboratory: pd.DataFrame) -> None:
    figure = who_is_behind(laboratory)
    bars = {trace.name: list(trace.x) for trace in figure.data}
    assert bars == {
        "Ethics": [1, None, 0.5, None],
        "Safety": [None, None, 1, None],
        "Specialty": [None, 2.5, None, None],
        "Rest (any area)": [8, None, None, 34],
    }
    assert list(figure.layout.yaxis.ticktext) == [
        "Okafor, Dan · MLS",
        "Okafor, Dan · SBB",
        "Lopez, Maria · MLS",
        "Shah, Priya · MLS",
    ]
    assert figure.layout.yaxis.autorange == "reversed"
    assert figure.layout.xaxis.title.text == "points missing"


def test_hover_is_a_sentence_and_carries_the_person(laboratory: pd.DataFrame) -> None:
    figure = who_is_behind(laboratory)
    first = figure.data[0].customdata[0]
    assert first[0] == "E1"
    assert [trace.customdata[0][2] for trace in figure.data] == ["ethics", "safety", "specialty", "rest"]
    assert first[1] == (
        "<b>Okafor, Dan</b> · MLS: ■ late<br>9 of 36 points missing: ethics 1, rest 8.<br>Declare by Tue 3 Nov 2026."
    )


def test_limit_is_said(laboratory: pd.DataFrame) -> None:
    figure = who_is_behind(laboratory, limit=2)
    assert len(figure.data[0].x) == 2
    assert figure.layout.title.subtitle.text == "Points missing on our records, the worst 2 of 4 holdings, worst first"


def test_names_from_files_are_no_markup(verdicts: Builder) -> None:
    frame = verdicts([{"staff_id": "E1", "name": "<b>Bold</b>", "status": "behind", "gap_rest": 100}])
    figure = who_is_behind(frame)
    assert figure.layout.yaxis.ticktext[0] == "&lt;b&gt;Bold&lt;/b&gt; · MLS"
    assert "<b>Bold" not in figure.data[0].customdata[0][1]


def test_the_frame_is_not_changed(laboratory: pd.DataFrame) -> None:
    before = laboratory.copy()
    who_is_behind(laboratory)
    pd.testing.assert_frame_equal(laboratory, before)


@pytest.mark.parametrize("dark", [False, True])
def test_every_part_of_a_bar_is_seen_on_its_ground(laboratory: pd.DataFrame, dark: bool) -> None:
    # WCAG 2.2, 1.4.11: what a chart is read by has 3 : 1 against its ground; the fill of ethics has 2 : 1 on the dark.
    lines = [trace.marker.line for trace in who_is_behind(laboratory, dark=dark).data]
    assert [line.width for line in lines] == [1, 1, 1, 1]
    assert all(palette.contrast(line.color, palette.GROUNDS.on(dark=dark)) >= 3 for line in lines)
