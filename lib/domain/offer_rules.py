"""What the tables beside the catalogue may hold: further prices, what is owned, fees, notes, classes, cost centres.

One set of rules and sentences for the pages and for the sheets. Cells are in the units of the tables (cents,
hundredths) where they were read, and text where they could not be.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
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
"""Column -> the heading by which pages, sheets and messages name it."""

SHEETS: Final[dict[str, str]] = {"price_terms": "Prices", "product_notes": "Product Notes"}
"""Tables that a sheet of the template carries beside the catalogue -> its name."""

REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "price_terms": ("term_id", "product_id", "form"),
    "product_notes": ("product_id",),
}
"""Columns that such a sheet must have."""

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
_TRUTHS: Final = ("open_to_staff", "includes_cmp_fee")


@dataclass(frozen=True)
class OfferProblem:
    """One thing wrong with a row (from 0): its column (None: the whole row), the import's reason code, what to say."""

    position: int
    column: str | None
    code: str
    sentence: str


_Told = tuple[str | None, str, str]
"""Column, code, sentence."""


def problems(
    name: str,
    frame: pd.DataFrame,
    *,
    products: Collection[str],
    sites: Collection[str] = (),
    staff: Collection[str] = (),
) -> list[OfferProblem]:
    """Return what is wrong with a table of :data:`lib.domain.budget_tables.BUDGET_TABLES`, row by row.

    ``products``, ``sites`` and ``staff`` are those that are known; what is not set is no problem.
    """
    found: list[OfferProblem] = []
    keys = BUDGET_TABLES[name][1]
    seen: set[tuple[str, ...]] = set()
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    for position, record in enumerate(records):
        row: dict[str, Any] = {str(column): cell for column, cell in record.items()}
        told: list[_Told] = [
            (column, _code(check), f'"{_shown(column, row[column])}" {wrong}')
            for column, check in _CHECKS.items()
            if row.get(column) is not None and _text(row[column]) and (wrong := check(row[column]))
        ]  # fmt: skip
        told += [
            (column, "invalid_value", f'"{_text(row[column])}" is neither yes nor no. Accepted: yes, no, or empty.')
            for column in _TRUTHS
            if row.get(column) is not None and _text(row[column]) and not _is_truth(row[column])
        ]
        own = tuple(_text(row.get(key)) for key in keys)
        if len(keys) == 1 and not own[0]:
            told.append((keys[0], "missing_value", "The cell is empty. Accepted: any text that no other row has."))
        elif own in seen:
            named = ", ".join(part for part in own if part)
            told.append((keys[0], "invalid_value", f'"{named}" is there twice. Give each row its own.'))
        seen.add(own)
        if name in _OF_PRODUCTS and (product := _text(row.get("product_id"))) not in products and product:
            told.append(
                ("product_id", "invalid_value",
                 f'"{product}" is not in the catalogue. Accepted: an ID of a product there.')
            )  # fmt: skip
        if name in _OF_PRODUCTS and not _text(row.get("product_id")) and keys != ("product_id",):
            told.append(("product_id", "missing_value", "The cell is empty. Accepted: an ID of a product there."))
        told += _among(row, "sites", sites, "a site of a staff member")
        told += _FURTHER[name](row, products, staff)
        found += [OfferProblem(position, *each) for each in told]
    return found


def _code(check: Callable[[object], str]) -> str:
    return "invalid_date" if check is day_check else "invalid_value"


def _is_truth(cell: object) -> bool:
    return isinstance(cell, bool) or type(cell).__name__ == "bool"


def _shown(column: str, cell: object) -> str:
    """Return a cell as it stands on screen: money and points in ones."""
    value = number(cell)
    if column not in ("price", "amount", "points_left") or isinstance(cell, str) or value is None:
        return _text(cell)
    return f"{(value / 100).normalize():f}"


