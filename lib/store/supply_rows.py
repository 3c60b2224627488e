"""The credits inside each window as narrow columns, not summed: what the engine sums itself, millions at a time.

The plain form is :func:`lib.store.credits.supply`; a law compares the two. Here DuckDB reads the columns that a sum
needs and nothing is joined in it: whose credit it is, is a number (``person_numbers``), so the day is compared with the
window that stands at that number. Credits that no decision concerns are most of them, so they are read without asking
what decisions make of them; the others are few and read by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.access.principal import Scope
from lib.domain.activities import ACTIVITY_LABELS, ASK, COUNTS, NO, NOT_EDUCATION
from lib.domain.areas import AREA_NUMBER, UNASSIGNED_NUMBER
from lib.domain.supplied import Supplied
from lib.store.effective import any_split
from lib.store.frames import fetch_arrow, registered, streamed
from lib.store.versioned import in_scope, literal, visible

IntArray = npt.NDArray[np.int64]
DayArray = npt.NDArray[np.int32]

TYPES: Final = tuple(ACTIVITY_LABELS)
_QUOTED: Final = ", ".join(f"'{code}'" for code in TYPES)
_TYPE: Final = f"coalesce(list_position([{_QUOTED}], c.activity_type), 0)"
_LISTED: Final = ", ".join(f"'{activity_type}'" for activity_type in NOT_EDUCATION)
_COUNTS: Final = "{eligibility} = '" + COUNTS + "' or ({eligibility} = '" + NO + "' and {first} <> {unassigned})"
"""Of the rows that are left in, a ``no`` is of a type that the rule accepts, and waits without an area."""
_AREAS: Final = 64
"""More areas than a mask has bits."""
_CODES: Final = 2 * (len(TYPES) + 1) * _AREAS
"""What a credit is, as one number: whether it is sure to count, its activity type (0: none of ours), its first area."""
_CREDITS_AT_ONCE: Final = 1 << 18
"""Credits compared with windows while the next are read: columns of so many hardly leave the processor's own cache."""
_PLACES: Final = 1 << 20
"""Places that numbers of credits are folded into: a power of two, and far more than the credits that are decided."""
_FEW: Final = 100
"""Up to so many people are looked for by their numbers; beyond, all credits of those days are read."""


class _Windows(NamedTuple):
    """Windows that have a beginning and an end, by the number of their person; ``accepted``: a bit for each type.

    ``numbers``: one more than the greatest number that a credit which is read can have.
    """

    person: IntArray
    holding: npt.NDArray[np.int32]
    first: DayArray
    last: DayArray
    accepted: IntArray
    numbers: int


def supply_rows(
    cursor: duckdb.DuckDBPyConnection,
    asked: pa.Table,
    windows: pd.DataFrame,
    scope: Scope,
    as_of: date,
    known_on: date | None,
) -> Supplied:
    """Return the points that each window holds, with the meaning of :data:`lib.store.credits.SUPPLY`.

    One entry for each credit (or part of a split one) and window rather than their sums; ``activity_type`` is missing
    where it is none of :data:`lib.domain.activities.ACTIVITY_LABELS`. Arguments as in :func:`lib.store.credits.supply`.
    """
    given = _numbered(cursor, windows)
    if not len(given.first):
        return _by_kind([])
    seen = _seen(given, scope, as_of, known_on)
    parts = list(_matches(_undecided(cursor, asked, given, seen), given, as_of))
    if asked.num_rows:
        parts += _matches(_decided(cursor, asked, seen), given, as_of)
    return _by_kind(parts)


def _numbered(cursor: duckdb.DuckDBPyConnection, windows: pd.DataFrame) -> _Windows:
    """Return the windows of people who have a number: nobody else has a credit."""
    ids = pa.array(windows["staff_id"], pa.string())
    few = ids.unique() if len(ids) <= _FEW else None
    only = "" if few is None else f" where staff_id in ({', '.join(map(literal, few.to_pylist())) or 'null'})"
    known = fetch_arrow(cursor, f"select staff_id, person from person_numbers{only}")
    numbers = known["person"].to_numpy().astype(np.int64)
    found = pc.index_in(ids, value_set=known["staff_id"].combine_chunks())
    first, last = (_whole_days(windows[name]) for name in ("window_from", "window_to"))
    spans = windows["window_from"].notna().to_numpy() & windows["window_to"].notna().to_numpy() & (first <= last)
    rows = np.flatnonzero(found.is_valid().to_numpy(zero_copy_only=False) & spans)
    person = numbers[found.take(pa.array(rows)).to_numpy()] if len(rows) else np.empty(0, np.int64)
    holding = windows["holding"].to_numpy(dtype=np.int32)
    order = np.lexsort((holding[rows], person))
    rows, person = rows[order], person[order]
    kinds, words = pd.factorize(windows["accepted_types"])
    masks = [
        sum(1 << number for number, code in enumerate(TYPES, 1) if code in NOT_EDUCATION and f";{code};" in text)
        for text in words
    ]
    # A missing text has the place -1, which is the last.
    accepted = np.array([*masks, 0], dtype=np.int64)[kinds[rows]]
    return _Windows(person, holding[rows], first[rows], last[rows], accepted, int(numbers.max(initial=0)) + 1)


