"""What of an import's keyed rows (staff, holdings, memberships, products) is new or changes what is stored."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.domain import tables
from lib.domain.imports import ImportOutcome
from lib.store.cycles import merged_cycles
from lib.store.frames import arrow, fetch, registered
from lib.store.versioned import (
    HOLDINGS,
    MEMBERSHIPS,
    OFFERS,
    PAST,
    PAST_CYCLES,
    PRODUCTS,
    STAFF,
    Change,
    Table,
    add_rows,
    changed_rows,
    merged_rows,
    remove_rows,
    visible,
)


@dataclass(frozen=True)
class Written:
    """The full rows of one table that are new or changed, with ``is_new``."""

    table: Table
    rows: pa.Table

    @property
    def new(self) -> int:
        return int(pc.sum(self.rows["is_new"]).as_py() or 0)

    @property
    def changed(self) -> int:
        return int(self.rows.num_rows) - self.new


@dataclass(frozen=True)
class Planned:
    """The rows that an import writes into each keyed table."""

    staff: Written
    holdings: Written
    past_cycles: Written
    memberships: Written
    products: Written
    offers: tuple[Written, ...] = ()

    @property
    def parts(self) -> tuple[Written, ...]:
        return (self.staff, self.holdings, self.past_cycles, self.memberships, self.products, *self.offers)


def planned(cursor: duckdb.DuckDBPyConnection, outcome: ImportOutcome) -> Planned:
    """Return what storing an outcome would write into the keyed tables. A missing value keeps what is stored."""
    holdings, past = _cycles(cursor, outcome.credentials)
    return Planned(
        staff=_merged(cursor, STAFF, _with_everybody(cursor, outcome)),
        holdings=Written(HOLDINGS, changed_rows(cursor, HOLDINGS, arrow(holdings, tables.HOLDINGS))),
        past_cycles=Written(PAST, changed_rows(cursor, PAST, arrow(past, PAST_CYCLES))),
        memberships=_merged(cursor, MEMBERSHIPS, outcome.memberships),
        products=_merged(cursor, PRODUCTS, outcome.catalogue),
        offers=tuple(_merged(cursor, table, getattr(outcome, table.name)) for table in OFFERS),
    )


def write(change: Change, plan: Planned) -> int:
    """Store what was planned in the same transaction; returns the number of rows written."""
    for part in plan.parts:
        if part.rows.num_rows:
            remove_rows(change, part.table, part.rows.select(list(part.table.key)))
            add_rows(change, part.table, part.rows)
    return sum(int(part.rows.num_rows) for part in plan.parts)


def _merged(cursor: duckdb.DuckDBPyConnection, table: Table, frame: pd.DataFrame) -> Written:
    # Several rows of one key in a file: of each value the last that is there.
    one_each = tables.typed(frame, dict(table.columns)).groupby(list(table.key), sort=False, as_index=False).last()
    full = merged_rows(cursor, table, arrow(one_each, table.columns))
    return Written(table, changed_rows(cursor, table, full))


def _with_everybody(cursor: duckdb.DuckDBPyConnection, outcome: ImportOutcome) -> pd.DataFrame:
    """Return the staff rows of a file, and a bare one for whoever else it names who is not stored."""
    others = (outcome.credentials, outcome.credits, outcome.memberships)
    named = pd.concat([frame["staff_id"] for frame in others], ignore_index=True).drop_duplicates()
    with registered(cursor, named=pa.table({"staff_id": pa.array(named, pa.string(), from_pandas=True)})):
        unknown = fetch(
            cursor,
            "select staff_id from named n where not exists "
            f"(from staff s where s.staff_id = n.staff_id and {visible('s')}) order by staff_id",
        )
    listed = tables.typed(outcome.staff, tables.STAFF)
    return pd.concat([tables.typed(unknown, tables.STAFF), listed], ignore_index=True)


def _cycles(cursor: duckdb.DuckDBPyConnection, frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    incoming = tables.typed(frame, tables.HOLDINGS).reset_index(drop=True)
    if incoming.empty:
        return tables.empty(tables.HOLDINGS), tables.empty(PAST_CYCLES)
    keys = arrow(incoming, dict.fromkeys(HOLDINGS.key, tables.TEXT))
    stored = {}
    with registered(cursor, named=keys):
        for table in (HOLDINGS, PAST):
            stored[table.name] = fetch(
                cursor,
                f"select {table.column_list} from {table.name} h where {visible('h')} "
                f"and exists (from named n where {HOLDINGS.same_key('n', 'h')})",
                columns=table.columns,
            )
    return merged_cycles(incoming, stored["holdings"], stored["past_cycles"])


def touched_keys(outcome: ImportOutcome, plan: Planned) -> pa.Table:
    """Return every keyed row that an import names, changed or not: ``kind``, ``staff_id``, ``key``."""
    frames = {
        "staff": outcome.staff,
        "credentials": outcome.credentials,
        "memberships": outcome.memberships,
        "catalogue": outcome.catalogue,
    }
    keyed = {**tables.KEYS, **{table.name: table.key for table in OFFERS}}
    frames |= {table.name: getattr(outcome, table.name) for table in OFFERS}
    parts = []
    for kind, frame in frames.items():
        columns = keyed[kind]
        keys = frame[list(columns)].drop_duplicates()
        parts.append(
            pd.DataFrame(
                {
                    "kind": kind,
                    "staff_id": keys.get("staff_id"),
                    "key": _joined(keys.astype(tables.TEXT)),
                }
            )
        )
    new = plan.staff.rows.filter(plan.staff.rows["is_new"])["staff_id"].to_pandas()
    parts.append(pd.DataFrame({"kind": "staff", "staff_id": new, "key": new}))
    return arrow(
        pd.concat(parts, ignore_index=True).drop_duplicates(), dict.fromkeys(("kind", "staff_id", "key"), tables.TEXT)
    )


def _joined(keys: pd.DataFrame) -> pd.Series:
    """Return the columns of each row as one text."""
    first, *others = (keys[name] for name in keys.columns)
    for other in others:
        first = first + KEY_SIGN + other
    return first


KEY_SIGN = "\x1f"
"""Stands between the parts of a key that is kept as one text."""
