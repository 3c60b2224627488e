"""Which later changes build on one: those that would not have come out the same without it."""

from __future__ import annotations

from typing import Final

import duckdb

from lib.domain.errors import RefusedCommand
from lib.store.doubles import DAYS
from lib.store.frames import fetch, value
from lib.store.merging import KEY_SIGN
from lib.store.placing import PER_BATCH
from lib.store.record_tables import EDITED, OF_PEOPLE
from lib.store.versioned import CREDITS, HOLDINGS, MEMBERSHIPS, OFFERS, PAST, PRODUCTS, STAFF, Table, visible

KEYED: Final[tuple[tuple[str, Table, tuple[str, ...]], ...]] = (
    ("staff", STAFF, STAFF.key),
    ("credentials", HOLDINGS, HOLDINGS.key),
    ("credentials", PAST, HOLDINGS.key),
    ("memberships", MEMBERSHIPS, MEMBERSHIPS.key),
    ("catalogue", PRODUCTS, PRODUCTS.key),
    *((table.name, table, table.key) for table in OFFERS),
)
"""Kind, table, and the columns by which later imports name its rows."""

UNDOINGS: Final = ("undo", "take back", "take_back")
"""Kinds of changes that only take others back: nothing builds by them."""


def refuse_if_built_on(cursor: duckdb.DuckDBPyConnection, change_id: int, what: str, then: str) -> None:
    """Raise :class:`RefusedCommand` where later changes build on this one, naming them in the order to take them back.

    ``what`` names the change at the beginning of a sentence, ``then`` at its end.
    """
    found = all_built_on(cursor, change_id)
    if not found:
        return
    named = fetch(
        cursor,
        f"""
        select c.change_id, b.batch, coalesce(b.file, '') as file, coalesce(e.summary, c.note, c.kind) as summary,
               e.change_id is null and b.batch is not null as is_import
        from changes c left join batches b using (change_id) left join edits e using (change_id)
        where c.change_id in ({", ".join(map(str, found))}) order by c.change_id desc
        """,
    )
    imports = named["is_import"].astype(bool)
    words = named["summary"].astype("object")
    labels = [
        f"import {int(batch)} ({file})" if is_import else f"change {number} ({said})"
        for is_import, batch, file, number, said in zip(
            imports, named["batch"].fillna(0), named["file"], named["change_id"], words, strict=True
        )
    ]
    kind = "import" if imports.all() else "change"
    builds = f"a later {kind} builds" if len(found) == 1 else f"later {kind}s build"
    raise RefusedCommand(
        f"{what} was not taken back, because {builds} on it. Nothing was changed. "
        f"Take back first {', then '.join(labels)}; then {then}.",
        code="built_on",
    )


def all_built_on(cursor: duckdb.DuckDBPyConnection, change_id: int) -> set[int]:
    """Return the later changes in force that build on this one, or on one that does."""
    found: set[int] = set()
    to_look_at = [change_id]
    while to_look_at:
        later = _changes_built_on(cursor, to_look_at.pop())
        to_look_at += later - found
        found |= later
    return found


def _changes_built_on(cursor: duckdb.DuckDBPyConnection, change_id: int) -> set[int]:
    batch = value(cursor, "select max(batch) from batches where change_id = ?", [change_id])
    is_edit = bool(value(cursor, "select count(*) from edits where change_id = ?", [change_id]))
    found = _later_writers(cursor, change_id, only_edits=not is_edit)
    if batch is not None:
        numbers = ", ".join(map(str, imports_built_on(cursor, int(batch)))) or "null"
        found |= _numbers(cursor, f"select change_id from batches where batch in ({numbers})")
    elif is_edit:
        found |= _imports_naming(cursor, change_id) | _near_credits(cursor, change_id)
    return found


