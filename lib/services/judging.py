"""From the store to the verdicts: the one way in which every page, report and command gets them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.access.principal import Scope
from lib.compliance.verdict import Verdicts, evaluate
from lib.compliance.windows import windows
from lib.domain import tables
from lib.domain.supplied import Supplied
from lib.rules.book import RuleBook
from lib.services.container import LabReady
from lib.store.credits_read import credited_by


@dataclass(frozen=True)
class Judged:
    """Verdicts and what they were made of: ``windows`` and ``supplied`` (not summed) join by ``holding``.

    ``staff``: those counted.
    """

    staff: pd.DataFrame
    windows: pd.DataFrame
    supplied: Supplied
    verdicts: Verdicts
    book: RuleBook
    """The rules they were made with: ``rule_index`` is a place in its ``versions``."""

    @property
    def supply(self) -> pd.DataFrame:
        """The points of ``supplied`` as a frame."""
        return self.supplied.frame


def judge(
    app: LabReady,
    scope: Scope,
    as_of: date,
    known_on: date | None = None,
    staff_id: str | None = None,
    *,
    only: Sequence[str] | None = None,
    read: pd.DataFrame | None = None,
) -> Judged:
    """Return the verdicts of everybody in scope who is employed on ``as_of``, or of one person whether employed or not.

    ``only``: of those employed just these. ``read``: all their credits, where they were read already with all their
    columns (:meth:`Reads.credits_of`, same scope and ``known_on``), so that they are not read again. ``known_on``: only
    what had been imported or entered by that day counts (None: all that is known now). The rules are those stored by
    then; what ships with the program carries no day (:meth:`RuleShelf.on`).
    """
    book = app.book_on(known_on)

    def ask() -> pd.DataFrame:
        return app.store.holdings(scope, known_on, staff_id)

    # Two questions to the store that need nothing of each other: about a team side by side; about one person the two
    # threads would wait for each other longer than both questions take.
    held = app.store.begun(ask) if staff_id is None else ask
    people = app.store.staff(scope, known_on, staff_id)
    counted = people if staff_id is not None else people[employed(people, as_of)]
    if only is not None:
        counted = counted[counted["staff_id"].isin(only)]
    counted = counted.assign(name=display_names(counted))
    frame = windows(_of(counted, held()), book, as_of)
    found = app.store.credited(frame, scope, as_of, known_on) if read is None else credited_by(frame, read, as_of)
    supplied, facts = found
    return Judged(counted, frame, supplied, evaluate(frame, supplied, facts, book, as_of), book)


def _of(staff: pd.DataFrame, holdings: pd.DataFrame) -> pd.DataFrame:
    """Return the holdings of these people, in their order, with ``name``, ``site`` and ``department`` beside."""
    place = pc.index_in(pa.array(holdings["staff_id"], pa.string()), value_set=pa.array(staff["staff_id"], pa.string()))
    if place.null_count:
        holdings = holdings[place.is_valid().to_numpy(zero_copy_only=False)]
        place = place.drop_null()
    of = place.to_numpy()
    return holdings.assign(**{name: staff[name].array.take(of) for name in ("name", "site", "department")})


def employed(staff: pd.DataFrame, day: date) -> pd.Series:
    """Return who is counted on ``day``: hired by then, not left before it; *not active* without a date has left."""
    today = pd.Timestamp(day)
    hired = staff["hired_on"].isna() | (staff["hired_on"] <= today)
    left = staff["left_on"].notna() & (staff["left_on"] < today)
    inactive = (staff["active"] == False).fillna(value=False) & staff["left_on"].isna()  # noqa: E712 - three-valued column
    return hired & ~left & ~inactive.astype(bool)


def display_names(staff: pd.DataFrame) -> pd.Series:
    """Return ``Last, First``, or the one part that is known, or the employee ID."""
    last, first = (pc.fill_null(_texts(staff[name]), "") for name in ("last_name", "first_name"))
    both = pc.and_(pc.not_equal(last, ""), pc.not_equal(first, ""))
    comma = pc.if_else(both, pa.scalar(", ", last.type), pa.scalar("", last.type))
    names = pc.binary_join_element_wise(last, comma, first, pa.scalar("", last.type))
    names = pc.if_else(pc.not_equal(names, ""), names, _texts(staff["staff_id"]))
    return pd.Series(pd.array(names, dtype=tables.TEXT), index=staff.index)


def _texts(column: pd.Series) -> pa.Array:
    found = pa.array(column, pa.large_string(), from_pandas=True)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
