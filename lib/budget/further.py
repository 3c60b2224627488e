"""The validator of what stands beside the catalogue: further prices, what is owned, fees, notes on products."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

import pandas as pd

from lib.budget.catalogue import LARGEST_AMOUNT_HUNDREDTHS, LARGEST_PRICE_CENTS, amount_check, day_check
from lib.domain.budget_tables import TERM_FORMS

HEADINGS: Final[dict[str, str]] = {
    "product_id": "Product ID", "form": "Form", "good_for": "Good for", "where_found": "Where staff find it",
    "open_to_staff": "Staff may buy it", "term_id": "Term ID", "price": "Price", "least_seats": "From seats",
    "most_seats": "At most seats", "sites": "Sites", "includes": "Includes", "buyer_class": "Buyer class",
    "valid_until": "Valid until", "source": "Source", "as_of": "As of", "owned_id": "ID", "staff_id": "Employee ID",
    "seats": "Seats left", "points_left": "Points left", "ends_on": "Ends on", "note": "Note", "fee_id": "Fee ID",
    "fee": "Fee", "amount": "Amount", "valid_from": "Valid from", "confidence": "Confidence",
}  # fmt: skip
"""Column -> the heading by which pages and messages name it."""

CONFIDENCES: Final = ("HIGH", "MEDIUM", "LOW", "UNKNOWN")

_MONEY: Final = amount_check(LARGEST_PRICE_CENTS, "cents")
_SEATS: Final = amount_check(100_000, "whole seats")
_CHECKS: Final[dict[str, Callable[[object], str]]] = {
    "price": _MONEY,
    "amount": _MONEY,
    "least_seats": _SEATS,
    "most_seats": _SEATS,
    "seats": _SEATS,
    "points_left": amount_check(LARGEST_AMOUNT_HUNDREDTHS, "hundredths of a point"),
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
    key = {"price_terms": "term_id", "owned_seats": "owned_id", "fees": "fee_id", "product_notes": "product_id"}[name]
    seen: set[str] = set()
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    for number, record in enumerate(records, start=1):
        row: dict[str, Any] = {str(column): cell for column, cell in record.items()}
        told = [
            f'column "{HEADINGS[column]}": "{row[column]}" {found}'
            for column, check in _CHECKS.items()
            if row.get(column) is not None and (found := check(row[column]))
        ]
        own = _text(row.get(key))
        if not own:
            told.append(f'column "{HEADINGS[key]}" is empty. Accepted: any text that no other row has.')
        elif own in seen:
            told.append(f'column "{HEADINGS[key]}": "{own}" is there twice. Give each row its own.')
        seen.add(own)
        if name != "fees" and (product := _text(row.get("product_id"))) not in products:
            told.append(
                f'column "Product ID": "{product}" is not in the catalogue. Accepted: an ID of a product there.'
            )
        told += _among(row, "sites", sites, "a site of a staff member")
        told += _FURTHER[name](row, products, staff)
        problems += [f"Row {number}, {text}" for text in told]
    return problems


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
    return []


_FURTHER: Final = {"price_terms": _term, "owned_seats": _owned, "fees": _fee, "product_notes": _note}


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
