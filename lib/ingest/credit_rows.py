"""The activities of a table: date, points, state, area and type of every row, worked out per distinct value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from lib.domain.activities import ASK, COUNTS, NO, NOT_EDUCATION
from lib.domain.areas import AREA_LABELS
from lib.domain.errors import RefusedFile
from lib.domain.points import UNIT_FACTORS
from lib.domain.text import title_key, words_key
from lib.ingest.amounts import points_table, read_amounts, unit_of_header
from lib.ingest.book import EMPTY, ERROR, Codes, Column, Mask
from lib.ingest.dates import Dates, read_dates
from lib.ingest.findings import Finding
from lib.ingest.row_fields import RowFields, day_series, or_missing, text_series
from lib.ingest.vocabulary import compact, lookup, units, words

MOST_POINTS: Final = 10_000
"""More hundredths than this for one activity are a mistake (domain definition: more than 100 after conversion)."""
_PARTS: Final = re.compile(r"[;,/|]")
_ACTIVITY_FIELDS: Final = ("title", "completed_on", "points", "certificate_number")
_FACTS: Final = "say --date-order mdy (month first) or --date-order dmy (day first)"


@dataclass
class Activities:
    """The activities of a table, one entry per data row. ``present`` says which rows carry one; ``frame`` has the
    columns of :data:`lib.domain.tables.CREDITS` without ``staff_id`` and place; ``title_codes`` number
    ``title_keys``."""

    present: Mask
    findings: list[Finding]
    days: Codes
    points: Codes
    title_codes: Codes
    title_keys: list[str]
    frame: pd.DataFrame
    unassigned: Codes
    area_texts: list[str]
    notes: list[str] = field(default_factory=list)
    date_order: str | None = None


def dates_of(
    fields: RowFields, name: str, today: date, wanted: str | None, notes: list[str], orders: list[str] | None = None
) -> Dates | None:
    """Return the days of a date field, None where it has no column. A column that could be either way refuses the
    file."""
    column = fields.column(name)
    if column is None:
        return None
    dates = read_dates(column, column.used(), today, fields.table.sheet.date_1904, wanted)
    header = fields.header(name) or name
    if dates.doubt is not None:
        raise RefusedFile(
            f'Sheet "{fields.table.sheet.name}", column "{header}": "{dates.doubt}" can be read month first or '
            f"day first, and the "
            f"dates in the column do not decide it. Nothing was imported; {_FACTS}, or write the dates as 2025-02-28.",
            code="ambiguous_dates",
        )
    if dates.order is not None:
        words_ = "month first" if dates.order == "mdy" else "day first"
        notes.append(f'Dates in "{header}" are read {words_} ({dates.evidence}).')
        if orders is not None:
            orders.append(dates.order)
    elif dates.evidence and wanted is None:
        notes.append(f'Dates in "{header}" stand in both orders: {dates.evidence}.')
    return dates


def date_finding(
    fields: RowFields, name: str, dates: Dates, mask: Mask | None = None, holding: bool = False
) -> list[Finding]:
    """Return the findings for values of a date field that are no date, in the rows of ``mask``."""
    column = fields.column(name)
    assert column is not None
    found = []
    for code in ("invalid_date", "cell_error"):
        bad = (dates.problem == code)[column.codes]
        bad = bad & mask if mask is not None else bad
        if bad.any():
            found.append(Finding(bad, code, name, holding=holding))
    return found


def read_activities(
    fields: RowFields,
    combination: Codes,
    known_areas: Mapping[str, str],
    today: date,
    wanted_order: str | None,
    *,
    flat: bool,
) -> Activities:
    """Return the activities of a table. ``flat`` tables may have rows without one: all its cells empty.

    ``combination`` numbers the person of each row.
    """
    count = fields.count
    findings: list[Finding] = []
    notes: list[str] = []
    _title_from_category(fields)
    present = fields.filled(*[f for f in _ACTIVITY_FIELDS if not fields.given(f)]) if flat else np.ones(count, bool)
    orders: list[str] = []
    days = _days(fields, today, wanted_order, present, findings, notes, orders)
    points = _points(fields, present, findings)
    _states(fields, present, findings, notes)
    if fields.table.source is not None:
        _without_double_blame(findings)
    title = fields.column("title")
    titles = title.texts if title is not None else [""]
    title_codes = np.asarray(title.codes if title is not None else np.zeros(count), np.int64)
    keys, key_numbers = _title_keys(titles)
    areas = _areas(fields, known_areas, notes)
    types = _types(fields)
    never = areas.never[areas.codes] | types.never[types.codes]
    recognised = np.array([bool(codes) for codes in areas.areas])[areas.codes]
    eligibility = np.where(never, 2, np.where(recognised, 0, 1))
    repeats = _repeats(fields, combination, key_numbers[title_codes])
    if repeats is not None and repeats.any():
        eligibility = np.where((eligibility == 0) & repeats, 1, eligibility)
        notes.append(
            f"{int(repeats.sum())} rows are earlier enrolments (Active Enrollment = No) of an activity that the "
            f"same person has again; "
            "they are to be confirmed, so that none counts twice."
        )
    frame = pd.DataFrame(
        {
            "title": text_series(titles, title_codes),
            "provider": _text(fields, "provider"),
            "completed_on": day_series(days, days == np.iinfo(np.int64).min),
            "points": points,
            "area_text": text_series(areas.texts, areas.codes),
            "areas": text_series(areas.areas, areas.codes),
            "activity_type": text_series(types.types, types.codes),
            "certificate_number": _number(fields, "certificate_number"),
            "evidence": _text(fields, "evidence"),
            "eligibility": text_series([COUNTS, ASK, NO], eligibility),
        }
    )
    unassigned = np.where((eligibility == 1) & ~recognised, areas.codes, -1)
    return Activities(
        present,
        findings,
        days,
        points,
        key_numbers[title_codes],
        keys,
        frame,
        unassigned,
        areas.texts,
        notes,
        orders[0] if orders else None,
    )


def _without_double_blame(findings: list[Finding]) -> None:
    """In a grid, where one cell says both, a cell that says *not completed* is not also blamed for having no date."""
    for finding in findings:
        if finding.code == "missing_date":
            for other in findings:
                if other.code == "not_completed":
                    finding.mask = finding.mask & ~other.mask


def _title_from_category(fields: RowFields) -> None:
    """Where no column holds titles, the category or type names the activity, as upload logs have it."""
    if not fields.has("title"):
        for name in ("area", "activity_type"):
            column = fields.column(name)
            if column is not None and fields.table.has(name):
                fields.replace("title", column)
                return
        return
    positions = fields.table.assignment.fields.get("title", [])
    if not fields.given("title") and len(positions) > 1:
        fields.replace(
            "title", _coalesced([fields.table.sheet.columns[at].taken(fields.table.rows) for at in positions])
        )


def _coalesced(columns: Sequence[Column]) -> Column:
    """Return a column whose cells are the first filled of several, in order."""
    result = columns[0]
    for other in columns[1:]:
        empty = ~result.filled
        if not (empty & other.filled).any():
            continue
        shift = len(result.texts)
        result = Column(
            np.where(empty, other.codes + shift, result.codes),
            [*result.texts, *other.texts],
            np.concatenate([result.kinds, other.kinds]),
            np.concatenate([result.numbers, other.numbers]),
        )
    return result


def _days(
    fields: RowFields,
    today: date,
    wanted: str | None,
    present: Mask,
    findings: list[Finding],
    notes: list[str],
    orders: list[str],
) -> Codes:
    column = fields.column("completed_on")
    if column is None:
        findings.append(Finding(present, "missing_date", None))
        notes.append("No column holds a completion date; --set completed_on=2025-02-28 gives one for every row.")
        return np.full(fields.count, np.iinfo(np.int64).min)
    dates = dates_of(fields, "completed_on", today, wanted, notes, orders)
    assert dates is not None
    missing = ~column.filled & present
    if missing.any():
        findings.append(Finding(missing, "missing_date", "completed_on"))
    findings += date_finding(fields, "completed_on", dates, present)
    days = dates.days[column.codes]
    last = today.toordinal() - date(1970, 1, 1).toordinal()
    future = (days > last) & present
    if future.any():
        findings.append(Finding(future, "future_date", "completed_on"))
    return np.asarray(days)


def _points(fields: RowFields, present: Mask, findings: list[Finding]) -> Codes:
    column = fields.column("points")
    table = fields.table
    if column is None:
        raise RefusedFile(
            f'Sheet "{table.sheet.name}": the credits stand nowhere in the rows, and they are not guessed from '
            f"a file name or a title. "
            "Nothing was imported; give them for every row with --set points=1.5 (or "
            f'--set "{table.sheet.name}:points=1.5" for this sheet alone), or add a column Points.',
            code="missing_points_column",
        )
    amounts = read_amounts(column, column.used())
    header_unit = "points" if fields.given("points") else unit_of_header(fields.header("points") or "")
    unit = fields.column("unit")
    if unit is None:
        values = points_table(amounts, header_unit)[column.codes]
    else:
        values = np.zeros(fields.count, np.int64)
        unknown = np.zeros(len(unit.texts), bool)
        for code in unit.used().tolist():
            text = unit.texts[code]
            named = units().get(compact(text)) if text else header_unit
            if named is None:
                unknown[code] = True
                continue
            rows = unit.codes == code
            values[rows] = points_table(amounts, named)[column.codes[rows]]
        strange = unknown[unit.codes] & present & column.filled
        if strange.any():
            accepted = ", ".join(name.replace("_", " ") for name in UNIT_FACTORS)
            findings.append(Finding(strange, "invalid_value", "unit", accepted=accepted))
        values[strange] = 1
    bad = np.zeros(fields.count, bool)
    missing = ~column.filled & present
    if missing.any():
        findings.append(Finding(missing, "missing_points", "points"))
    for code_ in ("invalid_points", "cell_error"):
        wrong = (amounts.problem == code_)[column.codes] & present
        if wrong.any():
            findings.append(Finding(wrong, code_, "points"))
            bad |= wrong
    fine = present & ~missing & ~bad
    for code_, mask in (("points_not_positive", values <= 0), ("points_out_of_range", values > MOST_POINTS)):
        if (mask & fine).any():
            findings.append(Finding(mask & fine, code_, "points"))
    return np.asarray(values)


def _states(fields: RowFields, present: Mask, findings: list[Finding], notes: list[str]) -> None:
    """Add what the columns about completion say: state words, yes/no flags, early leavers, and types that are
    states."""
    column = fields.column("status")
    if column is not None:
        used = column.used().tolist()
        states = {code: state_of(column.texts[code]) for code in used if column.kinds[code] != EMPTY}
        if any(states.values()):
            table = np.full(len(column.texts), "", "U16")
            for code, state in states.items():
                table[code] = (
                    "cell_error"
                    if column.kinds[code] == ERROR
                    else {"no": "not_completed", "": "invalid_value"}.get(state, "")
                )
            for code_ in ("not_completed", "invalid_value", "cell_error"):
                mask = (table == code_)[column.codes] & present
                if mask.any():
                    findings.append(
                        Finding(
                            mask, code_, "status", accepted="Completed, Passed, Attended, Approved or an empty cell"
                        )
                    )
        elif states:
            notes.append(f'Column "{fields.header("status")}" holds no word for completed or not, so it was not used.')
    kind = fields.column("activity_type")
    if kind is not None:
        never = np.fromiter((_is_failed_type(text) for text in kind.texts), bool, len(kind.texts))
        mask = never[kind.codes] & present
        if mask.any():
            findings.append(Finding(mask, "not_completed", "activity_type"))
    flag, once = _flag(fields, "completed"), _flag(fields, "completed_once")
    if flag is not None:
        mask = (flag == 0) & present & ((once != 1) if once is not None else True)
        if mask.any():
            findings.append(Finding(mask, "not_completed", "completed"))
    elif once is not None and ((once == 0) & present).any():
        findings.append(Finding((once == 0) & present, "not_completed", "completed_once"))
    early = _flag(fields, "left_early")
    if early is not None and ((early == 1) & present).any():
        findings.append(Finding((early == 1) & present, "not_completed", "left_early"))


def state_of(text: str) -> str:
    """Return ``yes`` (completed), ``no`` (not completed) or '' for a state as written; longer texts by the words they
    begin with."""
    key = compact(text)
    if key in words("not_completed"):
        return "no"
    if key in words("completed"):
        return "yes"
    tokens = words_key(text).split(" ")
    for size in range(min(len(tokens), 4), 0, -1):
        head = "".join(tokens[:size])
        if len(head) >= 4:
            if head in words("not_completed"):
                return "no"
            if head in words("completed"):
                return "no" if "not" in tokens or "no" in tokens else "yes"
    return ""


def _is_failed_type(text: str) -> bool:
    key = compact(text)
    return len(key) > 3 and key in words("not_completed") and key not in lookup("activities")


def _flag(fields: RowFields, name: str) -> Codes | None:
    """Return 1 (yes), 0 (no) or -1 (not said) for each row of a yes/no field; None where it has no column."""
    column = fields.column(name)
    if column is None:
        return None
    table = np.array([truth_of(text) for text in column.texts], np.int64)
    return np.asarray(table[column.codes])


def truth_of(text: str) -> int:
    """Return 1 for a word for yes, 0 for one for no, -1 for anything else."""
    key = compact(text)
    return 1 if key in words("yes") else 0 if key in words("no") else -1


def _title_keys(titles: Sequence[str]) -> tuple[list[str], Codes]:
    numbers: dict[str, int] = {}
    codes = np.fromiter((numbers.setdefault(title_key(title), len(numbers)) for title in titles), np.int64, len(titles))
    return list(numbers), codes


def _repeats(fields: RowFields, combination: Codes, titles: Codes) -> Mask | None:
    """Return which rows are enrolments that are no longer active of what the same person has as an active one."""
    flag = _flag(fields, "active_enrollment")
    if flag is None or not (flag == 0).any():
        return None
    key = combination * (int(titles.max(initial=0)) + 1) + titles
    return np.asarray((flag == 0) & np.isin(key, key[flag == 1]))


@dataclass
class _Areas:
    codes: Codes
    texts: list[str]
    areas: list[str]
    never: Mask


def _areas(fields: RowFields, known: Mapping[str, str], notes: list[str]) -> _Areas:
    column = fields.column("area")
    if column is None:
        return _Areas(np.zeros(fields.count, np.int64), [""], [""], np.zeros(1, bool))
    areas, never = [], np.zeros(len(column.texts), bool)
    partly = 0
    used = set(column.used().tolist())
    for code, text in enumerate(column.texts):
        found, rest = areas_of_text(text, known) if code in used else ((), ())
        partly += bool(found and rest)
        areas.append(";".join(found))
        key = compact(text)
        never[code] = known.get(words_key(text)) == NO or (
            words_key(text) not in known
            and (lookup("activities").get(key) in NOT_EDUCATION or lookup("activities").get(key) == "not_education")
        )
    if partly:
        notes.append(
            f"{partly} area texts name something beside the areas that were recognised; the recognised ones count."
        )
    return _Areas(column.codes, column.texts, areas, never)


def areas_of_text(text: str, known: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the area codes a text names, in its order, and the parts that are none.

    The manager's own assignments come first, then the whole text, then its parts at ``;``, ``,``, ``/`` and ``|``.
    Where some parts are recognised the credit counts for those, the first-named of them first (a choice of this
    project).
    """
    if not text:
        return (), ()
    assigned = known.get(words_key(text))
    if assigned is not None:
        return tuple(area for area in assigned.split(";") if area in AREA_LABELS), ()
    whole = lookup("areas").get(compact(text)) or (text if text in AREA_LABELS else None)
    if whole:
        return (whole,), ()
    found: list[str] = []
    rest: list[str] = []
    for part in filter(None, (piece.strip() for piece in _PARTS.split(text))):
        mine = known.get(words_key(part))
        areas = (
            [area for area in mine.split(";") if area in AREA_LABELS]
            if mine
            else [a for a in (lookup("areas").get(compact(part)),) if a]
        )
        if areas:
            found += [area for area in areas if area not in found]
        else:
            rest.append(part)
    return tuple(found), tuple(rest)


@dataclass
class _Types:
    codes: Codes
    types: list[str | None]
    never: Mask


def _types(fields: RowFields) -> _Types:
    column = fields.column("activity_type")
    if column is None:
        return _Types(np.zeros(fields.count, np.int64), [None], np.zeros(1, bool))
    found = [lookup("activities").get(compact(text)) if text else None for text in column.texts]
    never = np.array([code in NOT_EDUCATION or code == "not_education" for code in found], bool)
    return _Types(column.codes, [None if code == "not_education" else code for code in found], never)


def _number(fields: RowFields, name: str) -> pd.Series:
    """Return a column of numbers of certificates; *n/a* is none, or every two rows that say so would look alike."""
    column = fields.column(name)
    if column is None:
        return _text(fields, name)
    said = [None if compact(text) in words("nothing") else text or None for text in column.texts]
    return text_series(said, column.codes)


def _text(fields: RowFields, name: str) -> pd.Series:
    column = fields.column(name)
    if column is None:
        return text_series([None], np.zeros(fields.count, np.int64))
    return text_series(or_missing(column.texts), column.codes)
