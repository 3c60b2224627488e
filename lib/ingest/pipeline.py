"""One file in, everything that it gives out: the rows to store, and an account of every row that was read.

The order of work: cells, tables, people (clues with an employee ID first, staff before credentials before credits,
whatever the order of the sheets), then each kind of row, then duplicates over the whole file and what is stored.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from lib.domain import tables as words_of_tables
from lib.domain.errors import RefusedFile
from lib.domain.imports import KINDS, WAITING, ImportOptions, ImportOutcome, Known, SheetReport
from lib.ingest import grids
from lib.ingest.book import Codes, Mask, Sheet
from lib.ingest.containers import ACCEPTED, expand
from lib.ingest.credentials import Credentials
from lib.ingest.credit_rows import Activities, read_activities
from lib.ingest.duplicates import Duplicates, find_duplicates
from lib.ingest.findings import Finding, problems_of
from lib.ingest.holding_rows import Holdings, expiry_columns, merged, read_expiries, read_holdings
from lib.ingest.limits import Limits
from lib.ingest.other_rows import OtherRows, read_catalogue, read_memberships
from lib.ingest.people import People
from lib.ingest.person_rows import (
    RowPeople,
    StaffData,
    match_clues,
    person_findings,
    read_clues,
    read_staff,
    stored_name,
)
from lib.ingest.reading import parse
from lib.ingest.row_fields import RowFields, text_series
from lib.ingest.tables import Reader, Table

__all__ = ["Limits", "expand", "parse", "prepare"]

_FIRST_ROWS = 10


@dataclass
class _Part:
    """Everything known about one table while the file is worked on."""

    table: Table
    fields: RowFields
    kinds: tuple[str, ...]
    people: RowPeople
    new: list[str] = field(default_factory=list)
    staff: StaffData | None = None
    holdings: Holdings | None = None
    activities: Activities | None = None
    others: OtherRows | None = None
    findings: list[Finding] = field(default_factory=list)
    rejected: Mask = field(default_factory=lambda: np.zeros(0, bool))
    duplicate: Mask = field(default_factory=lambda: np.zeros(0, bool))
    orders: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def flat(self) -> bool:
        """Whether the rows carry an activity beside something else."""
        return "credits" in self.kinds and len(self.kinds) > 1

    @property
    def people_needed(self) -> bool:
        return self.kinds != ("catalogue",)


def prepare(
    name: str,
    data: bytes,
    known: Known,
    options: ImportOptions,
    *,
    today: date,
    limits: Limits = Limits(),  # noqa: B008
) -> ImportOutcome:
    """Return what one file gives: reports by sheet and the rows to store. Pure: nothing is stored, ``today`` comes
    from outside.

    :class:`RefusedFile` for a file that cannot be read, holds nothing to import, or leaves open what a person must say
    (dates that could be either order, points that stand nowhere in the rows).
    """
    book = parse(name, data, limits)
    credentials = Credentials(known.credentials)
    reader = Reader(book, options, known.mappings, credentials, today)
    parts: list[_Part] = []
    unknown: list[SheetReport] = []
    for sheet in book.sheets:
        found = grids.rosters(sheet) or reader.tables(sheet)
        kept = [table for table in (grids.unfolded(table, today, options) for table in found) if table.assignment.kinds]
        parts += [_part(table, options) for table in kept]
        if not kept:
            unknown.append(_unknown(sheet.name, found))
    if not any(part.table.read for part in parts):
        raise _nothing(name, [*unknown, *(_empty(part) for part in parts)])
    _match_people(parts, People.of(known))
    people_notes(parts)
    for part in parts:
        _read(part, known, credentials, today, options.date_order)
    duplicates = find_duplicates(
        [(p.activities, p.people, _activity_rows(p)) for p in parts if p.activities is not None], known.credit_keys
    )
    credit_parts = [p for p in parts if p.activities is not None]
    for part, mask in zip(credit_parts, duplicates.masks, strict=True):
        part.duplicate = mask
    return _outcome(name, data, book.sheets, parts, unknown, credit_parts, duplicates, known)


def _part(table: Table, options: ImportOptions) -> _Part:
    fields = RowFields(table, options)
    return _Part(table, fields, table.assignment.kinds, read_clues(fields))


def _match_people(parts: list[_Part], people: People) -> None:
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


def people_notes(parts: list[_Part]) -> None:
    """Note rows whose person was found by something else than an ID or by an alias, so that a person can look."""
    for part in parts:
        by = Counter(
            match.by
            for match in part.people.matches
            if not match.code and match.by in ("number", "email", "name", "alias")
        )
        for how, count in sorted(by.items()):
            words = {"number": "certification number", "alias": "a match confirmed earlier"}.get(how, how)
            part.notes.append(f"{count} people were found by {words}.")


def _named(known: Known) -> set[str]:
    """Return the staff whose name is stored."""
    staff = known.staff
    return set(staff.loc[staff["last_name"].notna() | staff["first_name"].notna(), "staff_id"].tolist())


def _read(part: _Part, known: Known, credentials: Credentials, today: date, wanted: str | None) -> None:
    """Read every kind of row of one table and decide which rows are rejected."""
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
        part.holdings = read_holdings(fields, people, credentials, today, wanted, part.orders, flat=len(part.kinds) > 1)
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
    elif "catalogue" in part.kinds:
        part.others = read_catalogue(fields, known.areas, today, wanted, part.orders)
    if part.others is not None:
        part.findings += part.others.findings
        part.notes += part.others.notes
    part.duplicate = np.zeros(count, bool)
    part.rejected = _rejected(part)


def _rejected(part: _Part) -> Mask:
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


def _activity_rows(part: _Part) -> Mask:
    """Return which rows carry an activity that is accepted or a duplicate."""
    assert part.activities is not None
    return np.asarray(part.activities.present & ~part.rejected)


def _outcome(
    name: str,
    data: bytes,
    sheets: list[Sheet],
    parts: list[_Part],
    unknown: list[SheetReport],
    credit_parts: list[_Part],
    duplicates: Duplicates,
    known: Known,
) -> ImportOutcome:
    credits, waiting = [], []
    for part in credit_parts:
        accepted = _activity_rows(part) & ~part.duplicate
        credits.append(_credit_frame(name, part, accepted))
        waiting.append(_waiting_frame(name, part))
    holdings, earlier = merged(
        _stacked([p.holdings.frame for p in parts if p.holdings is not None], words_of_tables.HOLDINGS), known.holdings
    )
    memberships = _stacked(
        [p.others.frame for p in parts if p.others is not None and "memberships" in p.kinds],
        words_of_tables.MEMBERSHIPS,
    )
    catalogue = _stacked(
        [p.others.frame for p in parts if p.others is not None and "catalogue" in p.kinds], words_of_tables.PRODUCTS
    )
    all_credits = _stacked(credits, words_of_tables.CREDITS)
    referred = {*all_credits["staff_id"].unique(), *holdings["staff_id"].unique(), *memberships["staff_id"].unique()}
    referred.update(*(_of_accepted_rows(part) for part in parts if part.people_needed))
    staff, added = _staff_frame(parts, referred)
    reports = [_report(part, added) for part in parts]
    if earlier:
        next(r for r, p in zip(reports, parts, strict=True) if p.holdings is not None).notes.append(
            f"{earlier} cycle ends are earlier than another one of the same credential and are history, not current."
        )
    order = {sheet.name: number for number, sheet in enumerate(sheets)}
    both = sorted([*reports, *unknown], key=lambda report: (order.get(report.sheet, 0), report.header_row or 0))
    return ImportOutcome(
        file=name,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        sheets=both,
        staff=staff,
        credentials=holdings,
        credits=all_credits,
        memberships=_last_by_key(memberships, "memberships"),
        catalogue=_last_by_key(catalogue, "catalogue"),
        waiting=_stacked_waiting(waiting),
        duplicate_of=_duplicate_frame(credit_parts, duplicates),
    )


def _stacked(frames: list[pd.DataFrame], columns: dict[str, str]) -> pd.DataFrame:
    kept = [words_of_tables.typed(frame, columns) for frame in frames if len(frame)]
    if not kept:
        return words_of_tables.empty(columns)
    return pd.concat(kept, ignore_index=True) if len(kept) > 1 else kept[0].reset_index(drop=True)


def _last_by_key(frame: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return one row per key, each column its last value that is not missing."""
    keys = list(words_of_tables.KEYS[kind])
    if frame.empty or not frame.duplicated(keys).any():
        return frame
    return words_of_tables.typed(frame.groupby(keys, sort=False).last().reset_index(), words_of_tables.TABLES[kind])


