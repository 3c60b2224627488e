"""Sheets beside the catalogue: further prices (quotes, site licences, sessions, bundles) and notes on products.

They are known by their headings alone: all that must be there, and none that is not theirs. What else a sheet may be is
looked at only where it is neither, so that no word of theirs is taken for a column of staff or credits.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd

from lib.domain import tables
from lib.domain.budget_tables import BUDGET_TABLES, PRODUCT_FORMS, TERM_FORMS
from lib.domain.imports import ColumnChoice
from lib.domain.offer_rules import HEADINGS, REQUIRED, SHEETS, OfferProblem, problems
from lib.ingest.book import ERROR, Column, Sheet
from lib.ingest.columns import Assignment, fingerprint
from lib.ingest.findings import Finding
from lib.ingest.other_rows import OtherRows, amounts_of, bad_rows, days_of
from lib.ingest.row_fields import RowFields
from lib.ingest.state_words import truth_of
from lib.ingest.tables import Table
from lib.ingest.vocabulary import compact, header_forms

_WORDS: Final = {
    "quantity_price": ("quantity price", "quantity", "seat price", "volume price"),
    "site_licence": ("site licence", "site license", "licence", "license"),
    "session": ("session", "in-house session", "in house session"),
    "bundle": ("bundle",),
    "class_price": ("class price", "buyer class price"),
}
"""Form of a term -> the words for it that a cell may have."""

_NUMBERS: Final = ("price", "least_seats", "most_seats", "term_months")
"""Columns of amounts; all but the price are whole."""

_FROM_TOP: Final = 3
"""The heading stands in one of so many rows from the top that hold something."""

_REASON: Final = "reason"
"""The heading of the reasons beside rejected rows, which is none of the table's."""


@cache
def _fields(name: str) -> Mapping[str, str]:
    """Return heading (compact) -> column of one of :data:`SHEETS`."""
    columns = BUDGET_TABLES[name][0]
    return {compact(HEADINGS[column]): column for column in columns} | {
        compact(column.replace("_", " ")): column for column in columns
    }


def table_of(sheet: Sheet) -> Table | None:
    """Return the table of a sheet whose headings are those of further prices or notes on products; None: it is none."""
    for at in np.flatnonzero(sheet.filled_count > 0)[:_FROM_TOP].tolist():
        headers = sheet.texts(at)
        for name in SHEETS:
            found = _assigned(name, headers, sheet.first_column)
            if found is None:
                continue
            inside = np.arange(at + 1, sheet.rows)
            rows = inside[sheet.filled_count[inside] > 0]
            last = int(rows[-1]) - at if len(rows) else 0
            return Table(sheet, at, headers, found, rows, last - len(rows), last, fingerprint(headers))
    return None


def _assigned(name: str, headers: list[str], first_column: int) -> Assignment | None:
    known = _fields(name)
    fields: dict[str, list[int]] = {}
    choices = []
    for position, header in enumerate(headers):
        form = header_forms(header)[-1] if header and header_forms(header) else ""
        column = known.get(form)
        if (form and column is None and form != _REASON) or (column in fields):
            return None
        choices.append(
            ColumnChoice(position + first_column, header, column, f"template sheet {SHEETS[name]}" if column else "")
        )
        if column is not None:
            fields[column] = [position]
    wanted = set(REQUIRED[name]) <= set(fields) and len(fields) > len(REQUIRED[name])
    return Assignment(fields, choices, ("catalogue",), template=True) if wanted else None


def name_of(table: Table) -> str | None:
    """Return which of :data:`SHEETS` a table was taken for; None: a table of another kind."""
    if table.assignment.kinds != ("catalogue",) or not table.assignment.template:
        return None
    own = set(table.assignment.fields)
    if {"term_id", "form"} <= own:
        return "price_terms"
    return None if "product" in own or "kind" in own else "product_notes"


