"""What can be read of decisions, and what they make of credits; the part of the reads that stands under all others."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import AbstractContextManager
from datetime import date
from typing import Final

import duckdb
import pandas as pd
import pyarrow as pa

from lib.access.principal import Scope
from lib.store import assignments, confirming, decisions, effective
from lib.store.frames import value

_EVERYBODY: Final = Scope()
_KEPT: Final = 16


class Asked:
    """What decisions and possible duplicates make of credits, worked out once for each data version and day."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, date | None], pa.Table] = OrderedDict()
        self._lock = threading.Lock()

    def table(self, cursor: duckdb.DuckDBPyConnection, known_on: date | None) -> pa.Table:
        """Return :func:`effective.effective` as the cursor's transaction sees it."""
        key = (data_version(cursor), known_on)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        found = effective.effective(cursor, known_on)
        with self._lock:
            self._kept[key] = found
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return found


class DecisionReads:
    """The reads about decisions of a store, of one moment of it, or of a rehearsal."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked

    def reading(self) -> AbstractContextManager[duckdb.DuckDBPyConnection]:
        """Give a cursor whose statements all see the same moment."""
        raise NotImplementedError

    def effective(self) -> pa.Table:
        """Return what decisions make of credits, :func:`effective.effective`."""
        with self.reading() as cursor:
            return self.asked.table(cursor, None)

    def decisions(self) -> pd.DataFrame:
        """Return every decision that was made, :data:`decisions.MADE`, newest first."""
        with self.reading() as cursor:
            return decisions.made(cursor)

    def answers(self, kind: str) -> dict[str, str]:
        """Return the decisions of one kind in force: subject -> answer."""
        with self.reading() as cursor:
            return decisions.answers(cursor, kind)

    def area_groups(self, scope: Scope = _EVERYBODY, *, by_title: bool = False) -> pd.DataFrame:
        """Return what waits for an area, :data:`confirming.AREA_GROUPS`, most credits first."""
        with self.reading() as cursor:
            return confirming.area_groups(cursor, self.asked.table(cursor, None), scope, by_title=by_title)

    def area_texts(self) -> dict[str, str]:
        """Return every area text that is stored: ``words_key`` -> the text."""
        with self.reading() as cursor:
            return assignments.area_texts(cursor)

    def possible_doubles(self, scope: Scope = _EVERYBODY) -> pd.DataFrame:
        """Return the possible duplicates side by side, :data:`confirming.DOUBLES`."""
        with self.reading() as cursor:
            return confirming.doubles(cursor, self.asked.table(cursor, None), scope)

    def several_areas(self, scope: Scope = _EVERYBODY) -> pd.DataFrame:
        """Return the credits that name several areas, :data:`confirming.SEVERAL`."""
        with self.reading() as cursor:
            return confirming.several_areas(cursor, self.asked.table(cursor, None), scope)

    def counted_credits(self, staff_ids: list[str], scope: Scope = _EVERYBODY) -> pd.DataFrame:
        """Return the credits of these people that count, the columns of :data:`confirming.SEVERAL`."""
        with self.reading() as cursor:
            return confirming.counted_credits(cursor, self.asked.table(cursor, None), scope, staff_ids)

    def credit_owners(self) -> pd.DataFrame:
        """Return every credit with its person: ``credit_id``, ``staff_id``."""
        with self.reading() as cursor:
            return confirming.credit_owners(cursor)

    def doubtful_titles(self, pattern: str, decided: list[str], scope: Scope = _EVERYBODY) -> pd.DataFrame:
        """Return the titles that may be no education, or are none now, :data:`confirming.TITLES`."""
        with self.reading() as cursor:
            return confirming.titles(cursor, self.asked.table(cursor, None), scope, pattern, decided)

    def people_between(self, before: pa.Table) -> list[str]:
        """Return whose credits amount to something else now than in an earlier :meth:`effective`."""
        with self.reading() as cursor:
            return confirming.differing_people(cursor, before, self.asked.table(cursor, None))


def data_version(cursor: duckdb.DuckDBPyConnection) -> int:
    """Return the number that every write transaction bumps, as the cursor's transaction sees it."""
    return int(value(cursor, "select data_version from versions"))