def _of_accepted_rows(part: _Part) -> set[str]:
    """Return whom the accepted rows of a table are about, whatever else they carry."""
    staff_ids = part.people.staff_ids
    return {staff_ids[clue] for clue in np.unique(part.people.combination[~part.rejected]).tolist()} - {""}


def _staff_frame(parts: list[_Part], referred: set[str]) -> tuple[pd.DataFrame, set[str]]:
    """Return the staff rows to merge (data of staff tables, names of new people elsewhere), and the IDs that are new
    and stored."""
    frames = [part.staff.frame for part in parts if part.staff is not None and len(part.staff.frame)]
    carried = {staff_id for frame in frames for staff_id in frame["staff_id"]}
    new = {staff_id for part in parts for staff_id in part.new}
    named: dict[str, dict[str, str | None]] = {}
    for part in parts:
        for clue, match in zip(part.people.clues, part.people.matches, strict=True):
            if (
                match.staff_id in new
                and not match.code
                and match.staff_id not in carried
                and match.staff_id in referred
            ):
                last, first = stored_name(clue)
                record = named.setdefault(
                    match.staff_id, {"staff_id": match.staff_id, "last_name": None, "first_name": None, "email": None}
                )
                for key, value in (("last_name", last), ("first_name", first), ("email", clue.email)):
                    record[key] = record[key] or value or None
    if named:
        frames.append(pd.DataFrame.from_records(list(named.values())))
    if not frames:
        return words_of_tables.empty(words_of_tables.STAFF), set()
    typed = [words_of_tables.typed(frame, words_of_tables.STAFF) for frame in frames]
    staff = _last_by_key(pd.concat(typed, ignore_index=True), "staff")
    return staff, new & (carried | set(named))


