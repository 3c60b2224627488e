"""Giving a requirement, such as the laboratory's own yearly one, to everybody or to some departments at once."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import tables
from lib.domain.errors import RefusedCommand
from lib.services.container import LabReady
from lib.services.judging import employed
from lib.store import requirements as store


def choices(app: LabReady, principal: Principal) -> list[tuple[str, str]]:
    """Return what can be given: program and credential of programs whose cycles all end together."""
    require(principal, "view")
    return [(p.code, c.code) for p in app.book.programs if p.ends_on is not None for c in p.credentials]


def departments(app: LabReady, principal: Principal) -> list[str]:
    """Return the departments in scope."""
    require(principal, "view")
    return sorted(app.store.staff(principal.scope)["department"].dropna().unique())


def give(
    app: LabReady, principal: Principal, program: str, credential: str, places: tuple[str, ...], *, today: date
) -> int:
    """Give a requirement to everybody in scope who is employed today and lacks it; returns how many people got it.

    ``places`` are departments; none: all. The holdings have no end of their own: the cycle is the program's. One
    change, taken back by :func:`take_back`. Raises :class:`RefusedCommand` for a program whose cycles do not all end
    together (each holding needs an end of its own then: import a Credentials sheet) and where nobody lacks it.
    """
    require(principal, "edit")
    if (program, credential) not in choices(app, principal):
        raise RefusedCommand(
            f"Nothing was given: {credential} ({program}) is no requirement whose cycles all end together. "
            "Where everybody has a cycle end of their own, import a Credentials sheet that names them.",
            code="unknown_requirement",
        )
    version = app.store.data_version()
    staff = app.store.staff(principal.scope)
    staff = staff[employed(staff, today)]
    if places:
        staff = staff[staff["department"].isin(places)]
    held = app.store.holdings(principal.scope)
    held = held[(held["program"] == program) & (held["credential"] == credential)]
    lacking = staff.loc[~staff["staff_id"].isin(held["staff_id"]), ["staff_id"]]
    if lacking.empty:
        raise RefusedCommand(
            f"Nothing was given: everybody chosen has {credential} ({program}) already, or nobody works there.",
            code="nobody_lacks_it",
        )
    frame = lacking.assign(program=program, credential=credential, participation="mandatory", required=True)
    where = f" in {', '.join(places)}" if places else ""
    with app.store.transaction(
        store.KIND,
        actor=principal.name,
        at=app.now(),
        on_date=today,
        note=f"{credential} ({program}){where}",
        expected_version=version,
    ) as change:
        store.give(change, tables.typed(frame, tables.HOLDINGS))
    return len(frame)


def given(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return what was given and not taken back, newest first: :data:`lib.store.requirements.GIVEN`."""
    require(principal, "view")
    with app.store.reading() as cursor:
        return store.given(cursor)


def take_back(app: LabReady, principal: Principal, change_id: int, *, today: date) -> int:
    """Take a giving back; what was changed of a holding since stays. Returns how many people lose it again."""
    require(principal, "edit")
    if change_id not in given(app, principal)["change_id"].tolist():
        raise RefusedCommand(
            "Nothing was taken back: this was taken back already, or every holding of it was changed since.",
            code="nothing_given",
        )
    with app.store.transaction(
        "requirement taken back", actor=principal.name, at=app.now(), on_date=today, note=str(change_id)
    ) as change:
        return store.take_back(change, change_id)