def _term(row: Mapping[str, Any], products: Collection[str], staff: Collection[str]) -> list[_Told]:
    form = _text(row.get("form"))
    if form not in TERM_FORMS:
        code = "invalid_value" if form else "missing_value"
        return [("form", code, f'"{form}" is not a form. Accepted: {", ".join(TERM_FORMS)}.')]
    told = _among(row, "includes", products, "an ID of a product in the catalogue")
    least, most = _whole(row.get("least_seats")), _whole(row.get("most_seats"))
    if form == "quantity_price" and not least:
        told.append(
            ("least_seats", "missing_value",
             "The cell is empty. Accepted: the number of seats from which this price holds, 1 or more.")
        )  # fmt: skip
    if least is not None and most is not None and most < least:
        told.append(("most_seats", "invalid_value", f'"{most}" is less than "From seats" ({least}).'))
    if form == "bundle" and not _text(row.get("includes")):
        told.append(
            ("includes", "missing_value",
             "The cell is empty. Accepted: the IDs of the products in the bundle, joined by ;.")
        )  # fmt: skip
    if form == "class_price" and not _text(row.get("buyer_class")):
        told.append(
            ("buyer_class", "missing_value",
             "The cell is empty. Accepted: who pays this price, such as resident or student.")
        )  # fmt: skip
    return told


def _owned(row: Mapping[str, Any], products: Collection[str], staff: Collection[str]) -> list[_Told]:
    person = _text(row.get("staff_id"))
    told: list[_Told] = []
    if person and person not in staff:
        told.append(("staff_id", "invalid_value", _nobody(person)))
    if person and (_text(row.get("sites")) or row.get("seats") is not None):
        told.append(
            (None, "invalid_value",
             "a seat is either one person's, or has sites or a number of seats. Leave one of them empty.")
        )  # fmt: skip
    return told


def _fee(row: Mapping[str, Any], products: Collection[str], staff: Collection[str]) -> list[_Told]:
    told: list[_Told] = []
    if not _text(row.get("fee")):
        told.append(("fee", "missing_value", "The cell is empty. Accepted: what the fee is for."))
    confidence = _text(row.get("confidence"))
    if confidence not in CONFIDENCES:
        told.append(("confidence", "invalid_value", f'"{confidence}". Accepted: {", ".join(CONFIDENCES)}.'))
    return told


def _note(row: Mapping[str, Any], products: Collection[str], staff: Collection[str]) -> list[_Told]:
    form = _text(row.get("form"))
    if form and form not in PRODUCT_FORMS:
        return [("form", "invalid_value", f'"{form}" is not a form. Accepted: {", ".join(PRODUCT_FORMS)}, or empty.')]
    return []


def _buyer(row: Mapping[str, Any], products: Collection[str], staff: Collection[str]) -> list[_Told]:
    told: list[_Told] = []
    if not _text(row.get("buyer_class")):
        told.append(
            ("buyer_class", "missing_value",
             "The cell is empty. Accepted: the name of the class, as in the prices for it.")
        )  # fmt: skip
    person, title = _text(row.get("staff_id")), _text(row.get("job_title"))
    if bool(person) == bool(title):
        told.append(
            (None, "invalid_value",
             'a row names either one person ("Employee ID") or a "Job title". Fill in one of them.')
        )  # fmt: skip
    if person and person not in staff:
        told.append(("staff_id", "invalid_value", _nobody(person)))
    return told


def _nobody(person: str) -> str:
    return f'"{person}" is no staff member. Accepted: an employee ID, or empty.'


def _centre(row: Mapping[str, Any], products: Collection[str], staff: Collection[str]) -> list[_Told]:
    told: list[_Told] = []
    if not _text(row.get("department")):
        told.append(
            ("department", "missing_value", "The cell is empty. Accepted: a department as in the staff records.")
        )
    if not _text(row.get("cost_centre")):
        told.append(
            ("cost_centre", "missing_value", "The cell is empty. Accepted: the number or name of the cost centre.")
        )
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


def _among(row: Mapping[str, Any], column: str, known: Collection[str], what: str) -> list[_Told]:
    return [
        (column, "invalid_value", f'"{part}" is not {what}. Several are joined by ;.')
        for part in listed(row.get(column))
        if part not in known
    ]


def listed(cell: object) -> list[str]:
    """Return the parts of a cell that are joined by ``;``."""
    return [part.strip() for part in _text(cell).split(";") if part.strip()]


def _whole(cell: object) -> int | None:
    value = number(cell)
    return None if value is None or value != value.to_integral_value() else int(value)


def _text(cell: object) -> str:
    return "" if cell is None else str(cell).strip()
