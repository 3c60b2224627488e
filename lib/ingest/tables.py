"""One table of a sheet: its header, its columns by field, its data rows and how many were left out."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from lib.ingest.book import Codes, Column, Mask, Sheet
from lib.ingest.columns import Assignment


@dataclass
class Table:
    """One table of a sheet. ``header`` is the position of its header row (None = it has none), ``rows`` are the
    positions under it that hold data, ``skipped`` those that do not but are counted, and ``read`` all of them.

    ``hints`` are the texts of a hint row, by column position.

    A grid that was unfolded has its ``source`` table, the source's position of each row, and by
    field each row's own column header.
    """

    sheet: Sheet
    header: int | None
    headers: list[str]
    assignment: Assignment
    rows: Codes
    skipped: int
    read: int
    fingerprint: str | None
    notes: list[str] = field(default_factory=list)
    source: Table | None = None
    source_rows: Codes | None = None
    cell_headers: dict[str, list[str]] | None = None
    hints: dict[int, str] = field(default_factory=dict)

    @property
    def header_row(self) -> int | None:
        """The Excel number of the header row."""
        sheet = self.source.sheet if self.source else self.sheet
        return None if self.header is None else sheet.row_number(self.header)

    @property
    def row_numbers(self) -> Codes:
        """The Excel numbers of the data rows."""
        if self.source is not None and self.source_rows is not None:
            return self.source_rows[self.rows] + self.source.sheet.first_row
        return self.rows + self.sheet.first_row

    def raw_cells(self, rows: Mask) -> dict[int, list[str]]:
        """Return the sheet's cells of some data rows by Excel row number."""
        sheet = self.source.sheet if self.source else self.sheet
        positions = self.source_rows[self.rows[rows]] if self.source_rows is not None else self.rows[rows]
        at = np.unique(positions)
        cells = [[column.texts[code] for code in column.codes[at].tolist()] for column in sheet.columns]
        return dict(zip((at + sheet.first_row).tolist(), map(list, zip(*cells, strict=True)), strict=True))

    def has(self, name: str) -> bool:
        """Whether a column holds this field."""
        return name in self.assignment.fields

    def position(self, name: str) -> int | None:
        """Return the position of the best column of a field that holds anything in the data rows, else of the best
        one."""
        positions = self.assignment.fields.get(name, [])
        for position in positions:
            if len(positions) == 1 or bool(self.sheet.columns[position].filled[self.rows].any()):
                return position
        return positions[0] if positions else None

    def column(self, name: str) -> Column | None:
        """Return the data rows of the column of a field, None where no column holds it."""
        position = self.position(name)
        return None if position is None else self.sheet.columns[position].taken(self.rows)

    def header_of(self, name: str) -> str | None:
        """Return the header, as written, of the column of a field."""
        position = self.position(name)
        return None if position is None else (self.headers[position] or None)

    def hint_of(self, name: str) -> str:
        """Return the header of a field's column with what a hint row under it says about its cells."""
        position = self.position(name)
        return "" if position is None else f"{self.headers[position]} {self.hints.get(position, '')}".strip()