def _seen(given: _Windows, scope: Scope, as_of: date, known_on: date | None) -> str:
    """Return the condition that a credit may lie in a window."""
    begins, ends = given.first.min(), given.last.max()
    return (
        f"c.completed_on between {_day(begins)} and {_day(ends)} and c.completed_on <= date '{as_of.isoformat()}' "
        f"and {visible('c', known_on)} and {in_scope('c', scope, known_on)}{_of_few(given)}"
    )


def _undecided(
    cursor: duckdb.DuckDBPyConnection, asked: pa.Table, given: _Windows, seen: str
) -> Iterator[pa.RecordBatch]:
    """Yield the credits that no decision concerns.

    Columns ``person``, ``day``, ``area_mask``, ``points``, and what the code of a credit is made of: ``only`` (counts
    only where a rule says so; without it none does), ``counts`` (is sure to count), ``type`` and ``area``.

    ``seen`` is the condition of :func:`_seen`. All are read and the others left out here: an anti join of millions with
    some hundreds takes as long as all else.
    """
    # Asked only where some rule accepts what is no CE: most teams have none, and the texts need not be looked at.
    listed = f" or c.activity_type in ({_LISTED})" if given.accepted.any() else ""
    own = {"eligibility": "c.eligibility", "first": "c.first_area", "unassigned": UNASSIGNED_NUMBER}
    counts = _COUNTS.format(**own) if listed else f"c.eligibility = '{COUNTS}'"
    batches = streamed(
        cursor,
        f"""
        select c.person, c.completed_on as day, c.area_mask, c.points, c.first_area as area, {_TYPE} as type,
               ({counts})::tinyint as counts {f", (c.eligibility = '{NO}')::tinyint as only" if listed else ""}
               {", c.credit_id" if asked.num_rows else ""}
        from credits c where {seen} and (c.eligibility <> '{NO}'{listed})
        """,
        _CREDITS_AT_ONCE,
    )
    yield from without(batches, asked["credit_id"].combine_chunks()) if asked.num_rows else batches


def without(batches: Iterable[pa.RecordBatch], credit_ids: pa.Array) -> Iterator[pa.RecordBatch]:
    """Yield the rows whose ``credit_id`` is none of these.

    Numbers of credits leave room between imports, so there is no place for each: they are folded into few places, and
    only what falls on a marked one is looked up.
    """
    marked = np.zeros(_PLACES, dtype=bool)
    marked[credit_ids.to_numpy() & (_PLACES - 1)] = True
    for batch in batches:
        credit = batch["credit_id"].to_numpy()
        near = np.flatnonzero(marked[credit & (_PLACES - 1)])
        named = near[pc.is_in(pa.array(credit[near]), value_set=credit_ids).to_numpy(zero_copy_only=False)]
        if len(named):
            kept = np.ones(len(credit), dtype=bool)
            kept[named] = False
            yield batch.filter(pa.array(kept))
        else:
            yield batch


def _decided(cursor: duckdb.DuckDBPyConnection, asked: pa.Table, seen: str) -> list[pa.RecordBatch]:
    """Return the credits that a decision concerns, with what it makes of them, as :func:`_undecided`."""
    area, points, of_asked = "a.first_area", "c.points", "asked a"
    if any_split(asked):
        # A split credit stands once for each part; each part may still go wherever the credit may, at best.
        of_asked = "(select * exclude (parts), unnest(coalesce(parts, [null])) as part from asked) a"
        area, points = "coalesce(a.part.area, a.first_area)", "coalesce(a.part.points, c.points)"
    decided = {"eligibility": "a.eligibility", "first": "a.first_area", "unassigned": UNASSIGNED_NUMBER}
    # A statement of its own: as one union with the other, DuckDB 1.5.5 was seen to wait for itself for ever.
    with registered(cursor, asked=asked):
        found = fetch_arrow(
            cursor,
            f"""
            select c.person, c.completed_on as day, a.area_mask::integer as area_mask, ({points})::bigint as points,
                   ({area})::tinyint as area, {_TYPE} as type, ({_COUNTS.format(**decided)})::tinyint as counts,
                   (a.eligibility = '{NO}')::tinyint as only
            from {of_asked} join credits c on c.credit_id = a.credit_id
            where {seen}
              and (a.eligibility <> '{NO}' or (c.activity_type in ({_LISTED}) and a.because is null))
            """,
        )
    batches: list[pa.RecordBatch] = found.to_batches()
    return batches


class _Matched(NamedTuple):
    """Credits in windows; ``several``: which of them name more than their first area, and so need their mask."""

    holding: npt.NDArray[np.int32]
    code: npt.NDArray[np.int32]
    points: IntArray
    recent: IntArray
    several: npt.NDArray[np.intp]
    area_mask: npt.NDArray[np.int32]


