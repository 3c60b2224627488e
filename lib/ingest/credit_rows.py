"""The activities of a table: date, points, state, area and type of every row, worked out per distinct value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.domain.activities import ASK, COUNTS, NO
from lib.domain.text import title_key
from lib.ingest.area_texts import areas_column, types_column
from lib.ingest.book import Codes, Column, Mask
from lib.ingest.date_fields import days_of
from lib.ingest.findings import Finding
from lib.ingest.point_fields import points_of
from lib.ingest.row_fields import RowFields, day_series, text_series
from lib.ingest.states import flag_of, state_findings
from lib.ingest.texts import or_missing
from lib.ingest.vocabulary import nothings

_ACTIVITY_FIELDS: Final = ("title", "completed_on", "points", "certificate_number")


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
    area_texts: Sequence[str]
    notes: list[str] = field(default_factory=list)
    date_order: str | None = None


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
    days = days_of(fields, today, wanted_order, present, findings, notes, orders)
    points = points_of(fields, present, findings, notes)
    state_findings(fields, present, findings, notes)
    if fields.table.source is not None:
        _without_double_blame(findings)
    title = fields.column("title")
    titles = title.texts if title is not None else [""]
    title_codes = np.asarray(title.codes if title is not None else np.zeros(count), np.int64)
    keys, key_numbers = _title_keys(titles)
    areas = areas_column(fields, known_areas, notes)
    types = types_column(fields)
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


def _title_keys(titles: Sequence[str]) -> tuple[list[str], Codes]:
    numbers: dict[str, int] = {}
    codes = np.fromiter((numbers.setdefault(title_key(title), len(numbers)) for title in titles), np.int64, len(titles))
    return list(numbers), codes


def _repeats(fields: RowFields, combination: Codes, titles: Codes) -> Mask | None:
    """Return which rows are enrolments that are no longer active of what the same person has as an active one."""
    flag = flag_of(fields, "active_enrollment")
    if flag is None or not (flag == 0).any():
        return None
    key = combination * (int(titles.max(initial=0)) + 1) + titles
    return np.asarray((flag == 0) & np.isin(key, key[flag == 1]))


def _number(fields: RowFields, name: str) -> pd.Series:
    """Return a column of numbers of certificates; *n/a* is none, or every two rows that say so would look alike."""
    column = fields.column(name)
    if column is None:
        return _text(fields, name)
    said = or_missing(column.texts)
    return text_series(pc.if_else(pa.array(nothings(column.texts)), pa.scalar(None, said.type), said), column.codes)


def _text(fields: RowFields, name: str) -> pd.Series:
    column = fields.column(name)
    if column is None:
        return text_series([None], np.zeros(fields.count, np.int64))
    return text_series(or_missing(column.texts), column.codes)
