"""What tests read from Readiness and Person."""

from __future__ import annotations

from datetime import date
from typing import Any

from lib.services import readiness

TODAY = date(2026, 11, 22)
OVERVIEW, PERSON = "readiness/overview", "readiness/person"


def table(dashboard: Any) -> Any:
    return dashboard.test.get_by_key("readiness.table").value


def ledger(dashboard: Any) -> Any:
    return next(each.value for each in dashboard.test.dataframe if "part" in each.value.columns)


def expected(dashboard: Any, **narrowed: Any) -> list[str]:
    team = readiness.team(dashboard.app, dashboard.principal, TODAY, filters=readiness.Filters(**narrowed))
    return list(team.verdicts["staff_id"])
