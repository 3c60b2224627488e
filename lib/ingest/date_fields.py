"""The days of a date column of a table, and what is wrong with them."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np

from lib.domain.errors import RefusedFile
from lib.ingest.book import Codes, Column, Mask
from lib.ingest.dates import Dates, read_dates
from lib.ingest.findings import Finding
from lib.ingest.row_fields import RowFields
from lib.ingest.vocabulary import compact, words

_MIDNIGHT: Final = "23:59"
_OPTIONS: Final = "On the command line, say --date-order mdy (month first) or --date-order dmy (day first)."


def dates_of(
    fields: RowFields, name: str, today: date, wanted: str | None, notes: list[str], orders: list[str] | None = None
) -> Dates | None:
    """Return the days of a date field, None where it has no column. A column that could be either way refuses the
    file."""
    column = fields.column(name)
    if column is None:
        return None
    wanted = fields.date_order(name, wanted)
    dates = read_dates(column, column.used(), today, fields.table.sheet.date_1904, wanted, fields.hint(name))
    header = fields.header(name) or name.replace("_", " ")
    if dates.doubt is not None:
        raise RefusedFile(
            f'Sheet "{fields.table.sheet.name}", column "{header}": "{dates.doubt}" can be read month first or '
            "day first, and the dates in the column do not decide it. Nothing was imported; say which way round they "
            "are, or write them as 2025-02-28.",
            code="ambiguous_dates",
            options=_OPTIONS,
        )
    if name != "completed_on":
        _without_words_for_nothing(column, dates, header, notes)
    late = next((column.texts[code] for code in column.used().tolist() if _MIDNIGHT in column.texts[code]), None)
    if late is not None:
        notes.append(
            f'Times in "{header}" such as "{late}" stand for the end of a day, in some systems in UTC: the day here '
            "may be one earlier or later. The written day was taken."
        )
    if dates.order is not None:
        words_ = "month first" if dates.order == "mdy" else "day first"
        notes.append(f'Dates in "{header}" are read {words_} ({dates.evidence}).')
        if orders is not None:
            orders.append(dates.order)
    elif dates.evidence and wanted is None:
        notes.append(f'Dates in "{header}" stand in both orders: {dates.evidence}.')
    return dates


def _without_words_for_nothing(column: Column, dates: Dates, header: str, notes: list[str]) -> None:
    """Take *n/a* in a date that may be empty for an empty cell, and *lifetime* or the year 9999 for no date."""
    never = 0
    for code in np.flatnonzero(dates.problem == "invalid_date").tolist():
        key = compact(column.texts[code])
        if key in words("nothing"):
            dates.problem[code] = ""
        elif key in words("never") or column.texts[code].startswith("9999-12-31"):
            dates.problem[code] = ""
            never += 1
    if never:
        notes.append(f'Cells in "{header}" that say that nothing ends (lifetime, 9999-12-31) were taken for no date.')


def date_finding(
    fields: RowFields, name: str, dates: Dates, mask: Mask | None = None, holding: bool = False
) -> list[Finding]:
    """Return the findings for values of a date field that are no date, in the rows of ``mask``."""
    column = fields.column(name)
    assert column is not None
    found = []
    for code in ("invalid_date", "cell_error"):
        bad = (dates.problem == code)[column.codes]
        bad = bad & mask if mask is not None else bad
        if bad.any():
            found.append(Finding(bad, code, name, holding=holding))
    return found


def days_of(
    fields: RowFields,
    today: date,
    wanted: str | None,
    present: Mask,
    findings: list[Finding],
    notes: list[str],
    orders: list[str],
) -> Codes:
    """Return the completion day of every row (days since 1970-01-01), with findings for those that have none.

    A grid of points without it refuses the file."""
    column = fields.column("completed_on")
    if column is None and fields.table.source is not None:
        raise RefusedFile(
            f'Sheet "{fields.table.sheet.name}" is a grid of people by activities with points in its cells, and says '
            "nowhere when they were completed. Nothing was imported; give one day of completion for every cell, or "
            "write the dates in the cells. If the numbers are no points, say what the sheet holds.",
            code="missing_completion_date",
            options="On the command line, give the day with --set completed_on=2025-02-28 (or "
            f'--set "{fields.table.sheet.name}:completed_on=2025-02-28" for this sheet alone), or say --kind staff.',
        )
    if column is None:
        findings.append(Finding(present, "missing_date", None))
        notes.append(
            "No column was taken for the completion date. Choose the one that holds it, or give one day for every row "
            "(on the command line --set completed_on=2025-02-28)."
        )
        return np.full(fields.count, np.iinfo(np.int64).min)
    dates = dates_of(fields, "completed_on", today, wanted, notes, orders)
    assert dates is not None
    missing = ~column.filled & present
    if missing.any():
        findings.append(Finding(missing, "missing_date", "completed_on"))
    findings += date_finding(fields, "completed_on", dates, present)
    days = dates.days[column.codes]
    last = today.toordinal() - date(1970, 1, 1).toordinal()
    future = (days > last) & present
    if future.any():
        findings.append(Finding(future, "future_date", "completed_on"))
    return np.asarray(days)
