"""Memberships and catalogue products: small tables, read row by row over what is distinct."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

import numpy as np
import pandas as pd

from lib.domain import tables
from lib.domain.points import hundredths
from lib.domain.product_rules import HEADINGS, ProductProblem, problems
from lib.ingest.amounts import read_amounts
from lib.ingest.book import ERROR, Column, Mask
from lib.ingest.date_fields import date_finding, dates_of
from lib.ingest.dates import NO_DAY
from lib.ingest.findings import Finding
from lib.ingest.people import clean
from lib.ingest.person_rows import RowPeople
from lib.ingest.product_words import kind_of, product_areas
from lib.ingest.row_fields import RowFields
from lib.ingest.state_words import truth_of
from lib.ingest.vocabulary import compact

_MONEY = ("member_price", "non_member_price")
_WHOLE = ("access_months",)
_AMOUNTS = ("credits", "hours")
_MOST = Decimal(10**12)
"""Larger amounts are no amounts of anything here; they are kept as text and refused by the rules."""


@dataclass
class OtherRows:
    """Rows of one kind in the columns of its table (by ``table``), and the findings by row."""

    frame: pd.DataFrame
    findings: list[Finding]
    notes: list[str] = field(default_factory=list)
    table: str = ""


def read_memberships(
    fields: RowFields, rows: RowPeople, today: date, wanted: str | None, orders: list[str]
) -> OtherRows:
    """Return the memberships of a table's rows."""
    result = OtherRows(tables.empty(tables.MEMBERSHIPS), [], table="memberships")
    _needed(fields, "provider", result.findings)
    dates = dates_of(fields, "member_until", today, wanted, result.notes, orders)
    until = fields.column("member_until")
    if dates is not None:
        result.findings += date_finding(fields, "member_until", dates)
    bad = bad_rows(result.findings, fields.count) | ~rows.has_code("")
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
    """Return the products of a table's rows.

    A row that :mod:`lib.domain.product_rules` has something against is rejected, as the catalogue's own page refuses
    it; nothing is dropped.
    """
    result = OtherRows(tables.empty(tables.PRODUCTS), [], table="catalogue")
    values: dict[str, Any] = {}
    for name in HEADINGS:
        column = fields.column(name)
        if column is None:
            continue
        if name in ("last_day_of_sale", "as_of"):
            values[name] = days_of(fields, name, today, wanted, result.notes, orders)
        elif name in (*_MONEY, *_WHOLE, *_AMOUNTS):
            values[name] = amounts_of(column, money=name in _MONEY, whole=name in _WHOLE, unlimited=name == "credits")
        else:
            values[name] = _words(column, name, known_areas)
        errors = (column.kinds == ERROR)[column.codes]
        if errors.any():
            result.findings.append(Finding(errors, "cell_error", name))
    raw = pd.DataFrame(
        {name: pd.Series(values.get(name), index=range(fields.count), dtype=object) for name in HEADINGS}
    )
    broken = bad_rows(result.findings, fields.count)
    wrong = problems(raw, [f"row {number}" for number in fields.table.row_numbers.tolist()])
    result.findings += _findings([problem for problem in wrong if not broken[problem.position]], fields)
    good = raw[~bad_rows(result.findings, fields.count)].reset_index(drop=True)
    for name in ("last_day_of_sale", "as_of"):
        good[name] = pd.to_datetime(good[name])
    for name in (*_MONEY, *_WHOLE, *_AMOUNTS):
        good[name] = good[name].astype("Int64")
    result.frame = tables.typed(good, tables.PRODUCTS)
    return result


def _findings(wrong: list[ProductProblem], fields: RowFields) -> list[Finding]:
    """Return one finding for each column and code, with the sentence of each row."""
    found: dict[tuple[str, str], Finding] = {}
    for problem in wrong:
        key = (problem.column, problem.code)
        if key not in found:
            found[key] = Finding(np.zeros(fields.count, bool), problem.code, problem.column)
        found[key].mask[problem.position] = True
        found[key].said.setdefault(problem.position, problem.sentence)
    return list(found.values())


def days_of(
    fields: RowFields, name: str, today: date, wanted: str | None, notes: list[str], orders: list[str]
) -> list[object]:
    """Return the day of each row of a column that is there: None where a cell is empty, its text where it is no day."""
    column, dates = fields.column(name), dates_of(fields, name, today, wanted, notes, orders)
    assert column is not None
    assert dates is not None
    table: list[object] = []
    for text, day, wrong in zip(column.texts, dates.days.tolist(), (dates.problem != "").tolist(), strict=True):
        table.append(
            text if wrong else None if day == NO_DAY else np.datetime64(day, "D").astype("datetime64[s]").item()
        )
    return [table[code] for code in column.codes.tolist()]


def _words(column: Column, name: str, known_areas: dict[str, str]) -> list[object]:
    """Return the text of each row in the catalogue's words, None where the cell is empty."""

    def read(text: str) -> object:
        if not text:
            return None
        if name == "kind":
            return kind_of(text)
        if name == "areas":
            return product_areas(text, known_areas)
        if name == "repeatable":
            truth = truth_of(text)
            return text if truth < 0 else truth == 1
        return text

    table = [read(text) for text in column.texts]
    return [table[code] for code in column.codes.tolist()]


def amounts_of(column: Column, *, money: bool, whole: bool, unlimited: bool = False) -> list[object]:
    """Return the amount of each row in the table's unit: None where the cell is empty, its text where it is none.

    ``money`` is in cents, ``whole`` a number without a fraction, all else in hundredths; ``unlimited``: words for *no
    limit* are an empty cell.
    """
    amounts = read_amounts(column, column.used(), money=money)
    table: list[object] = []
    for text, value, problem in zip(column.texts, amounts.values, amounts.problem.tolist(), strict=True):
        if value is None or not clean(text):
            endless = unlimited and compact(text) in ("unlimited", "nolimit")
            table.append(text if clean(text) and problem and not endless else None)
        elif abs(value) > _MOST or (whole and value != value.to_integral_value()):
            table.append(text)
        elif money:
            table.append(int((value * 100).to_integral_value(rounding=ROUND_HALF_EVEN)))
        else:
            table.append(int(value) if whole else hundredths(value))
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


def bad_rows(findings: list[Finding], count: int) -> Mask:
    """Return the rows of which something was found."""
    bad = np.zeros(count, bool)
    for finding in findings:
        bad |= finding.mask
    return bad
