"""Dates as people and programs write them: read once per distinct value, day and month decided by evidence in the
column.

Never guessed: a column whose dates could be read either way is reported as ambiguous, and a value that exists in
neither order is invalid. Of a value with a time and an offset the written local day is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.domain.text import words_key
from lib.ingest.book import DATE, EMPTY, ERROR, NUMBER, TEXT, Codes, Column
from lib.ingest.vocabulary import compact, months

NO_DAY: Final = np.iinfo(np.int64).min
_EPOCH: Final = date(1970, 1, 1).toordinal()
_SERIAL_EPOCH: Final = 25569
"""Excel's serial number of 1970-01-01."""
_SYSTEM_1904: Final = 1462
"""Days between Excel's two date systems."""
_EARLIEST: Final = date(1950, 1, 1).toordinal() - _EPOCH
_LATEST: Final = date(2149, 12, 31).toordinal() - _EPOCH
"""A number or date cell outside these years is not a date: 2025 as a serial number would be a day in 1905."""
_YEARS_AHEAD: Final = 20
"""A two-digit year lies at most this many years after the current one, else in the century before."""

_TIME: Final = (
    r"(?:[T,\s]+(?:at\s+|um\s+)?\d{1,2}(?::\d{2}){1,2}(?:[.,]\d+)?\s*(?:[ap]\.?\s*m\.?)?\s*(?:Z|UTC|GMT|[A-Z]{2,4}T)?\s*"
    r"(?:(?:UTC|GMT)?\s*[+-]\d{1,2}:?\d{2})?(?:\s*\([^)]*\))?(?:\s+[A-Z][A-Za-z_]+/[A-Za-z_ ]+)?)?"
)
_WEEKDAY: Final = r"(?:[^\W\d_]{2,10}\.?,?\s+)?"
_ISO: Final = re.compile(rf"(\d{{4}})\s*[-/.年]\s*(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})日?{_TIME}$", re.IGNORECASE)
_NUMERIC: Final = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*(\d{{4}}|\d{{2}}){_TIME}$", re.IGNORECASE
)
_DAY_MONTH: Final = re.compile(
    rf"{_WEEKDAY}(\d{{1,2}})(?:st|nd|rd|th|\.|º)?[\s\-/.]*(?:of\s+|de\s+)?([^\W\d_]{{3,12}})\.?[\s\-/.,]*(?:de\s+)?'?(\d{{4}}|\d{{2}}){_TIME}$",
    re.IGNORECASE,
)
_MONTH_DAY: Final = re.compile(
    rf"{_WEEKDAY}([^\W\d_]{{3,12}})\.?[\s\-/.]*(\d{{1,2}})(?:st|nd|rd|th)?[\s,\-/.]+'?(\d{{4}}|\d{{2}}){_TIME}$",
    re.IGNORECASE,
)
_YEAR_MONTH: Final = re.compile(rf"(\d{{4}})[\s\-/.]+([^\W\d_]{{3,12}})\.?[\s\-/.]+(\d{{1,2}}){_TIME}$", re.IGNORECASE)
_VIETNAMESE: Final = re.compile(r"ngay (\d{1,2}) thang (\d{1,2}) nam (\d{4})$")
_PACKED: Final = re.compile(r"(19[5-9]\d|20\d{2})(\d{2})(\d{2})(?:\d{6})?$")
_SAYS_MONTH_FIRST: Final = re.compile(
    r"\b(?:m{1,3}|month|mes)\s*[-/. ]\s*(?:d{1,2}|day|día|dia)\s*[-/., ]\s*(?:y{2,4}|y|year|a{2,4}|año)\b",
    re.IGNORECASE,
)
_SAYS_DAY_FIRST: Final = re.compile(
    r"\b(?:d{1,2}|j{1,2}|t{1,2}|day|día|dia|ngày)\s*[-/. ]\s*(?:m{1,3}|month|mes|tháng)\s*[-/., ]\s*"
    r"(?:y{2,4}|y|year|a{2,4}|año|j{2,4}|năm|n{4})\b",
    re.IGNORECASE,
)
_SERIAL: Final = re.compile(r"\d{5}(?:\.\d+)?$")
_STAMP: Final = re.compile(r"1[0-9]{9}(?:\d{3})?$")


@dataclass
class Dates:
    """The days of a column's distinct values: days since 1970-01-01 or :data:`NO_DAY`, and what was seen.

    ``problem`` per distinct value: '' (a day or empty), ``invalid_date`` or ``cell_error``. ``order`` is ``mdy``,
    ``dmy`` or None where no value needed one. ``doubt`` is a value whose readings differ where nothing decides between
    them.
    """

    days: npt.NDArray[np.int64]
    problem: npt.NDArray[np.str_]
    order: str | None
    evidence: str
    doubt: str | None


def read_dates(
    column: Column, used: Codes, today: date, date_1904: bool, wanted: str | None, header: str = ""
) -> Dates:
    """Return the days of the values of ``column`` that occur (``used``). ``wanted`` is the order a person has chosen;
    what the ``header`` says about it (``MM/DD/YYYY``) decides where the dates themselves do not."""
    size = len(column.texts)
    month_first = np.full(size, NO_DAY, dtype=np.int64)
    day_first = np.full(size, NO_DAY, dtype=np.int64)
    problem = np.full(size, "", dtype="U12")
    shift = _SYSTEM_1904 if date_1904 else 0
    for code in used.tolist():
        kind, text = column.kinds[code], column.texts[code]
        if kind == EMPTY:
            continue
        if kind == ERROR:
            problem[code] = "cell_error"
            continue
        if kind == TEXT:
            month_first[code], day_first[code] = _text_days(text, today)
        elif kind == DATE:
            month_first[code] = day_first[code] = _in_range(int(np.floor(column.numbers[code])))
        elif kind == NUMBER:
            month_first[code] = day_first[code] = _number_day(float(column.numbers[code]), shift)
        if month_first[code] == NO_DAY and day_first[code] == NO_DAY:
            problem[code] = "invalid_date"
    return _decided(column, month_first, day_first, problem, wanted, header)


