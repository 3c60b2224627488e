"""The parts of a file put together: the frames to store, the report of each table."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from lib.domain import tables as words_of_tables
from lib.domain.budget_tables import PRODUCT_NOTES, TERMS
from lib.domain.imports import WAITING, ImportOutcome, Known, SheetReport
from lib.ingest.book import Codes, Mask, Sheet
from lib.ingest.duplicates import Duplicates
from lib.ingest.findings import problems_of
from lib.ingest.holding_rows import merged
from lib.ingest.parts import Part, activity_rows
from lib.ingest.person_rows import (
    stored_name,
)
from lib.ingest.row_fields import text_series
from lib.ingest.sheet_tops import top_of

_FIRST_ROWS = 10


def outcome_of(
    name: str,
    data: bytes,
    sheets: list[Sheet],
    parts: list[Part],
    unknown: list[SheetReport],
    credit_parts: list[Part],
    duplicates: Duplicates,
    known: Known,
) -> ImportOutcome:
    """Return all that the parts of a file give: reports in the order of the sheets, frames to store."""
    credits, waiting = [], []
    for part in credit_parts:
        accepted = activity_rows(part) & ~part.duplicate
        credits.append(_credit_frame(name, part, accepted))
        waiting.append(_waiting_frame(name, part))
    holdings, earlier = merged(
        _stacked([p.holdings.frame for p in parts if p.holdings is not None], words_of_tables.HOLDINGS), known.holdings
    )
    memberships = _others(parts, "memberships", words_of_tables.MEMBERSHIPS)
    catalogue = _others(parts, "catalogue", words_of_tables.PRODUCTS)
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
        price_terms=_others(parts, "price_terms", TERMS),
        product_notes=_others(parts, "product_notes", PRODUCT_NOTES),
    )


def _others(parts: list[Part], table: str, columns: dict[str, str]) -> pd.DataFrame:
    return _stacked([p.others.frame for p in parts if p.others is not None and p.others.table == table], columns)


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


def _of_accepted_rows(part: Part) -> set[str]:
    """Return whom the accepted rows of a table are about, whatever else they carry."""
    staff_ids = part.people.staff_ids
    return {staff_ids[clue] for clue in np.unique(part.people.combination[~part.rejected]).tolist()} - {""}


def _staff_frame(parts: list[Part], referred: set[str]) -> tuple[pd.DataFrame, set[str]]:
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


def _report(part: Part, added: set[str]) -> SheetReport:
    table, activities = part.table, part.activities
    sheet = table.sheet
    rejected, duplicate = int(part.rejected.sum()), int((part.duplicate & ~part.rejected).sum())
    data = len(table.rows)
    unassigned: dict[str, int] = {}
    if activities is not None:
        open_ = activity_rows(part) & ~part.duplicate & (activities.unassigned >= 0)
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
        top=top_of(table.source.sheet if table.source else sheet),
        top_from=(table.source.sheet if table.source else sheet).first_row,
    )


def _first_rows(part: Part) -> pd.DataFrame:
    """Return the first rows of a table as they will be stored."""
    if part.activities is not None:
        accepted = np.flatnonzero(activity_rows(part) & ~part.duplicate)[:_FIRST_ROWS]
        mask = np.zeros(part.fields.count, bool)
        mask[accepted] = True
        return _credit_frame("", part, mask)
    frame = part.holdings.frame if part.holdings is not None else part.staff.frame if part.staff is not None else None
    if frame is None and part.others is not None:
        frame = part.others.frame
    return frame.head(_FIRST_ROWS).reset_index(drop=True) if frame is not None else pd.DataFrame()


def _credit_frame(file: str, part: Part, mask: Mask) -> pd.DataFrame:
    assert part.activities is not None
    rows = np.flatnonzero(mask)
    frame = part.activities.frame.iloc[rows].reset_index(drop=True)
    frame.insert(0, "staff_id", text_series(part.people.staff_ids, part.people.combination[rows]))
    return words_of_tables.typed(_placed(frame, file, part, rows), words_of_tables.CREDITS)


def _placed(frame: pd.DataFrame, file: str, part: Part, rows: Codes) -> pd.DataFrame:
    zeros = np.zeros(len(rows), np.int64)
    frame["file"] = text_series([file], zeros)
    frame["sheet"] = text_series([part.table.sheet.name], zeros)
    frame["row"] = part.table.row_numbers[rows]
    return frame


def _waiting_frame(file: str, part: Part) -> pd.DataFrame:
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


def _duplicate_frame(parts: list[Part], duplicates: Duplicates) -> pd.DataFrame:
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
