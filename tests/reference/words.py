"""The plain meaning of single cells and words: days, numbers, names, titles, areas; from the definitions alone."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, Decimal, InvalidOperation
from functools import cache
from typing import Any

AREAS = [
    "safety", "ethics", "blood_banking", "chemistry", "hematology", "microbiology", "immunology", "molecular_biology",
    "cytogenetics", "cytology", "histology", "apheresis", "phlebotomy", "anatomic_pathology", "advanced_cancer",
    "immunohistochemistry", "cytometry", "informatics", "laboratory_management", "education", "laboratory_operations",
]  # fmt: skip

# Besides each code word and its words: what the definitions name in brackets.
LABELS = {
    "laboratory safety": "safety",
    "patient safety": "safety",
    "quality control": "safety",
    "quality assurance": "safety",
    "medical ethics": "ethics",
}

NOT_COMPLETED = {"no show", "fail", "registered", "withdrawn", "in progress", "cancelled", "rejected"}
NOT_EDUCATION = {"staff meeting", "orientation"}
COLLEGE = {"college", "college course", "college coursework"}
POINTS_PER_UNIT = {
    "": Decimal(1),
    "points": Decimal(1),
    "contact hours": Decimal(1),
    "ceu": Decimal(10),
    "semester hours": Decimal(15),
    "quarter hours": Decimal(10),
}


def blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def text_of(cell: Any) -> str:
    """The cell as text; a whole number without `.0`."""
    if blank(cell):
        return ""
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    return str(cell).strip()


def is_error(cell: Any) -> bool:
    return isinstance(cell, str) and cell in {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?"}


def day_of(cell: Any) -> date | None:
    """The day in a cell: a real date, or ISO text; None where there is none that exists."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", cell.strip()):
        try:
            return date.fromisoformat(cell.strip())
        except ValueError:
            return None
    return None


def number_of(cell: Any) -> Decimal | None:
    if isinstance(cell, bool) or blank(cell):
        return None
    try:
        number = Decimal(str(cell).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def hundredths(number: Decimal) -> int:
    """Two places; what would need a third is cut."""
    return int((number * 100).to_integral_value(rounding=ROUND_DOWN))


def points_in_hundredths(number: Decimal, unit: Any) -> int:
    word = text_of(unit).casefold()
    if word == "minutes":
        return int((number * 100 / Decimal(60)).to_integral_value(rounding=ROUND_DOWN))
    return hundredths(number * POINTS_PER_UNIT[word])


def yes_or_no(cell: Any) -> bool | None:
    word = text_of(cell).casefold()
    return None if not word else word in {"yes", "y", "true", "1"}


@cache
def title_key(title: str) -> str:
    """A title apart from case, spaces and punctuation; as written where nothing else is left."""
    left = "".join(letter for letter in title.casefold() if letter.isalnum())
    return left or title


def name_key(name: str) -> str:
    """A name apart from case, spaces and accents; `Last, First` is turned."""
    if "," in name:
        last, first = name.split(",", 1)
        name = f"{first} {last}"
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return "".join(plain.casefold().split())


def areas_in(cell: Any) -> tuple[list[str], list[str]]:
    """The areas that a cell names, in order, and the texts that name none."""
    known: list[str] = []
    unknown: list[str] = []
    for part in re.split(r"[;,/|]", text_of(cell)):
        words = " ".join(part.replace("_", " ").split()).casefold()
        if not words:
            continue
        area = LABELS.get(words, words.replace(" ", "_"))
        if area in AREAS:
            if area not in known:
                known.append(area)
        else:
            unknown.append(part.strip())
    return known, unknown


def add_months(day: date, months: int) -> date:
    """The same day that many months on; a day that a month lacks is its last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    month += 1
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month, last)
            except ValueError:
                continue
    raise AssertionError(day)


def month_ends(as_of: date, count: int) -> list[date]:
    """The last `count` month ends up to `as_of`, oldest first."""
    ends: list[date] = []
    day = as_of
    while len(ends) < count:
        if (day + timedelta(days=1)).day == 1:
            ends.append(day)
        day -= timedelta(days=1)
    return ends[::-1]
