"""What a row of the catalogue may hold: one set of rules and sentences for the page, the sheet and the catalogue file.

Cells are in the units of :data:`lib.domain.tables.PRODUCTS` (cents, hundredths) where they were read, and text where
they could not be. Sentences speak in dollars, points and hours, whichever way the row came in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Final

import pandas as pd

from lib.domain import areas as area_words
from lib.domain import tables
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

MOST_MONTHS: Final = 600


@dataclass(frozen=True)
class ProductProblem:
    """One thing wrong with one cell: its row (from 0), its column, the import's reason code, and what to say of it."""

    position: int
    column: str
    code: str
    sentence: str


def problems(frame: pd.DataFrame, row_names: Sequence[str] | None = None) -> list[ProductProblem]:
    """Return what is wrong with a product table, row by row; nothing where it can be used.

    Blank prices, credits, areas and hours are no problem: they are *not set*. ``row_names`` are the words for each row
    by which another row's sentence names it (default: ``row 1`` and so on).
    """
    found: list[ProductProblem] = []
    first: dict[str, int] = {}
    records = frame.astype(object).where(frame.notna(), None).to_dict("records")
    rows = [{str(column): cell for column, cell in record.items()} for record in records]
    for position, row in enumerate(rows):
        found += [ProductProblem(position, *wrong) for wrong in _row_problems(row)]
        product_id = text(row.get("product_id"))
        if product_id and product_id in first and row != rows[first[product_id]]:
            name = row_names[first[product_id]] if row_names else f"row {first[product_id] + 1}"
            found.append(
                ProductProblem(
                    position, "product_id", "invalid_value",
                    f'"{product_id}" is the ID of {name} already. '
                    "Accepted: an ID of its own for each product. Change one of them.",
                )
            )  # fmt: skip
        first.setdefault(product_id, position)
    return found


def _row_problems(row: Mapping[str, object]) -> list[tuple[str, str, str]]:
    found = [
        (column, "missing_value", "The cell is empty. Accepted: any text. Fill it in.")
        for column in ("product_id", "product")
        if not text(row.get(column))
    ]
    kind = text(row.get("kind"))
    maybe = nearest(kind, tables.PRODUCT_KINDS)
    if kind not in tables.PRODUCT_KINDS:
        found.append(
            (
                "kind", "invalid_value" if kind else "missing_value",
                f"{quoted(kind)} is not a kind of product. Accepted: {', '.join(tables.PRODUCT_KINDS)}.{maybe}",
            )
        )  # fmt: skip
    if kind == "membership" and not words_key(text(row.get("provider"))):
        found.append(("provider", "missing_value", _NO_PROVIDER))
    for column, check in _CELL_CHECKS.items():
        cell = row.get(column)
        if cell is not None and text(cell) and (expected := check(cell)):
            code = "invalid_date" if check is day_check else "invalid_value"
            found.append((column, code, f"{quoted(shown(column, cell))} {expected}"))
    for area in area_list(row.get("areas")):
        if area not in area_words.AREA_LABELS and area != area_words.ANY:
            found.append(("areas", "invalid_value", f"{quoted(area)} is not an area.{_nearest_area(area)} {_AREAS}"))
    return found


def shown(column: str, cell: object) -> str:
    """Return a cell as a person wrote it: what is read in hundredths in ones, everything else as it stands."""
    if column not in SCALED or isinstance(cell, str):
        return text(cell)
    value = number(cell)
    return text(cell) if value is None else f"{(value / 100).normalize():f}"


def amount_check(most: int, unit: str, *, scale: int = 1) -> Callable[[object], str]:
    """Return a check of an amount from 0 to ``most`` (in the table's unit): what is wrong with it, or empty text.

    ``unit`` says what people count in; ``scale`` of the table's units make one of it. Text is in the people's unit.
    """
    fraction = "with at most two decimals" if scale == 100 else "without a fraction"

    def check(cell: object) -> str:
        value = number(cell)
        if value is None:
            return f"is not a number. Accepted: {unit}, or empty where it is not known."
        if isinstance(cell, str):
            value *= scale
        if value < 0:
            return f"is less than nothing. Accepted: {unit}, 0 or more, or empty where it is not known."
        if value != value.to_integral_value() or value > most:
            return f"is out of range. Accepted: {unit}, at most {most // scale:,}, {fraction}."
        return ""

    return check


def day_check(cell: object) -> str:
    """Return what is wrong with a cell that should be a day, or empty text."""
    if isinstance(cell, date | pd.Timestamp):
        return ""
    try:
        date.fromisoformat(text(cell)[:10])
    except ValueError:
        return "is not a date that exists. Accepted: a date such as 2026-12-31, or empty."
    return ""


def _yes_or_no(cell: object) -> str:
    if isinstance(cell, bool) or type(cell).__name__ == "bool":
        return ""
    return "is neither yes nor no. Accepted: yes or no, or empty for no."


_NO_PROVIDER: Final = (
    "The cell is empty, and a membership is of a provider. "
    "Accepted: the provider's name, spelled as in the rows of its products."
)
_AREAS: Final = "Accepted: areas joined by ; (such as safety;ethics), * for any area, or empty where not known."

SCALED: Final[Mapping[str, str]] = {
    "credits": "points",
    "member_price": "dollars",
    "non_member_price": "dollars",
    "hours": "hours",
}
"""Column that the table holds in hundredths -> the unit in which people write it."""

_CELL_CHECKS: Final[dict[str, Callable[[object], str]]] = {
    "credits": amount_check(LARGEST_AMOUNT_HUNDREDTHS, "points", scale=100),
    "member_price": amount_check(LARGEST_PRICE_CENTS, "dollars", scale=100),
    "non_member_price": amount_check(LARGEST_PRICE_CENTS, "dollars", scale=100),
    "hours": amount_check(LARGEST_AMOUNT_HUNDREDTHS, "hours", scale=100),
    "access_months": amount_check(MOST_MONTHS, "whole months"),
    "last_day_of_sale": day_check,
    "repeatable": _yes_or_no,
    "as_of": day_check,
}


def text(cell: object) -> str:
    """Return a cell as text without blanks around it, empty text for None."""
    return "" if cell is None else str(cell).strip()


def number(cell: object) -> Decimal | None:
    """Return a cell as an exact number; None where it is none."""
    try:
        value = Decimal(text(cell))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def area_list(cell: object) -> list[str]:
    """Return the parts of a cell of areas."""
    return [area.strip() for area in text(cell).split(";") if area.strip()]


def quoted(found: str) -> str:
    """Return what was found, in quotation marks, or in words where that is nothing."""
    return f'"{found}"' if found else "an empty cell"


def nearest(found: str, accepted: Sequence[str]) -> str:
    """Return a question that offers the accepted word most like the one found, or empty text."""
    close = get_close_matches(found.casefold(), accepted, n=1, cutoff=0.6)
    return f' Did you mean "{close[0]}"?' if close else ""


def _nearest_area(found: str) -> str:
    spellings = {words_key(name): code for code, label in area_words.AREA_LABELS.items() for name in (code, label)}
    close = get_close_matches(words_key(found), spellings, n=1, cutoff=0.6)
    return f' Did you mean "{spellings[close[0]]}"?' if close else ""
