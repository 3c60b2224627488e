"""The validator of what stands beside the catalogue: further prices, what is owned, fees, notes, classes of buyers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

import pandas as pd

from lib.domain.budget_tables import BUDGET_TABLES, PRODUCT_FORMS, TERM_FORMS
from lib.domain.product_rules import (
    LARGEST_AMOUNT_HUNDREDTHS,
    LARGEST_PRICE_CENTS,
    MOST_MONTHS,
    amount_check,
    day_check,
    number,
)

HEADINGS: Final[dict[str, str]] = {
    "product_id": "Product ID", "form": "Form", "good_for": "Good for", "where_found": "Where staff find it",
    "open_to_staff": "Staff may buy it", "term_id": "Term ID", "price": "Price", "least_seats": "From seats",
    "most_seats": "At most seats", "sites": "Sites", "includes": "Includes", "buyer_class": "Buyer class",
    "valid_until": "Valid until", "source": "Source", "as_of": "As of", "owned_id": "ID", "staff_id": "Employee ID",
    "seats": "Seats left", "points_left": "Points left", "ends_on": "Ends on", "note": "Note", "fee_id": "Fee ID",
    "fee": "Fee", "amount": "Amount", "valid_from": "Valid from", "confidence": "Confidence",
    "only_for": "Only for", "last_day_of_access": "Last day of access", "includes_cmp_fee": "Holds the CMP fee",
    "term_months": "Term in months", "job_title": "Job title", "department": "Department", "site": "Site",
    "cost_centre": "Cost centre",
}  # fmt: skip
"""Column -> the heading by which pages and messages name it."""

CONFIDENCES: Final = ("HIGH", "MEDIUM", "LOW", "UNKNOWN")

_MONEY: Final = amount_check(LARGEST_PRICE_CENTS, "dollars", scale=100)
_SEATS: Final = amount_check(100_000, "whole seats")
_CHECKS: Final[dict[str, Callable[[object], str]]] = {
    "price": _MONEY,
    "amount": _MONEY,
    "least_seats": _SEATS,
    "most_seats": _SEATS,
    "seats": _SEATS,
    "points_left": amount_check(LARGEST_AMOUNT_HUNDREDTHS, "points", scale=100),
    "term_months": amount_check(MOST_MONTHS, "whole months"),
    "last_day_of_access": day_check,
    "valid_until": day_check,
    "valid_from": day_check,
    "as_of": day_check,
    "ends_on": day_check,
}


def problems_of(
    name: str,
    frame: pd.DataFrame,
    *,
    products: Collection[str],
    sites: Collection[str] = (),
    staff: Collection[str] = (),
) -> list[str]:
    """Return one sentence per problem of a table of :data:`lib.domain.budget_tables.BUDGET_TABLES`; rows count from 1.

    ``products``, ``sites`` and ``staff`` are those that are known; what is not set is no problem.
    """
    problems: list[str] = []
    keys = BUDGET_TABLES[name][1]
    seen: set[tuple[str, ...]] = set()
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    for place, record in enumerate(records, start=1):
        row: dict[str, Any] = {str(column): cell for column, cell in record.items()}
        told = [
            f'column "{HEADINGS[column]}": "{_shown(column, row[column])}" {found}'
            for column, check in _CHECKS.items()
            if row.get(column) is not None and (found := check(row[column]))
        ]
        own = tuple(_text(row.get(key)) for key in keys)
        if len(keys) == 1 and not own[0]:
            told.append(f'column "{HEADINGS[keys[0]]}" is empty. Accepted: any text that no other row has.')
        elif own in seen:
            named = ", ".join(part for part in own if part)
            told.append(f'column "{HEADINGS[keys[0]]}": "{named}" is there twice. Give each row its own.')
        seen.add(own)
        if name in _OF_PRODUCTS and (product := _text(row.get("product_id"))) not in products:
            told.append(
                f'column "Product ID": "{product}" is not in the catalogue. Accepted: an ID of a product there.'
            )
        told += _among(row, "sites", sites, "a site of a staff member")
        told += _FURTHER[name](row, products, staff)
        problems += [f"Row {place}, {text}" for text in told]
    return problems


def _shown(column: str, cell: object) -> str:
    """Return a cell as it stands on screen: money and points in ones."""
    value = number(cell)
    if column not in ("price", "amount", "points_left") or isinstance(cell, str) or value is None:
        return _text(cell)
    return f"{(value / 100).normalize():f}"


def _term(row: Mapping[str, Any], products: Collection[str], staff: Collection[str]) -> list[str]:
    form = _text(row.get("form"))
    if form not in TERM_FORMS:
        return [f'column "Form": "{form}" is not a form. Accepted: {", ".join(TERM_FORMS)}.']
    told = _among(row, "includes", products, "an ID of a product in the catalogue")
    least, most = _whole(row.get("least_seats")), _whole(row.get("most_seats"))
    if form == "quantity_price" and not least:
        told.append(
            'column "From seats" is empty. Accepted: the number of seats from which this price holds, 1 or more.'
        )
    if least is not None and most is not None and most < least:
        told.append(f'column "At most seats": {most} is less than "From seats" ({least}).')
    if form == "bundle" and not _text(row.get("includes")):
        told.append('column "Includes" is empty. Accepted: the IDs of the products in the bundle, joined by ;.')
    if form == "class_price" and not _text(row.get("buyer_class")):
        told.append('column "Buyer class" is empty. Accepted: who pays this price, such as resident or student.')
    return told


def _owned(row: Mapping[str, Any], products: Collection[str], staff: Collection[str]) -> list[str]:
    person = _text(row.get("staff_id"))
    told = []
    if person and person not in staff:
        told.append(f'column "Employee ID": "{person}" is no staff member. Accepted: an employee ID, or empty.')
    if person and (_text(row.get("sites")) or row.get("seats") is not None):
        told.append("a seat is either one person's, or has sites or a number of seats. Leave one of them empty.")
    return told


def _fee(row: Mapping[str, Any], products: Collection[str], staff: Collection[str]) -> list[str]:
    told = []
    if not _text(row.get("fee")):
        told.append('column "Fee" is empty. Accepted: what the fee is for.')
    confidence = _text(row.get("confidence"))
    if confidence not in CONFIDENCES:
        told.append(f'column "Confidence": "{confidence}". Accepted: {", ".join(CONFIDENCES)}.')
    return told


def _note(row: Mapping[str, Any], products: Collection[str], staff: Collection[str]) -> list[str]:
    form = _text(row.get("form"))
    if form and form not in PRODUCT_FORMS:
        return [f'column "Form": "{form}" is not a form. Accepted: {", ".join(PRODUCT_FORMS)}, or empty.']
    return []


def _buyer(row: Mapping[str, Any], products: Collection[str], staff: Collection[str]) -> list[str]:
    told = []
    if not _text(row.get("buyer_class")):
        told.append('column "Buyer class" is empty. Accepted: the name of the class, as in the prices for it.')
    person, title = _text(row.get("staff_id")), _text(row.get("job_title"))
    if bool(person) == bool(title):
        told.append('a row names either one person ("Employee ID") or a "Job title". Fill in one of them.')
    if person and person not in staff:
        told.append(f'column "Employee ID": "{person}" is no staff member. Accepted: an employee ID, or empty.')
    return told


def _centre(row: Mapping[str, Any], products: Collection[str], staff: Collection[str]) -> list[str]:
    told = []
    if not _text(row.get("department")):
        told.append('column "Department" is empty. Accepted: a department as in the staff records.')
    if not _text(row.get("cost_centre")):
        told.append('column "Cost centre" is empty. Accepted: the number or name of the cost centre.')
    return told


_FURTHER: Final = {
    "price_terms": _term,
    "owned_seats": _owned,
    "fees": _fee,
    "product_notes": _note,
    "buyer_classes": _buyer,
    "cost_centres": _centre,
}
_OF_PRODUCTS: Final = ("price_terms", "owned_seats", "product_notes")


def _among(row: Mapping[str, Any], column: str, known: Collection[str], what: str) -> list[str]:
    return [
        f'column "{HEADINGS[column]}": "{part}" is not {what}. Several are joined by ;.'
        for part in listed(row.get(column))
        if part not in known
    ]


def listed(cell: object) -> list[str]:
    """Return the parts of a cell that are joined by ``;``."""
    return [part.strip() for part in _text(cell).split(";") if part.strip()]


def _whole(cell: object) -> int | None:
    return None if cell is None else int(str(cell))


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()
