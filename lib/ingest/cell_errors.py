"""The error values a spreadsheet shows in a cell, as text."""

from __future__ import annotations

from typing import Final

ERROR_VALUES: Final = frozenset(
    {
        "#N/A",
        "#REF!",
        "#DIV/0!",
        "#VALUE!",
        "#NAME?",
        "#NUM!",
        "#NULL!",
        "#SPILL!",
        "#CALC!",
        "#GETTING_DATA",
        "#FIELD!",
    }
)
"""Excel's error values; a text file that was saved from Excel holds them as text."""
