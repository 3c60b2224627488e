"""The only reader of today's date and of the time of day."""

from __future__ import annotations

from datetime import date, datetime


def today() -> date:
    """Return today's date on this computer."""
    return date.today()


def now() -> datetime:
    """Return the time on this computer, without a time zone, as the store keeps it."""
    return datetime.now().replace(microsecond=0)
