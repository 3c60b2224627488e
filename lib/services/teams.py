"""Teams: sites, departments or supervisors side by side, by the same verdicts as every other page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.compliance.standing import standing
from lib.domain.errors import RefusedCommand
from lib.domain.statuses import GROUPS, ON_COURSE
from lib.services.container import LabReady
from lib.services.readiness import FilterChoices, Filters, by_person, team
from lib.services.reports import EVERYBODY

GROUPINGS: Final[dict[str, str]] = {"site": "site", "department": "department", "supervisor": "supervisor"}
"""What teams can be made by -> its word."""


@dataclass(frozen=True)
class TeamComparison:
    """Teams on a day.

    ``teams``: team (missing values named ``not given``), people (with a required holding), on_course, share (percent,
    cut), act, watch, fine, cannot_say (people by their worst required holding), holdings, current (verified current),
    missing (hundredths of points), next_due (the next filing date) — least on course first. ``people``: one row per
    person, worst first, with team, status, status_group, missing; ``by``: what the teams were made by.
    """

    teams: pd.DataFrame
    people: pd.DataFrame
    by: str
    choices: FilterChoices
    everybody: int
    as_of: date


def compare(
    app: LabReady, principal: Principal, as_of: date, by: str = "site", *, filters: Filters = EVERYBODY
) -> TeamComparison:
    """Return the teams of everybody in scope who is employed on ``as_of`` and has a required holding.

    Raises :class:`RefusedCommand` for a ``by`` that is none of :data:`GROUPINGS`.
    """
    require(principal, "view")
    if by not in GROUPINGS:
        raise RefusedCommand(
            f"Nothing was compared: teams are not made by “{by}”. Accepted: {', '.join(GROUPINGS)}.",
            code="unknown_team",
        )
    found = team(app, principal, as_of, filters=filters)
    staff = app.store.staff(principal.scope)[["staff_id", "supervisor"]]
    verdicts = found.verdicts[found.verdicts["status"] != "not_required"].merge(staff, on="staff_id", how="left")
    verdicts = verdicts.assign(team=verdicts[by].fillna(f"{by.capitalize()} not given").astype("str"))
    people = by_person(verdicts).merge(
        verdicts.groupby("staff_id", as_index=False).agg(team=("team", "first"), missing=("missing", "sum")),
        on="staff_id",
    )
    return TeamComparison(
        teams=_teams(verdicts, people, as_of),
        people=people,
        by=by,
        choices=found.choices,
        everybody=found.people,
        as_of=as_of,
    )


def _teams(verdicts: pd.DataFrame, people: pd.DataFrame, as_of: date) -> pd.DataFrame:
    counted = people.assign(on_course=people["status"].isin(ON_COURSE)).groupby("team")
    table = counted.agg(people=("staff_id", "size"), on_course=("on_course", "sum"))
    table["share"] = table["on_course"] * 100 // table["people"]
    groups = [group for group in GROUPS if group != "not_required"]
    table = table.join(pd.crosstab(people["team"], people["status_group"]).reindex(columns=groups, fill_value=0))
    rows = standing(verdicts, as_of).merge(verdicts[["holding", "team"]], on="holding")
    table["current"] = rows["standing"].eq("current").groupby(rows["team"]).sum()
    by_team = verdicts.groupby("team")
    table["holdings"] = by_team.size()
    table["missing"] = by_team["missing"].sum()
    due = verdicts[(verdicts["declare_by"] >= pd.Timestamp(as_of)) & ~verdicts["status"].isin(["filed", "renewed"])]
    table["next_due"] = due.groupby("team")["declare_by"].min()
    return (
        table.rename_axis(columns=None)
        .reset_index()
        .sort_values(["share", "people", "team"], ascending=[True, False, True], kind="stable", ignore_index=True)
    )
