"""The queue of people: whom imports name that nobody here is surely, matched by hand or set aside."""

from __future__ import annotations

from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import decisions as kinds
from lib.domain.errors import RefusedCommand
from lib.services.container import LabReady
from lib.services.deciding import Proposal
from lib.services.judging import display_names
from lib.services.near_people import PROPOSED, nearest
from lib.store.decisions import Decision

_SAID: Final = ["person_name", "person_email", "person_number", "person_id"]


def people_waiting(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return whom waiting rows name, most rows first.

    Columns: person_key, person (as written), code (why they wait), rows, points (hundredths), first_on, last_on, files
    (how many), file (the first), set_aside (said to be nobody of ours). A principal with a limited scope sees none:
    whose rows they are is not known yet.
    """
    require(principal, "import")
    rows = _rows(app, principal)
    said = rows[_SAID[0]].fillna(rows[_SAID[1]]).fillna(rows[_SAID[2]]).fillna(rows[_SAID[3]])
    grouped = rows.assign(person=said).groupby("person_key", sort=False)
    found = grouped.agg(
        person=("person", "first"),
        code=("code", "first"),
        rows=("credit_id", "size"),
        points=("points", "sum"),
        first_on=("completed_on", "min"),
        last_on=("completed_on", "max"),
        files=("file", "nunique"),
        file=("file", "first"),
    ).reset_index()
    aside = app.store.answers(kinds.NOBODY)
    found = found.assign(set_aside=found["person_key"].isin(list(aside)))
    return found.sort_values(["set_aside", "rows", "person"], ascending=[True, False, True], ignore_index=True)


def rows_of(app: LabReady, principal: Principal, person_key: str) -> pd.DataFrame:
    """Return the rows that wait under a person's key: title, completed_on, points, area_text, file, sheet, row."""
    require(principal, "import")
    rows = _rows(app, principal)
    shown = ["title", "completed_on", "points", "area_text", "file", "sheet", "row"]
    return rows.loc[rows["person_key"] == person_key, shown].reset_index(drop=True)


def proposals(app: LabReady, principal: Principal, person_key: str) -> pd.DataFrame:
    """Return who a person as written may be, :data:`near_people.PROPOSED`: best first, with a score and why."""
    require(principal, "import")
    rows = _rows(app, principal)
    rows = rows[rows["person_key"] == person_key]
    if rows.empty:
        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in PROPOSED.items()})
    first = rows[_SAID].bfill().iloc[0]
    said = {name: None if pd.isna(first[name]) else str(first[name]) for name in _SAID}
    staff = app.store.staff(principal.scope)
    return nearest(said, staff.assign(name=display_names(staff)), app.store.holdings(principal.scope))


def match_decision(app: LabReady, principal: Principal, person_key: str, staff_id: str) -> Proposal:
    """Return the decision that a person as written is this staff member: their rows count, and it is remembered.

    Refused where nobody in scope has the ID, or nothing waits under the key.
    """
    require(principal, "import")
    if app.store.staff(principal.scope, None, staff_id).empty:
        raise RefusedCommand(
            f"Nothing was matched: nobody here has the employee ID “{staff_id}”. Choose one of the staff members.",
            code="unknown_person",
        )
    person = _still_waits(app, principal, person_key)
    return Proposal((Decision(kinds.MATCH, person_key, staff_id, person),), f"{person} = {staff_id}")


def nobody_decision(app: LabReady, principal: Principal, person_key: str) -> Proposal:
    """Return the decision that a person as written is nobody of ours: the rows are set aside, now and later."""
    require(principal, "import")
    person = _still_waits(app, principal, person_key)
    return Proposal((Decision(kinds.NOBODY, person_key, kinds.YES, person),), f"{person}: nobody of ours")


def _rows(app: LabReady, principal: Principal) -> pd.DataFrame:
    rows = app.store.waiting_rows()
    limited = principal.scope.sites is not None or principal.scope.departments is not None
    return rows.iloc[:0] if limited else rows


def _still_waits(app: LabReady, principal: Principal, person_key: str) -> str:
    """Return the person as written; refused where no row waits for them any more."""
    rows = _rows(app, principal)
    rows = rows[rows["person_key"] == person_key]
    if rows.empty:
        raise RefusedCommand(
            "Nothing was decided: no row waits for this person any more. Somebody may have matched it already.",
            code="nothing_waits",
        )
    first = rows[_SAID].bfill(axis=1).iloc[0, 0]
    return str(first)
