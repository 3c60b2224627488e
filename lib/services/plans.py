"""The cheapest way to close the gaps: from the verdicts and the catalogue to the team's plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.budget.needs import HoldingNeed, PersonNeed
from lib.budget.team import TeamPlan, plan_team
from lib.compliance.deficits import Deficits, deficits
from lib.compliance.verdict import BEHIND_MINIMUM_DAYS
from lib.domain.statuses import PLANNABLE
from lib.services.container import LabReady
from lib.services.judging import Judged, judge


def team_plan(
    app: LabReady, principal: Principal, as_of: date, *, budget_cents: int | None = None, until: date | None = None
) -> TeamPlan:
    """Return the plan for everybody in scope whose required holdings have gaps that can still be closed.

    ``budget_cents`` is a ceiling: as many people as the money can are made complete. With ``until``, a holding that must be
    declared later needs only what keeps it on pace by then: its expected points, and its named minimums where the
    declaration would be at most 180 days away.
    """
    require(principal, "plan")
    judged = judge(app, principal.scope, as_of)
    people = person_needs(app, principal, judged, as_of, until)
    return plan_team(people, app.store.products(), as_of=as_of, budget_cents=budget_cents)


def person_needs(
    app: LabReady, principal: Principal, judged: Judged, as_of: date, until: date | None = None
) -> list[PersonNeed]:
    """Return what each person still needs, people in the order of their employee IDs, holdings in the order stored."""
    verdicts = judged.verdicts.frame
    open_holdings = verdicts.loc[verdicts["status"].isin(PLANNABLE) & (verdicts["missing"] > 0).fillna(value=False), "holding"]
    windows = judged.windows[judged.windows["holding"].isin(open_holdings)]
    if windows.empty:
        return []
    by_holding = windows.set_index("holding")
    needs: dict[str, list[HoldingNeed]] = {}
    for group in deficits(windows, judged.supply, app.book):
        for holding, table in _reduced(group, by_holding, until):
            row = by_holding.loc[holding]
            last_day = row["declare_by"] if row["declare_by"] >= pd.Timestamp(as_of) else row["cycle_end"]
            needs.setdefault(row["staff_id"], []).append(
                HoldingNeed(
                    program=row["program"],
                    credential=row["credential"],
                    accepts=group.accepts,
                    deficits=tuple(int(value) for value in table),
                    usable_by=last_day.date(),
                    window_from=row["window_from"].date(),
                )
            )
    names = judged.staff.set_index("staff_id")["name"]
    members = _members(app.store.memberships(principal.scope), as_of)
    titles = _titles(app, principal, windows, as_of)
    return [
        PersonNeed(
            staff_id=staff_id,
            name=str(names[staff_id]),
            holdings=tuple(holdings),
            member_of=members.get(staff_id, frozenset()),
            titles=titles.get(staff_id, frozenset()),
        )
        for staff_id, holdings in sorted(needs.items())
    ]


def _reduced(
    group: Deficits, windows: pd.DataFrame, until: date | None
) -> Iterator[tuple[int, np.ndarray]]:
    """Yield each holding with its shortfalls, lowered where ``until`` asks only for its pace.

    Counted points are the total less the largest shortfall, so *counted reaches the expected points* means that no shortfall
    is above total - expected: that difference is taken off every subset.
    """
    subsets = np.arange(group.deficits.shape[1])
    has_rest = (subsets >> (len(group.accepts) - 1) & 1).astype(bool)
    for holding, table in zip(group.holdings.tolist(), group.deficits, strict=True):
        row = windows.loc[holding]
        if until is None or row["declare_by"].date() <= until:
            yield holding, table
            continue
        span = max(1, (row["declare_by"] - row["cycle_start"]).days)
        elapsed = min(span, max(0, (pd.Timestamp(until) - row["cycle_start"]).days))
        # The full set's need is the total; its shortfall plus its supply. Expected is cut to hundredths as in the verdict.
        total = group.needs_total
        slack = total - total * elapsed // span
        close = (row["declare_by"].date() - until).days <= BEHIND_MINIMUM_DAYS
        lowered = table - np.where(has_rest | (not close), slack, 0)
        lowered[0] = 0
        if lowered.max() > 0:
            yield holding, lowered


def _members(memberships: pd.DataFrame, as_of: date) -> dict[str, frozenset[str]]:
    """Return per person the providers whose membership is current on ``as_of`` (no end known: current)."""
    current = memberships[memberships["member_until"].isna() | (memberships["member_until"] >= pd.Timestamp(as_of))]
    return current.groupby("staff_id")["provider"].agg(frozenset).to_dict()


def _titles(app: LabReady, principal: Principal, windows: pd.DataFrame, as_of: date) -> dict[str, frozenset[str]]:
    """Return per person the title keys of the credits in the window of a holding that is planned for."""
    found = app.store.titles_in(windows, principal.scope, as_of)
    return found.groupby("staff_id")["title_key"].agg(frozenset).to_dict()
