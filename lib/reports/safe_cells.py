"""Text that comes from files made harmless: never a formula in a workbook, never one in delimited text."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell

LONGEST_CELL: Final = 32_767
"""Characters that Excel accepts in one cell; more is cut."""

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


def put_text(cell: Cell | MergedCell, text: object) -> None:
    """Write text into a cell as text whatever it looks like; missing leaves the cell empty.

    Control characters that a workbook may not hold are dropped; a leading ``=`` stays text (``data_type`` "s").
    """
    if text is None or (isinstance(text, float) and pd.isna(text)) or text is pd.NA or text is pd.NaT:
        return
    cleaned = ILLEGAL_CHARACTERS_RE.sub("", str(text))[:LONGEST_CELL]
    if not cleaned:
        return
    cell.value = cleaned
    cell.data_type = "s"


def put_hundredths(cell: Cell, value: Any) -> None:
    """Write hundredths of a point (or cents) as an exact decimal number; missing leaves the cell empty."""
    if value is None or pd.isna(value):
        return
    cell.value = Decimal(int(value)) / 100


def put_date(cell: Cell, value: Any) -> None:
    """Write a day as a date; missing leaves the cell empty."""
    if value is None or pd.isna(value):
        return
    cell.value = value.date() if isinstance(value, pd.Timestamp) else value


def guarded(text: str) -> str:
    """Return text for delimited files: what a spreadsheet could run as a formula gets a leading apostrophe."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
