"""What a rule book says of programs and credentials, as arrays: looked up for a whole column of holdings at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

IntArray = npt.NDArray[np.int64]
DayArray = npt.NDArray[np.datetime64]

DEFAULT_CYCLE_MONTHS: Final = 36
"""ASCP's three years; used only where a stored holding's program is no longer in the rule book."""
DEFAULT_OPENS_DAYS: Final = 90
DEFAULT_DUE_DAYS: Final = 30
"""ASCP: file from 90 days to at least 30 days before the end (S25); as above."""

_ALWAYS: Final = np.datetime64("0001-01-01", "D")
_EVER: Final = np.datetime64("9999-12-31", "D")
_NO_DAY: Final = np.datetime64("NaT", "D")


class Span(NamedTuple):
    """The cycle ends for which a version holds (both included, None = open), and its place in the book's versions."""

    first: date | None
    last: date | None
    rule_index: int


class ProgramTerms(NamedTuple):
    """By holding: months of a cycle, and days before its end when its declaration opens and is due."""

    cycle_months: IntArray
    opens_days: IntArray
    due_days: IntArray


@dataclass(frozen=True)
class Terms:
    """Made once for a book (:attr:`lib.rules.book.RuleBook.terms`). The last row of each array is for what it lacks."""

    _programs: Mapping[str, int]
    _of_program: IntArray
    _ends: Mapping[str, tuple[date, int]]
    _credentials: Mapping[tuple[str, str], int]
    _mandatory_since: DayArray
    _first: DayArray
    _last: DayArray
    _rule_index: IntArray

    @classmethod
    def of(
        cls,
        programs: Mapping[str, tuple[int, int, int]],
        ends: Mapping[str, tuple[date, int]],
        mandatory: Mapping[tuple[str, str], date | None],
        spans: Mapping[tuple[str, str], Sequence[Span]],
    ) -> Terms:
        """Lay out the book.

        Args:
            programs: by code the months of a cycle, the days before its end when the declaration opens and is due.
            ends: of those whose cycles all end together, one such day and the months of a cycle.
            mandatory: by program and credential the day from which those certified must take part, None: everybody.
            spans: by program and credential its versions.
        """
        most = max(map(len, spans.values()), default=0)
        shape = (len(spans) + 1, max(most, 1))
        first, last = np.full(shape, _EVER), np.full(shape, _ALWAYS)
        rule_index = np.full(shape, -1, dtype=np.int64)
        for row, versions in enumerate(spans.values()):
            for column, span in enumerate(versions):
                first[row, column] = _ALWAYS if span.first is None else np.datetime64(span.first, "D")
                last[row, column] = _EVER if span.last is None else np.datetime64(span.last, "D")
                rule_index[row, column] = span.rule_index
        defaults = (DEFAULT_CYCLE_MONTHS, DEFAULT_OPENS_DAYS, DEFAULT_DUE_DAYS)
        since = [_NO_DAY if mandatory[key] is None else np.datetime64(mandatory[key], "D") for key in spans]
        return cls(
            {code: row for row, code in enumerate(programs)},
            np.array([*programs.values(), defaults], dtype=np.int64),
            ends,
            {key: row for row, key in enumerate(spans)},
            np.array([*since, _NO_DAY], dtype="datetime64[D]"),
            first,
            last,
            rule_index,
        )

    @property
    def ends(self) -> Mapping[str, tuple[date, int]]:
        """By program whose cycles all end together: one such day, and the months of a cycle."""
        return self._ends

    def of_programs(self, programs: pd.Series) -> ProgramTerms:
        """Return the terms of each holding's program; ASCP's where the book does not know it."""
        codes, names = pd.factorize(programs)
        rows = np.array([*(self._programs.get(name, -1) for name in names), -1], dtype=np.int64)
        return ProgramTerms(*self._of_program[rows[codes]].T)

    def of_credentials(self, programs: pd.Series, credentials: pd.Series) -> IntArray:
        """Return for each holding the row of its credential, -1 where the book does not know it."""
        program_codes, program_names = pd.factorize(programs)
        credential_codes, credential_names = pd.factorize(credentials)
        program_at = {name: place for place, name in enumerate(program_names)}
        credential_at = {name: place for place, name in enumerate(credential_names)}
        # One more of each: a missing text has the code -1, which is the last.
        rows = np.full((len(program_at) + 1, len(credential_at) + 1), -1, dtype=np.int64)
        for (program, credential), row in self._credentials.items():
            if program in program_at and credential in credential_at:
                rows[program_at[program], credential_at[credential]] = row
        found: IntArray = rows[program_codes, credential_codes]
        return found

    def mandatory_since(self, rows: IntArray) -> DayArray:
        """Return for each row of :meth:`of_credentials` the day; missing where there is none or it is not known."""
        found: DayArray = self._mandatory_since[rows]
        return found

    def rule_indexes(self, rows: IntArray, cycle_ends: DayArray) -> IntArray:
        """Return for each row of :meth:`of_credentials` the place of the version for that cycle end; -1 if none."""
        result = np.full(len(rows), -1, dtype=np.int64)
        ends = cycle_ends.astype("datetime64[D]")
        for column in range(self._rule_index.shape[1]):
            # A comparison with a missing end is False.
            fits = (self._first[rows, column] <= ends) & (ends <= self._last[rows, column])
            result = np.where(fits, self._rule_index[rows, column], result)
        return result
