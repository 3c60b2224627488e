"""Where a holding is heading, as a sentence: pages, charts and printed reports say the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lib.domain import points
from lib.domain.calendar import spoken


@dataclass(frozen=True)
class Outlook:
    """What the sentence is made of; points are hundredths, None where there is no number or no day.

    ``met_on`` and ``missing_then`` are the forecast's day and what would be missing at ``declare_by``; ``recent`` the
    points of the ``pace_days`` looked back; ``reached_on`` the day on which the last counted points were earned;
    ``looks_back``: the window is the last three years (an ended or a voluntary holding); ``named_missing`` and
    ``named_words`` (*ethics 1*) are what named minimums lack: they have no pace, they have a next step.
    """

    total: int | None
    counted: int | None
    recent: int
    pace_days: int
    met_on: date | None
    missing_then: int | None
    reached_on: date | None
    declare_by: date | None
    cycle_end: date | None
    as_of: date
    looks_back: bool
    named_missing: int = 0
    named_words: str = ""

    @property
    def missing(self) -> int | None:
        return None if self.total is None or self.counted is None else self.total - self.counted


def finding(outlook: Outlook) -> str:
    """Return where a holding is heading: *At this pace 36 points are reached in Mar 2027, after the filing date*."""
    missing = outlook.missing
    if missing is None or outlook.total is None or outlook.counted is None:
        return "How many points are asked is not known, so there is no forecast"
    asked = points.text(outlook.total)
    if missing == 0:
        since = f" since {spoken(outlook.reached_on)}" if outlook.reached_on else ""
        return f"All {asked} points are there{since}"
    if outlook.named_missing == missing:
        return f"Only named points are missing: {outlook.named_words}; no others close that gap"
    if outlook.looks_back:
        return (
            f"{points.text(outlook.counted)} of {asked} points in the last three years, {points.text(missing)} missing"
        )
    if not outlook.recent:
        lacking = f"{points.text(missing)} of {asked} points"
        return f"Nothing earned in the last {outlook.pace_days} days: {lacking} stay missing"
    if outlook.met_on is None:
        return f"At this pace {asked} points are not reached in this cycle"
    return (
        f"At this pace {asked} points are reached in {outlook.met_on:%b %Y}, {_beside_dates(outlook, outlook.met_on)}"
    )


def _beside_dates(outlook: Outlook, met_on: date) -> str:
    if outlook.cycle_end is not None and met_on > outlook.cycle_end:
        return "after the cycle ends"
    if outlook.declare_by is not None and met_on > outlook.declare_by:
        return "after the filing date"
    return "in time for the filing date"


def explanation(outlook: Outlook) -> str:
    """Return what the forecast was reckoned from and what would be missing at the filing date; empty without one."""
    if outlook.missing in (None, 0, outlook.named_missing) or outlook.looks_back:
        return ""
    told = f"Pace: {points.text(outlook.recent)} points in the last {outlook.pace_days} days."
    if outlook.missing_then and outlook.declare_by is not None and outlook.declare_by >= outlook.as_of:
        told += f" {points.text(outlook.missing_then)} would be missing on {spoken(outlook.declare_by)}."
    if outlook.named_missing:
        told += f" To be planned by itself: {outlook.named_words}."
    return told