def imports_built_on(cursor: duckdb.DuckDBPyConnection, batch: int) -> set[int]:
    """Return the later imports in force that stored something and would not have come out the same without this one."""
    import_change = int(value(cursor, "select change_id from batches where batch = ?", [batch]))
    written = " union all ".join(
        f"select '{kind}' as kind, concat_ws('{KEY_SIGN}', {', '.join(key)}) as key from {table.name} "
        f"where added_by = {import_change}"
        for kind, table, key in KEYED
    )
    return _numbers(
        cursor,
        f"""
        with written as ({written}), people as ({people_added(import_change)}), building as (
            select batch from touched join written using (kind, key)
            union select batch from touched join people using (staff_id)
            union select b.batch from credits c join batches b on b.batch = c.batch and b.change_id = c.added_by
                  join people p on p.staff_id = coalesce(c.named_id, c.staff_id)
            union select batch from duplicate_rows where credit_id // {PER_BATCH} = {batch}
            union select b.batch from possible_duplicates p join batches b on b.change_id = p.added_by
                  where p.earlier_credit // {PER_BATCH} = {batch} or p.later_credit // {PER_BATCH} = {batch}
        )
        select batch from building join batches b using (batch)
        where b.batch > {batch} and b.undone_by is null and b.stored > 0
        """,
    )


def people_added(change_id: int) -> str:
    """Return the query for the people whom a change brought in: it wrote their row and replaced none."""
    return (
        f"select distinct staff_id from staff s where added_by = {change_id} and not exists "
        f"(from staff p where p.staff_id = s.staff_id and p.removed_by = {change_id})"
    )


def _in_force(only_edits: bool) -> str:
    """Return the query for the changes that were not taken back (``change_id``)."""
    edits = "select change_id from edits where undone_by is null"
    if only_edits:
        return edits
    kinds = ", ".join(f"'{kind}'" for kind in UNDOINGS)
    return (
        f"select change_id from changes where kind not in ({kinds}) "
        "except select change_id from edits where undone_by is not null "
        "except select change_id from batches where undone_by is not null"
    )


def _later_writers(cursor: duckdb.DuckDBPyConnection, change_id: int, *, only_edits: bool) -> set[int]:
    """Return the later changes in force that wrote or removed rows which this one wrote, or of people it brought in."""
    found: set[int] = set()
    for table in EDITED:
        same = table.same_key("l", "w")
        mine = f"added_by = {change_id} or removed_by = {change_id}"
        if table is CREDITS:
            mine += f" or batch in (select batch from batches where change_id = {change_id})"
        for column in ("added_by", "removed_by"):
            found |= _numbers(
                cursor,
                f"select distinct l.{column} from {table.name} l "
                f"semi join (from {table.name} where {mine}) w on {same} "
                f"where l.{column} > {change_id} and l.{column} in ({_in_force(only_edits)})",
            )
    for table in OF_PEOPLE:
        for column in ("added_by", "removed_by"):
            found |= _numbers(
                cursor,
                f"select distinct l.{column} from {table.name} l where staff_id in ({people_added(change_id)}) "
                f"and l.{column} > {change_id} and l.{column} in ({_in_force(only_edits)})",
            )
    return found


def _imports_naming(cursor: duckdb.DuckDBPyConnection, change_id: int) -> set[int]:
    """Return the later imports that named a keyed row that this change wrote, or repeat a credit that it wrote."""
    written = " union all ".join(
        f"select '{kind}' as kind, concat_ws('{KEY_SIGN}', {', '.join(key)}) as key from {table.name} "
        f"where added_by = {change_id} or removed_by = {change_id}"
        for kind, table, key in KEYED
    )
    return _numbers(
        cursor,
        f"""
        with written as ({written}), building as (
            select batch from touched join written using (kind, key)
            union select batch from duplicate_rows where credit_id in
                (select credit_id from credits where added_by = {change_id} or removed_by = {change_id})
        )
        select b.change_id from building join batches b using (batch)
        where b.change_id > {change_id} and b.undone_by is null and b.stored > 0
        """,
    )


def _near_credits(cursor: duckdb.DuckDBPyConnection, change_id: int) -> set[int]:
    """Return the later changes that added a credit which may repeat one that this change replaced or removed.

    Whether it does was judged without that one: same person, within the days in which possible duplicates are looked
    for.
    """
    return _numbers(
        cursor,
        f"""
        select distinct l.added_by from credits l join credits w on w.removed_by = {change_id}
            and w.staff_id = l.staff_id and w.credit_id <> l.credit_id
            and l.completed_on between w.completed_on - {DAYS} and w.completed_on + {DAYS}
        where {visible("l")} and l.added_by > {change_id} and l.added_by in ({_in_force(only_edits=False)})
        """,
    )


def _numbers(cursor: duckdb.DuckDBPyConnection, statement: str) -> set[int]:
    return {int(number) for (number,) in cursor.execute(statement).fetchall()}
