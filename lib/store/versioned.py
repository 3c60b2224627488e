"""Versioned tables: which row is visible on which day, and how rows are added, replaced and removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import duckdb
import pyarrow as pa

from lib.access.principal import Scope
from lib.domain import tables
from lib.domain.budget_tables import BUDGET_TABLES
from lib.store.frames import fetch_arrow, registered

PAST_CYCLES: Final[dict[str, str]] = {
    "staff_id": tables.TEXT,
    "program": tables.TEXT,
    "credential": tables.TEXT,
    "cycle_end": tables.DATE,
    "cycle_start": tables.DATE,
    "declaration_filed_on": tables.DATE,
    "declaration_accepted_on": tables.DATE,
}
"""One row per holding and earlier cycle end; the current cycle is in the holding itself."""

PLACED: Final[dict[str, str]] = {
    "credit_id": tables.WHOLE,
    "batch": tables.WHOLE,
    "title": tables.TEXT,
    "title_key": tables.TEXT,
    "provider": tables.TEXT,
    "completed_on": tables.DATE,
    "points": tables.HUNDREDTHS,
    "area_text": tables.TEXT,
    "area_key": tables.TEXT,
    "areas": tables.TEXT,
    "area_mask": tables.WHOLE,
    "first_area": tables.WHOLE,
    "activity_type": tables.TEXT,
    "certificate_number": tables.TEXT,
    "evidence": tables.TEXT,
    "eligibility": tables.TEXT,
    "file": tables.TEXT,
    "sheet": tables.TEXT,
    "row": tables.WHOLE,
}
"""What stored credits and waiting rows have in common."""

STORED_CREDITS: Final[dict[str, str]] = {"staff_id": tables.TEXT, **PLACED, "named_id": tables.TEXT}
"""``named_id`` is the employee ID the credit was stored under, where that record was merged into another since."""

PERSON: Final[dict[str, str]] = dict.fromkeys(
    ("person_key", "person_id", "person_number", "person_email", "person_name", "code"), tables.TEXT
)
WAITING: Final[dict[str, str]] = {**PERSON, **PLACED}
"""``person_key`` is the alias key under which a match by hand is remembered; the rest of the person as written."""

ALIASES: Final[dict[str, str]] = {"person_key": tables.TEXT, "staff_id": tables.TEXT}
AREA_ASSIGNMENTS: Final[dict[str, str]] = {"area_key": tables.TEXT, "areas": tables.TEXT}
DECISIONS: Final[dict[str, str]] = dict.fromkeys(("kind", "subject", "answer", "words"), tables.TEXT)
HEADER_MAPPINGS: Final[dict[str, str]] = dict.fromkeys(("fingerprint", "name", "mapping"), tables.TEXT)
ENROLMENTS: Final[dict[str, str]] = {"staff_id": tables.TEXT, "program": tables.TEXT, "enrolled_on": tables.DATE}
COURSE_MARKS: Final[dict[str, str]] = {
    **dict.fromkeys(("program", "title_key", "title"), tables.TEXT),
    "is_course": tables.TRUTH,
}

LABORATORY_SETTINGS: Final[dict[str, str]] = {"name": tables.TEXT, "value": tables.TEXT}

RULE_DOCUMENTS: Final[dict[str, str]] = {"document": tables.WHOLE, "name": tables.TEXT, "content": tables.TEXT}
RULE_VERIFICATIONS: Final[dict[str, str]] = {
    "version": tables.TEXT,
    "numbers": tables.TEXT,
    "verified_by": tables.TEXT,
    "verified_on": tables.DATE,
}
CALIBRATIONS: Final[dict[str, str]] = {
    "comparison": tables.WHOLE,
    "staff_id": tables.TEXT,
    "program": tables.TEXT,
    "credential": tables.TEXT,
    "as_of": tables.DATE,
    "version": tables.TEXT,
    "numbers": tables.TEXT,
    "rules_digest": tables.TEXT,
    "ours": tables.TEXT,
    "theirs": tables.TEXT,
    "agrees": tables.TRUTH,
    "cause": tables.TEXT,
    "note": tables.TEXT,
}


@dataclass(frozen=True)
class Table:
    """A versioned table: its name, its columns without the four of the version, and what makes a row the same row."""

    name: str
    columns: Mapping[str, str]
    key: tuple[str, ...]
    numbered: bool = False
    """Whether the number of the ``staff_id`` (table ``person_numbers``) stands beside it, in ``person``."""

    @property
    def column_list(self) -> str:
        return ", ".join(f'"{name}"' for name in self.columns)

    @property
    def stored_list(self) -> str:
        """The columns of a row that is copied as it is stored."""
        return f"{self.column_list}, person" if self.numbered else self.column_list

    def same_key(self, one: str, other: str) -> str:
        """Return the condition that two aliases name the same row."""
        return " and ".join(f'{one}."{name}" = {other}."{name}"' for name in self.key)


STAFF: Final = Table("staff", tables.STAFF, tables.KEYS["staff"])
HOLDINGS: Final = Table("holdings", tables.HOLDINGS, tables.KEYS["credentials"])
PAST: Final = Table("past_cycles", PAST_CYCLES, (*tables.KEYS["credentials"], "cycle_end"))
MEMBERSHIPS: Final = Table("memberships", tables.MEMBERSHIPS, tables.KEYS["memberships"])
PRODUCTS: Final = Table("products", tables.PRODUCTS, tables.KEYS["catalogue"])
CREDITS: Final = Table("credits", STORED_CREDITS, ("credit_id",), numbered=True)
WAITING_ROWS: Final = Table("waiting", WAITING, ("credit_id",))
ALIAS_ROWS: Final = Table("aliases", ALIASES, ("person_key",))
ASSIGNMENT_ROWS: Final = Table("area_assignments", AREA_ASSIGNMENTS, ("area_key",))
DECISION_ROWS: Final = Table("decisions", DECISIONS, ("kind", "subject"))
MAPPING_ROWS: Final = Table("header_mappings", HEADER_MAPPINGS, ("fingerprint",))
RULE_DOCUMENT_ROWS: Final = Table("rule_documents", RULE_DOCUMENTS, ("document",))
RULE_VERIFICATION_ROWS: Final = Table("rule_verifications", RULE_VERIFICATIONS, ("version",))
CALIBRATION_ROWS: Final = Table("calibrations", CALIBRATIONS, ("comparison",))
ENROLMENT_ROWS: Final = Table("enrolments", ENROLMENTS, ("staff_id", "program"))
MARK_ROWS: Final = Table("course_marks", COURSE_MARKS, ("program", "title_key"))
SETTING_ROWS: Final = Table("laboratory_settings", LABORATORY_SETTINGS, ("name",))
BUDGET_ROWS: Final = tuple(Table(name, columns, key) for name, (columns, key) in BUDGET_TABLES.items())
OFFERS: Final = tuple(table for table in BUDGET_ROWS if table.name in ("price_terms", "product_notes"))
"""What a file can bring beside the catalogue: further prices and notes on products."""
VERSIONED: Final = (
    STAFF,
    HOLDINGS,
    PAST,
    MEMBERSHIPS,
    PRODUCTS,
    CREDITS,
    WAITING_ROWS,
    ALIAS_ROWS,
    ASSIGNMENT_ROWS,
    DECISION_ROWS,
    MAPPING_ROWS,
    RULE_DOCUMENT_ROWS,
    RULE_VERIFICATION_ROWS,
    CALIBRATION_ROWS,
    ENROLMENT_ROWS,
    MARK_ROWS,
    SETTING_ROWS,
    *BUDGET_ROWS,
)


@dataclass(frozen=True)
class Change:
    """A write transaction in progress: its cursor, number and day."""

    cursor: duckdb.DuckDBPyConnection
    change_id: int
    on_date: date


def visible(alias: str, known_on: date | None = None) -> str:
    """Return the condition that a versioned row is current, or was known on a day."""
    if known_on is None:
        return f"{alias}.removed_by is null"
    day = f"date '{known_on.isoformat()}'"
    return f"{alias}.added_on <= {day} and ({alias}.removed_on is null or {alias}.removed_on > {day})"


def in_scope(alias: str, scope: Scope, known_on: date | None = None) -> str:
    """Return the condition that the ``staff_id`` of a row is one that the scope may see; no condition for everybody."""
    if scope.sites is None and scope.departments is None:
        return "true"
    return (
        f"{alias}.staff_id in (select scoped.staff_id from staff scoped where {visible('scoped', known_on)} "
        f"and {in_places('scoped', scope)})"
    )


def in_places(alias: str, scope: Scope) -> str:
    """Return the condition that a staff row lies in the sites and departments of the scope."""
    conditions = []
    for column, allowed in (("site", scope.sites), ("department", scope.departments)):
        if allowed is not None:
            listed = ", ".join(literal(place) for place in sorted(allowed)) or "null"
            conditions.append(f"{alias}.{column} in ({listed})")
    return " and ".join(conditions) or "true"


def literal(words: str) -> str:
    """Return text as an SQL literal: quotes doubled, nothing else has a meaning inside them."""
    return "'" + words.replace("'", "''") + "'"


def add_rows(change: Change, table: Table, rows: pa.Table, *, order_by: str | None = None) -> None:
    """Add rows that are not there yet; ``order_by`` clusters them so that zone maps skip what is not asked for."""
    with registered(change.cursor, new_rows=rows):
        if table.numbered:
            give_numbers(change.cursor, "new_rows")
        beside = " join person_numbers using (staff_id)" if table.numbered else ""
        change.cursor.execute(
            f"insert into {table.name} by name select {table.stored_list}, {change.change_id}::bigint as added_by, "
            f"{literal(change.on_date.isoformat())}::date as added_on from new_rows{beside}"
            + (f" order by {order_by}" if order_by else "")
        )


def give_numbers(cursor: duckdb.DuckDBPyConnection, source: str) -> None:
    """Give every employee ID of ``source`` its number (table ``person_numbers``), where it has none yet."""
    cursor.execute(
        "insert into person_numbers "
        "select staff_id, ((select coalesce(max(person), 0) from person_numbers) "
        "+ row_number() over (order by staff_id))::integer "
        f"from (select distinct staff_id from {source}) anti join person_numbers using (staff_id)"
    )


def person_number(cursor: duckdb.DuckDBPyConnection, staff_id: str) -> int:
    """Return the number of an employee ID; 0, which is nobody's, where no credit was ever stored under it."""
    found = cursor.execute("select person from person_numbers where staff_id = ?", [staff_id]).fetchone()
    return 0 if found is None else int(found[0])


