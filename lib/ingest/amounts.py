"""Numbers as people write them, exact: points with their units, prices, counts. Read once per distinct value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

import numpy as np
import numpy.typing as npt

from lib.domain.points import converted
from lib.ingest.book import EMPTY, ERROR, NUMBER, TEXT, Codes, Column
from lib.ingest.vocabulary import compact, header_words, units

_NUMBER: Final = re.compile(r"([+\-−]?)\s*(\d[\d.,'\s\u00a0\u202f]*|[.,]\d+)\s*(.*)$", re.ASCII | re.DOTALL)
_GROUPED_COMMA: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?$", re.ASCII)
_GROUPED_POINT: Final = re.compile(r"\d{1,3}(?:\.\d{3}){1,}(?:,\d+)?$", re.ASCII)
_DECIMAL_COMMA: Final = re.compile(r"^\s*[+-]?\d*,(?:\d{1,2}|\d{4,})(?!\d)", re.ASCII)
_WITH_DIGITS: Final = re.compile(r"[(\[{][^)\]}]*(?:\d|=)[^)\]}]*[)\]}]")
"""What a header explains about its unit: ``Hours (60 min)`` counts hours."""
_MONEY: Final = re.compile(r"^\s*(?:US\s*)?[$€£]|[$€£]\s*$|^\s*USD\s*|\s*USD\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Amount:
    """A number and the unit word written behind it ('' where there is none)."""

    value: Decimal
    unit: str


def amount(text: str, comma_is_decimal: bool = False) -> Amount | None:
    """Return the number a text says, with the words behind it; None where it does not start with one.

    ``1,500`` is 1500 unless ``comma_is_decimal``; ``1,5`` is 1.5; of two kinds of sign the last parts the decimals.
    """
    match = _NUMBER.match(text.strip())
    if match is None or len(text) > 60:
        return None
    digits = (
        re.sub(r"[\s'\u00a0\u202f]", "", match[2]).rstrip(".,")
        if not match[3]
        else re.sub(r"[\s'\u00a0\u202f]", "", match[2])
    )
    digits = digits.rstrip(".,")
    plain = _plain(digits, comma_is_decimal)
    if plain is None:
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return Amount(-value if match[1] in ("-", "−") else value, match[3].strip())


def _plain(digits: str, comma_is_decimal: bool) -> str | None:
    """Return digits with a decimal point at most; None where signs stand as no number has them."""
    if "," not in digits:
        return digits if digits.count(".") <= 1 else (digits.replace(".", "") if _GROUPED_POINT.match(digits) else None)
    if "." in digits:
        if digits.rfind(".") > digits.rfind(","):
            return digits.replace(",", "") if _GROUPED_COMMA.match(digits) else None
        return (
            digits.replace(".", "").replace(",", ".")
            if _GROUPED_POINT.match(digits) and digits.count(",") == 1
            else None
        )
    if digits.count(",") == 1 and (comma_is_decimal or not _GROUPED_COMMA.match(digits) or digits.startswith("0,")):
        return digits.replace(",", ".")
    return digits.replace(",", "") if _GROUPED_COMMA.match(digits) else None


def of_number(value: float) -> Decimal:
    """Return a spreadsheet's number as it shows it: fifteen significant digits, so 0.7999999999999999 is 0.8."""
    return Decimal(format(value, ".15g"))


def unit_of_header(header: str) -> str:
    """Return the unit a header of points names: hours win over CEU (``Training/CEU Hours``), points where it names
    none."""
    named = header_words(_WITH_DIGITS.sub(" ", header))
    if "semester" in named:
        return "semester_hours"
    if "quarter" in named:
        return "quarter_hours"
    if named & {"hours", "hour", "hrs", "hr", "horas"}:
        return "contact_hours"
    if named & {"minutes", "minute", "mins", "min", "minutos"}:
        return "minutes"
    if named & {"ceu", "ceus"}:
        return "ceu"
    return "points"


@dataclass
class Amounts:
    """Numbers of a column's distinct values: the exact value, the unit written with it, and ``problem`` ('' = none)."""

    values: list[Decimal | None]
    unit: list[str]
    problem: npt.NDArray[np.str_]


def read_amounts(column: Column, used: Codes, *, money: bool = False) -> Amounts:
    """Return the numbers of the values that occur. Text that is no number is ``invalid_points``, an error
    ``cell_error``.

    Units behind a number (``1.5 CEU``, ``90 min``) are kept where they are known words; unknown ones make it no number.
    """
    size = len(column.texts)
    values: list[Decimal | None] = [None] * size
    unit = [""] * size
    problem = np.full(size, "", dtype="U16")
    codes = used.tolist()
    comma = any(column.kinds[c] == TEXT and _DECIMAL_COMMA.match(column.texts[c]) for c in codes)
    for code in codes:
        kind, text = column.kinds[code], column.texts[code]
        if kind == EMPTY:
            continue
        if kind == NUMBER:
            number = float(column.numbers[code])
            values[code] = of_number(number) if np.isfinite(number) else None
        elif kind == TEXT:
            found = amount(_MONEY.sub("", text) if money else text, comma)
            named = units().get(compact(found.unit)) if found and found.unit else ""
            if found is not None and named is not None:
                values[code], unit[code] = found.value, named
        if values[code] is None:
            problem[code] = "cell_error" if kind == ERROR else "invalid_points"
    return Amounts(values, unit, problem)


_LARGEST: Final = Decimal(1_000_000_000)


def points_table(amounts: Amounts, unit: str) -> npt.NDArray[np.int64]:
    """Return hundredths of points for each distinct amount in ``unit``, unless the amount names its own; 0 where
    none."""
    result = np.zeros(len(amounts.values), dtype=np.int64)
    for code, value in enumerate(amounts.values):
        if value is not None:
            bounded = max(min(value, _LARGEST), -_LARGEST)
            result[code] = converted(bounded, amounts.unit[code] or unit)
    return result
