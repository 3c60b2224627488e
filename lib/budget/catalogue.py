"""The product catalogue: one validator for every way a product comes in, and the reader of the shipped one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Final

import pandas as pd
import yaml

from lib.domain import areas as area_words
from lib.domain import tables
from lib.domain.errors import LabReadyError
from lib.domain.text import words_key

HEADINGS: Final[dict[str, str]] = {
    "product_id": "Product ID",
    "provider": "Provider",
    "product": "Product",
    "kind": "Kind",
    "credits": "Credits",
    "areas": "Areas",
    "member_price": "Member Price",
    "non_member_price": "Non-member Price",
    "hours": "Hours",
    "access_months": "Access Months",
    "last_day_of_sale": "Last Day of Sale",
    "repeatable": "Repeatable",
    "source": "Source",
    "as_of": "As Of",
}
"""Column -> the heading of the template's Catalogue sheet (domain definition), by which messages name it."""

LARGEST_PRICE_CENTS: Final = 10_000_000
"""$100,000: more for one person's product is a slip of the decimal point."""

LARGEST_AMOUNT_HUNDREDTHS: Final = 1_000_000
"""10,000 credits or hours: more of one product is a slip of the decimal point."""


def validate(frame: pd.DataFrame) -> list[str]:
    """Return one sentence per problem of a product table; empty where it can be used.

    ``frame`` has the columns of :data:`lib.domain.tables.PRODUCTS` in its units (cents, hundredths); cells may still be
    text. Rows are counted from 1. Blank prices, credits, areas and hours are no problem: they are *not set*.
    """
    absent = [HEADINGS[column] for column in ("product_id", "product", "kind") if column not in frame]
    if absent:
        return [f"The product table has no column {_listed(absent)}. Needed: Product ID, Product, Kind. Add it."]
    problems: list[str] = []
    seen: dict[str, int] = {}
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    for number, record in enumerate(records, start=1):
        row = {str(column): cell for column, cell in record.items()}
        problems.extend(_row_problems(number, row))
        product_id = _text(row.get("product_id"))
        if product_id and product_id in seen:
            problems.append(
                f'{_place(number, row, "product_id")}: "{product_id}" is the ID of row {seen[product_id]} already. '
                "Accepted: an ID of its own for each product. Change one of them."
            )
        seen.setdefault(product_id, number)
    return problems


def _row_problems(number: int, row: Mapping[str, object]) -> list[str]:
    problems = []
    for column in ("product_id", "product"):
        if not _text(row.get(column)):
            problems.append(f"{_place(number, row, column)} is empty. Accepted: any text. Fill it in.")
    kind = _text(row.get("kind"))
    if kind not in tables.PRODUCT_KINDS:
        problems.append(
            f"{_place(number, row, 'kind')}: {_quoted(kind)} is not a kind of product. "
            f"Accepted: {_listed(tables.PRODUCT_KINDS)}.{_nearest(kind, tables.PRODUCT_KINDS)}"
        )
    if kind == "membership" and not words_key(_text(row.get("provider"))):
        problems.append(
            f"{_place(number, row, 'provider')} is empty, and a membership is of a provider. "
            "Accepted: the provider's name, spelled as in the rows of its products."
        )
    for column, check in _CELL_CHECKS.items():
        cell = row.get(column)
        if cell is not None and _text(cell) and (expected := check(cell)):
            problems.append(f"{_place(number, row, column)}: {_quoted(_text(cell))} {expected}")
    for area in _area_list(row.get("areas")):
        if area not in area_words.AREA_LABELS and area != area_words.ANY:
            problems.append(
                f"{_place(number, row, 'areas')}: {_quoted(area)} is not an area.{_nearest_area(area)} "
                "Accepted: area codes joined by ; (such as safety;ethics), * for any area, or empty where not known."
            )
    return problems


def amount_check(most: int, unit: str) -> Callable[[object], str]:
    """Return a check that a cell is a whole number from 0 to ``most``: what is wrong with it, or empty text."""

    def check(cell: object) -> str:
        value = _number(cell)
        if value is None:
            return f"is not a number. Accepted: {unit}, or empty where it is not known."
        if value < 0:
            return f"is less than nothing. Accepted: {unit}, 0 or more, or empty where it is not known."
        if value != value.to_integral_value() or value > most:
            return f"is out of range. Accepted: {unit}, at most {most:,}, without a fraction."
        return ""

    return check


def day_check(cell: object) -> str:
    """Return what is wrong with a cell that should be a day, or empty text."""
    if isinstance(cell, date | pd.Timestamp):
        return ""
    try:
        date.fromisoformat(_text(cell)[:10])
    except ValueError:
        return "is not a date. Accepted: a date such as 2026-12-31, or empty."
    return ""