def _report(part: _Part, added: set[str]) -> SheetReport:
    table, activities = part.table, part.activities
    sheet = table.sheet
    rejected, duplicate = int(part.rejected.sum()), int((part.duplicate & ~part.rejected).sum())
    data = len(table.rows)
    unassigned: dict[str, int] = {}
    if activities is not None:
        open_ = _activity_rows(part) & ~part.duplicate & (activities.unassigned >= 0)
        codes, counts = np.unique(activities.unassigned[open_], return_counts=True)
        for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
            text = activities.area_texts[code]
            unassigned[text] = unassigned.get(text, 0) + count
    return SheetReport(
        sheet=sheet.name,
        kind="+".join(part.kinds),
        header_row=table.header_row,
        read=table.read,
        accepted=data - rejected - duplicate,
        duplicates=duplicate,
        skipped=table.skipped,
        rejected=rejected,
        problems=problems_of(part.findings, part.fields),
        unassigned_areas=unassigned,
        new_staff=sum(staff_id in added for staff_id in dict.fromkeys(part.new)),
        columns=table.assignment.choices,
        date_order=next(iter(dict.fromkeys(part.orders)), None),
        fingerprint=table.fingerprint,
        notes=[*sheet.notes, *table.notes, *part.notes],
        header=list(table.source.headers if table.source else table.headers),
        rejected_cells=table.raw_cells(part.rejected),
        first_rows=_first_rows(part),
    )


