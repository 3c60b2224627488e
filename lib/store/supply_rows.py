"""The credits inside each window as narrow columns, not summed: what the engine sums itself, millions at a time.

The plain form is :func:`lib.store.credits.supply`; a law compares the two. Credits that no decision concerns are most
of them, so they are read without asking what decisions make of them; the others are few and read by themselves.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from lib.access.principal import Scope
from lib.domain.activities import ACTIVITY_LABELS, ASK, COUNTS, NO, NOT_EDUCATION
from lib.domain.areas import UNASSIGNED_NUMBER
from lib.store.credits import WINDOWS
from lib.store.effective import any_split
from lib.store.frames import arrow, fetch_arrow, registered
from lib.store.versioned import in_scope, visible

TYPES: Final = tuple(ACTIVITY_LABELS)
_QUOTED: Final = ", ".join(f"'{code}'" for code in TYPES)
_TYPE: Final = f"coalesce(list_position([{_QUOTED}], c.activity_type), 0)::tinyint"
_LISTED: Final = ", ".join(f"'{activity_type}'" for activity_type in NOT_EDUCATION)
_ACCEPTED: Final = (
    f"c.activity_type in ({_LISTED}) and coalesce(contains(w.accepted_types, ';' || c.activity_type || ';'), false)"
)
_COUNTS: Final = "{eligibility} = '" + COUNTS + "' or ({eligibility} = '" + NO + "' and {first} <> {unassigned})"
"""Of the rows that are left in, a ``no`` is of a type that the rule accepts, and waits without an area."""


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
    given = arrow(windows, WINDOWS)
    accepts = bool(windows["accepted_types"].fillna("").ne("").any()) if "accepted_types" in windows else False
    join = "c.staff_id = w.staff_id and c.completed_on between w.window_from and w.window_to"
    seen = f"c.completed_on <= date '{as_of.isoformat()}' and {visible('c', known_on)} and "
    seen += in_scope("c", scope, known_on)
    recent = f"c.completed_on > date '{(as_of - timedelta(days=365)).isoformat()}' as is_recent"
    # Asked only where some rule accepts what is no CE: the words are searched for each credit and window.
    or_accepted = f" or ({_ACCEPTED})" if accepts else ""
    own = {"eligibility": "c.eligibility", "first": "c.first_area", "unassigned": UNASSIGNED_NUMBER}
    columns = ("holding", "first_area", "area_mask", "type", "counts", "points", "is_recent")
    undecided = "anti join asked a on (a.credit_id = c.credit_id)" if asked.num_rows else ""
    with registered(cursor, windows=given, asked=asked):
        found = fetch_arrow(
            cursor,
            f"""
            select w.holding::integer as holding, c.first_area, c.area_mask, {_TYPE} as type,
                   {_COUNTS.format(**own)} as counts, c.points, {recent}
            from windows w join credits c on {join} {undecided}
            where {seen} and (c.eligibility <> '{NO}'{or_accepted})
            """,
        ).rename_columns(columns)
        if not asked.num_rows:
            return _framed(found)
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
            select w.holding::integer as holding, ({area})::tinyint as first_area, a.area_mask::integer as area_mask,
                   {_TYPE} as type, {_COUNTS.format(**decided)} as counts, {points} as points, {recent}
            from {of_asked} join credits c on c.credit_id = a.credit_id join windows w on {join}
            where {seen} and (a.eligibility <> '{NO}' or ({_ACCEPTED} and a.because is null))
            """,
        ).rename_columns(columns)
        return _framed(pa.concat_tables([found, more]))


def _framed(table: pa.Table) -> pd.DataFrame:
    columns = {name: table[name].to_numpy() for name in table.column_names}
    return pd.DataFrame(
        {
            "holding": columns["holding"],
            "first_area": columns["first_area"],
            "area_mask": columns["area_mask"],
            "activity_type": pd.Categorical.from_codes(columns["type"] - 1, categories=pd.Index(TYPES)),
            "eligibility": pd.Categorical.from_codes(
                np.where(columns["counts"], 0, 1).astype(np.int8), categories=pd.Index([COUNTS, ASK])
            ),
            "points": columns["points"],
            "recent": np.where(columns["is_recent"], columns["points"], 0),
        },
        copy=False,
    )
