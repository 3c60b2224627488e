"""Storing a change by hand, showing beforehand what it would change, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import points
from lib.domain.errors import RefusedCommand
from lib.services.container import LabReady
from lib.services.judging import judge
from lib.store import change_log, editing
from lib.store.database import Store
from lib.store.editing import Draft
from lib.store.stale import StaleData

TRIES: Final = 5
"""So often a change is read again where others stored something meanwhile, before it is refused."""

_HOLDING: Final = ["staff_id", "program", "credential"]
_TOLD: Final = ["status", "counted", "total", "missing", "cycle_start", "cycle_end", "earned"]

EFFECT: Final = [*_HOLDING, "name", *[f"{name}_{side}" for name in _TOLD for side in ("before", "after")]]
"""Columns of an effect: one row per holding whose verdict moves; points are hundredths."""


@dataclass(frozen=True)
class Done:
    """A change that was stored: its number in the change log, and what it was."""

    change_id: int
    summary: str


Drafter = Callable[[Store], Draft]
"""Works a change out against what a store (or a rehearsal) holds; raises where it is refused."""


def stored(app: LabReady, principal: Principal, drafter: Drafter, *, today: date) -> Done:
    """Work a change out and store it in one transaction; again where others stored something in between."""
    require(principal, "edit")
    for _ in range(TRIES):
        version = app.store.data_version()
        draft = drafter(app.store)
        try:
            with app.store.transaction(
                draft.kind,
                actor=principal.name,
                at=app.now(),
                on_date=today,
                note=draft.summary,
                expected_version=version,
            ) as change:
                editing.write(change, draft)
        except StaleData:
            continue
        return Done(change.change_id, draft.summary)
    raise RefusedCommand("Nothing was stored: others kept storing data meanwhile. Do it again.", code="busy")


def effect(
    app: LabReady,
    principal: Principal,
    drafter: Drafter,
    as_of: date,
    *,
    today: date,
    only: Sequence[str] | None = None,
) -> tuple[Draft, pd.DataFrame]:
    """Return what a change would write, and which verdicts it would move, :data:`EFFECT`; nothing is stored.

    ``only``: the employee IDs whose records it touches, where the caller knows them; nobody else is judged for it.
    """
    require(principal, "edit")
    before = judge(app, principal.scope, as_of, only=only).verdicts.frame
    with app.store.rehearsal() as rehearsal:
        draft = drafter(rehearsal)
        with rehearsal.transaction(draft.kind, actor=principal.name, at=app.now(), on_date=today) as change:
            editing.write(change, draft)
        after = judge(replace(app, store=rehearsal), principal.scope, as_of, only=only).verdicts.frame
    return draft, moved(before, after)


def moved(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Return the holdings whose verdict differs, :data:`EFFECT`, by name; missing where there was or is none."""
    sides = [frame[[*_HOLDING, "name", *_TOLD]] for frame in (before, after)]
    both = sides[0].merge(sides[1], on=_HOLDING, how="outer", suffixes=("_before", "_after"))
    both["name"] = both.pop("name_after").fillna(both.pop("name_before"))
    differs = pd.Series(data=False, index=both.index)
    for name in _TOLD:
        old, new = both[f"{name}_before"], both[f"{name}_after"]
        differs |= ((old != new) & ~(old.isna() & new.isna())).fillna(value=True).astype(bool)
    return both.loc[differs, EFFECT].sort_values(["name", "program", "credential"], ignore_index=True)


def take_back(app: LabReady, principal: Principal, change_id: int, *, today: date) -> str:
    """Take a change by hand back whole; returns what it was.

    Raises :class:`RefusedCommand` where there is none of this number, where it was taken back before, and where later
    changes build on it, naming them in the order in which to take them back.
    """
    require(principal, "edit")
    with app.store.transaction(
        editing.TAKE_BACK, actor=principal.name, at=app.now(), on_date=today, note=f"change {change_id}"
    ) as change:
        return editing.take_back(change, change_id)


def log(app: LabReady, principal: Principal, *, staff_id: str | None = None, by_hand: bool = True) -> pd.DataFrame:
    """Return the changes, newest first (columns of ``change_log.CHANGES``); of one person's records, if given.

    ``by_hand`` False: imports too.
    """
    require(principal, "view")
    with app.store.reading() as cursor:
        return change_log.changes(cursor, staff_id, by_hand=by_hand, scope=principal.scope)


def details(app: LabReady, principal: Principal, change_id: int, *, staff_id: str | None = None) -> pd.DataFrame:
    """Return each field that a change moved, before and after (columns of ``change_log.DETAILS``), in words."""
    require(principal, "view")
    with app.store.reading() as cursor:
        found = change_log.details(cursor, change_id, staff_id, principal.scope)
    of_points = found["field"] == "points"
    for side in ("before", "after"):
        told = found.loc[of_points & found[side].notna(), side]
        found.loc[told.index, side] = [points.text(int(value)) for value in told]
    return found
