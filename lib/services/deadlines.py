"""Deadlines: what falls due in the coming months, and who would be left at the bench."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.compliance import deadlines as reckoning
from lib.services.container import LabReady
from lib.services.readiness import FilterChoices, Filters, team
from lib.services.reports import EVERYBODY


@dataclass(frozen=True)
class Deadlines:
    """The coming months. ``events``: ``EVENTS`` and ``months``: counts by month of :mod:`lib.domain.deadlines`.

    ``passed``: the holdings whose filing date or end passed before ``as_of`` (status late, end passed or expired);
    ``undated``: how many required holdings have no end date and appear nowhere here.
    """

    events: pd.DataFrame
    months: pd.DataFrame
    passed: pd.DataFrame
    undated: int
    people: int
    choices: FilterChoices
    as_of: date


@dataclass(frozen=True)
class BenchRisk:
    """Who would remain. ``table``: ``BENCH`` and ``lapsing``: ``LAPSING`` of :mod:`lib.domain.deadlines`.

    ``unknown``: how many holdings have no end date and are in no count.
    """

    table: pd.DataFrame
    lapsing: pd.DataFrame
    unknown: int
    people: int
    choices: FilterChoices
    as_of: date


def upcoming(app: LabReady, principal: Principal, as_of: date, *, filters: Filters = EVERYBODY) -> Deadlines:
    """Return filing windows and ends from ``as_of`` over 24 months, for what the filters leave."""
    require(principal, "view")
    found = team(app, principal, as_of, filters=filters)
    events = reckoning.events(found.verdicts, as_of)
    passed = found.verdicts[found.verdicts["status"].isin(["late", "end_passed", "expired"])]
    return Deadlines(
        events=events,
        months=reckoning.by_month(events, as_of),
        passed=passed.reset_index(drop=True),
        undated=int((found.verdicts["status"] == "dates_missing").sum()),
        people=found.people,
        choices=found.choices,
        as_of=as_of,
    )


def bench_risk(app: LabReady, principal: Principal, as_of: date, *, filters: Filters = EVERYBODY) -> BenchRisk:
    """Return by department and credential how many certified people remain if those not on course lapse."""
    require(principal, "view")
    found = team(app, principal, as_of, filters=filters)
    return BenchRisk(
        table=reckoning.bench(found.verdicts, as_of),
        lapsing=reckoning.lapsing(found.verdicts, as_of),
        unknown=reckoning.bench_unknown(found.verdicts),
        people=found.people,
        choices=found.choices,
        as_of=as_of,
    )
