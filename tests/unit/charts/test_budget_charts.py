"""The budget's charts say their finding in the title and draw exactly the numbers given."""

from __future__ import annotations

import pandas as pd

from lib.charts.break_even import points_by_shape, shared_price
from lib.charts.budget import joining_by_dues, money_reaches

STEPS = pd.DataFrame({"cost": [0, 3000, 7000, 12_000], "people": [0, 1, 2, 3]})


def test_money_reaches_so_many() -> None:
    figure = money_reaches(STEPS, ceiling_cents=7500)
    assert figure.layout.title.text == "$75 completes 2 of 3 people"
    assert list(figure.data[0].x) == [0, 30, 70, 120]
    assert money_reaches(STEPS.head(1), ceiling_cents=0).layout.title.text == "No purchases to show"


def test_joining_by_dues_steps_down_at_what_it_is_worth() -> None:
    figure = joining_by_dues("ASCP", [1000, 2000], 1500)
    assert figure.layout.title.text == "ASCP: at dues of $15 joining pays for 1 person"
    assert (list(figure.data[0].x), list(figure.data[0].y)) == ([0, 10, 20], [2, 1, 0])
    assert joining_by_dues("ASCP", [1000, 2000], None).layout.title.text == "ASCP: joining pays only below $20"
    assert "brings nobody anything" in joining_by_dues("ASCP", [], 10).layout.title.text


def test_the_break_even_is_drawn_as_steps_with_a_line_where_it_changes() -> None:
    """A pack of 8 points at $50, then the library at $95, whatever is needed."""
    curve = pd.DataFrame(
        [(0, 800, "pack", 5000, "1 × Pack"), (0, None, "unlimited", 9500, "1 × Library")],
        columns=["above", "up_to", "shape", "cost", "purchases"],
    )
    figure = points_by_shape(curve, [800], place="LabCE, any area", most=4000)
    assert figure.layout.title.text == "LabCE, any area: the cheapest way changes above 8 points"
    assert [(list(line.x), list(line.y)) for line in figure.data] == [([0, 8], [50, 50]), ([0, 40], [95, 95])]
    assert len(figure.layout.shapes) == 1
    assert "no" not in points_by_shape(curve.head(0), [], place="X", most=4000).layout.title.text.split()


def test_a_licence_is_drawn_beside_seats() -> None:
    """$300 once against $95 a seat: 3 seats are $285, 4 are $380."""
    figure = shared_price([1, 2, 3, 4], [30_000] * 4, 9500, name="Library")
    assert figure.layout.title.text == "Library: cheaper from 4 people on"
    assert list(figure.data[1].y) == [95, 190, 285, 380]
    assert "not set" in shared_price([1], [30_000], None, name="Library").layout.title.text
