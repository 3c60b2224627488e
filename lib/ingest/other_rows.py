"""Memberships and catalogue products: small tables, read row by row over what is distinct."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import numpy as np
import pandas as pd

from lib.domain import tables
from lib.domain.areas import ANY
from lib.domain.points import hundredths
from lib.ingest.amounts import read_amounts
from lib.ingest.area_texts import areas_of_text
from lib.ingest.book import EMPTY, ERROR, Mask
from lib.ingest.date_fields import date_finding, dates_of
from lib.ingest.dates import NO_DAY
from lib.ingest.findings import Finding
from lib.ingest.people import clean
from lib.ingest.person_rows import RowPeople
from lib.ingest.row_fields import RowFields
from lib.ingest.state_words import truth_of
from lib.ingest.vocabulary import compact

_MONEY = ("member_price", "non_member_price")
_WHOLE = ("access_months",)
_AMOUNTS = ("credits", "hours")
_KIND_WORDS = {
    "course": "course",
    "single": "course",
    "webinar": "course",
    "pack": "pack",
    "package": "pack",
    "bundle": "pack",
    "unlimited": "unlimited",
    "subscription": "unlimited",
    "free": "free",
    "membership": "membership",
    "dues": "membership",
}


@dataclass
class OtherRows:
    """Rows of one kind in the columns of its table, and the findings by row."""

    frame: pd.DataFrame
    findings: list[Finding]
    notes: list[str] = field(default_factory=list)


def read_memberships(
    fields: RowFields, rows: RowPeople, today: date, wanted: str | None, orders: list[str]
) -> OtherRows:
    """Return the memberships of a table's rows."""
    result = OtherRows(tables.empty(tables.MEMBERSHIPS), [])
    _needed(fields, "provider", result.findings)
    dates = dates_of(fields, "member_until", today, wanted, result.notes, orders)
    until = fields.column("member_until")
    if dates is not None:
        result.findings += date_finding(fields, "member_until", dates)
    bad = _bad(result.findings, fields.count) | ~rows.has_code("")
    provider = fields.column("provider")
    staff_ids = rows.staff_ids
    records = []
    for row in np.flatnonzero(~bad).tolist():
        day = int(dates.days[until.codes[row]]) if dates is not None and until is not None else NO_DAY
        records.append(
            {
                "staff_id": staff_ids[rows.combination[row]],
                "provider": provider.text(row) if provider is not None else None,
                "member_until": None if day == NO_DAY else np.datetime64(day, "D").astype("datetime64[s]"),
            }
        )
    if records:
        result.frame = tables.typed(pd.DataFrame.from_records(records), tables.MEMBERSHIPS)
    return result


