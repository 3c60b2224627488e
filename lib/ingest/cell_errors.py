"""The error values a spreadsheet shows in a cell, as text."""

from __future__ import annotations

import re
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
_CALC_ERROR: Final = re.compile(r"Err:5\d\d$")
"""As LibreOffice shows the errors for which Excel has no word."""


def is_error(text: str) -> bool:
    """Whether a cell's text is an error value."""
    return (text[:1] == "#" and text.upper() in ERROR_VALUES) or (
        text[:4] == "Err:" and _CALC_ERROR.match(text) is not None
    )
