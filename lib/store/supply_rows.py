"""What credits say for verdicts, millions at a time: the points inside each window, not summed, and each one's facts.

The plain forms are :func:`lib.store.credits.supply` and :func:`lib.store.credits.facts`; a law compares them. Here one
statement reads the narrow columns of each credit once, and nothing is joined in it: whose credit it is, is a number
(``person_numbers``), so that the rest is arrays (:mod:`lib.store.window_matching`), worked on while the next credits
are read. What decisions make of a credit is put in its place as it passes by; these are few.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Final

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.access.principal import Scope
from lib.domain.activities import COUNTS, ELIGIBILITIES, NO, NOT_EDUCATION
from lib.domain.areas import UNASSIGNED_NUMBER
from lib.domain.supplied import Credited
from lib.store.effective import any_split
from lib.store.frames import fetch_arrow, streamed
from lib.store.versioned import in_scope, literal, visible
from lib.store.window_matching import TYPES, Credits, Matching, Windows

_CREDITS_AT_ONCE: Final = 1 << 17
"""Credits compared with windows while the next are read: columns of so many hardly leave the processor's own cache."""
_PLACES: Final = 1 << 20
"""Places that numbers of credits are folded into: a power of two, and far more than the credits that are decided."""
_LOOKED_UP: Final = 1_000
"""Up to so many numbers are looked up all; the places would have to be made first."""
_FEW: Final = 100
"""Up to so many people are looked for by their numbers; beyond, the credits of all are read."""
_LISTED: Final = np.array([code in NOT_EDUCATION for code in (None, *TYPES)])
"""By the number of an activity type: whether a rule may accept it though it is no continuing education."""


def _place(words: tuple[str, ...], column: str) -> str:
    """Return the SQL for the place of a text in a list, from 1: found once for each text of a part of the file."""
    return f"list_position([{', '.join(map(literal, words))}], {column})"


def credited(
    cursor: duckdb.DuckDBPyConnection,
    asked: pa.Table,
    windows: pd.DataFrame,
    scope: Scope,
    as_of: date,
    known_on: date | None,
) -> Credited:
    """Return the points that each window holds, with the meaning of :data:`lib.store.credits.SUPPLY`, and the facts.

    One entry for each credit (or part of a split one) and window rather than their sums; ``activity_type`` is missing
    where it is none of :data:`lib.domain.activities.ACTIVITY_LABELS`. The facts are those of each window's person, in
    the order of ``windows``, as :func:`lib.store.credits.facts` gives them. Arguments as in
    :func:`lib.store.credits.supply`.
    """
    given, few = _numbered(cursor, windows)
    found = Matching(given, as_of)
    if not len(windows):
        return found.result()
    statement = f"""
        select c.person, c.completed_on as day, c.points, c.first_area as area, c.area_mask,
               {_place(TYPES, "c.activity_type")} as type, {_place(ELIGIBILITIES, "c.eligibility")} as is
               {", c.credit_id" if asked.num_rows else ""}
        from credits c
        where c.completed_on <= date '{as_of.isoformat()}' and {visible("c", known_on)}
          and {in_scope("c", scope, known_on)}{_among(few)}
        """
    if few is None:
        batches = streamed(cursor, statement, _CREDITS_AT_ONCE)
    else:
        # Nothing to work on meanwhile: a thread for it would take longer than the work.
        batches = iter(fetch_arrow(cursor, statement).to_batches())
    decided = Listed(asked["credit_id"].combine_chunks()) if asked.num_rows else None
    for batch in batches:
        credits = _credits(batch, few, accepts=found.accepts)
        found.note(credits.person, credits.day)
        rows = np.empty(0, np.intp) if decided is None else decided.rows(batch["credit_id"].to_numpy())
        if len(rows):
            found.add(_decided(batch, credits, asked, rows))
            others = np.ones(len(credits.person), dtype=bool) if credits.of_interest is None else credits.of_interest
            others[rows] = False
            credits = credits._replace(of_interest=others)
        found.add(credits)
    return found.result()


def _numbered(cursor: duckdb.DuckDBPyConnection, windows: pd.DataFrame) -> tuple[Windows, npt.NDArray[np.int32] | None]:
    """Return the windows by the numbers of their people; few people by their place in their numbers, from 1, which are
    the second."""
    ids = pa.array(windows["staff_id"], pa.string())
    few = ids.unique() if len(ids) <= _FEW else None
    only = "" if few is None else f" where staff_id in ({', '.join(map(literal, few.to_pylist())) or 'null'})"
    known = fetch_arrow(cursor, f"select staff_id, person from person_numbers{only}")
    numbers = own = known["person"].to_numpy()
    if few is not None:
        own = np.sort(numbers)
        numbers = np.searchsorted(own, numbers) + 1
    found = pc.index_in(ids, value_set=known["staff_id"].combine_chunks())
    # Who has no number has no credit; 0 is nobody's.
    person_of = np.append(numbers, 0).astype(np.intp)[pc.fill_null(found, -1).to_numpy(zero_copy_only=False)]
    given = Windows.of(windows, person_of, int(numbers.max(initial=0)) + 1)
    return given, None if few is None else own


