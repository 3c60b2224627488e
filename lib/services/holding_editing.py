"""Adding, correcting or removing one credential that somebody holds, in place, with the checks of an import."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain.calendar import spoken
from lib.domain.errors import RefusedCommand
from lib.services.changing import Done, stored
from lib.services.container import LabReady
from lib.services.editing import Values, name_of, refuse_without_reason, replaced, whole
from lib.services.entering import read, refuse
from lib.store.database import Store
from lib.store.editing import Draft
from lib.store.versioned import HOLDINGS

HAPPENED: Final[dict[str, str]] = {
    "verified_on": "Verified On",
    "declaration_filed_on": "Declaration Filed On",
    "declaration_accepted_on": "Declaration Accepted On",
    "certified_on": "Certified On",
}
"""Dates of what has happened -> their headings."""


def add_holding(app: LabReady, principal: Principal, staff_id: str, values: Values, *, today: date) -> Done:
    """Add a credential that a staff member holds; refused where they hold it already."""
    require(principal, "edit")

    def draft(store: Store) -> Draft:
        name = name_of(store, principal, staff_id)
        frame = _read_holding(app, store, staff_id, values, today)
        held = frame.merge(store.holdings(principal.scope, None, staff_id)[list(HOLDINGS.key)], on=list(HOLDINGS.key))
        program, credential = str(frame["program"].iloc[0]), str(frame["credential"].iloc[0])
        if len(held):
            raise RefusedCommand(
                f"Nothing was stored: {name} holds {held['credential'].iloc[0]} ({held['program'].iloc[0]}) on our "
                "records already. Correct that holding, or record its renewal.",
                code="duplicate",
            )
        return Draft("holding", f"{name}: added {credential} ({program})", replaced=((HOLDINGS, frame),))

    return stored(app, principal, draft, today=today)


def held(app: LabReady, principal: Principal, staff_id: str) -> pd.DataFrame:
    """Return the holdings of one staff member as they are stored, :data:`lib.domain.tables.HOLDINGS`."""
    require(principal, "view")
    return app.store.holdings(principal.scope, None, staff_id)


def correct_holding(
    app: LabReady, principal: Principal, key: tuple[str, str, str], values: Values, *, today: date
) -> Done:
    """Make a holding's fields exactly these; a field that is not named stays, an empty one is emptied.

    ``key`` is employee ID, program, credential. A new cycle is a renewal and not a correction: the old one is kept.
    """
    require(principal, "edit")
    staff_id, program, credential = key

    def draft(store: Store) -> Draft:
        name = name_of(store, principal, staff_id)
        before = _holding(store, principal, key)
        entry = {**values, "program": program, "credential": credential}
        told = _read_holding(app, store, staff_id, entry, today)
        frame = replaced(before, told, entry)
        _refuse_before_earlier_cycle(store, key, frame["cycle_end"].iloc[0])
        return Draft("holding", f"{name}: corrected {credential} ({program})", replaced=((HOLDINGS, frame),))

    return stored(app, principal, draft, today=today)


def remove_holding(app: LabReady, principal: Principal, key: tuple[str, str, str], reason: str, *, today: date) -> Done:
    """Remove a holding that should not be there; a reason must be given."""
    require(principal, "edit")
    staff_id, program, credential = key

    def draft(store: Store) -> Draft:
        name = name_of(store, principal, staff_id)
        before = _holding(store, principal, key)
        refuse_without_reason(reason)
        said = f"{name}: removed {credential} ({program})"
        return Draft("removal", said, reason.strip(), removed=((HOLDINGS, before[list(HOLDINGS.key)]),))

    return stored(app, principal, draft, today=today)


def _holding(store: Store, principal: Principal, key: tuple[str, str, str]) -> pd.DataFrame:
    staff_id, program, credential = key
    held = store.holdings(principal.scope, None, staff_id)
    found = held.loc[(held["program"] == program) & (held["credential"] == credential)]
    if found.empty:
        raise RefusedCommand(
            f"Nothing was stored: there is no {credential} ({program}) of this person on our records. Add it first.",
            code="unknown_holding",
        )
    return found.reset_index(drop=True)


def _read_holding(app: LabReady, store: Store, staff_id: str, values: Values, today: date) -> pd.DataFrame:
    entry = whole("credentials", staff_id, values)
    outcome, troubles, _ = read(app, store, "credentials", [entry], today=today, alone=True)
    refuse(troubles)
    refuse_not_happened(outcome.credentials, today)
    return outcome.credentials


def refuse_not_happened(holdings: pd.DataFrame, today: date) -> None:
    """Refuse a verification or declaration that is dated after today: only what has happened is recorded."""
    for name, words in HAPPENED.items():
        late = holdings.loc[holdings[name] > pd.Timestamp(today), name]
        if len(late):
            raise RefusedCommand(
                f"Nothing was stored: {words} {spoken(late.iloc[0].date())} lies after today. Only what has "
                "happened is recorded; correct the date.",
                code="future_date",
            )


def _refuse_before_earlier_cycle(store: Store, key: tuple[str, str, str], end: Any) -> None:
    past = store.past_cycles(key[0])
    earlier = past.loc[(past["program"] == key[1]) & (past["credential"] == key[2]), "cycle_end"].max()
    if pd.notna(end) and pd.notna(earlier) and end <= earlier:
        raise RefusedCommand(
            f"Nothing was stored: an earlier cycle of this credential ends on {spoken(earlier.date())}, and the "
            "current one must end after it. Correct the cycle end.",
            code="invalid_cycle",
        )
