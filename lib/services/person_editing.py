"""Adding or correcting one staff member in place, with the checks of an import."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain.calendar import spoken
from lib.domain.errors import RefusedCommand
from lib.services.changing import Done, stored
from lib.services.container import LabReady
from lib.services.editing import Values, name_of, replaced, whole
from lib.services.entering import read, refuse
from lib.services.judging import display_names
from lib.store.database import Store
from lib.store.editing import Draft
from lib.store.versioned import STAFF


def add_person(app: LabReady, principal: Principal, values: Values, *, today: date) -> Done:
    """Add a staff member under an employee ID that is new."""
    require(principal, "edit")
    staff_id = values.get("staff_id", "").strip()

    def draft(store: Store) -> Draft:
        if not staff_id:
            raise RefusedCommand(
                "Nothing was stored: the employee ID is empty. It connects everything about a person; fill it in.",
                code="missing_person",
            )
        if not store.staff(staff_id=staff_id).empty:
            raise RefusedCommand(
                f"Nothing was stored: the employee ID “{staff_id}” is somebody's already. Correct that person, or give "
                "the new one's own ID.",
                code="duplicate",
            )
        outcome, troubles, _ = read(app, store, "staff", [whole("staff", staff_id, values)], today=today)
        refuse([*troubles])
        _refuse_employment(outcome.staff)
        frame = outcome.staff
        if frame.empty or frame["staff_id"].iloc[0] != staff_id:
            raise RefusedCommand(
                f"Nothing was stored: the employee ID “{staff_id}” is read as one that is on record already. "
                "Leading zeros aside, IDs must differ.",
                code="duplicate",
            )
        name = str(display_names(frame).iloc[0])
        return Draft("person", f"{name}: added", replaced=((STAFF, frame),))

    return stored(app, principal, draft, today=today)


def correct_person(app: LabReady, principal: Principal, staff_id: str, values: Values, *, today: date) -> Done:
    """Make a staff member's fields exactly these; a field that is not named stays, an empty one is emptied."""
    require(principal, "edit")

    def draft(store: Store) -> Draft:
        name = name_of(store, principal, staff_id)
        before = store.staff(principal.scope, None, staff_id)
        entry = whole("staff", staff_id, values)
        outcome, troubles, _ = read(app, store, "staff", [entry], today=today)
        refuse(troubles)
        frame = replaced(before, outcome.staff, entry)
        _refuse_employment(frame)
        return Draft("person", f"{name}: corrected", replaced=((STAFF, frame),))

    return stored(app, principal, draft, today=today)


def _refuse_employment(frame: pd.DataFrame) -> None:
    row = frame.iloc[0] if len(frame) else None
    if row is not None and pd.notna(row["hired_on"]) and pd.notna(row["left_on"]) and row["left_on"] < row["hired_on"]:
        raise RefusedCommand(
            f"Nothing was stored: Left On ({spoken(row['left_on'].date())}) lies before Hired On "
            f"({spoken(row['hired_on'].date())}). Correct one of the two dates.",
            code="invalid_value",
        )
