"""The holdings of a table: who holds which credential, in which cycle."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from lib.domain import tables
from lib.ingest.book import EMPTY, ERROR, Codes, Mask
from lib.ingest.credentials import Credentials, Reading
from lib.ingest.date_fields import date_finding, dates_of
from lib.ingest.dates import NO_DAY, Dates, read_dates
from lib.ingest.findings import Finding
from lib.ingest.header_meanings import EXPIRY
from lib.ingest.people import clean
from lib.ingest.person_rows import RowPeople
from lib.ingest.row_fields import RowFields, distinct
from lib.ingest.state_words import truth_of
from lib.ingest.vocabulary import compact, words

HOLDING_DATES: Final = (
    "certified_on",
    "cycle_start",
    "cycle_end",
    "verified_on",
    "declaration_filed_on",
    "declaration_accepted_on",
)
_CYCLE: Final = ("cycle_start", "cycle_end", "declaration_filed_on", "declaration_accepted_on")


@dataclass
class Holdings:
    """The holdings of a table (columns of :data:`lib.domain.tables.HOLDINGS`), the findings by row, which rows make
    one."""

    frame: pd.DataFrame
    findings: list[Finding]
    present: Mask
    made: Mask
    notes: list[str] = field(default_factory=list)


def read_holdings(
    fields: RowFields,
    rows: RowPeople,
    credentials: Credentials,
    today: date,
    wanted: str | None,
    orders: list[str],
    *,
    flat: bool,
) -> Holdings:
    """Return the holdings of a table's rows. In a ``flat`` table a row makes one only with a credential; else it must
    name one."""
    notes: list[str] = []
    count = fields.count
    loose = not fields.has("credential") and fields.has("qualifications")
    column = fields.column("qualifications" if loose else "credential")
    if column is None:
        present = np.ones(count, bool)
        notes.append(
            "No column names the credential; on the command line, --set credential=MLS gives one for every row."
        )
        return Holdings(
            tables.empty(tables.HOLDINGS),
            [Finding(present, "unknown_credential", None, accepted=credentials.nearby(), holding=True)],
            present,
            ~present,
            notes,
        )
    present = column.filled.copy() if flat or loose else np.ones(count, bool)
    programs = fields.column("program")
    keys = [column.codes, *([programs.codes] if programs is not None else [])]
    first, pair = distinct(keys, count)
    readings = []
    bad_program = np.zeros(len(first), bool)
    for number, row in enumerate(first.tolist()):
        named = clean(programs.text(row)) if programs is not None else ""
        program = credentials.program(named) if named else None
        bad_program[number] = bool(named) and program is None
        readings.append(Reading((), (named,)) if bad_program[number] else credentials.read(column.text(row), program))
    findings = _credential_findings(fields, column, readings, pair, bad_program, present, credentials, loose)
    days = {}
    for name in HOLDING_DATES:
        dates = dates_of(fields, name, today, wanted, notes, orders)
        if dates is not None:
            days[name] = dates
            findings += date_finding(fields, name, dates, present, holding=True)
    findings += _cycle_findings(fields, days, present)
    plain = _plain_fields(fields, findings, present)
    bad = np.zeros(count, bool)
    for finding in findings:
        if not (finding.code == "unknown_credential" and flat and any(reading.found for reading in readings)):
            bad |= finding.mask
    known = np.array([bool(reading.found) for reading in readings], bool)[pair] if len(readings) else np.zeros(0, bool)
    made = present & known & ~bad & rows.has_code("")
    parts = [
        rows.combination,
        pair,
        made.astype(np.int64),
        *[
            c.codes
            for name in (*HOLDING_DATES, "certification_number", "participation", "required")
            if (c := fields.column(name)) is not None
        ],
    ]
    firsts, _ = distinct(parts, count)
    staff_ids = rows.staff_ids
    records: list[dict[str, Any]] = []
    for row in firsts.tolist():
        if not made[row]:
            continue
        record = {
            "staff_id": staff_ids[rows.combination[row]],
            **_dates_at(fields, days, row),
            **{name: value[row] for name, value in plain.items()},
        }
        for program_, credential in readings[pair[row]].found:
            records.append({**record, "program": program_, "credential": credential})
    frame = (
        pd.DataFrame.from_records(records, columns=list(tables.HOLDINGS)) if records else tables.empty(tables.HOLDINGS)
    )
    return Holdings(frame, findings, present, made, notes)


def _credential_findings(
    fields: RowFields,
    column: Any,
    readings: list[Reading],
    pair: Codes,
    bad_program: Mask,
    present: Mask,
    credentials: Credentials,
    loose: bool,
) -> list[Finding]:
    if loose:
        return []
    found = []
    kinds = column.kinds[column.codes]
    errors = present & (kinds == ERROR)
    if errors.any():
        found.append(Finding(errors, "cell_error", "credential", holding=True))
    empty = present & (kinds == EMPTY)
    if empty.any():
        found.append(Finding(empty, "missing_value", "credential", holding=True))
    wrong = bad_program[pair] & present & ~errors & ~empty
    if wrong.any():
        found.append(
            Finding(
                wrong,
                "unknown_credential",
                "program",
                accepted="ASCP, ASCPi and the programs of the rule book",
                holding=True,
            )
        )
    unknown = (
        np.array([bool(reading.unknown) for reading in readings], bool)[pair] & present & ~errors & ~empty & ~wrong
    )
    if unknown.any():
        values = {row: ", ".join(readings[pair[row]].unknown) for row in np.flatnonzero(unknown).tolist()}
        found.append(
            Finding(
                unknown, "unknown_credential", "credential", accepted=credentials.nearby(), values=values, holding=True
            )
        )
    return found


def _cycle_findings(fields: RowFields, days: dict[str, Dates], present: Mask) -> list[Finding]:
    if not {"cycle_start", "cycle_end"} <= days.keys():
        return []
    start, end = fields.column("cycle_start"), fields.column("cycle_end")
    assert start is not None
    assert end is not None
    starts, ends = days["cycle_start"].days[start.codes], days["cycle_end"].days[end.codes]
    wrong = present & (starts != NO_DAY) & (ends != NO_DAY) & (starts > ends)
    if not wrong.any():
        return []
    values = {row: f"{start.text(row)} to {end.text(row)}" for row in np.flatnonzero(wrong).tolist()}
    return [Finding(wrong, "invalid_cycle", "cycle_start", values=values, holding=True)]


def _plain_fields(fields: RowFields, findings: list[Finding], present: Mask) -> dict[str, Any]:
    """Return certification number, participation and whether the job requires it, per row."""
    result: dict[str, Any] = {}
    number = fields.column("certification_number")
    if number is not None:
        table = np.array([clean(text) or None for text in number.texts], object)
        result["certification_number"] = table[number.codes]
    kind = fields.column("participation")
    if kind is not None:
        said = [_participation(text) for text in kind.texts]
        strange = np.array([value == "?" for value in said])[kind.codes] & present
        if strange.any():
            findings.append(
                Finding(strange, "invalid_value", "participation", accepted="mandatory or voluntary", holding=True)
            )
        result["participation"] = np.array([value or None for value in said], object)[kind.codes]
    required = fields.column("required")
    if required is not None:
        truths = np.array([truth_of(text) if text else -2 for text in required.texts])[required.codes]
        if ((truths == -1) & present).any():
            findings.append(
                Finding((truths == -1) & present, "invalid_value", "required", accepted="yes or no", holding=True)
            )
        result["required"] = np.where(truths < 0, None, truths == 1)
    return result


def _participation(text: str) -> str:
    key = compact(text)
    if not text:
        return ""
    return "mandatory" if key in words("mandatory") else "voluntary" if key in words("voluntary") else "?"


def _dates_at(fields: RowFields, days: dict[str, Dates], row: int) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for name, dates in days.items():
        column = fields.column(name)
        assert column is not None
        day = int(dates.days[column.codes[row]])
        result[name] = None if day == NO_DAY else np.datetime64(day, "D").astype("datetime64[s]")
    return result


def merged(frame: pd.DataFrame, known: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return one row per holding: the latest cycle end is current, earlier ones are history; and how many ends were
    earlier.

    Of a holding whose stored end is later than every end in the file the cycle's own dates are left missing, so that
    the stored ones stay.
    """
    if frame.empty:
        return tables.typed(frame, tables.HOLDINGS), 0
    keys = list(tables.KEYS["credentials"])
    frame = tables.typed(frame.reset_index(drop=True), tables.HOLDINGS)
    ends = frame["cycle_end"].fillna(pd.Timestamp("1900-01-01"))
    ordered = frame.assign(_end=ends).sort_values("_end", kind="stable")
    latest = ordered.groupby(keys, sort=False)["_end"].transform("max")
    current = ordered["_end"] == latest
    older = (~current) & ordered["cycle_end"].notna()
    ordered.loc[~current & ordered["cycle_end"].notna(), list(_CYCLE)] = pd.NaT
    order = frame.groupby(keys, sort=False).ngroup()
    result = ordered.drop(columns="_end").groupby(keys, sort=False).last().reset_index()
    position = frame.assign(_n=order).drop_duplicates(keys)[[*keys, "_n"]]
    result = result.merge(position, on=keys).sort_values("_n").drop(columns="_n").reset_index(drop=True)
    history = int(older.sum())
    if not known.empty:
        stored = known.drop_duplicates(keys)[[*keys, "cycle_end"]].rename(columns={"cycle_end": "_stored"})
        both = result.merge(stored, on=keys, how="left")
        past = (both["cycle_end"].notna() & both["_stored"].notna() & (both["cycle_end"] < both["_stored"])).to_numpy()
        result.loc[past, list(_CYCLE)] = pd.NaT
        history += int(past.sum())
    return tables.typed(result, tables.HOLDINGS), history


