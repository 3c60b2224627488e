"""The tables beside a card's charts have the numbers of the charts: the same rows, points and days."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.charts.filing_line import filing_line
from lib.charts.requirements import requirement_bars
from lib.domain import tables
from lib.ui import card_numbers


def test_the_numbers_of_the_bars() -> None:
    # Hundredths of points, out of order on purpose; a requirement that asks for nothing is drawn and told nowhere.
    given = [(2, "rest", 2600, 350), (0, "safety", 100, 0), (1, "ethics", 100, 100), (3, "chemistry", 0, 0)]
    frame = pd.DataFrame(given, columns=["position", "requirement", "need", "gap"]).assign(holding=7)
    requirements = tables.typed(frame, {name: tables.REQUIREMENTS[name] for name in frame})
    table = card_numbers.numbers_of(requirements)
    assert table.values.tolist() == [
        ["Laboratory or patient safety", 1.0, 1.0, 0.0],
        ["Medical ethics", 0.0, 1.0, 1.0],
        ["Rest (any area)", 22.5, 26.0, 3.5],
    ]
    bars = requirement_bars(requirements)
    assert [list(bar.x) for bar in bars.data] == [table["counted"].tolist(), table["missing"].tolist()]


def test_the_days_of_the_line() -> None:
    start, opens, due, end = date(2024, 1, 4), date(2026, 10, 5), date(2026, 12, 4), date(2027, 1, 3)
    as_of, filed = date(2026, 11, 22), date(2026, 11, 20)
    table = card_numbers.days_of_line(start, opens, due, end, as_of, filed)
    assert [(f"{day:%Y-%m-%d}", what) for day, what in table.itertuples(index=False)] == [
        ("2024-01-04", "Cycle begins"),
        ("2026-10-05", "Filing opens"),
        ("2026-11-20", "Filed"),
        ("2026-11-22", "As of"),
        ("2026-12-04", "File by"),
        ("2027-01-03", "Cycle ends"),
    ]
    drawn = {day for trace in filing_line(start, opens, due, end, as_of, filed_on=filed).data for day in trace.x}
    assert drawn == set(table["day"].dt.date)
    assert "Filed" not in set(card_numbers.days_of_line(start, opens, due, end, as_of, None)["what"])
