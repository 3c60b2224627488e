"""What if: planned activities added to the verdicts for a moment, and what moves; nothing is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.compliance.forecast import forecast
from lib.compliance.supply import supply
from lib.compliance.verdict import Verdicts, evaluate
from lib.domain.activities import COUNTS
from lib.domain.areas import AREA_NUMBER, AREAS, mask_of
from lib.domain.calendar import spoken
from lib.domain.errors import RefusedCommand
from lib.domain.sentences import missing_texts
from lib.services.container import LabReady
from lib.services.judging import judge

MOST_POINTS: Final = 10_000
"""Hundredths: as an import accepts at most for one activity."""
_KEYS: Final = ["staff_id", "program", "credential"]


@dataclass(frozen=True)
class Planned:
    """One planned activity: its day, title, points (hundredths), areas in the order named, and who attends."""

    completed_on: date
    title: str
    points: int
    areas: tuple[str, ...]
    staff_ids: tuple[str, ...]


@dataclass(frozen=True)
class WhatIf:
    """What the planned activities move, judged on the day ``on`` without and with them.

    ``moves``: one row per holding of those who attend: ``staff_id``, ``name``, ``program``, ``credential``, and with
    ``_before`` and ``_after`` each of ``status``, ``status_group``, ``counted``, ``missing`` (hundredths),
    ``lacking`` (words) and ``met_on`` (the forecast); ``changed``: something of it moves.
    """

    on: date
    moves: pd.DataFrame

    @property
    def newly_complete(self) -> pd.DataFrame:
        """The holdings that lack something before and nothing after."""
        lacked = (self.moves["missing_before"] > 0).fillna(value=False)
        return self.moves[lacked & (self.moves["missing_after"] == 0).fillna(value=False)]


def what_if(
    app: LabReady,
    principal: Principal,
    as_of: date,
    planned: Sequence[Planned],
    *,
    on: date | None = None,
    staff_id: str | None = None,
) -> WhatIf:
    """Return what the planned activities move for those who attend, judged ``on`` a day (default: after the last).

    ``staff_id`` looks at one person alone. Each activity counts as an import would count it: surely in its first-named
    area. Raises :class:`RefusedCommand` for an activity before ``as_of``, without an area, or of points that no
    import would accept.
    """
    require(principal, "view")
    for activity in planned:
        _check(activity, as_of)
    day = on or max([as_of, *(activity.completed_on for activity in planned)])
    if day < as_of:
        raise RefusedCommand(
            f"Nothing was worked out: {spoken(day)} is before {spoken(as_of)}, the day of this view. "
            "Choose a later one."
        )
    judged = judge(app, principal.scope, day, None, staff_id)
    credits = _credits(planned)
    facts = app.store.facts(principal.scope, day, None, staff_id)
    more = supply(judged.windows, credits, day)
    added = pd.concat([judged.supply, more], ignore_index=True) if len(more) else judged.supply
    after = evaluate(judged.windows, added, _with(facts, credits, day), judged.book, day)
    attending = {staff for activity in planned for staff in activity.staff_ids}
    sides = (_side(judged.verdicts, judged.supply, day), _side(after, added, day))
    moves = sides[0].merge(sides[1].drop(columns="name"), on=_KEYS, suffixes=("_before", "_after"))
    moves = moves[moves["staff_id"].isin(attending)].reset_index(drop=True)
    same = (moves["status_before"] == moves["status_after"]) & (moves["missing_before"] == moves["missing_after"])
    return WhatIf(on=day, moves=moves.assign(changed=~same.fillna(value=True).astype(bool)))


def _check(activity: Planned, as_of: date) -> None:
    if activity.completed_on < as_of:
        raise RefusedCommand(
            f"“{activity.title}” was not added: {spoken(activity.completed_on)} is before {spoken(as_of)}, the day of "
            "this view. What was already done is imported or entered; plan for a day that is still to come."
        )
    if not 0 < activity.points <= MOST_POINTS:
        raise RefusedCommand(f"“{activity.title}” was not added: accepted are more than 0 and at most 100 points.")
    unknown = [area for area in activity.areas if area not in AREAS]
    if unknown or not activity.areas:
        raise RefusedCommand(
            f"“{activity.title}” was not added: it names {'no area' if not unknown else ', '.join(unknown)}. "
            "Choose at least one of the areas in the list; the first is where it surely counts."
        )


def _credits(planned: Sequence[Planned]) -> pd.DataFrame:
    rows = [
        {
            "staff_id": staff,
            "completed_on": pd.Timestamp(activity.completed_on),
            "points": activity.points,
            "first_area": AREA_NUMBER[activity.areas[0]],
            "area_mask": mask_of(activity.areas),
        }
        for activity in planned
        for staff in dict.fromkeys(activity.staff_ids)
    ]
    columns = ["staff_id", "completed_on", "points", "first_area", "area_mask"]
    frame = pd.DataFrame(rows, columns=columns).astype(
        {"staff_id": "str", "completed_on": "datetime64[s]", "points": "int64"}
        | {"first_area": "int64", "area_mask": "int64"}
    )
    return frame.assign(
        activity_type=pd.Series(None, index=frame.index, dtype="str"),
        eligibility=pd.Series(COUNTS, index=frame.index, dtype="str"),
    )


def _with(facts: pd.DataFrame, credits: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the facts with the planned credits up to the day among the accepted; how far the data reach stays."""
    done = credits.loc[credits["completed_on"] <= pd.Timestamp(day), "staff_id"].value_counts()
    counts = facts.set_index("staff_id")["accepted"].add(done, fill_value=0).astype("int64")
    reach = facts.set_index("staff_id")["data_through"].reindex(counts.index)
    return pd.DataFrame(
        {"staff_id": counts.index.astype("str"), "accepted": counts.to_numpy(), "data_through": reach.to_numpy()}
    )


def _side(verdicts: Verdicts, points: pd.DataFrame, day: date) -> pd.DataFrame:
    frame = verdicts.frame
    heading = forecast(frame, points, day)
    told = frame[[*_KEYS, "name", "status", "status_group", "counted", "missing"]]
    return told.assign(lacking=missing_texts(frame, verdicts.requirements), met_on=heading["met_on"])
