"""What an import found: the accounting, the problems and the rows to store. Shared by reader, store and services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

import pandas as pd

from lib.domain import tables
from lib.domain.budget_tables import PRODUCT_NOTES, TERMS

KINDS: Final[tuple[str, ...]] = ("staff", "credentials", "credits", "memberships", "catalogue")
"""Kinds in the order in which a flat sheet joins them with ``+``."""

REASONS: Final[dict[str, str]] = {
    "missing_person": "nothing names the person",
    "unknown_person": "no staff member matches",
    "ambiguous_person": "more than one staff member matches",
    "missing_date": "the completion date is empty",
    "invalid_date": "not a date that exists",
    "future_date": "the date lies after today",
    "missing_points": "the points are empty",
    "invalid_points": "not a number",
    "points_not_positive": "zero or less",
    "points_out_of_range": "more than 100 points",
    "not_completed": "the status says that it was not completed",
    "unknown_credential": "a credential code that no program knows",
    "invalid_cycle": "the cycle starts after it ends",
    "cell_error": "an Excel error value in a needed cell",
    "missing_value": "a needed cell is empty",
    "invalid_value": "a value that is not accepted here",
}
"""Reason code -> words (domain definition, "What an import does with a row"; the last two are for columns that it does
not name: a membership without a provider, a price that is no number)."""

WAITING: Final[frozenset[str]] = frozenset({"unknown_person", "ambiguous_person"})
"""Rejected for these alone, a row waits to be matched by hand."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a cell or row; ``row`` counts from 1 as Excel does, ``column`` is the header as written."""

    row: int
    column: str | None
    value: str | None
    code: str
    message: str


@dataclass(frozen=True)
class ColumnChoice:
    """One column of a sheet: its header as written, the field it was taken for (or None) and why."""

    index: int
    header: str
    field: str | None
    evidence: str


@dataclass
class SheetReport:
    """The accounting of one sheet (or one table in it): ``read = accepted + duplicates + skipped + rejected``.

    ``kind`` is kinds joined by ``+`` or ``unknown``; ``header_row`` counts from 1, None where there is none;
    ``notes`` are sentences for people (hidden rows read, IDs matched without their zeros, date order and why);
    ``rejected_cells`` maps a row number to the raw cells of the row, in sheet order, with ``header`` the header cells.
    ``top`` are the first rows of the sheet as they stand, from row ``top_from``: where a header row can be chosen.
    """

    sheet: str
    kind: str
    header_row: int | None
    read: int = 0
    accepted: int = 0
    duplicates: int = 0
    skipped: int = 0
    rejected: int = 0
    problems: list[Problem] = field(default_factory=list)
    unassigned_areas: dict[str, int] = field(default_factory=dict)
    new_staff: int = 0
    columns: list[ColumnChoice] = field(default_factory=list)
    date_order: str | None = None
    fingerprint: str | None = None
    notes: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    rejected_cells: dict[int, list[str]] = field(default_factory=dict)
    first_rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    top: list[list[str]] = field(default_factory=list)
    top_from: int = 1


@dataclass
class ImportOutcome:
    """All that one file gives: reports by sheet, and the rows to store, typed as in :mod:`lib.domain.tables`.

    ``staff``, ``credentials``, ``memberships``, ``catalogue``, ``price_terms`` and ``product_notes`` are merged into
    what is stored by their keys; a missing value keeps what is stored. ``credits`` are new rows in the order of their
    place in the file, duplicates left out. ``duplicate_of`` has ``sheet``, ``row`` and the stored ``credit_id`` each
    duplicate repeats (missing within the file). ``waiting`` holds rows that are right but for the person: the columns
    of ``credits`` without ``staff_id``, plus ``person_id``, ``person_number``, ``person_email``, ``person_name`` as
    written and ``code``.
    """

    file: str
    size: int
    sha256: str
    sheets: list[SheetReport]
    staff: pd.DataFrame
    credentials: pd.DataFrame
    credits: pd.DataFrame
    memberships: pd.DataFrame
    catalogue: pd.DataFrame
    waiting: pd.DataFrame
    duplicate_of: pd.DataFrame
    price_terms: pd.DataFrame = field(default_factory=lambda: tables.empty(TERMS))
    product_notes: pd.DataFrame = field(default_factory=lambda: tables.empty(PRODUCT_NOTES))


@dataclass(frozen=True)
class ImportOptions:
    """What a person decided about a file beforehand; None everywhere: decide by evidence.

    ``kind`` takes every sheet for that kind; ``date_order`` is ``mdy`` or ``dmy``; ``set_fields`` gives a field one
    value for every row (``{"points": "1.5"}``), or by sheet with ``Sheet:field``; ``columns`` maps sheet name -> column
    index -> field ('' = ignore); ``header_rows`` maps sheet name -> header row (from 1); ``mapping`` names a remembered
    mapping that is used for every sheet whose header it fits. ``date_orders`` is an order by sheet (``Sheet``) or by
    sheet and field (``Sheet:completed_on``) and wins over ``date_order``. Where a sheet holds several tables,
    ``columns`` and ``sheet_kinds`` can be given for one of them under ``Sheet:ROW``, its header row.
    """

    kind: str | None = None
    date_order: str | None = None
    set_fields: dict[str, str] = field(default_factory=dict)
    columns: dict[str, dict[int, str]] = field(default_factory=dict)
    header_rows: dict[str, int] = field(default_factory=dict)
    sheet_kinds: dict[str, str] = field(default_factory=dict)
    mapping: str | None = None
    date_orders: dict[str, str] = field(default_factory=dict)


_Chosen = TypeVar("_Chosen")

LEFT_OUT: Final = "unknown"
"""The kind that leaves a sheet out: none of those that are read."""

ACTIVITY_COLUMN: Final = "activity"
"""The field of a column that is one activity: its header is the title, its cells say when each person completed it."""


def chosen_for(choices: Mapping[str, _Chosen], sheet: str, header_row: int | None) -> _Chosen | None:
    """Return what was chosen for one table of a sheet: by its header row (``Sheet:ROW``), else for the whole sheet."""
    return choices.get(f"{sheet}:{header_row}", choices.get(sheet))


@dataclass(frozen=True)
class Known:
    """What is already stored and matters to an import. Frames as in :mod:`lib.domain.tables`.

    ``staff`` and ``holdings`` are current rows; ``credit_keys`` has ``staff_id``, ``completed_on``, ``title_key``,
    ``points``, ``credit_id`` of every stored credit of every person; ``aliases`` maps a person's key as written in
    files (``name:...``, ``email:...``, ``number:...``, ``id:...``, made with :func:`lib.domain.text.words_key`) to a
    staff ID; ``areas`` maps a manager's area text (``words_key``) to area codes joined by ``;``; ``mappings`` maps a
    header fingerprint to column index -> field; ``credentials`` is every (program, credential) the rule book knows with
    its spellings: columns ``program``, ``credential``, ``spelling`` (``words_key``). ``products`` are the IDs in the
    catalogue; ``beside`` has the notes on products as they stand, what ships among them.
    """

    staff: pd.DataFrame
    holdings: pd.DataFrame
    credit_keys: pd.DataFrame
    aliases: dict[str, str]
    areas: dict[str, str]
    mappings: dict[str, dict[int, str]]
    credentials: pd.DataFrame
    products: frozenset[str] = frozenset()
    beside: Mapping[str, pd.DataFrame] = field(default_factory=dict)