def _first_rows(part: _Part) -> pd.DataFrame:
    """Return the first rows of a table as they will be stored."""
    if part.activities is not None:
        accepted = np.flatnonzero(_activity_rows(part) & ~part.duplicate)[:_FIRST_ROWS]
        mask = np.zeros(part.fields.count, bool)
        mask[accepted] = True
        return _credit_frame("", part, mask)
    frame = part.holdings.frame if part.holdings is not None else part.staff.frame if part.staff is not None else None
    if frame is None and part.others is not None:
        frame = part.others.frame
    return frame.head(_FIRST_ROWS).reset_index(drop=True) if frame is not None else pd.DataFrame()


def _credit_frame(file: str, part: _Part, mask: Mask) -> pd.DataFrame:
    assert part.activities is not None
    rows = np.flatnonzero(mask)
    frame = part.activities.frame.iloc[rows].reset_index(drop=True)
    frame.insert(0, "staff_id", text_series(part.people.staff_ids, part.people.combination[rows]))
    return words_of_tables.typed(_placed(frame, file, part, rows), words_of_tables.CREDITS)


def _placed(frame: pd.DataFrame, file: str, part: _Part, rows: Codes) -> pd.DataFrame:
    zeros = np.zeros(len(rows), np.int64)
    frame["file"] = text_series([file], zeros)
    frame["sheet"] = text_series([part.table.sheet.name], zeros)
    frame["row"] = part.table.row_numbers[rows]
    return frame


def _waiting_frame(file: str, part: _Part) -> pd.DataFrame:
    """Return the rows that are right but for the person."""
    assert part.activities is not None
    waiting = part.people.has_code(*WAITING) & part.activities.present
    for finding in part.findings:
        if finding.code not in WAITING and not finding.holding:
            waiting &= ~finding.mask
    rows = np.flatnonzero(waiting)
    frame = _placed(part.activities.frame.iloc[rows].reset_index(drop=True), file, part, rows)
    clues, combination = part.people.clues, part.people.combination[rows]
    frame["person_id"] = text_series([clue.staff_id or None for clue in clues], combination)
    frame["person_number"] = text_series([clue.number or None for clue in clues], combination)
    frame["person_email"] = text_series([clue.email or None for clue in clues], combination)
    frame["person_name"] = text_series([clue.shown or None for clue in clues], combination)
    frame["code"] = text_series([match.code or None for match in part.people.matches], combination)
    return frame


_WAITING_COLUMNS = {
    **{name: kind for name, kind in words_of_tables.CREDITS.items() if name != "staff_id"},
    **dict.fromkeys(("person_id", "person_number", "person_email", "person_name", "code"), words_of_tables.TEXT),
}


def _stacked_waiting(frames: list[pd.DataFrame]) -> pd.DataFrame:
    return _stacked(frames, _WAITING_COLUMNS)


def _duplicate_frame(parts: list[_Part], duplicates: Duplicates) -> pd.DataFrame:
    frames = []
    for part, mask, stored in zip(parts, duplicates.masks, duplicates.stored, strict=True):
        rows = np.flatnonzero(mask)
        frames.append(
            pd.DataFrame(
                {
                    "sheet": text_series([part.table.sheet.name], np.zeros(len(rows), np.int64)),
                    "row": part.table.row_numbers[rows],
                    "credit_id": pd.array(np.where(stored[rows] < 0, 0, stored[rows]), dtype="Int64"),
                }
            )
        )
        frames[-1].loc[stored[rows] < 0, "credit_id"] = pd.NA
    return _stacked(
        frames, {"sheet": words_of_tables.TEXT, "row": words_of_tables.WHOLE, "credit_id": words_of_tables.MAYBE_WHOLE}
    )


def _unknown(sheet: str, found: list[Table]) -> SheetReport:
    report = SheetReport(sheet=sheet, kind="unknown", header_row=None)
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
    return report


def _empty(part: _Part) -> SheetReport:
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