def _among(few: npt.NDArray[np.int32] | None) -> str:
    """Return the condition that a credit is one of these people's; none for everybody."""
    if few is None:
        return ""
    return f" and c.person = {few[0]}" if len(few) == 1 else f" and c.person in ({', '.join(map(str, few)) or 'null'})"


def _credits(batch: pa.RecordBatch, few: npt.NDArray[np.int32] | None, *, accepts: bool) -> Credits:
    """Return the credits of a batch as they are stored; ``accepts``: some window accepts what is no education."""
    person = batch["person"].to_numpy()
    kind = pc.fill_null(batch["type"], 0).to_numpy(zero_copy_only=False)
    eligibility, area = batch["is"].to_numpy(), batch["area"].to_numpy()
    sure = eligibility == ELIGIBILITIES.index(COUNTS) + 1
    no, of_interest = eligibility == ELIGIBILITIES.index(NO) + 1, None
    if any_no := bool(no.any()):
        of_interest = ~no | _LISTED[kind] if accepts else ~no
        # What is left of them is of a type that a rule accepts, and waits without an area.
        sure |= no & (area != UNASSIGNED_NUMBER)
    return Credits(
        person.astype(np.intp) if few is None else np.searchsorted(few, person) + 1,
        batch["day"].cast(pa.int32()).to_numpy(),
        batch["points"].to_numpy(),
        area,
        batch["area_mask"].to_numpy(),
        kind.astype(np.int8),
        sure,
        no if any_no and accepts else None,
        of_interest,
    )


class Listed:
    """Numbers of credits that are looked for among many.

    They leave room between imports, so there is no place for each: they are folded into few places, and only what
    falls on a marked one is looked up.
    """

    def __init__(self, credit_ids: pa.Array) -> None:
        self._credit_ids = credit_ids

    @cached_property
    def _marked(self) -> npt.NDArray[np.bool_]:
        marked = np.zeros(_PLACES, dtype=bool)
        marked[self._credit_ids.to_numpy() & (_PLACES - 1)] = True
        return marked

    def rows(self, credit: npt.NDArray[np.int64]) -> npt.NDArray[np.intp]:
        """Return the places of those that are listed."""
        if len(credit) <= _LOOKED_UP:
            near = np.arange(len(credit))
        else:
            near = np.flatnonzero(self._marked.take(credit & (_PLACES - 1), mode="clip"))
        listed = pc.is_in(pa.array(credit[near]), value_set=self._credit_ids).to_numpy(zero_copy_only=False)
        found: npt.NDArray[np.intp] = near[listed]
        return found


def _decided(batch: pa.RecordBatch, credits: Credits, asked: pa.Table, rows: npt.NDArray[np.intp]) -> Credits:
    """Return the credits of ``rows``, which a decision concerns, as it has them; a split one once for each part."""
    place = pc.index_in(batch["credit_id"].take(pa.array(rows)), value_set=asked["credit_id"].combine_chunks())
    made = asked.take(place)
    area, points = made["first_area"].to_numpy(), credits.points[rows]
    eligibility = made["eligibility"]
    no = pc.equal(eligibility, NO).to_numpy()
    sure = pc.equal(eligibility, COUNTS).to_numpy() | (no & (area != UNASSIGNED_NUMBER))
    of_interest = ~no | (_LISTED[credits.type[rows]] & pc.is_null(made["because"]).to_numpy())
    of = np.arange(len(rows))
    if any_split(made):
        # Each part may still go wherever the credit may, at best.
        parts = made["parts"].combine_chunks()
        times = pc.fill_null(pc.list_value_length(parts), 1).to_numpy(zero_copy_only=False)
        of = np.repeat(of, times)
        split = pc.is_valid(parts).to_numpy(zero_copy_only=False)[of]
        area, points = area[of], points[of]
        flat = parts.drop_null().flatten()
        area[split], points[split] = flat.field("area").to_numpy(), flat.field("points").to_numpy()
    rows = rows[of]
    return Credits(
        credits.person[rows], credits.day[rows], points, area.astype(np.int8),
        made["area_mask"].to_numpy().astype(np.int32)[of], credits.type[rows], sure[of], no[of], of_interest[of],
    )  # fmt: skip
