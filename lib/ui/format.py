"""Text, dates and numbers for people. Text from files is never read as Markdown."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pandas as pd

from lib.charts.spend import dollars
from lib.domain.calendar import spoken
from lib.domain.palette import STATUS_TONES
from lib.ui.plain import counted as counted
from lib.ui.plain import literal as literal

MARKDOWN_COLOURS: Final[dict[str, str]] = {
    "act": "red",
    "watch": "orange",
    "fine": "green",
    "cannot_say": "violet",
    "not_required": "gray",
}
"""Status group -> the name under which ``.streamlit/config.toml`` sets its colour of :data:`STATUS_TONES`."""

assert MARKDOWN_COLOURS.keys() == STATUS_TONES.keys()


def day(value: Any, *, missing: str = "—") -> str:
    """Return a day with its weekday: ``Fri 4 Dec 2026``; ``missing`` where there is none."""
    if value is None or pd.isna(value):
        return missing
    return spoken(value.date() if isinstance(value, pd.Timestamp) else value)


def as_day(value: Any) -> date | None:
    """Return a cell of a date column as a day; None where it is missing."""
    if value is None or pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def whole(value: Any) -> int | None:
    """Return a cell of a number column as an integer; None where it is missing."""
    return None if value is None or pd.isna(value) else int(value)


def money(cents: Any, *, missing: str = "price not set") -> str:
    """Return cents for people: ``$2,375``; the words for a price that is not known."""
    known = whole(cents)
    return missing if known is None else dollars(known)


def in_ones(hundredths: pd.Series) -> pd.Series:
    """Return cents as dollars, hundredths of points or hours as such: how a table shows them; what is missing stays."""
    return (hundredths.astype("Float64") / 100).astype("float64")


def share(part: int, of: int) -> str:
    """Return a share in whole percent, cut and never rounded up: ``81 %``; an em dash of nothing."""
    return f"{part * 100 // of} %" if of else "—"
