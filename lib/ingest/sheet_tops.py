"""The first rows of a sheet as they stand, for a person who chooses the header row."""

from __future__ import annotations

from typing import Final

from lib.ingest.book import Sheet

_ROWS: Final = 60
_COLUMNS: Final = 80
_LENGTH: Final = 80


def top_of(sheet: Sheet) -> list[list[str]]:
    """Return the texts of the first rows (a few more than a header is looked for in), long ones cut."""
    columns = sheet.columns[:_COLUMNS]
    return [[column.text(row)[:_LENGTH] for column in columns] for row in range(min(sheet.rows, _ROWS))]
