"""The dates of a verdict: which rule version holds, the cycle, the window in which credits count, the filing dates."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.domain.calendar import add_months, add_months_to_column
from lib.rules.book import RuleBook
from lib.rules.participation import participation

DEFAULT_CYCLE_MONTHS = 36
"""ASCP's three years; used only where a stored holding's program is no longer in the rule book."""
LOOK_BACK_MONTHS = 36
"""The window of ended and voluntary holdings, whatever the cycle length: CE of the last three years counts (S24)."""
DEFAULT_OPENS_DAYS = 90
DEFAULT_DUE_DAYS = 30
"""ASCP: file from 90 days to at least 30 days before the end (S25); as above."""

_DAY = pd.Timedelta(days=1)


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
    frame = holdings.reset_index(drop=True)
    frame = frame.assign(holding=np.arange(len(frame), dtype="int64"))
    frame["participation"] = participation(frame, book)
    frame["cycle_end"] = _cycle_ends(frame, book, as_of)
    frame["rule_index"] = rule_indexes(frame, book)
    frame = _with_program_terms(frame, book)
    frame["accepted_types"] = accepted_types(frame["rule_index"], book)
    today = pd.Timestamp(as_of)
    end = frame["cycle_end"]
    derived = add_months_to_column(end, -frame["cycle_months"]) + _DAY
    frame["cycle_start"] = frame["cycle_start"].where(frame["cycle_start"].notna() | end.isna(), derived)
    frame["ended"] = (end < today).fillna(value=False)
    looks_back = frame["ended"] | (frame["participation"] == "voluntary")
    today_column = pd.Series(today, index=frame.index, dtype="datetime64[s]")
    back = add_months_to_column(today_column, -LOOK_BACK_MONTHS) + _DAY
    frame["window_from"] = frame["cycle_start"].where(~looks_back, back).where(end.notna())
    frame["window_to"] = end.where(~(frame["ended"] | looks_back | (end > today)), today).where(end.notna())
    frame["declare_opens"] = end - pd.to_timedelta(frame.pop("opens_days"), unit="D")
    frame["declare_by"] = end - pd.to_timedelta(frame.pop("due_days"), unit="D")
    for column in ("cycle_start", "window_from", "window_to", "declare_opens", "declare_by"):
        frame[column] = frame[column].astype("datetime64[s]")
    return frame


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


def _cycle_ends(frame: pd.DataFrame, book: RuleBook, as_of: date) -> pd.Series:
    """Return the given cycle ends; where none is given, the common end of the program's cycles, if it has one."""
    common = {p.code: common_end(p.ends_on, p.cycle_months, as_of) for p in book.programs if p.ends_on is not None}
    if not common:
        return frame["cycle_end"]
    of_program = pd.to_datetime(frame["program"].map(common)).astype("datetime64[s]")
    return frame["cycle_end"].where(frame["cycle_end"].notna(), of_program)


def rule_indexes(holdings: pd.DataFrame, book: RuleBook) -> np.ndarray:
    """Return per holding the place in ``book.versions`` of the version for its cycle end; -1 if none."""
    result = np.full(len(holdings), -1, dtype="int64")
    if not len(holdings) or not book.versions:
        return result
    spans = pd.DataFrame(
        {
            "program": [v.program for v in book.versions],
            "credential": [v.credential for v in book.versions],
            "ends_from": pd.Series([v.ends_from for v in book.versions], dtype="datetime64[s]"),
            "ends_to": pd.Series([v.ends_to for v in book.versions], dtype="datetime64[s]"),
            "rule_index": np.arange(len(book.versions), dtype="int64"),
        }
    )
    rows = holdings[["program", "credential", "cycle_end"]].reset_index(drop=True)
    pairs = rows.assign(row=np.arange(len(rows))).merge(spans, on=["program", "credential"])
    fits = (
        pairs["cycle_end"].notna()
        & (pairs["ends_from"].isna() | (pairs["ends_from"] <= pairs["cycle_end"]))
        & (pairs["ends_to"].isna() | (pairs["cycle_end"] <= pairs["ends_to"]))
    )
    found = pairs[fits]
    result[found["row"].to_numpy()] = found["rule_index"].to_numpy()
    return result


def _with_program_terms(frame: pd.DataFrame, book: RuleBook) -> pd.DataFrame:
    programs = pd.DataFrame(
        {
            "program": [p.code for p in book.programs],
            "program_months": [p.cycle_months for p in book.programs],
            "opens_days": [p.declaration_opens_days for p in book.programs],
            "due_days": [p.declaration_due_days for p in book.programs],
        }
    ).astype({"program": "str"})
    merged = frame.merge(programs, on="program", how="left")
    version_months = np.array([v.cycle_months for v in book.versions] or [0], dtype="int64")
    of_version = np.where(frame["rule_index"] >= 0, version_months[frame["rule_index"].clip(lower=0)], 0)
    of_program = merged.pop("program_months").fillna(DEFAULT_CYCLE_MONTHS).astype("int64")
    merged["cycle_months"] = np.where(of_version > 0, of_version, of_program)
    merged["opens_days"] = merged["opens_days"].fillna(DEFAULT_OPENS_DAYS).astype("int64")
    merged["due_days"] = merged["due_days"].fillna(DEFAULT_DUE_DAYS).astype("int64")
    return merged