def expiry_columns(fields: RowFields) -> list[tuple[int, str]]:
    """Return the columns that hold the expiry of one credential each: position and the credential as the header names
    it."""
    found = []
    for choice in fields.table.assignment.choices:
        match = EXPIRY.match(choice.header.strip()) if choice.field is None and choice.header else None
        if match and not re.fullmatch(
            r"(?:grace period|membership|access|contract|visa|password|account)", match[1].strip(), re.IGNORECASE
        ):
            found.append((choice.index - fields.table.sheet.first_column, match[1].strip()))
    return found


def read_expiries(
    fields: RowFields,
    rows: RowPeople,
    credentials: Credentials,
    today: date,
    wanted: str | None,
    found: list[tuple[int, str]],
) -> Holdings:
    """Return the holdings of a roster with one expiry column per credential."""
    findings: list[Finding] = []
    made = np.zeros(fields.count, bool)
    present = np.zeros(fields.count, bool)
    records = []
    staff_ids = rows.staff_ids
    for position, name in found:
        column = fields.table.sheet.columns[position].taken(fields.table.rows)
        header = fields.table.headers[position]
        present |= column.filled
        reading = credentials.read(name, None)
        if not reading.found:
            if column.filled.any():
                values = dict.fromkeys(np.flatnonzero(column.filled).tolist(), name)
                findings.append(
                    Finding(
                        column.filled,
                        "unknown_credential",
                        None,
                        accepted=credentials.nearby(),
                        values=values,
                        header=header,
                        holding=True,
                    )
                )
            continue
        order = fields.date_order("cycle_end", wanted)
        dates = read_dates(column, column.used(), today, fields.table.sheet.date_1904, order)
        bad = (dates.problem != "")[column.codes]
        if bad.any():
            values = {row: column.text(row) for row in np.flatnonzero(bad).tolist()}
            findings.append(Finding(bad, "invalid_date", None, values=values, header=header, holding=True))
        fine = column.filled & ~bad & rows.has_code("")
        made |= fine
        for row in np.flatnonzero(fine).tolist():
            day = np.datetime64(int(dates.days[column.codes[row]]), "D").astype("datetime64[s]")
            records += [
                {
                    "staff_id": staff_ids[rows.combination[row]],
                    "program": program,
                    "credential": credential,
                    "cycle_end": day,
                }
                for program, credential in reading.found
            ]
    frame = (
        pd.DataFrame.from_records(records, columns=list(tables.HOLDINGS)) if records else tables.empty(tables.HOLDINGS)
    )
    return Holdings(frame, findings, present, made)
