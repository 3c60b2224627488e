"""One file in, everything that it gives out: the rows to store, and an account of every row that was read.

The order of work: cells, tables, people (clues with an employee ID first, staff before credentials before credits,
whatever the order of the sheets), then each kind of row, then duplicates over the whole file and what is stored.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from lib.domain.errors import RefusedFile
from lib.domain.imports import KINDS, ImportOptions, ImportOutcome, Known, SheetReport
from lib.ingest import grids
from lib.ingest.book import Mask, Sheet
from lib.ingest.columns import PERSON
from lib.ingest.containers import ACCEPTED, expand
from lib.ingest.credentials import Credentials
from lib.ingest.credit_rows import read_activities
from lib.ingest.duplicates import find_duplicates
from lib.ingest.holding_groups import read_all_holdings
from lib.ingest.holding_rows import expiry_columns, read_expiries
from lib.ingest.limits import Limits
from lib.ingest.mistaken import NOT_TAKEN
from lib.ingest.offer_sheets import name_of, read_offers
from lib.ingest.other_rows import read_catalogue, read_memberships
from lib.ingest.outcomes import outcome_of
from lib.ingest.parts import Part, activity_rows
from lib.ingest.people import People
from lib.ingest.person_headings import headings_of
from lib.ingest.person_rows import (
    match_clues,
    person_findings,
    read_clues,
    read_staff,
)
from lib.ingest.reading import parse
from lib.ingest.recent import recently_parsed
from lib.ingest.row_fields import RowFields
from lib.ingest.sheet_tables import Reader
from lib.ingest.sheet_tops import top_of
from lib.ingest.tables import Table

__all__ = ["Limits", "expand", "parse", "prepare"]


def prepare(
    name: str,
    data: bytes,
    known: Known,
    options: ImportOptions,
    *,
    today: date,
    limits: Limits = Limits(),  # noqa: B008 - frozen
) -> ImportOutcome:
    """Return what one file gives: reports by sheet and the rows to store. Pure: nothing is stored, ``today`` comes
    from outside.

    :class:`RefusedFile` for a file that cannot be read, holds nothing to import, or leaves open what a person must say
    (dates that could be either order, points that stand nowhere in the rows).
    """
    book = recently_parsed(name, data, limits)
    credentials = Credentials(known.credentials)
    reader = Reader(book, options, known.mappings, credentials, today)
    people = People.of(known)
    parts: list[Part] = []
    unknown: list[SheetReport] = []
    for sheet in book.sheets:
        found = grids.rosters(sheet) or reader.tables(sheet)
        kept = [table for table in (grids.unfolded(table, today, options) for table in found) if table.assignment.kinds]
        parts += [_part(name, table, options, people) for table in kept]
        if not kept:
            unknown.append(_unknown(sheet, found))
    if not any(part.table.read for part in parts):
        raise _nothing(name, [*unknown, *(_empty(part) for part in parts)])
    _match_people(parts, people)
    people_notes(parts, people)
    # What stands beside the catalogue names products and sites of this file too, so it is read last.
    for part in sorted(parts, key=lambda part: name_of(part.table) is not None):
        _read(part, parts, known, credentials, today, options.date_order)
    duplicates = find_duplicates(
        [(p.activities, p.people, activity_rows(p)) for p in parts if p.activities is not None], known.credit_keys
    )
    credit_parts = [p for p in parts if p.activities is not None]
    for part, mask in zip(credit_parts, duplicates.masks, strict=True):
        part.duplicate = mask
    return outcome_of(name, data, book.sheets, parts, unknown, credit_parts, duplicates, known)


def _part(name: str, table: Table, options: ImportOptions, people: People) -> Part:
    given = {field.rpartition(":")[2] for field in options.set_fields}
    beside = None
    if not given & set(PERSON):
        beside = headings_of(table, lambda clue: not people.match(clue, create=False).code)
    if beside is not None:
        table.skipped += len(table.rows) - len(beside.rows)
        table.rows = beside.rows
        table.notes.append(beside.note)
    table.notes += [
        f'"{choice.header}" was not taken for {NOT_TAKEN[choice.evidence]}: {choice.evidence}. '
        "If it is that all the same, choose it by hand."
        for choice in table.assignment.choices
        if choice.evidence in NOT_TAKEN
    ]
    fields = RowFields(table, options, name)
    for field, column in beside.fields.items() if beside is not None else ():
        fields.replace(field, column)
    return Part(table, fields, table.assignment.kinds, read_clues(fields))


def _match_people(parts: list[Part], people: People) -> None:
    """Match every clue of the file: those with an ID first, staff before credentials before credits."""
    order = sorted(
        (part for part in parts if part.people_needed), key=lambda part: min(KINDS.index(kind) for kind in part.kinds)
    )
    for with_id in (True, False):
        for part in order:
            part.new += match_clues(part.people, people, with_id=with_id)
    for part in order:
        swapped = {
            c.staff_id: m.staff_id
            for c, m in zip(part.people.clues, part.people.matches, strict=True)
            if m.by == "id without zeros"
        }
        if swapped:
            written, stored = next(iter(swapped.items()))
            part.notes.append(
                f"{len(swapped)} employee IDs fit exactly one staff member apart from leading zeros and were "
                f'taken for them ("{written}" for "{stored}").'
            )


def people_notes(parts: list[Part], people: People) -> None:
    """Note rows whose person was found by something else than an ID or by an alias, and rows whose ID and name are of
    two people, so that a person can look."""
    for part in parts:
        _note_other_names(part, people)
        _note_other_records(part, people)
        by = Counter(
            match.by
            for match in part.people.matches
            if not match.code and match.by in ("number", "email", "name", "alias")
        )
        for how, count in sorted(by.items()):
            words = {"number": "certification number", "alias": "a match confirmed earlier"}.get(how, how)
            part.notes.append(f"{count} people were found by {words}.")


_CLUES: Final = {"id": "employee ID", "number": "certification number", "email": "e-mail"}
"""What a person was found by, apart from the name."""


def _note_other_names(part: Part, people: People) -> None:
    """Note activities whose ID, number or e-mail is one person's and whose name is another's: the name is not
    asked."""
    if "credits" not in part.kinds:
        return
    other: dict[str, list[int]] = {}
    for number, (clue, match) in enumerate(zip(part.people.clues, part.people.matches, strict=True)):
        kind = match.by.partition(" ")[0]
        if not match.code and not match.new and kind in _CLUES and people.is_named_otherwise(match.staff_id, clue):
            other.setdefault(kind, []).append(number)
    for kind, numbers in other.items():
        first = part.people.clues[numbers[0]]
        row = int(part.table.row_numbers[part.people.first[numbers[0]]])
        part.notes.append(
            f"{len(numbers)} {_CLUES[kind]}s stand beside another name than the one on record (the first: "
            f'"{first.shown}" for {part.people.matches[numbers[0]].staff_id}, row {row}). The {_CLUES[kind]} was '
            "taken; check that it is right."
        )


def _note_other_records(part: Part, people: People) -> None:
    """Note new IDs whose e-mail or name is that of somebody on record under another ID."""
    twins = [
        (number, others)
        for number, (clue, match) in enumerate(zip(part.people.clues, part.people.matches, strict=True))
        if match.new and (others := people.on_record_otherwise(match.staff_id, clue))
    ]
    if twins:
        number, others = twins[0]
        clue = part.people.clues[number]
        row = int(part.table.row_numbers[part.people.first[number]])
        part.notes.append(
            f"{len(twins)} new employee IDs stand beside the e-mail or the name of somebody on record under another "
            f'one (the first: "{clue.shown or clue.email}" with {part.people.matches[number].staff_id}, row {row}; on '
            f"record with {min(others)}). They were taken for new people; if they are not, take this import back, or "
            "join the two records on the page To confirm."
        )


def _named(known: Known) -> set[str]:
    """Return the staff whose name is stored."""
    staff = known.staff
    return set(staff.loc[staff["last_name"].notna() | staff["first_name"].notna(), "staff_id"].tolist())


def _read(
    part: Part, parts: list[Part], known: Known, credentials: Credentials, today: date, wanted: str | None
) -> None:
    """Read every kind of row of one table and decide which rows are rejected. ``parts``: all tables of the file."""
    fields, people, count = part.fields, part.people, part.fields.count
    if part.people_needed:
        part.findings += person_findings(fields, people)
    if "staff" in part.kinds:
        part.staff = read_staff(fields, people, today, wanted, part.orders, _named(known))
        part.findings += part.staff.findings
        part.notes += part.staff.notes
    expiries = (
        expiry_columns(fields)
        if "staff" in part.kinds and "credentials" not in part.kinds and "credits" not in part.kinds
        else []
    )
    if "credentials" in part.kinds:
        flat = len(part.kinds) > 1
        part.holdings = read_all_holdings(fields, people, credentials, today, wanted, part.orders, flat=flat)
    elif expiries:
        part.holdings = read_expiries(fields, people, credentials, today, wanted, expiries)
        part.kinds = tuple(kind for kind in KINDS if kind in {*part.kinds, "credentials"})
    if part.holdings is not None:
        part.findings += part.holdings.findings
        part.notes += part.holdings.notes
    if "credits" in part.kinds:
        part.activities = read_activities(fields, people.combination, known.areas, today, wanted, flat=part.flat)
        part.findings += part.activities.findings
        part.notes += part.activities.notes
        if part.activities.date_order:
            part.orders.append(part.activities.date_order)
    if "memberships" in part.kinds:
        part.others = read_memberships(fields, people, today, wanted, part.orders)
    elif (offers := name_of(part.table)) is not None:
        part.others = read_offers(
            offers, fields, products=_products(parts, known), sites=_sites(parts, known),
            kept=known.beside.get(offers, pd.DataFrame()), today=today, wanted=wanted, orders=part.orders,
        )  # fmt: skip
    elif "catalogue" in part.kinds:
        part.others = read_catalogue(fields, known.areas, today, wanted, part.orders)
    if part.others is not None:
        part.findings += part.others.findings
        part.notes += part.others.notes
    part.duplicate = np.zeros(count, bool)
    part.rejected = _rejected(part)


def _products(parts: list[Part], known: Known) -> set[str]:
    """Return the product IDs on record and in this file."""
    own = [part.others.frame["product_id"] for part in parts if part.others and part.others.table == "catalogue"]
    return set(known.products).union(*(set(ids) for ids in own))


def _sites(parts: list[Part], known: Known) -> set[str]:
    """Return the sites of the staff on record and in this file."""
    frames = [known.staff, *(part.staff.frame for part in parts if part.staff is not None)]
    return {str(site) for frame in frames if "site" in frame for site in frame["site"].dropna()}


def _rejected(part: Part) -> Mask:
    """Return which rows are rejected.

    What is wrong with a holding rejects its row only where the row carries nothing else that is right: beside an
    activity, or beside staff data, the holding alone is left out and its problem listed.
    """
    count = part.fields.count
    hard = np.zeros(count, bool)
    soft = np.zeros(count, bool)
    for finding in part.findings:
        if finding.holding:
            soft |= finding.mask
        else:
            hard |= finding.mask
    saved = np.zeros(count, bool)
    if part.activities is not None:
        saved |= part.activities.present
    if part.staff is not None and part.activities is None:
        saved |= part.staff.present
    return np.asarray(hard | (soft & ~saved))


def _unknown(sheet: Sheet, found: list[Table]) -> SheetReport:
    report = SheetReport(sheet=sheet.name, kind="unknown", header_row=None, top=top_of(sheet), top_from=sheet.first_row)
    if found:
        report.header_row = found[0].header_row
        report.header = list(found[0].headers)
        report.columns = found[0].assignment.choices
        report.fingerprint = found[0].fingerprint
        report.notes.append(
            "The sheet was not read: its columns are not those of staff, credentials, credits, memberships or a "
            "catalogue."
        )
    else:
        report.notes.append("The sheet was not read: no header row was found in its first 50 rows.")
    if sheet.hidden:
        report.notes.append("The sheet is hidden in the file.")
    return report


def _empty(part: Part) -> SheetReport:
    return SheetReport(
        part.table.sheet.name, "+".join(part.kinds), part.table.header_row, header=["a header row and no rows under it"]
    )


def _nothing(name: str, sheets: list[SheetReport]) -> RefusedFile:
    seen = "; ".join(
        f'"{report.sheet}"' + (f" ({', '.join(h for h in report.header if h)[:120]})" if report.header else "")
        for report in sheets[:5]
    )
    return RefusedFile(
        f'"{name}" holds nothing to import: no sheet has known columns with rows under them '
        f"({seen or 'it has no sheet'}). Needed is a header row that "
        "names at least a person (Employee ID, e-mail or name), and for credits a completion date and points. "
        f"Rename the columns as in the template workbook, or choose the header row and columns on the Import "
        f"page. {ACCEPTED}",
        code="nothing_to_import",
    )