def _matches(found: Iterable[pa.RecordBatch], given: _Windows, as_of: date) -> Iterator[_Matched]:
    """Yield which credits lie in which window.

    A person's first window stands at their number in one array, their second in the next: each is compared with all
    credits at once, and hardly anybody has more than two or three.
    """
    turns = _turns(given)
    year_ago = np.datetime64(as_of - timedelta(days=365), "D").astype(np.int32)
    alone = np.int32(1) << np.arange(len(AREA_NUMBER), dtype=np.int32)
    for batch in found:
        person, mask, points, area = (batch[name].to_numpy() for name in ("person", "area_mask", "points", "area"))
        kind, counts = batch["type"].to_numpy(), batch["counts"].to_numpy()
        only = batch["only"].to_numpy() if "only" in batch.schema.names else None
        day = batch["day"].cast(pa.int32()).to_numpy()
        for first, last, window in turns:
            inside = np.flatnonzero((day >= first[person]) & (day <= last[person]))
            of = window[person[inside]]
            if only is not None:
                fits = (only[inside] == 0) | ((given.accepted[of] >> kind[inside]) & 1).astype(bool)
                inside, of = inside[fits], of[fits]
            codes = counts[inside] * np.int32(len(TYPES) + 1) + kind[inside]
            codes = codes * np.int32(_AREAS) + area[inside]
            earned, masks = points[inside], mask[inside]
            several = np.flatnonzero(alone[area[inside]] != masks)
            recent = np.where(day[inside] > year_ago, earned, 0)
            yield _Matched(given.holding[of], codes, earned, recent, several, masks[several])


def _turns(given: _Windows) -> list[tuple[DayArray, DayArray, npt.NDArray[np.int32]]]:
    """Return for each turn the first and last day and the window (a place in ``given``) at each person's number."""
    new = np.flatnonzero(np.diff(given.person, prepend=-1))
    turn = np.arange(len(given.person)) - np.repeat(new, np.diff(new, append=len(given.person)))
    turns = []
    for each in range(int(turn.max(initial=-1)) + 1):
        ours = np.flatnonzero(turn == each)
        at = given.person[ours]
        # Where nobody has such a window it begins after every day.
        first, last = np.full(given.numbers, np.iinfo(np.int32).max, np.int32), np.zeros(given.numbers, np.int32)
        window = np.zeros(given.numbers, np.int32)
        first[at], last[at], window[at] = given.first[ours], given.last[ours], ours
        turns.append((first, last, window))
    return turns


def _by_kind(parts: list[_Matched]) -> Supplied:
    """Return the parts as one, each entry with its kind: only those that name several areas are looked at singly."""
    seen = np.zeros(_CODES, dtype=bool)
    words = []
    for part in parts:
        seen[part.code] = True
        words.append((part.code[part.several].astype(np.int64) << 32) | part.area_mask)
    several_of, several = np.unique(np.concatenate([np.empty(0, np.int64), *words]), return_inverse=True)
    single = np.flatnonzero(seen)
    kind_of_code = np.zeros(_CODES, dtype=np.int32)
    kind_of_code[single] = np.arange(len(single))
    kinds, done = [], 0
    for part, word in zip(parts, words, strict=True):
        kind = kind_of_code[part.code]
        kind[part.several] = len(single) + several[done : done + len(word)]
        done += len(word)
        kinds.append(kind)
    codes = np.concatenate([single, several_of >> 32])
    first_area, counts = codes % _AREAS, codes // (_AREAS * (len(TYPES) + 1)) % 2
    nothing = np.empty(0, np.int64)
    return Supplied(
        holding=np.concatenate([nothing.astype(np.int32), *(part.holding for part in parts)]),
        kind=np.concatenate([nothing.astype(np.int32), *kinds]),
        points=np.concatenate([nothing, *(part.points for part in parts)]),
        recent=np.concatenate([nothing, *(part.recent for part in parts)]),
        kinds=pd.DataFrame(
            {
                "first_area": first_area,
                "area_mask": np.concatenate([1 << first_area[: len(single)], several_of & 0xFFFFFFFF]),
                "activity_type": pd.Series([None, *TYPES], dtype="str").array.take(codes // _AREAS % (len(TYPES) + 1)),
                "eligibility": pd.Series([ASK, COUNTS], dtype="str").array.take(counts),
            }
        ),
    )


def _whole_days(column: pd.Series) -> DayArray:
    """Return days as whole numbers since 1970; of a missing one, 0."""
    days: DayArray = column.fillna(pd.Timestamp(0)).to_numpy().astype("datetime64[D]").astype(np.int32)
    return days


def _day(number: int) -> str:
    """Return the SQL for a day counted from 1970; the calendar of DuckDB goes further than Python's."""
    return f"(date '1970-01-01' + {int(number)})"


def _of_few(given: _Windows) -> str:
    """Return the condition that a credit is one of these people's, where they are few; none for a whole team."""
    numbers = np.unique(given.person)
    if len(numbers) > _FEW:
        return ""
    return f" and c.person in ({', '.join(map(str, numbers.tolist())) or 'null'})"
