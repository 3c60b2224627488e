"""Exact points: integers of hundredths, cut and never rounded up; money: integers of cents."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import Final

HUNDRED: Final = Decimal(100)

UNIT_FACTORS: Final[dict[str, Decimal]] = {
    "points": Decimal(1),
    "contact_hours": Decimal(1),
    "ceu": Decimal(10),
    "minutes": Decimal(1) / Decimal(60),
    "semester_hours": Decimal(15),
    "quarter_hours": Decimal(10),
}
"""Points for one unit. 1 contact hour (50-60 minutes) = 1 point, 60 minutes = 1, 1 CEU = 10, semester 15, quarter 10
(domain definition; facts S20, S41)."""


def hundredths(value: Decimal | int) -> int:
    """Return ``value`` points as integer hundredths; a third decimal is cut towards zero, never rounded up."""
    return int((Decimal(value) * HUNDRED).to_integral_value(rounding=ROUND_DOWN))


def converted(amount: Decimal, unit: str) -> int:
    """Return ``amount`` of ``unit`` (a key of :data:`UNIT_FACTORS`) as hundredths of a point, cut."""
    if unit == "minutes":
        return int((amount * HUNDRED / Decimal(60)).to_integral_value(rounding=ROUND_DOWN))
    return hundredths(amount * UNIT_FACTORS[unit])


def number(value: int) -> int | float:
    """Return hundredths as a JSON number: whole where it is whole, else the shortest decimal (1450 -> 14.5)."""
    whole, rest = divmod(value, 100)
    return whole if rest == 0 else value / 100


def text(value: int) -> str:
    """Return hundredths for people: ``27``, ``14.5``, ``0.25``."""
    sign, value = ("-", -value) if value < 0 else ("", value)
    whole, rest = divmod(value, 100)
    if rest == 0:
        return f"{sign}{whole}"
    return f"{sign}{whole}.{rest:02d}".rstrip("0")


def money_text(cents: int) -> str:
    """Return cents as US dollars for people: ``$2,375`` or ``$2,375.50``."""
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    whole, rest = divmod(cents, 100)
    return f"{sign}${whole:,}" if rest == 0 else f"{sign}${whole:,}.{rest:02d}"