def remove_rows(change: Change, table: Table, keys: pa.Table) -> None:
    """Remove the current rows of these keys."""
    with registered(change.cursor, gone_keys=keys):
        change.cursor.execute(
            f"update {table.name} set removed_by = {change.change_id}, "
            f"removed_on = {literal(change.on_date.isoformat())}::date "
            f"from gone_keys where {table.same_key(table.name, 'gone_keys')} and {table.name}.removed_by is null"
        )


def changed_rows(cursor: duckdb.DuckDBPyConnection, table: Table, rows: pa.Table) -> pa.Table:
    """Return those of the full rows that are new or differ from the current ones, with ``is_new``."""
    values = [name for name in table.columns if name not in table.key]
    differs = " or ".join(f'n."{name}" is distinct from s."{name}"' for name in values) or "false"
    probe = f's."{table.key[0]}"'
    with registered(cursor, new_rows=rows):
        return fetch_arrow(
            cursor,
            f"select n.*, {probe} is null as is_new from new_rows n "
            f"left join {table.name} s on {table.same_key('n', 's')} and {visible('s')} "
            f"where {probe} is null or {differs}",
        )


def replace_rows(change: Change, table: Table, rows: pa.Table) -> pa.Table:
    """Make these full rows current; a row that is the same already gets no new version. Returns the rows written."""
    written = changed_rows(change.cursor, table, rows)
    if written.num_rows:
        remove_rows(change, table, written.select(list(table.key)))
        add_rows(change, table, written)
    return written


def merged_rows(cursor: duckdb.DuckDBPyConnection, table: Table, rows: pa.Table) -> pa.Table:
    """Return one full row per key of ``rows``: what a row lacks is kept from the current row of that key."""
    kept = ", ".join(
        f'n."{name}"' if name in table.key else f'coalesce(n."{name}", s."{name}") as "{name}"'
        for name in table.columns
    )
    with registered(cursor, new_rows=rows):
        return fetch_arrow(
            cursor,
            f"select {kept} from new_rows n left join {table.name} s on {table.same_key('n', 's')} and {visible('s')}",
        )
