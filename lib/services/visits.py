"""What changed since somebody last looked: how every holding stood on what they saw then, and what was stored since.

A look is noted per principal. It is no change of the records: it makes no new data version, and only the visit that
lasts and the one before it are kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal, Scope
from lib.services.container import SEED, LabReady
from lib.services.readiness import TeamReadiness
from lib.services.shortages import short_in
from lib.store import change_log, visits
from lib.store.visits import STANDINGS

PAUSE: Final = timedelta(minutes=30)
"""Who comes back sooner goes on with the same visit, so that loading the page again does not end it."""

EVERY: Final = timedelta(minutes=5)
"""So often a visit that goes on is noted again where nothing changed meanwhile."""


@dataclass(frozen=True)
class LastVisit:
    """The visit before this one.

    ``standings``: how every holding stood on what was seen then, the columns of ``store.visits.STANDINGS``;
    ``changes``: what was stored since, newest first, the columns of ``store.change_log.CHANGES``.
    """

    seen_at: datetime
    on_date: date
    standings: pd.DataFrame
    changes: pd.DataFrame


def look(app: LabReady, principal: Principal, team: TeamReadiness) -> LastVisit | None:
    """Note that the principal looks at the team now, and return the visit before this one; None on the first.

    ``team`` is everybody, not narrowed, as of today and with all that is known; of another day nothing is noted.
    """
    require(principal, "view")
    now = app.now()
    with app.store.reading() as cursor:
        seen = visits.visits(cursor, principal.name)
    goes_on = bool(seen) and now - seen[0].seen_at <= PAUSE
    before = (seen[1] if len(seen) > 1 else None) if goes_on else (seen[0] if seen else None)
    number = (seen[0].visit if goes_on else seen[0].visit + 1) if seen else 1
    same = goes_on and (seen[0].data_version, seen[0].on_date) == (team.data_version, team.as_of)
    if team.as_of == app.today() and team.known_on is None and not (same and now - seen[0].seen_at < EVERY):
        with app.store.noting() as cursor:
            visits.note(
                cursor,
                principal.name,
                number,
                at=now,
                on_date=team.as_of,
                data_version=team.data_version,
                seen=team.verdicts.assign(short_in=short_in(team.verdicts, team.requirements)),
            )
    return None if before is None else _told(app, principal, before)


def _told(app: LabReady, principal: Principal, before: visits.Seen) -> LastVisit:
    with app.store.reading() as cursor:
        found = visits.standings(cursor, principal.name, before.visit)
        changes = change_log.changes(cursor, None, by_hand=False, scope=principal.scope)
    since = changes[(changes["change_id"] > before.change_id) & (changes["kind"] != SEED)].reset_index(drop=True)
    return LastVisit(before.seen_at, before.on_date, _in_scope(found, principal.scope), since)


def _in_scope(standings: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Return the rows that the scope may see today, whatever it was then."""
    kept = pd.Series(data=True, index=standings.index)
    for column, allowed in (("site", scope.sites), ("department", scope.departments)):
        if allowed is not None:
            kept &= standings[column].isin(allowed)
    return standings.loc[kept, list(STANDINGS)].reset_index(drop=True)
