"""The one act that helps most: which area one hour for everybody who lacks it would serve best."""

from __future__ import annotations

from typing import Final, NamedTuple

import pandas as pd

from lib.charts.behind import BEHIND_GROUPS
from lib.domain.areas import AREAS
from lib.domain.statuses import PLANNABLE

HOUR: Final = 100
"""One contact hour is one point, in hundredths."""


class HelpfulHour(NamedTuple):
    """One hour in an area: whom it can still help, whose gap in it closes, who then lacks nothing at all (people).

    ``ended``: who lacks the area as well, but in a cycle that has ended, where no hour helps any more.
    """

    requirement: str
    lacking: int
    closed: int
    complete: int
    ended: int = 0


def most_helpful_hour(verdicts: pd.DataFrame, requirements: pd.DataFrame) -> HelpfulHour | None:
    """Return the named requirement that one point closes for most people of a view; None where it closes none.

    Only holdings to act on or to watch whose gap training can still close. Somebody's gap is closed where each of their
    holdings that lacks the area lacks one point of it or less; they are complete where those holdings lack nothing
    else. One hour counts for each credential that its person holds. Equal ones: who is complete, then domain order.
    """
    behind = verdicts[verdicts["status_group"].isin(BEHIND_GROUPS)]
    gaps = requirements[(requirements["gap"] > 0) & (requirements["requirement"] != "rest")]
    everyone = gaps.merge(behind[["holding", "staff_id", "missing", "status"]], on="holding")
    rows = everyone[everyone["status"].isin(PLANNABLE)]
    if rows.empty:
        return None
    closes = rows["gap"] <= HOUR
    people = (
        rows.assign(closes=closes, completes=closes & (rows["missing"] == rows["gap"]).fillna(value=False).astype(bool))
        .groupby(["requirement", "staff_id"])[["closes", "completes"]]
        .all()
    )
    table = people.groupby(level="requirement").agg(
        lacking=("closes", "size"), closed=("closes", "sum"), complete=("completes", "sum")
    )
    everybody = everyone.groupby("requirement")["staff_id"].nunique()
    table["ended"] = everybody.reindex(table.index) - table["lacking"]
    order = {area: number for number, area in enumerate(AREAS)}
    found = [
        HelpfulHour(str(code), int(lacking), int(closed), int(complete), int(ended))
        for code, lacking, closed, complete, ended in zip(table.index, *(table[name] for name in table), strict=True)
    ]
    best = min(found, key=lambda hour: (-hour.closed, -hour.complete, order.get(hour.requirement, len(order))))
    return best if best.closed else None
