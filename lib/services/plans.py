"""The cheapest way to close the gaps: from the verdicts and the catalogue to the team's plan."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.budget import PersonNeed, SharedSource, TeamPlan, plan_team, plan_together, with_ceiling
from lib.budget.plan import refuse_negative
from lib.services import budget_data, buying
from lib.services.container import LabReady
from lib.services.judging import judge
from lib.services.plan_needs import person_needs
from lib.services.readiness import Filters

Progress = Callable[[int, int], None]
"""Called with (situations solved, situations in all) of the scenario in hand; what it raises ends the planning."""


EVERYBODY: Final = Filters()
"""No filter at all."""


@dataclass(frozen=True)
class Team:
    """Who is planned for on a day: ``needs`` of those who miss points, and ``staff``, one row per person counted.

    ``key`` names all that the needs were made from: the key of whatever is worked out from them.
    """

    needs: tuple[PersonNeed, ...]
    staff: pd.DataFrame
    key: tuple[Hashable, ...]


@dataclass(frozen=True)
class Asked:
    """What a plan is made from, before it is made: the team, what can be bought, what can be used together.

    ``key`` names all of it.
    """

    team: Team
    products: pd.DataFrame
    shared: tuple[SharedSource, ...]
    key: tuple[Hashable, ...]


def team_plan(
    app: LabReady,
    principal: Principal,
    as_of: date,
    *,
    budget_cents: int | None = None,
    until: date | None = None,
    filters: Filters = EVERYBODY,
    progress: Progress | None = None,
) -> TeamPlan:
    """Return the plan for everybody in scope whose required holdings have gaps that can still be closed.

    ``budget_cents`` is a ceiling: as many people as the money can are made complete. With ``until``, a holding that
    must be declared later needs only what keeps it on pace by then: its expected points, and its named minimums where
    the declaration would be at most 180 days away. ``filters`` narrow to people by site and department, and to
    holdings by credential. What is owned, and what people can use together (quantity prices, site licences, sessions,
    bundles), is part of it. A ceiling alone, or a question asked before, is answered without solving anything again;
    ``progress`` is told of each situation that is solved, and may end the planning by raising.
    """
    require(principal, "plan")
    return made(app, asked(app, principal, as_of, until, filters), as_of, budget_cents=budget_cents, progress=progress)


def asked(
    app: LabReady, principal: Principal, as_of: date, until: date | None = None, filters: Filters = EVERYBODY
) -> Asked:
    """Return what a plan is made from as things stand."""
    require(principal, "plan")
    everybody = team_needs(app, principal, as_of, until)
    team = narrowed(everybody, filters)
    shared = budget_data.sources(app, principal, as_of, everybody.staff)
    return Asked(team, buying.offered(app, as_of), shared, team.key)


def made(
    app: LabReady, asked: Asked, as_of: date, *, budget_cents: int | None = None, progress: Progress | None = None
) -> TeamPlan:
    """Return the plan of what is asked, from memory where it was made before."""
    refuse_negative(budget_cents)
    team, solved = asked.team, app.plans.solved
    if asked.shared:
        prepared: dict[str, Any] = app.plans.answer(("prepared", *asked.key), dict)
        return app.plans.answer(
            ("together", *asked.key, budget_cents),
            lambda: plan_together(
                team.needs, asked.products, asked.shared, as_of=as_of,
                budget_cents=budget_cents, solved=solved, progress=progress, prepared=prepared,
            ),
        )  # fmt: skip
    whole = app.plans.answer(
        ("plan", *asked.key),
        lambda: plan_team(team.needs, asked.products, as_of=as_of, solved=solved, progress=progress),
    )
    return with_ceiling(whole, budget_cents, progress)


def team_needs(
    app: LabReady, principal: Principal, as_of: date, until: date | None = None, filters: Filters = EVERYBODY
) -> Team:
    """Return what everybody in scope and within the filters still needs, kept until the data change."""
    require(principal, "plan")
    key = (app.store.data_version(), app.book.digest, principal.scope.key, as_of, until)

    def everybody() -> Team:
        judged = judge(app, principal.scope, as_of)
        return Team(tuple(person_needs(app, principal, judged, as_of, until)), judged.staff, key)

    return narrowed(app.plans.answer(("needs", *key), everybody), filters)


def narrowed(team: Team, filters: Filters) -> Team:
    """Return the team with only the people and holdings that the filters leave; statuses do not narrow a plan."""
    if not (filters.sites or filters.departments or filters.credentials):
        return team
    staff = team.staff
    for column, chosen in (("site", filters.sites), ("department", filters.departments)):
        if chosen:
            staff = staff[staff[column].isin(chosen)]
    there = set(staff["staff_id"])
    needs = []
    for person in team.needs:
        if person.staff_id not in there:
            continue
        if filters.credentials:
            held = tuple(holding for holding in person.holdings if holding.credential in filters.credentials)
            if not held:
                continue
            person = replace(person, holdings=held)
        needs.append(person)
    return Team(tuple(needs), staff, (*team.key, filters.sites, filters.departments, filters.credentials))
