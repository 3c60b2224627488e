"""Months and cycles, for one date and for whole columns of dates."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

DayArray = npt.NDArray[np.datetime64]

_MANY = 4_096
"""From so many days on, those that occur are moved once each; a column of cycle ends has some thousand of them."""
_COUNTS_OF_MONTHS = 8
"""Up to so many counts of months there is a table for each."""


def add_months(day: date, months: int) -> date:
    """Return ``day`` moved by whole months; a day that the month lacks is its last day (31 Jan + 1 = 28 Feb)."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def add_months_to_column(days: pd.Series, months: pd.Series | int) -> pd.Series:
    """Return a ``datetime64`` column moved by whole months, as :func:`add_months`; missing stays missing."""
    moved = months_later(days.to_numpy(dtype="datetime64[D]"), np.asarray(months))
    return pd.Series(moved.astype("datetime64[s]"), index=days.index, name=days.name)


def months_later(days: DayArray, months: npt.NDArray[np.int64] | int) -> DayArray:
    """Return days (``datetime64[D]``) moved by whole months, as :func:`add_months`; missing stays missing."""
    counts = pd.unique(np.ravel(np.asarray(months)))
    known = days[~np.isnat(days)] if len(days) >= _MANY and len(counts) <= _COUNTS_OF_MONTHS else days[:0]
    if not len(known):
        return _moved(days, months)
    first = known.min()
    span = int((known.max() - first).astype(np.int64)) + 1
    if span > len(days):
        return _moved(days, months)
    calendar = np.append(first + np.arange(span), np.datetime64("NaT", "D"))
    place = np.where(np.isnat(days), span, (days - first).astype(np.int64))
    moved = _moved(calendar, int(counts[0]))[place]
    for count in counts[1:]:
        rows = np.flatnonzero(np.asarray(months) == count)
        moved[rows] = _moved(calendar, int(count))[place[rows]]
    return moved


def _moved(days: DayArray, months: npt.NDArray[np.int64] | int) -> DayArray:
    first_of_month = days.astype("datetime64[M]")
    day_number = days - first_of_month.astype("datetime64[D]")
    target = first_of_month + np.asarray(months).astype("timedelta64[M]")
    last = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    moved: DayArray = np.minimum(target.astype("datetime64[D]") + day_number, last)
    return moved


def month_ends(as_of: date, count: int) -> list[date]:
    """Return the last ``count`` month ends up to and including ``as_of``, oldest first."""
    first = as_of.replace(day=1)
    ends = []
    end = as_of if (as_of + timedelta(days=1)).day == 1 else first - timedelta(days=1)
    for _ in range(count):
        ends.append(end)
        end = end.replace(day=1) - timedelta(days=1)
    return ends[::-1]


def spoken(day: date, *, year: bool = True) -> str:
    """Return a date for people with its weekday: ``Fri 4 Dec 2026``."""
    return f"{day:%a} {day.day} {day:%b}" + (f" {day:%Y}" if year else "")


def coming_month_ends(as_of: date, count: int) -> list[date]:
    """Return the next ``count`` month ends, that of the month of ``as_of`` first."""
    first = as_of.replace(day=1)
    return [add_months(first, months + 1) - timedelta(days=1) for months in range(count)]
