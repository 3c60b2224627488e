"""The credits inside each window as narrow columns, not summed: what the engine sums itself, millions at a time.

The plain form is :func:`lib.store.credits.supply`; a law compares the two. Here DuckDB reads the columns that a sum
needs and nothing is joined in it: whose credit it is, is a number (``person_numbers``), so the day is compared with the
window that stands at that number. Credits that no decision concerns are most of them, so they are read without asking
what decisions make of them; the others are few and read by themselves.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

import duckdb
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from lib.access.principal import Scope
from lib.domain.activities import ACTIVITY_LABELS, ASK, COUNTS, NO, NOT_EDUCATION
from lib.domain.areas import UNASSIGNED_NUMBER
from lib.store.credits import WINDOWS
from lib.store.effective import any_split
from lib.store.frames import arrow, fetch_arrow, registered
from lib.store.versioned import in_scope, visible

IntArray = npt.NDArray[np.int64]
DayArray = npt.NDArray[np.int32]

TYPES: Final = tuple(ACTIVITY_LABELS)
_QUOTED: Final = ", ".join(f"'{code}'" for code in TYPES)
_TYPE: Final = f"coalesce(list_position([{_QUOTED}], c.activity_type), 0)::tinyint"
_LISTED: Final = ", ".join(f"'{activity_type}'" for activity_type in NOT_EDUCATION)
_COUNTS: Final = "{eligibility} = '" + COUNTS + "' or ({eligibility} = '" + NO + "' and {first} <> {unassigned})"
"""Of the rows that are left in, a ``no`` is of a type that the rule accepts, and waits without an area."""
_FEW: Final = 100
"""Up to so many people are looked for by their numbers; beyond, all credits of those days are read."""


class _Windows(NamedTuple):
    """Windows that have a beginning and an end, by the number of their person; ``accepted``: a bit for each type."""

    person: IntArray
    holding: npt.NDArray[np.int32]
    first: DayArray
    last: DayArray
    accepted: IntArray


def supply_rows(
    cursor: duckdb.DuckDBPyConnection,
    asked: pa.Table,
    windows: pd.DataFrame,
    scope: Scope,
    as_of: date,
    known_on: date | None,
) -> pd.DataFrame:
    """Return the points that each window holds, with the columns and meaning of :data:`lib.store.credits.SUPPLY`.

    One row for each credit (or part of a split one) and window rather than their sums; texts are categories;
    ``activity_type`` is missing where it is none of :data:`lib.domain.activities.ACTIVITY_LABELS`. Arguments as in
    :func:`lib.store.credits.supply`.
    """
    given = _numbered(cursor, windows)
    found = _credits(cursor, asked, given, scope, as_of, known_on)
    day = _days(found["day"])
    return _framed(found, day, *_matches(found, day, given), as_of)


def _numbered(cursor: duckdb.DuckDBPyConnection, windows: pd.DataFrame) -> _Windows:
    """Return the windows of people who have a number: nobody else has a credit."""
    with registered(cursor, windows=arrow(windows, WINDOWS)):
        found = fetch_arrow(
            cursor,
            "select n.person::bigint as person, w.holding::integer as holding, w.window_from, w.window_to, "
            "coalesce(w.accepted_types, '') as accepted from windows w join person_numbers n using (staff_id) "
            "where w.window_from <= w.window_to order by n.person, w.holding",
        )
    words = found["accepted"].combine_chunks().dictionary_encode()
    masks = [
        sum(1 << number for number, code in enumerate(TYPES, 1) if code in NOT_EDUCATION and f";{code};" in text)
        for text in words.dictionary.to_pylist()
    ]
    return _Windows(
        found["person"].to_numpy(),
        found["holding"].to_numpy(),
        _days(found["window_from"]),
        _days(found["window_to"]),
        np.array([*masks, 0], dtype=np.int64)[words.indices.to_numpy(zero_copy_only=False)],
    )


def _credits(
    cursor: duckdb.DuckDBPyConnection,
    asked: pa.Table,
    given: _Windows,
    scope: Scope,
    as_of: date,
    known_on: date | None,
) -> pa.Table:
    """Return the credits that may lie in a window; ``accepted_only`` are those that count only where a rule says so."""
    any_window = len(given.first) > 0
    begins, ends = (given.first.min(), given.last.max()) if any_window else (1, 0)
    seen = f"c.completed_on between {_day(begins)} and {_day(ends)} and c.completed_on <= date '{as_of.isoformat()}' "
    seen += f"and {visible('c', known_on)} and {in_scope('c', scope, known_on)}{_of_few(given)}"
    # Asked only where some rule accepts what is no CE: most teams have none, and the texts need not be looked at.
    listed = f" or c.activity_type in ({_LISTED})" if given.accepted.any() else ""
    own = {"eligibility": "c.eligibility", "first": "c.first_area", "unassigned": UNASSIGNED_NUMBER}
    columns = ("person", "day", "first_area", "area_mask", "type", "counts", "accepted_only", "points")
    undecided = "anti join asked a on (a.credit_id = c.credit_id)" if asked.num_rows else ""
    with registered(cursor, asked=asked):
        found = fetch_arrow(
            cursor,
            f"""
            select c.person, c.completed_on, c.first_area, c.area_mask, {_TYPE}, {_COUNTS.format(**own)},
                   {"c.eligibility = '" + NO + "'" if listed else "false"}, c.points
            from credits c {undecided}
            where {seen} and (c.eligibility <> '{NO}'{listed})
            """,
        ).rename_columns(columns)
        if not asked.num_rows:
            return found
        decided = {"eligibility": "a.eligibility", "first": "a.first_area", "unassigned": UNASSIGNED_NUMBER}
        area, points, of_asked = "a.first_area", "c.points", "asked a"
        if any_split(asked):
            # A split credit stands once for each part; each part may still go wherever the credit may, at best.
            of_asked = "(select * exclude (parts), unnest(coalesce(parts, [null])) as part from asked) a"
            area, points = "coalesce(a.part.area, a.first_area)", "coalesce(a.part.points, c.points)"
        # A statement of its own: as one union with the other, DuckDB 1.5.5 was seen to wait for itself for ever.
        more = fetch_arrow(
            cursor,
            f"""
            select c.person, c.completed_on, ({area})::tinyint, a.area_mask::integer, {_TYPE},
                   {_COUNTS.format(**decided)}, a.eligibility = '{NO}', {points}
            from {of_asked} join credits c on c.credit_id = a.credit_id
            where {seen}
              and (a.eligibility <> '{NO}' or (c.activity_type in ({_LISTED}) and a.because is null))
            """,
        ).rename_columns(columns)
    return pa.concat_tables([found, more])


def _matches(found: pa.Table, day: DayArray, given: _Windows) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.int32]]:
    """Return which credits lie in which window: places in ``found``, and the ``holding`` of each.

    A person's first window stands at their number in one array, their second in the next: each is compared with all
    credits at once, and hardly anybody has more than two or three.
    """
    person = found["person"].to_numpy()
    only, kind = found["accepted_only"].to_numpy(), found["type"].to_numpy()
    asks = bool(only.any())
    numbers = int(max(person.max(initial=0), given.person.max(initial=0))) + 1
    places, holdings = [np.empty(0, np.intp)], [np.empty(0, np.int32)]
    new = np.flatnonzero(np.diff(given.person, prepend=-1))
    turn = np.arange(len(given.person)) - np.repeat(new, np.diff(new, append=len(given.person)))
    for each in range(int(turn.max(initial=-1)) + 1):
        ours = np.flatnonzero(turn == each)
        at = given.person[ours]
        # Where nobody has such a window it begins after every day.
        first, last = np.full(numbers, np.iinfo(np.int32).max, np.int32), np.zeros(numbers, np.int32)
        window = np.zeros(numbers, np.int32)
        first[at], last[at], window[at] = given.first[ours], given.last[ours], ours
        inside = np.flatnonzero((day >= first[person]) & (day <= last[person]))
        of = window[person[inside]]
        if asks:
            fits = ~only[inside] | ((given.accepted[of] >> kind[inside]) & 1).astype(bool)
            inside, of = inside[fits], of[fits]
        places.append(inside)
        holdings.append(given.holding[of])
    return np.concatenate(places), np.concatenate(holdings)


def _framed(
    found: pa.Table, day: DayArray, places: npt.NDArray[np.intp], holdings: npt.NDArray[np.int32], as_of: date
) -> pd.DataFrame:
    column = {name: found[name].to_numpy()[places] for name in ("first_area", "area_mask", "type", "counts", "points")}
    year_ago = np.datetime64(as_of - timedelta(days=365), "D").astype(np.int32)
    return pd.DataFrame(
        {
            "holding": holdings,
            "first_area": column["first_area"],
            "area_mask": column["area_mask"],
            "activity_type": pd.Categorical.from_codes(column["type"] - 1, categories=pd.Index(TYPES)),
            "eligibility": pd.Categorical.from_codes(
                np.where(column["counts"], 0, 1).astype(np.int8), categories=pd.Index([COUNTS, ASK])
            ),
            "points": column["points"],
            "recent": np.where(day[places] > year_ago, column["points"], 0),
        },
        copy=False,
    )


def _days(column: pa.ChunkedArray) -> DayArray:
    """Return days as whole numbers since 1970."""
    days: DayArray = column.cast(pa.int32()).to_numpy()
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
