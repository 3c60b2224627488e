"""What the sheets of a file are taken for, without reading their rows: for a file that leaves something open."""

from __future__ import annotations

from datetime import date

from lib.domain.imports import LEFT_OUT, ColumnChoice, ImportOptions, Known, SheetReport
from lib.ingest import grids
from lib.ingest.book import Sheet
from lib.ingest.credentials import Credentials
from lib.ingest.limits import Limits
from lib.ingest.recent import recently_parsed
from lib.ingest.sheet_tables import Reader
from lib.ingest.sheet_tops import top_of
from lib.ingest.tables import Table


def look(
    name: str,
    data: bytes,
    known: Known,
    options: ImportOptions,
    *,
    today: date,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> list[SheetReport]:
    """Return a report of each table with its kind, header row, columns and first rows; nothing in it is counted.

    :class:`RefusedFile` where the file cannot be opened at all.
    """
    book = recently_parsed(name, data, limits)
    reader = Reader(book, options, known.mappings, Credentials(known.credentials), today)
    reports = []
    for sheet in book.sheets:
        found = grids.rosters(sheet) or reader.tables(sheet)
        tables = [grids.unfolded(table, today, options) for table in found]
        reports += [_report(sheet, table) for table in tables] or [_unread(sheet)]
    return reports


def _report(sheet: Sheet, table: Table) -> SheetReport:
    return SheetReport(
        sheet=sheet.name,
        kind="+".join(table.assignment.kinds) or LEFT_OUT,
        header_row=table.header_row,
        columns=table.assignment.choices,
        fingerprint=table.fingerprint,
        header=list(table.source.headers if table.source else table.headers),
        notes=[*sheet.notes, *table.notes],
        top=top_of(sheet),
        top_from=sheet.first_row,
    )


def _unread(sheet: Sheet) -> SheetReport:
    """Return the report of a sheet without a header row: its columns have places only."""
    columns = [
        ColumnChoice(sheet.first_column + at, "", None, "no header row was found") for at in range(len(sheet.columns))
    ]
    return SheetReport(sheet.name, LEFT_OUT, None, columns=columns, top=top_of(sheet), top_from=sheet.first_row)
