"""The dates of a verdict: which rule version holds, the cycle, the window in which credits count, the filing dates."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.domain.calendar import add_months, months_later
from lib.rules.book import RuleBook
from lib.rules.participation import VOLUNTARY, participation
from lib.rules.terms import DayArray

LOOK_BACK_MONTHS = 36
"""The window of ended and voluntary holdings, whatever the cycle length: CE of the last three years counts (S24)."""

_DAY = np.timedelta64(1, "D")


def windows(holdings: pd.DataFrame, book: RuleBook, as_of: date) -> pd.DataFrame:
    """Return the holdings with everything that depends on dates and rules alone.

    Args:
        holdings: the columns of ``tables.HOLDINGS`` (others are kept).
        book: the rule book; the version is looked up by program, credential and cycle end.
        as_of: the date of the verdict.

    Returns
    -------
        The same rows in the same order, index 0..n-1, with ``holding`` (0..n-1), ``rule_index`` (-1: none fits),
        ``accepted_types`` (``;drill;`` and the like), ``cycle_months``, ``participation`` filled in, ``cycle_end``
        filled in where the program's cycles all end together, ``cycle_start`` where the end is known, ``ended``,
        ``window_from`` and ``window_to`` (both included, never after ``as_of``; missing where no end is known),
        ``declare_opens`` and ``declare_by``.

    The window of an ended or a voluntary holding is the three years up to ``as_of`` (domain definition, "The verdict",
    1).
    """
    terms = book.terms
    rows = terms.of_credentials(holdings["program"], holdings["credential"])
    end = _cycle_ends(holdings, book, as_of)
    rule_index = terms.rule_indexes(rows, end)
    of_program = terms.of_programs(holdings["program"])
    version_months = np.array([*(v.cycle_months for v in book.versions), 0], dtype=np.int64)[rule_index]
    months = np.where(version_months > 0, version_months, of_program.cycle_months)
    taking_part = participation(holdings, book, rows)
    today, known = np.datetime64(as_of, "D"), ~np.isnat(end)
    given_start = holdings["cycle_start"].to_numpy().astype("datetime64[D]")
    start = np.where(np.isnat(given_start), months_later(end, -months) + _DAY, given_start)
    ended = end < today
    looks_back = ended | (taking_part == VOLUNTARY).to_numpy(dtype=bool)
    back = np.datetime64(add_months(as_of, -LOOK_BACK_MONTHS), "D") + _DAY
    nothing = np.datetime64("NaT", "D")
    days = {
        "cycle_end": end,
        "cycle_start": start,
        "window_from": np.where(known, np.where(looks_back, back, start), nothing),
        "window_to": np.where(known, np.where(ended | looks_back | (end > today), today, end), nothing),
        "declare_opens": end - of_program.opens_days.astype("timedelta64[D]"),
        "declare_by": end - of_program.due_days.astype("timedelta64[D]"),
    }
    index = pd.RangeIndex(len(holdings))
    columns = {name: holdings[name].array for name in holdings.columns}
    columns |= {name: pd.array(column.astype("datetime64[s]")) for name, column in days.items()}
    columns |= {
        "participation": taking_part.array,
        "holding": np.arange(len(holdings), dtype=np.int64),
        "rule_index": rule_index,
        "cycle_months": months,
        "accepted_types": accepted_types(pd.Series(rule_index, index=index), book).array,
        "ended": ended,
    }
    return pd.DataFrame(columns, index=index, copy=False)


def accepted_types(rule_index: pd.Series, book: RuleBook) -> pd.Series:
    """Return per holding the activity types that its version accepts beside CE: ``;drill;``, or empty."""
    texts = [f";{';'.join(version.accepts)};" if version.accepts else "" for version in book.versions]
    padded = pd.Series([*texts, ""], dtype="str").array
    places = rule_index.to_numpy(dtype=np.int64)
    return pd.Series(padded.take(np.where(places < 0, len(texts), places)), index=rule_index.index)


def common_end(anchor: date, months: int, as_of: date) -> date:
    """Return the end of the cycle that ``as_of`` lies in, where cycles of ``months`` end on ``anchor`` and so on.

    An anchor on the last day of a month means the last day: 2026-06-30 and 6 months give 2026-12-31.
    """
    last_of_month = (anchor + timedelta(days=1)).day == 1
    passed = (as_of.year - anchor.year) * 12 + as_of.month - anchor.month
    cycles = passed // months
    ends = [add_months(anchor, (cycles + more) * months) for more in (0, 1)]
    if last_of_month:
        ends = [end.replace(day=monthrange(end.year, end.month)[1]) for end in ends]
    return ends[0] if ends[0] >= as_of else ends[1]


def _cycle_ends(holdings: pd.DataFrame, book: RuleBook, as_of: date) -> DayArray:
    """Return the given cycle ends; where none is given, the common end of the program's cycles, if it has one."""
    given: DayArray = holdings["cycle_end"].to_numpy().astype("datetime64[D]")
    for program, (ends_on, months) in book.terms.ends.items():
        of_program = np.isnat(given) & (holdings["program"] == program).to_numpy(dtype=bool)
        given = np.where(of_program, np.datetime64(common_end(ends_on, months, as_of), "D"), given)
    return given
