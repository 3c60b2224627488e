"""The values of a column as a workbook's cells hold them, a column at a time: text, numbers, days as numbers."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from lib.reports.safe_cells import LONGEST_CELL

LONGEST_TABLE: Final = 1_048_575
"""Rows of a table that a sheet holds below its heading: Excel ends a sheet at row 1,048,576."""

_NUMBERED_FROM: Final = pd.Timestamp("1899-12-30")
_DAY_THAT_NEVER_WAS: Final = 60
"""Excel counts a 29 February 1900; the days before it are one less."""


def shown(values: pd.Series, kind: str) -> list[Any]:
    """Return what cells of this kind (:class:`lib.reports.sheets.Column`) hold; None for what is missing or empty.

    text, status: text without the control characters that a workbook refuses, cut at what a cell holds; points, money:
    hundredths as the number nearest to them; date: Excel's number of the day; whole: a whole number.
    """
    if kind in ("text", "status"):
        return _texts(values)
    if kind == "date":
        days = (pd.to_datetime(values) - _NUMBERED_FROM).dt.days.astype("float64").to_numpy()
        return _present(days - ((days > 0) & (days <= _DAY_THAT_NEVER_WAS)))
    numbers = pd.to_numeric(values).astype("Float64").to_numpy(dtype="float64", na_value=np.nan)
    return _present(numbers / 100 if kind in ("points", "money") else np.trunc(numbers))


def _texts(values: pd.Series) -> list[str | None]:
    missing = values.isna().to_numpy()
    texts = values.astype("object").where(~missing, "").astype("str")
    # Few texts are different ones, so each is cleaned once.
    codes, different = pd.factorize(texts)
    cleaned = [_cleaned(text) for text in different.tolist()]
    return [cleaned[code] for code in codes.tolist()]


def _cleaned(text: str) -> str | None:
    harmless: str = ILLEGAL_CHARACTERS_RE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return harmless[:LONGEST_CELL] or None


def _present(numbers: np.ndarray) -> list[float | None]:
    values: list[float | None] = numbers.tolist()
    return [None if value != value else value for value in values]
