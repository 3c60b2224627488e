"""Columns that say when an activity lapses: beside a credential they look like the end of its cycle, and are none.

Learning systems give each training an expiry of its own, so many months after it was completed. The end of a cycle
stands still, whatever day an activity was on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.domain.calendar import months_later
from lib.ingest.book import Codes, Sheet
from lib.ingest.dates import NO_DAY, read_dates
from lib.ingest.header_meanings import candidates
from lib.ingest.vocabulary import header_words

_PERIODS: Final = (3, 6, 12, 24, 36, 48, 60)
"""Months for which a training is good."""
_MOST: Final = 0.8
"""Share of the rows that are so many months apart: an expiry can be corrected by hand, a course be good for longer."""
_CYCLE: Final = frozenset({"cycle", "cmp", "ascp", "boc", "recert", "recertification"})
"""Words of headers that can mean nothing but a certification."""


def lapsing(sheet: Sheet, headers: Sequence[str], rows: npt.NDArray[np.int64], today: date) -> frozenset[int]:
    """Return the columns (positions) that could be the end of a cycle by their header, and are a fixed time after the
    completion on at least two days in nearly all ``rows`` (positions in the sheet) that have both."""
    ends = _named(headers, "cycle_end")
    ends = [position for position in ends if header_words(headers[position]).isdisjoint(_CYCLE)]
    done = _named(headers, "completed_on")
    if not ends or not done:
        return frozenset()
    completed = {position: _days(sheet, position, headers[position], rows, today) for position in done}
    found = set()
    for position in ends:
        expiry = _days(sheet, position, headers[position], rows, today)
        if any(_follows(days, expiry) for other, days in completed.items() if other != position):
            found.add(position)
    return frozenset(found)


def _named(headers: Sequence[str], field: str) -> list[int]:
    return [at for at, header in enumerate(headers) if any(name == field for name, _, _ in candidates(header))]


def _days(sheet: Sheet, position: int, header: str, rows: npt.NDArray[np.int64], today: date) -> Codes:
    """Return the day of each row (days since 1970-01-01). Where nothing decides, month first: both columns alike."""
    column = sheet.columns[position]
    used = column.used(rows)
    dates = read_dates(column, used, today, sheet.date_1904, None, header)
    if dates.doubt is not None:
        dates = read_dates(column, used, today, sheet.date_1904, "mdy", header)
    return np.asarray(dates.days[column.codes[rows]])


def _follows(completed: Codes, expiry: Codes) -> bool:
    both = (completed != NO_DAY) & (expiry != NO_DAY)
    done, ends = completed[both].astype("datetime64[D]"), expiry[both].astype("datetime64[D]")
    if len(np.unique(done)) < 2 or len(np.unique(ends)) < 2:
        return False
    after = np.zeros(len(done), bool)
    for months in _PERIODS:
        day = months_later(done, months)
        after |= (ends == day) | (ends == day - np.timedelta64(1, "D"))
    return bool(after.mean() >= _MOST)
