"""Files as they were handed in, and what reading them gave, before anything is stored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Final

import pandas as pd

from lib.domain import tables
from lib.domain.activities import NO
from lib.domain.errors import RefusedFile
from lib.domain.imports import ImportOptions, ImportOutcome, Known, SheetReport
from lib.ingest.assigned import as_read
from lib.ingest.limits import Limits
from lib.ingest.looking import look
from lib.ingest.pipeline import expand, prepare
from lib.services import buying
from lib.services.container import LabReady
from lib.services.differences import DIFFERENCES
from lib.services.reading_ahead import limits_of
from lib.store.database import Store

LEFT_OPEN: Final = frozenset(
    {"ambiguous_dates", "missing_points_column", "missing_completion_date", "nothing_to_import"}
)
"""Refusals that a choice about the file can settle."""


@dataclass(frozen=True)
class Upload:
    """A file as it was handed in."""

    name: str
    data: bytes

    @cached_property
    def key(self) -> str:
        """Name this file among others: by its name and its content."""
        digest = hashlib.sha256(self.name.encode() + b"\0")
        digest.update(self.data)
        return digest.hexdigest()[:16]


@dataclass(frozen=True)
class Changes:
    """What storing a file would change, in numbers; ``newly_complete`` names the holdings it would complete.

    ``new_products`` and ``changed_products`` are rows of the catalogue, of further prices and of notes on products.

    ``details`` names who and what is new or changed, :data:`lib.services.differences.DIFFERENCES`.
    """

    new_staff: int
    changed_staff: int
    new_holdings: int
    changed_holdings: int
    new_credits: int
    duplicates: int
    newly_complete: tuple[str, ...] = ()
    new_products: int = 0
    changed_products: int = 0
    details: pd.DataFrame = field(default_factory=lambda: tables.empty(DIFFERENCES), compare=False)


@dataclass(frozen=True)
class Preview:
    """One file, read and not stored: its outcome and what it would change, or why it is refused.

    ``version`` is the data version that the outcome was worked out for, None where it builds on another file of the
    same upload; ``place`` is the order in which the files of an upload are stored; ``strict`` refuses rejected rows.
    ``looked`` are reports of the sheets of a file that is refused for what it leaves open: nothing in them is counted.
    """

    upload: Upload
    outcome: ImportOutcome | None = None
    refused: RefusedFile | None = None
    changes: Changes | None = None
    options: ImportOptions = field(default_factory=ImportOptions)
    version: int | None = None
    place: int = 0
    strict: bool = False
    looked: tuple[SheetReport, ...] = ()

    @property
    def sheets(self) -> tuple[SheetReport, ...]:
        """What is known of the sheets: read, or only looked at where the file is refused."""
        return tuple(self.outcome.sheets) if self.outcome is not None else self.looked


@dataclass(frozen=True)
class Imported:
    """One file after the import: its number (None: nothing was stored) and outcome, or why it was refused."""

    file: str
    batch: int | None
    outcome: ImportOutcome | None
    refused: RefusedFile | None = None


def expanded(
    app: LabReady,
    uploads: Sequence[Upload],
    options: ImportOptions,
    chosen: Mapping[str, ImportOptions] = MappingProxyType({}),
) -> list[Preview]:
    """Return the files to read, zips opened; a zip that cannot be opened is refused as a whole.

    ``chosen`` has the options of single files by :attr:`Upload.key`; ``options`` are for the others.
    """
    found: list[Preview] = []
    for upload in uploads:
        try:
            inside = [Upload(name, data) for name, data in expand(upload.name, upload.data, limits(app))]
        except RefusedFile as refused:
            found.append(Preview(upload, refused=refused, options=options))
            continue
        found += [Preview(each, options=chosen.get(each.key, options) if chosen else options) for each in inside]
    return found


def prepared(app: LabReady, store: Store, file: Preview, today: date) -> Preview:
    """Return the file read against what a store (or a rehearsal) holds."""
    try:
        known, version = known_to(app, store, file.options.mapping)
    except RefusedFile as refused:
        return replace(file, outcome=None, refused=refused, version=None)
    assigned = known.areas
    # The reader takes areas only; that a text is no education is said where the credits are read.
    known = replace(known, areas={text: areas for text, areas in assigned.items() if areas != NO})
    try:
        read = prepare(file.upload.name, file.upload.data, known, file.options, today=today, limits=limits(app))
        outcome = as_read(read, assigned)
    except RefusedFile as refused:
        looked = _looked(app, known, file, today) if refused.code in LEFT_OPEN else ()
        return replace(file, outcome=None, refused=refused, version=None, looked=looked)
    found = replace(file, outcome=outcome, refused=None, version=version, looked=())
    return strict(found) if file.strict else found


def _looked(app: LabReady, known: Known, file: Preview, today: date) -> tuple[SheetReport, ...]:
    """Return what the sheets of a refused file are taken for; nothing where it cannot even be opened."""
    try:
        found = look(file.upload.name, file.upload.data, known, file.options, today=today, limits=limits(app))
    except RefusedFile:
        return ()
    return tuple(found)


def strict(preview: Preview) -> Preview:
    """Return the preview refused where any row of it was rejected; stored later, it is held to that again."""
    rejected = sum(sheet.rejected for sheet in preview.outcome.sheets) if preview.outcome else 0
    if not rejected:
        return replace(preview, strict=True)
    rows = "1 row was" if rejected == 1 else f"{rejected} rows were"
    refused = RefusedFile(
        f"{preview.upload.name} was not imported: {rows} rejected, and strict imports accept none. Nothing of it was "
        "stored. See the problems with a dry run, correct the file, or import it without --strict.",
        code="strict",
    )
    return replace(preview, refused=refused, strict=True)


def known_to(
    app: LabReady, store: Store, mapping: str | None = None, *, only: Collection[str] | None = None
) -> tuple[Known, int]:
    """Return what is stored and matters to an import, and the data version it was read at.

    ``only``: what matters to rows that name these employee IDs and no others; of everybody after all where one of them
    is not stored as it is written. With ``mapping`` only the remembered mapping of this name is known; raises
    :class:`RefusedFile` where there is none.
    """
    with store.snapshot() as stored:
        mappings = stored.header_mappings()
        if mapping is not None:
            names = sorted(set(mappings["name"]))
            mappings = mappings.loc[mappings["name"] == mapping]
            if mappings.empty:
                remembered = f"Remembered are: {', '.join(names)}." if names else "None is remembered yet."
                raise RefusedFile(
                    f"Nothing was imported: no mapping of columns is remembered as “{mapping}”. {remembered} "
                    "A mapping is remembered when a file is imported with columns that were chosen by hand.",
                    code="unknown_mapping",
                )
        staff, holdings = stored.staff_to_read(), stored.holdings()
        ids = None if only is None or not set(only) <= set(staff["staff_id"]) else sorted(set(only))
        if ids is not None:
            staff, holdings = (frame[frame["staff_id"].isin(ids)].reset_index(drop=True) for frame in (staff, holdings))
        known = Known(
            staff=staff,
            holdings=holdings,
            credit_keys=stored.credit_keys(ids),
            aliases=stored.aliases(),
            areas=stored.assigned_areas(),
            mappings={
                fingerprint: {int(index): name for index, name in json.loads(mapping).items()}
                for fingerprint, mapping in zip(mappings["fingerprint"], mappings["mapping"], strict=True)
            },
            credentials=app.book.spellings(),
            products=frozenset(stored.products()["product_id"]),
            beside={"product_notes": buying.notes_over(stored.budget_rows("product_notes"))},
        )
        return known, stored.data_version()


def limits(app: LabReady) -> Limits:
    """Return what a file may ask of the machine, as the settings say."""
    return limits_of(app.settings)