def read_offers(
    name: str,
    fields: RowFields,
    *,
    products: Collection[str],
    sites: Collection[str],
    kept: pd.DataFrame,
    today: date,
    wanted: str | None,
    orders: list[str],
) -> OtherRows:
    """Return the rows of one of :data:`SHEETS`, judged by :mod:`lib.domain.offer_rules` as on the page.

    ``products`` and ``sites``: those on record and in this file. ``kept``: the rows as they stand with what ships,
    which fill the cells that a row here leaves empty.
    """
    columns = BUDGET_TABLES[name][0]
    result = OtherRows(tables.empty(columns), [], table=name)
    values: dict[str, Any] = {}
    for column_name, dtype in columns.items():
        column = fields.column(column_name)
        if column is None:
            continue
        if dtype == tables.DATE:
            values[column_name] = days_of(fields, column_name, today, wanted, result.notes, orders)
        elif column_name in _NUMBERS:
            money = column_name == "price"
            values[column_name] = amounts_of(column, money=money, whole=not money)
        else:
            values[column_name] = _words(column, name, column_name, truth=dtype == tables.TRUTH)
        errors = (column.kinds == ERROR)[column.codes]
        if errors.any():
            result.findings.append(Finding(errors, "cell_error", column_name))
    raw = pd.DataFrame({each: pd.Series(values.get(each), index=range(fields.count), dtype=object) for each in columns})
    broken = bad_rows(result.findings, fields.count)
    wrong = problems(name, raw, products=products, sites=sites)
    result.findings += _findings([each for each in wrong if not broken[each.position]], fields)
    good = raw[~bad_rows(result.findings, fields.count)].reset_index(drop=True)
    result.frame = _filled(tables.typed(_converted(good, columns), columns), kept, columns, BUDGET_TABLES[name][1][0])
    return result


def _converted(frame: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    made = frame.copy()
    for column, dtype in columns.items():
        if dtype == tables.DATE:
            made[column] = pd.to_datetime(made[column])
        elif column in _NUMBERS:
            made[column] = made[column].astype("Int64")
        elif dtype == tables.TRUTH:
            made[column] = made[column].astype("boolean")
    return made


def _filled(frame: pd.DataFrame, kept: pd.DataFrame, columns_of: dict[str, str], key: str) -> pd.DataFrame:
    """Return the rows with what stands already in the cells that they leave empty; those that say nothing new are out.

    What ships is stored nowhere: a row that only repeats it must not become one of the laboratory's own.
    """
    if frame.empty or kept.empty:
        return frame
    before = kept.set_index(key)
    columns = [column for column in frame.columns if column != key]
    filled = frame.assign(**{column: frame[column].fillna(frame[key].map(before[column])) for column in columns})
    same = filled.merge(tables.typed(kept, columns_of), how="left", indicator=True)
    return filled[(same["_merge"] != "both").to_numpy()].reset_index(drop=True)


def _words(column: Column, name: str, column_name: str, *, truth: bool) -> list[object]:
    """Return the text of each row, a form by its code, and yes or no; None where the cell is empty."""

    def read(text: str) -> object:
        if not text:
            return None
        if truth:
            found = truth_of(text)
            return text if found < 0 else found == 1
        if column_name == "form":
            return _form(name, text)
        if column_name in ("sites", "includes", "only_for"):
            return ";".join(part.strip() for part in text.split(";") if part.strip()) or None
        return text

    made = [read(text) for text in column.texts]
    return [made[code] for code in column.codes.tolist()]


def _form(name: str, text: str) -> str:
    """Return the form that a text names, or the text as it stands where it names none."""
    if name == "product_notes":
        return next(
            (code for code, words in PRODUCT_FORMS.items() if compact(text) in (compact(code), compact(words))), text
        )
    for code, words in TERM_FORMS.items():
        if compact(text) in {compact(code), compact(words), *(compact(word) for word in _WORDS[code])}:
            return code
    return text


def _findings(wrong: list[OfferProblem], fields: RowFields) -> list[Finding]:
    found: dict[tuple[str | None, str], Finding] = {}
    for problem in wrong:
        key = (problem.column, problem.code)
        if key not in found:
            found[key] = Finding(np.zeros(fields.count, bool), problem.code, problem.column)
        found[key].mask[problem.position] = True
        found[key].said.setdefault(problem.position, problem.sentence)
    return list(found.values())
