"""The tables of the training budget, and every price that a product ever had."""

from __future__ import annotations

from datetime import date

import duckdb
import pandas as pd

from lib.access.principal import Scope
from lib.domain.budget_tables import BUDGET_TABLES, PRICE_HISTORY, SCENARIO_HISTORY, VERSION
from lib.domain.tables import DATE, HUNDREDTHS, TEXT
from lib.store.frames import arrow, fetch, fetch_arrow, registered
from lib.store.versioned import Change, Table, in_scope, remove_rows, replace_rows, visible


def rows(cursor: duckdb.DuckDBPyConnection, name: str, known_on: date | None = None) -> pd.DataFrame:
    """Return a table of :data:`BUDGET_TABLES`, by its key."""
    table = table_of(name)
    order = ", ".join(f'"{column}"' for column in table.key)
    return fetch(
        cursor,
        f"select {table.column_list} from {table.name} t where {visible('t', known_on)} order by {order}",
        columns=table.columns,
    )


def save(change: Change, name: str, frame: pd.DataFrame, *, whole: bool) -> None:
    """Make these rows current; ``whole``: and remove every row that is not among them."""
    table = table_of(name)
    given = arrow(frame, table.columns)
    if whole:
        with registered(change.cursor, kept_rows=given):
            keys = ", ".join(f't."{column}"' for column in table.key)
            gone = fetch_arrow(
                change.cursor,
                f"select {keys} from {table.name} t where {visible('t')} "
                f"and not exists (select 1 from kept_rows k where {table.same_key('t', 'k')})",
            )
        remove_rows(change, table, gone)
    replace_rows(change, table, given)


def price_history(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return every version of every product's prices, :data:`PRICE_HISTORY`, newest first."""
    return fetch(
        cursor,
        "select p.product_id, p.product, p.member_price, p.non_member_price, p.source, p.as_of, "
        "p.added_on as known_from, p.removed_on as known_until, c.actor as entered_by "
        "from products p join changes c on c.change_id = p.added_by "
        "order by p.product_id, p.added_by desc",
        columns=PRICE_HISTORY,
    )


def scenario_history(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """Return every version of every scenario, :data:`SCENARIO_HISTORY`, newest first."""
    return fetch(
        cursor,
        "select s.name, s.document, s.added_on as known_from, s.removed_on as known_until, c.actor as entered_by "
        "from budget_scenarios s join changes c on c.change_id = s.added_by order by s.added_by desc, s.name",
        columns=SCENARIO_HISTORY,
    )


def credits_of_ordered(cursor: duckdb.DuckDBPyConnection, scope: Scope, as_of: date) -> pd.DataFrame:
    """Return the credits up to a day of those for whom something was ordered.

    Columns ``staff_id``, ``title_key``, ``provider``, ``completed_on`` and ``points``.
    """
    return fetch(
        cursor,
        f"select c.staff_id, c.title_key, c.provider, c.completed_on, c.points from credits c where {visible('c')} "
        f"and {in_scope('c', scope)} and c.completed_on <= ? "
        f"and c.staff_id in (select o.staff_id from order_lines o where {visible('o')})",
        [as_of],
        columns={"staff_id": TEXT, "title_key": TEXT, "provider": TEXT, "completed_on": DATE, "points": HUNDREDTHS},
    )


def last_completed(cursor: duckdb.DuckDBPyConnection, titles: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return for each ``title_key`` of ``titles`` the last day up to ``as_of`` on which anybody completed it.

    Columns ``title_key`` and ``completed_on``; a title that nobody completed has no row.
    """
    with registered(cursor, asked_titles=arrow(titles, {"title_key": TEXT})):
        return fetch(
            cursor,
            f"select c.title_key, max(c.completed_on) as completed_on from credits c where {visible('c')} "
            "and c.completed_on <= ? and c.title_key in (select title_key from asked_titles) group by 1 order by 1",
            [as_of],
            columns={"title_key": TEXT, "completed_on": DATE},
        )


def versions(cursor: duckdb.DuckDBPyConnection, name: str) -> pd.DataFrame:
    """Return every version of every row of a budget table, by its key, newest first, with :data:`VERSION`."""
    table = table_of(name)
    keys = ", ".join(f't."{column}"' for column in table.key)
    columns = ", ".join(f't."{column}"' for column in table.columns)
    return fetch(
        cursor,
        f"select {columns}, t.added_on as known_from, t.removed_on as known_until, c.actor as entered_by "
        f"from {table.name} t join changes c on c.change_id = t.added_by order by {keys}, t.added_by desc",
        columns={**table.columns, **VERSION},
    )


def table_of(name: str) -> Table:
    """Return the versioned table of that name."""
    columns, key = BUDGET_TABLES[name]
    return Table(name, columns, key)
