"""Who each row of a table is about, and the staff data its rows carry."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from dataclasses import fields as dataclass_fields
from datetime import date

import numpy as np
import pandas as pd

from lib.domain import tables
from lib.ingest.book import EMPTY, ERROR, Codes, Column, Mask
from lib.ingest.date_fields import date_finding, dates_of
from lib.ingest.dates import NO_DAY
from lib.ingest.findings import Finding
from lib.ingest.people import Clue, Match, People, clean, split_name
from lib.ingest.row_fields import RowFields, day_series, distinct
from lib.ingest.state_words import truth_of
from lib.ingest.vocabulary import compact, nothings, words

_CLUES = {
    "staff_id": "staff_id",
    "certification_number": "number",
    "email": "email",
    "last_name": "last",
    "first_name": "first",
    "name": "full",
    "preferred_name": "preferred",
}
_ID_IN_BRACKETS = re.compile(r"^(.*\S)\s*[(\[]\s*(?:[A-Za-z ]{0,12}[:#]\s*)?([\w-]*\d[\w-]*)\s*[)\]]$")
_STAFF_TEXTS = ("email", "site", "department", "job_title", "supervisor", "notes")
_STAFF_DATES = ("hired_on", "left_on")


@dataclass
class RowPeople:
    """The distinct clues of a table and who they are: ``combination`` says which clue each row has, ``first`` the
    first row of each; ``matches`` is filled in two passes, clues with an ID before those without, over all tables of
    the file."""

    clues: list[Clue]
    first: Codes
    combination: Codes
    matches: list[Match]
    errors: Mask
    """Which rows have an error value where the ID stands and nothing else that names the person."""

    def has_code(self, *codes: str) -> Mask:
        """Return which rows have one of these reasons ('' = matched)."""
        table = np.array([match.code in codes for match in self.matches], bool)
        return np.asarray(table[self.combination]) if len(table) else np.empty(0, bool)

    @property
    def staff_ids(self) -> list[str]:
        """The staff ID of each clue, '' where there is none."""
        return [match.staff_id if not match.code else "" for match in self.matches]


def read_clues(fields: RowFields) -> RowPeople:
    """Return what the rows say about their people, not matched yet."""
    columns = {clue: fields.column(field) for field, clue in _CLUES.items()}
    there = {clue: column for clue, column in columns.items() if column is not None}
    first, combination = distinct([column.codes for column in there.values()], fields.count)
    errors = np.zeros(len(first), bool)
    said = dict.fromkeys((each.name for each in dataclass_fields(Clue)), [""] * len(first))
    for clue, column in there.items():
        codes = column.codes[first]
        wrong = np.asarray(column.kinds[codes] == ERROR)
        errors |= wrong
        pairs = zip(codes.tolist(), wrong.tolist(), strict=True)
        said[clue] = ["" if error else column.texts[code] for code, error in pairs]
    broken = errors.copy()
    for number in np.flatnonzero(errors).tolist():
        broken[number] = not any(clean(texts[number]) for texts in said.values())
    clues = [_parted(Clue(*texts)) for texts in zip(*said.values(), strict=True)]
    return RowPeople(clues, first, combination, [Match("", "missing_person")] * len(clues), broken[combination])


def _parted(clue: Clue) -> Clue:
    """Return the clue with the ID that stands in brackets behind a name (``Smith, Jane (0007)``) as its ID."""
    if clue.staff_id or not (match := _ID_IN_BRACKETS.match(clue.full)):
        return clue
    return replace(clue, staff_id=match[2], full=match[1])


def match_clues(rows: RowPeople, people: People, *, with_id: bool) -> list[str]:
    """Match the clues that have an ID (or those that have none); return the IDs that were new, in order of appearance.

    IDs with leading zeros go first, so that one that lost them in another row of the file still finds its person.
    """
    written = [clue.staff_id for clue in rows.clues]
    ids = ["" if none else text.strip() for text, none in zip(written, nothings(written).tolist(), strict=True)]
    order: Sequence[int] = range(len(ids))
    if with_id:
        order = sorted(order, key=lambda n: not ids[n].startswith("0"))
    new = []
    for number in order:
        if bool(ids[number]) is with_id:
            clue = rows.clues[number]
            match = rows.matches[number] = people.match(clue)
            if match.new:
                new.append((number, match.staff_id))
            elif not match.code:
                people.add(match.staff_id, clean(clue.email) if with_id else "")
            if not match.code and with_id and clue.number:
                people.add_number(match.staff_id, clean(clue.number))
    return [staff_id for _, staff_id in sorted(new)]


def person_findings(fields: RowFields, rows: RowPeople) -> list[Finding]:
    """Return the findings for rows whose person is missing, unknown or ambiguous."""
    found = []
    if rows.errors.any():
        found.append(Finding(rows.errors, "cell_error", _person_field(fields)))
    for code in ("missing_person", "unknown_person", "ambiguous_person"):
        mask = rows.has_code(code) & ~rows.errors
        if not mask.any():
            continue
        for name in ("staff_id", "certification_number", "email", "name", "last_name"):
            column = fields.column(name)
            if column is None or code == "missing_person":
                continue
            mine = mask & column.filled & np.array([bool(clean(text)) for text in column.texts])[column.codes]
            if mine.any():
                shown = (
                    {row: rows.clues[rows.combination[row]].shown for row in np.flatnonzero(mine).tolist()}
                    if name == "last_name"
                    else {}
                )
                found.append(Finding(mine, code, name, values=shown))
                mask = mask & ~mine
        if mask.any():
            found.append(Finding(mask, code, _person_field(fields)))
    return found


def _person_field(fields: RowFields) -> str | None:
    return next(
        (name for name in ("staff_id", "certification_number", "email", "name", "last_name") if fields.has(name)), None
    )


@dataclass
class StaffData:
    """Staff rows of a table, one per distinct combination of cells: ``frame`` (columns of
    :data:`lib.domain.tables.STAFF`), the findings by row, and which rows carry any staff data."""

    frame: pd.DataFrame
    findings: list[Finding]
    present: Mask
    notes: list[str]


def read_staff(
    fields: RowFields, rows: RowPeople, today: date, wanted: str | None, orders: list[str], named: Collection[str]
) -> StaffData:
    """Return the staff data of a table's rows whose person is known; a date or a yes/no that cannot be read is a
    finding.

    ``named`` are the staff whose name is stored. Their name changes only by a list of people that tells them by their
    ID: beside an activity, or where the name itself found the person, it says who is meant and not how to write it.
    """
    findings: list[Finding] = []
    notes: list[str] = []
    _drop_changing(fields, rows, notes)
    present = fields.filled(*_STAFF_TEXTS, *_STAFF_DATES, "active", "inactive", "on_leave")
    days = {}
    for name in _STAFF_DATES:
        dates = dates_of(fields, name, today, wanted, notes, orders)
        if dates is not None:
            findings += date_finding(fields, name, dates)
            days[name] = dates
    active, leave = _activity(fields, findings)
    columns = [
        column
        for name in (*_STAFF_TEXTS, *_STAFF_DATES, "active", "inactive", "on_leave", "middle_name", "suffix")
        if (column := fields.column(name)) is not None
    ]
    bad = np.zeros(fields.count, bool)
    for finding in findings:
        bad |= finding.mask
    first, _ = distinct([rows.combination, bad.astype(np.int64), *[column.codes for column in columns]], fields.count)
    staff_ids = rows.staff_ids
    kept = np.array([row for row in first.tolist() if staff_ids[rows.combination[row]] and not bad[row]], np.int64)
    if not len(kept):
        return StaffData(tables.empty(tables.STAFF), findings, present, notes)
    clues = rows.combination[kept].tolist()
    anew = not fields.has("completed_on")
    names = [
        stored_name(rows.clues[clue])
        if staff_ids[clue] not in named or (anew and rows.matches[clue].by == "id")
        else ("", "")
        for clue in clues
    ]
    record: dict[str, pd.Series | list[object]] = {
        "staff_id": [staff_ids[clue] for clue in clues],
        "last_name": [last or None for last, _ in names],
        "first_name": [first_name or None for _, first_name in names],
    }
    for name in _STAFF_TEXTS:
        column = fields.column(name)
        if column is not None:
            record[name] = _texts_at(column, kept, cleaned=name != "notes")
    for name, dates in days.items():
        column = fields.column(name)
        assert column is not None
        found = dates.days[column.codes[kept]]
        record[name] = day_series(found, found == NO_DAY)
    for name, states in (("active", active), ("on_leave", leave)):
        if states is not None:
            record[name] = [None if state < 0 else bool(state) for state in states[kept].tolist()]
    frame = tables.typed(pd.DataFrame(record), tables.STAFF)
    return StaffData(frame, findings, present, notes)


def _texts_at(column: Column, rows: Codes, *, cleaned: bool) -> list[object]:
    """Return the texts of some rows, None for an empty cell, an error value and (``cleaned``) a word for nothing."""
    codes = column.codes[rows].tolist()
    said = {code: ("" if column.kinds[code] in (EMPTY, ERROR) else column.texts[code]) for code in dict.fromkeys(codes)}
    kept = {code: (clean(text) if cleaned else text) or None for code, text in said.items()}
    return [kept[code] for code in codes]


def _drop_changing(fields: RowFields, rows: RowPeople, notes: list[str]) -> None:
    """Leave out columns that differ from activity to activity of one person: the place of the course, not the person's
    site."""
    if not fields.has("completed_on"):
        return
    for name in ("site", "department", "supervisor"):
        column = fields.column(name)
        if column is None:
            continue
        at = np.flatnonzero(column.filled)
        first, _ = distinct([rows.combination[at], column.codes[at]], len(at))
        people = rows.combination[at][first]
        several = np.bincount(people, minlength=len(rows.clues)) > 1
        if len(first) and several.sum() > 0.25 * len(np.unique(people)) and several.sum() > 1:
            notes.append(
                f'Column "{fields.header(name)}" differs between the rows of one person, so it was not taken '
                f"for their {name}."
            )
            fields.replace(name, None)


def _activity(fields: RowFields, findings: list[Finding]) -> tuple[Codes | None, Codes | None]:
    """Return for each row whether the person is active and on leave (1, 0 or -1), with findings for words that say
    neither."""
    active: Codes | None = None
    leave: Codes | None = None
    for name in ("active", "inactive", "on_leave"):
        column = fields.column(name)
        if column is None:
            continue
        said = np.array([_employment(text, name) for text in column.texts], np.int64)
        strange = (said == -2)[column.codes]
        if strange.any():
            findings.append(
                Finding(
                    strange, "invalid_value", name, accepted="yes or no (for Active also Active, Terminated, On Leave)"
                )
            )
        values = said[column.codes]
        if name == "on_leave":
            leave = np.where(values < 0, -1, values)
        else:
            on_leave = values == 2
            found = np.where(on_leave, 1, np.where(values < 0, -1, values))
            active = found if active is None else np.where(active < 0, found, active)
            if on_leave.any() and leave is None:
                leave = np.where(on_leave, 1, -1)
    return active, leave


def _employment(text: str, name: str) -> int:
    """Return 1, 0, 2 (active but on leave), -1 (empty) or -2 (a word that says neither)."""
    key = compact(text)
    if not text or (key in words("nothing") and name != "active"):
        return -1
    if name == "on_leave":
        return 1 if key in words("leave") else -2 if truth_of(text) < 0 else truth_of(text)
    if name == "inactive":
        return (
            0
            if key in words("left")
            else 1
            if key in words("employed") and key not in words("yes")
            else -2
            if truth_of(text) < 0
            else 1 - truth_of(text)
        )
    if key in words("leave"):
        return 2
    if key in words("left"):
        return 0
    return 1 if key in words("employed") else -2 if truth_of(text) < 0 else truth_of(text)


def stored_name(clue: Clue) -> tuple[str, str]:
    """Return last and first name to store: as given, parted at the comma, or the last word as the last name."""
    last, first = split_name(clue)
    if not first and last and not (clue.last or clue.first):
        before, _, final = last.rpartition(" ")
        return (final, before) if before else (last, "")
    return last, first
