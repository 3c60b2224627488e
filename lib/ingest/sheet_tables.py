"""The tables of a sheet: where each header row is, where its rows end, which of them hold data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from lib.domain.imports import ImportOptions, chosen_for
from lib.ingest.book import Book, Sheet
from lib.ingest.column_words import ColumnWords
from lib.ingest.columns import assign, fingerprint
from lib.ingest.credentials import Credentials
from lib.ingest.example_rows import samples
from lib.ingest.header_rows import (
    HEADER_ROWS,
    before,
    completed,
    is_grid_header,
    is_guide,
    recognised_words,
    same_headers,
    score_of,
    side_by_side,
)
from lib.ingest.lapses import lapsing
from lib.ingest.offer_sheets import table_of
from lib.ingest.skipped_rows import repeats_of_header, totals
from lib.ingest.tables import Table
from lib.ingest.vocabulary import compact


class Reader:
    """Finds the tables of the sheets of one book."""

    def __init__(
        self,
        book: Book,
        options: ImportOptions,
        mappings: Mapping[str, dict[int, str]],
        credentials: Credentials,
        today: date,
    ):
        self._book, self._options, self._mappings = book, options, mappings
        self._credentials, self._today = credentials, today
        self._guided = any(is_guide(sheet) for sheet in book.sheets)

    def tables(self, sheet: Sheet) -> list[Table]:
        """Return the tables of a sheet in the order of their rows; none where no header is found."""
        if not sheet.rows:
            return []
        wanted = self._options.header_rows.get(sheet.name)
        if wanted == 0:
            return [self._headless(sheet)]
        if wanted is not None:
            start = min(max(wanted - sheet.first_row, 0), sheet.rows - 1)
            return [self._table(sheet, start, sheet.texts(start), sheet.rows)]
        offers = None if self._decided(sheet) else table_of(sheet)
        if offers is not None:
            return [offers]
        blocks = side_by_side(sheet)
        if len(blocks) > 1 and sheet.name not in self._options.columns:
            return [table for block in blocks for table in self.tables(block)]
        starts = self._starts(sheet)
        tables = []
        for number, (start, headers) in enumerate(starts):
            end = before(sheet, starts[number + 1][0]) if number + 1 < len(starts) else sheet.rows
            tables.append(self._table(sheet, start, headers, end))
        return tables

    def _decided(self, sheet: Sheet) -> bool:
        """Whether a person said what the columns or the kind of a sheet are, other than a catalogue."""
        options = self._options
        kind = chosen_for(options.sheet_kinds, sheet.name, None) or options.kind
        named = any(place.partition(":")[0] == sheet.name for place in (*options.columns, *options.sheet_kinds))
        return kind not in (None, "catalogue") or named

    def _headless(self, sheet: Sheet) -> Table:
        """Return the table of a sheet of which a person said that it has no header row (header row 0)."""
        headers = [""] * len(sheet.columns)
        data = np.flatnonzero(sheet.filled_count > 0)
        words_of = [ColumnWords(column, column.used(data), self._today, self._credentials) for column in sheet.columns]
        assignment = assign(
            headers,
            words_of,
            sheet.name,
            first_column=sheet.first_column,
            chosen=chosen_for(self._options.columns, sheet.name, 0) or {},
            kind=chosen_for(self._options.sheet_kinds, sheet.name, 0) or self._options.kind,
            given=self._given(sheet),
        )
        return Table(sheet, None, headers, assignment, data, sheet.rows - len(data), sheet.rows, None)

    def _remembered(self, headers: Sequence[str]) -> dict[int, str] | None:
        """Return the mapping remembered for these headers; the reasons beside rejected rows are none of them."""
        plain = headers[:-1] if headers and compact(headers[-1]) == "reason" else headers
        return self._mappings.get(fingerprint(headers), self._mappings.get(fingerprint(plain)))

    def _given(self, sheet: Sheet) -> frozenset[str]:
        """Return the fields that have one value for every row of a sheet."""
        names = [name.rpartition(":") for name in self._options.set_fields]
        return frozenset(field for place, colon, field in names if not colon or place == sheet.name)

    def _starts(self, sheet: Sheet) -> list[tuple[int, list[str]]]:
        """Return the header rows of a sheet: position and header texts, repeats of a header left out."""
        recognised = recognised_words(sheet)
        filled = sheet.filled_count
        likely = np.flatnonzero((recognised >= 3) & (recognised * 2 >= filled))[:400]
        near = np.flatnonzero((recognised >= 1) & (np.arange(sheet.rows) < HEADER_ROWS))
        single = sheet.first_column == 0 and len(sheet.columns) <= 2
        starts: list[tuple[int, list[str]]] = []
        scored = {int(at): score_of(sheet, int(at)) for at in sorted({*near.tolist(), *likely.tolist()})}
        good = {at: score for at, score in scored.items() if score >= (1.0 if single else 2.0)}
        if not good:
            grid = next((at for at in near.tolist() if is_grid_header(sheet, at, self._today)), None)
            return [] if grid is None else [(grid, sheet.texts(grid))]
        top = {at: score for at, score in good.items() if at < HEADER_ROWS}
        chosen = {max(top, key=lambda at: (top[at], -at))} if top else set()
        chosen |= {at for at in likely.tolist() if at in good and good[at] >= 3.0}
        previous: list[str] | None = None
        taken = -1
        for at in sorted(chosen):
            if at <= taken:
                continue
            start, headers = completed(sheet, at)
            if previous is not None and same_headers(previous, headers):
                continue
            if starts and start == starts[-1][0] + 1:
                starts.pop()  # two rows of one header, both of known words: the lower one names the columns
            starts.append((start, headers))
            previous, taken = headers, start
        return starts

    def _table(self, sheet: Sheet, start: int, headers: list[str], end: int) -> Table:
        inside = np.arange(start + 1, end)
        held = sheet.filled_count[inside] > 0
        last = int(np.flatnonzero(held)[-1]) + 1 if held.any() else 0
        inside, held = inside[:last], held[:last]
        repeated = repeats_of_header(sheet, headers, inside)
        data = inside[held & ~repeated]
        words_of = [ColumnWords(column, column.used(data), self._today, self._credentials) for column in sheet.columns]
        options = self._options
        header_row = sheet.row_number(start)
        chosen = chosen_for(options.columns, sheet.name, header_row)
        why = "chosen"
        mark = fingerprint(headers)
        if chosen is None:
            chosen, why = self._remembered(headers), "remembered for files with these headers"
        kind = chosen_for(options.sheet_kinds, sheet.name, header_row) or options.kind
        assignment = assign(
            headers,
            words_of,
            sheet.name,
            first_column=sheet.first_column,
            chosen=chosen,
            chosen_why=why,
            kind=kind,
            given=self._given(sheet),
            lapsing=lapsing(sheet, headers, data, self._today) if chosen is None else frozenset(),
        )
        table = Table(sheet, start, headers, assignment, data, 0, last, mark)
        if not assignment.template or len(data):
            leave = totals(table) | samples(table, self._guided)
            table.rows = data[~leave]
        table.skipped = last - len(table.rows)
        return table