def _decided(
    column: Column,
    month_first: Codes,
    day_first: Codes,
    problem: npt.NDArray[np.str_],
    wanted: str | None,
    header: str,
) -> Dates:
    mdy_only = np.flatnonzero((month_first != NO_DAY) & (day_first == NO_DAY))
    dmy_only = np.flatnonzero((day_first != NO_DAY) & (month_first == NO_DAY))
    either = np.flatnonzero((month_first != NO_DAY) & (day_first != NO_DAY) & (month_first != day_first))
    order, doubt = wanted, None
    said = order_said(header) if wanted is None and not (len(mdy_only) or len(dmy_only)) else None
    if order is None and len(mdy_only) and not len(dmy_only):
        order = "mdy"
    elif order is None and len(dmy_only) and not len(mdy_only):
        order = "dmy"
    elif order is None and said is not None and len(either):
        order = said
    elif order is None and len(either):
        doubt = column.texts[int(either[0])]
    evidence = ""
    if wanted is not None:
        evidence = "chosen"
    elif order is not None and not (len(mdy_only) or len(dmy_only)):
        evidence = f'"{header.strip()}" says so'
    elif order is not None:
        sure = mdy_only if order == "mdy" else dmy_only
        evidence = f'"{column.texts[int(sure[0])]}" exists in that order only'
    elif len(mdy_only) and len(dmy_only):
        evidence = (
            f'"{column.texts[int(mdy_only[0])]}" exists month first only, "{column.texts[int(dmy_only[0])]}" day first '
            "only; each was read in the one order in which it exists"
        )
    first, second = (day_first, month_first) if order == "dmy" else (month_first, day_first)
    days = np.where(first != NO_DAY, first, second)
    used_order = order if len(either) or len(mdy_only) or len(dmy_only) else None
    return Dates(days, problem, used_order, evidence, doubt)


def order_said(header: str) -> str | None:
    """Return the order that a header or a hint under it names (``MM/DD/YYYY``: ``mdy``), None where it names none."""
    if _SAYS_MONTH_FIRST.search(header):
        return "mdy"
    return "dmy" if _SAYS_DAY_FIRST.search(header) else None


def _number_day(number: float, shift: int) -> int:
    if not np.isfinite(number):
        return NO_DAY
    if number.is_integer() and (match := _PACKED.match(str(int(number)))) and number < 1e8:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    return (
        _in_range(int(np.floor(number)) + shift - _SERIAL_EPOCH) if abs(number) < 1e6 else _stamp_day(str(int(number)))
    )


def _stamp_day(text: str) -> int:
    """Return the day of a Unix time stamp in seconds or milliseconds (UTC), as learning systems store it."""
    return _in_range(int(text[:10]) // 86_400) if _STAMP.match(text) else NO_DAY


def _in_range(day: int) -> int:
    return day if _EARLIEST <= day <= _LATEST else NO_DAY


def _day(year: int, month: int, day: int) -> int:
    try:
        return date(year, month, day).toordinal() - _EPOCH if 1900 <= year <= 2149 else NO_DAY
    except ValueError:
        return NO_DAY


def _year(written: str, today: date) -> int:
    year = int(written)
    if len(written) > 2:
        return year
    century = today.year // 100 * 100
    return century + year if century + year <= today.year + _YEARS_AHEAD else century - 100 + year


def _text_days(text: str, today: date) -> tuple[int, int]:
    """Return the day read month first and the day read day first; equal where the order plays no part."""
    if len(text) > 80 or not text.isprintable():
        text = " ".join(text.split())
        if len(text) > 80:
            return NO_DAY, NO_DAY
    if match := _ISO.match(text):
        day = _day(int(match[1]), int(match[2]), int(match[3]))
        return day, day
    if match := _NUMERIC.match(text):
        year, first, second = _year(match[3], today), int(match[1]), int(match[2])
        return _day(year, first, second), _day(year, second, first)
    day = _worded_day(text, today)
    return day, day


def _worded_day(text: str, today: date) -> int:
    known = months()
    if (match := _DAY_MONTH.match(text)) and (month := known.get(compact(match[2]))):
        return _day(_year(match[3], today), month, int(match[1]))
    if (match := _MONTH_DAY.match(text)) and (month := known.get(compact(match[1]))):
        return _day(_year(match[3], today), month, int(match[2]))
    if (match := _YEAR_MONTH.match(text)) and (month := known.get(compact(match[2]))):
        return _day(int(match[1]), month, int(match[3]))
    if not text.isascii() and (match := _VIETNAMESE.match(words_key(text))):
        return _day(int(match[3]), int(match[2]), int(match[1]))
    if match := _PACKED.match(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if _SERIAL.match(text):
        return _in_range(int(float(text)) - _SERIAL_EPOCH)
    return _stamp_day(text)


def looks_like_dates(column: Column, used: Codes, today: date) -> float:
    """Return the share of the filled values (at most 200 looked at) that are dates and no mere numbers."""
    seen = [code for code in used[:400].tolist() if column.kinds[code] != EMPTY][:200]
    if not seen:
        return 0.0
    hits = 0
    for code in seen:
        if (
            column.kinds[code] == DATE
            or (column.kinds[code] == TEXT and max(_text_days(column.texts[code], today)) != NO_DAY)
            or (column.kinds[code] == NUMBER and 30_000 <= column.numbers[code] <= 60_000)
        ):
            hits += 1
    return hits / len(seen)
