"""What every edit in place shares: whose record it is, the fields as typed, and what they leave as it was."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lib.access.principal import Principal
from lib.domain.errors import RefusedCommand
from lib.services.entering import HEADINGS
from lib.services.judging import display_names
from lib.store.database import Store

Values = Mapping[str, str]
"""Fields of :data:`lib.services.entering.HEADINGS` as they were typed; an empty text is nothing."""


def name_of(store: Store, principal: Principal, staff_id: str) -> str:
    """Return how a staff member is called; refused where nobody in scope has the ID."""
    staff = store.staff(principal.scope, None, staff_id)
    if staff.empty:
        raise RefusedCommand(
            f"Nothing was stored: nobody here has the employee ID “{staff_id}”. Choose one of the staff members, "
            "or add the person first.",
            code="unknown_person",
        )
    return str(display_names(staff).iloc[0])


def whole(kind: str, staff_id: str, values: Values) -> dict[str, str]:
    """Return the fields of a kind of row that were typed, with the employee ID."""
    return {**{name: values[name] for name in HEADINGS[kind] if name in values}, "staff_id": staff_id}


def replaced(before: pd.DataFrame, told: pd.DataFrame, entry: Mapping[str, str]) -> pd.DataFrame:
    """Return the stored row with every field that the entry names as it was read, empty ones included."""
    frame = before.reset_index(drop=True).copy()
    for name in entry:
        if name in frame and name not in {"staff_id", "program", "credential"}:
            frame[name] = told[name].reset_index(drop=True) if len(told) else None
    return frame


def refuse_without_reason(reason: str) -> None:
    """Refuse a removal without a reason."""
    if not reason.strip():
        raise RefusedCommand(
            "Nothing was removed: no reason was given. It is kept beside what was removed; say why in a few words.",
            code="missing_value",
        )