def read_catalogue(
    fields: RowFields, known_areas: dict[str, str], today: date, wanted: str | None, orders: list[str]
) -> OtherRows:
    """Return the products of a table's rows; a number or date that cannot be read rejects its row, nothing is
    dropped."""
    result = OtherRows(tables.empty(tables.PRODUCTS), [])
    for name in ("product_id", "product", "kind"):
        _needed(fields, name, result.findings)
    values: dict[str, Any] = {}
    for name in ("last_day_of_sale", "as_of"):
        dates = dates_of(fields, name, today, wanted, result.notes, orders)
        column = fields.column(name)
        if dates is not None and column is not None:
            result.findings += date_finding(fields, name, dates)
            days = dates.days[column.codes]
            values[name] = [
                None if day == NO_DAY else np.datetime64(int(day), "D").astype("datetime64[s]") for day in days
            ]
    for name in (*_MONEY, *_WHOLE, *_AMOUNTS):
        column = fields.column(name)
        if column is not None:
            values[name] = _numbers(fields, name, result.findings)
    kinds = fields.column("kind")
    if kinds is not None:
        found = [_KIND_WORDS.get(compact(text)) for text in kinds.texts]
        strange = np.array([code is None for code in found])[kinds.codes] & kinds.filled
        if strange.any():
            result.findings.append(Finding(strange, "invalid_value", "kind", accepted=", ".join(tables.PRODUCT_KINDS)))
        values["kind"] = np.array(found, object)[kinds.codes]
    areas = fields.column("areas")
    if areas is not None:
        codes = [_areas(text, known_areas) for text in areas.texts]
        strange = np.array([code is None for code in codes])[areas.codes]
        if strange.any():
            result.findings.append(
                Finding(strange, "invalid_value", "areas", accepted="area names joined by ;, or * for every area")
            )
        values["areas"] = np.array(codes, object)[areas.codes]
    repeat = fields.column("repeatable")
    if repeat is not None:
        truths = np.array([truth_of(text) if text else -2 for text in repeat.texts])[repeat.codes]
        if (truths == -1).any():
            result.findings.append(Finding(truths == -1, "invalid_value", "repeatable", accepted="yes or no"))
        values["repeatable"] = np.where(truths < 0, None, truths == 1)
    for name in ("product_id", "provider", "product", "source"):
        column = fields.column(name)
        if column is not None:
            values[name] = np.array([text or None for text in column.texts], object)[column.codes]
    frame = tables.typed(pd.DataFrame(values, index=range(fields.count)), tables.PRODUCTS)
    result.frame = frame[~_bad(result.findings, fields.count)].reset_index(drop=True)
    return result


def _areas(text: str, known: dict[str, str]) -> str | None:
    """Return area codes joined by ``;``, ``*`` for any, '' for an empty cell, None where a part is no area."""
    if compact(text) in (ANY, "any", "all", "anyarea", "allareas", "every"):
        return ANY
    found, rest = areas_of_text(text, known)
    return None if rest else ";".join(found)


def _numbers(fields: RowFields, name: str, findings: list[Finding]) -> list[int | None]:
    column = fields.column(name)
    assert column is not None
    amounts = read_amounts(column, column.used(), money=name in _MONEY)
    table: list[int | None] = []
    wrong = np.zeros(len(column.texts), bool)
    for code, value in enumerate(amounts.values):
        if value is None or not clean(column.texts[code]):
            wrong[code] = (
                column.kinds[code] != EMPTY and bool(clean(column.texts[code])) and amounts.problem[code] != ""
            )
            table.append(None)
            continue
        wrong[code] = value < 0 or value > Decimal(10_000_000)
        bounded = max(Decimal(0), min(value, Decimal(10_000_000)))
        if name in _MONEY:
            table.append(int((bounded * 100).to_integral_value(rounding=ROUND_HALF_EVEN)))
        else:
            table.append(int(bounded) if name in _WHOLE else hundredths(bounded))
    if name == "credits":  # "unlimited" in the credits column is no number and means no limit
        unlimited = np.array([compact(text) in ("unlimited", "nolimit") for text in column.texts])
        wrong &= ~unlimited
    for code_, mask in (("cell_error", column.kinds == ERROR), ("invalid_value", (column.kinds != ERROR) & wrong)):
        rows = mask[column.codes]
        if rows.any():
            findings.append(
                Finding(
                    rows, code_, name, accepted="a number that is not negative, or an empty cell where it is not known"
                )
            )
    return [table[code] for code in column.codes.tolist()]


def _needed(fields: RowFields, name: str, findings: list[Finding]) -> None:
    column = fields.column(name)
    empty = ~column.filled if column is not None else np.ones(fields.count, bool)
    if empty.any():
        findings.append(Finding(empty, "missing_value", name))
    if column is not None:
        errors = (column.kinds == ERROR)[column.codes]
        if errors.any():
            findings.append(Finding(errors, "cell_error", name))


def _bad(findings: list[Finding], count: int) -> Mask:
    bad = np.zeros(count, bool)
    for finding in findings:
        bad |= finding.mask
    return bad
