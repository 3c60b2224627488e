"""The budget's charts say their finding in the title and draw exactly the numbers given."""

from __future__ import annotations

import pandas as pd

from lib.charts.budget import break_even_sentence, joining_by_dues, money_reaches, points_by_kind

STEPS = pd.DataFrame({"cost": [0, 3000, 7000, 12_000], "people": [0, 1, 2, 3]})
CURVE = pd.DataFrame(
    [(n, "single", n * 3000) for n in range(1, 6)] + [(n, "unlimited", 9500) for n in range(1, 11)],
    columns=["points", "kind", "cost"],
)


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


def test_unlimited_breaks_even_where_it_is_the_cheapest() -> None:
    """Single points cost $30 each: three are $90, four $120; unlimited is $95 and wins from four on."""
    assert break_even_sentence(CURVE) == "From 4 points on, nothing is cheaper than unlimited"
    assert len(points_by_kind(CURVE).data) == 2
    single = CURVE[CURVE["kind"] == "single"]
    assert break_even_sentence(single).startswith("No unlimited product has a price")
