"""A holding's requirements."""

from __future__ import annotations

import pandas as pd

from lib.charts.requirements import requirement_bars
from lib.domain import tables


def _requirements(*rows: tuple[str, int, int]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [(0, number, code, need, gap) for number, (code, need, gap) in enumerate(rows)],
        columns=list(tables.REQUIREMENTS),
    )
    return tables.typed(frame, tables.REQUIREMENTS)


def test_counted_and_missing_add_up_to_the_need() -> None:
    # ethics 1 asked, 0.5 missing; rest 34 asked, 8 missing: 0.5 + 26 counted.
    figure = requirement_bars(_requirements(("safety", 100, 0), ("ethics", 100, 50), ("rest", 3400, 800)))
    counted, missing = figure.data
    assert list(counted.x) == [1, 0.5, 26]
    assert list(missing.x) == [0, 0.5, 8]
    assert figure.layout.title.text == "8.5 points missing in 2 of 3 requirements"
    assert list(figure.layout.yaxis.ticktext) == [
        "Laboratory or patient safety  1 / 1",
        "Medical ethics  0.5 / 1",
        "Rest (any area)  26 / 34",
    ]
    assert counted.customdata[1] == "<b>Medical ethics</b>: 0.5 of 1 points counted, 0.5 missing."


def test_nothing_missing() -> None:
    title = requirement_bars(_requirements(("ethics", 100, 0))).layout.title.text
    assert title == "Every requirement is met on our records"


def test_without_requirements() -> None:
    assert len(requirement_bars(_requirements()).data) == 0