def _yes_or_no(cell: object) -> str:
    if isinstance(cell, bool) or type(cell).__name__ == "bool":
        return ""
    return "is neither true nor false. Accepted: true or false, or empty for false."


_CELL_CHECKS: Final[dict[str, Callable[[object], str]]] = {
    "credits": amount_check(LARGEST_AMOUNT_HUNDREDTHS, "hundredths of a point"),
    "member_price": amount_check(LARGEST_PRICE_CENTS, "cents"),
    "non_member_price": amount_check(LARGEST_PRICE_CENTS, "cents"),
    "hours": amount_check(LARGEST_AMOUNT_HUNDREDTHS, "hundredths of an hour"),
    "access_months": amount_check(600, "whole months"),
    "last_day_of_sale": day_check,
    "repeatable": _yes_or_no,
    "as_of": day_check,
}


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()


def _number(cell: object) -> Decimal | None:
    try:
        value = Decimal(_text(cell))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _area_list(cell: object) -> list[str]:
    return [area.strip() for area in _text(cell).split(";") if area.strip()]


def _place(number: int, row: Mapping[str, object], column: str) -> str:
    product_id = _text(row.get("product_id"))
    return f'Row {number}{f" ({product_id})" if product_id else ""}, column "{HEADINGS[column]}"'


def _quoted(found: str) -> str:
    return f'"{found}"' if found else "an empty cell"


def _listed(words: tuple[str, ...] | list[str]) -> str:
    return ", ".join(words)


def _nearest(found: str, accepted: tuple[str, ...]) -> str:
    close = get_close_matches(found.casefold(), accepted, n=1, cutoff=0.6)
    return f' Did you mean "{close[0]}"?' if close else ""


def _nearest_area(found: str) -> str:
    spellings = {words_key(name): code for code, label in area_words.AREA_LABELS.items() for name in (code, label)}
    close = get_close_matches(words_key(found), spellings, n=1, cutoff=0.6)
    return f' Did you mean "{spellings[close[0]]}"?' if close else ""


_MONEY: Final = ("member_price", "non_member_price")
_HUNDREDTHS: Final = ("credits", "hours")


def parse_catalogue(text: str) -> pd.DataFrame:
    """Return the products of a catalogue file (YAML) as a frame of :data:`lib.domain.tables.PRODUCTS`.

    The file is a list under ``products``; keys are the columns, prices in dollars, credits and hours in points and
    hours with at most two decimals, ``areas`` a list of codes or ``*``, ``repeatable`` yes or no, dates ISO; what is
    left out is not known. ``LabReadyError`` with one sentence per problem.
    """
    try:
        # Every scalar stays text: an amount such as 4.35 must not pass through binary floating point.
        document = yaml.load(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise LabReadyError(f"The catalogue file is not readable YAML: {error}", code="catalogue") from error
    entries = document.get("products") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise LabReadyError('The catalogue file has no list "products".', code="catalogue")
    problems: list[str] = []
    records = []
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            problems.append(
                f'Row {number} of "products" is not a product. Accepted: keys such as product_id, product, kind.'
            )
            continue
        problems.extend(
            f'Row {number} ({entry.get("product_id", "no ID")}): the key "{key}" is not known. '
            f"Accepted: {_listed(list(tables.PRODUCTS))}."
            for key in entry
            if key not in tables.PRODUCTS
        )
        records.append({column: _cell(column, entry.get(column)) for column in tables.PRODUCTS})
    raw = pd.DataFrame(records, columns=list(tables.PRODUCTS), dtype=object)
    problems.extend(validate(raw))
    if problems:
        raise LabReadyError(" ".join(problems), code="catalogue")
    for column in ("last_day_of_sale", "as_of"):
        raw[column] = pd.to_datetime(raw[column])
    for column in ("credits", "member_price", "non_member_price", "hours", "access_months"):
        raw[column] = pd.Series([None if v is None else int(v) for v in raw[column]], dtype="Int64", index=raw.index)
    return tables.typed(raw, tables.PRODUCTS)


def _cell(column: str, value: object) -> object:
    """Return one value of the file in the table's unit; what cannot be read stays as it is, for the validator."""
    if isinstance(value, list):
        return ";".join(str(part) for part in value)
    found = _text(value)
    if not found:
        return None
    if column == "repeatable":
        return {"yes": True, "true": True, "no": False, "false": False}.get(found.casefold(), found)
    if column in _MONEY or column in _HUNDREDTHS:
        amount = _number(found)
        scaled = None if amount is None else amount * 100
        if scaled is not None and scaled == scaled.to_integral_value():
            return int(scaled)
        return found
    if column == "access_months":
        return int(found) if found.isdecimal() else found
    return found
