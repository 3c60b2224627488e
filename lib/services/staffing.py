"""Changes of many staff members at once: leave, left, supervisor, per diem."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import tables
from lib.domain.errors import RefusedCommand
from lib.services.changing import Done, stored
from lib.services.container import LabReady
from lib.services.judging import display_names
from lib.store import records
from lib.store.database import Store
from lib.store.editing import Draft
from lib.store.record_tables import CIRCUMSTANCE_ROWS, CIRCUMSTANCES
from lib.store.versioned import STAFF


@dataclass(frozen=True)
class PersonAction:
    """One thing that is changed of people: its words, and what it asks for beside them."""

    code: str
    words: str
    done: str
    asks: str
    help: str


ACTIONS: Final[dict[str, PersonAction]] = {
    action.code: action
    for action in (
        PersonAction("leave", "On leave since …", "on leave", "date", "Still counted; a note says what to ask."),
        PersonAction("back", "Back from leave", "back from leave", "", "The note about the leave goes."),
        PersonAction("left", "Left on …", "left", "date", "Counted up to that day, then kept in history only."),
        PersonAction("supervisor", "New supervisor", "has a new supervisor", "text", "Empty: none."),
        PersonAction("per_diem", "Per diem", "per diem", "", "May earn education elsewhere; a note says so."),
        PersonAction("regular", "Not per diem any more", "not per diem", "", "The note goes."),
        PersonAction(
            "no_earlier", "No earlier education to come", "no earlier education to come", "",
            "For a new hire who was asked: the note that asks for the transcript goes.",
        ),
    )
}  # fmt: skip
"""What can be changed of people, by code."""

_CIRCUMSTANCE: Final = {"leave": "leave", "per_diem": "per_diem", "no_earlier": "no_earlier"}
_ENDS: Final = {"back": "leave", "regular": "per_diem", "left": "leave"}


def change(
    app: LabReady,
    principal: Principal,
    action: str,
    staff_ids: Sequence[str],
    *,
    today: date,
    day: date | None = None,
    text: str = "",
    note: str = "",
) -> Done:
    """Change all these staff members in one change, or nobody.

    ``day`` is the day of a leave or a departure, ``text`` the supervisor. Refused where nobody was chosen, where the
    date is missing, and where somebody would have left before they were hired.
    """
    require(principal, "edit")
    chosen = list(dict.fromkeys(staff_ids))
    told = ACTIONS[action]

    def draft(store: Store) -> Draft:
        staff = store.staff(principal.scope)
        people = staff[staff["staff_id"].isin(chosen)].reset_index(drop=True)
        if people.empty:
            raise RefusedCommand(
                "Nothing was stored: nobody was chosen. Select rows of the table, or paste a list.",
                code="nothing_chosen",
            )
        if told.asks == "date" and day is None:
            raise RefusedCommand("Nothing was stored: the date is empty. Fill it in.", code="missing_date")
        names = display_names(people)
        changed = _changed(people, action, day, text.strip())
        wrong = names[(changed["left_on"] < changed["hired_on"]).fillna(value=False)]
        if len(wrong):
            raise RefusedCommand(
                f"Nothing was stored: {', '.join(wrong)} would have left before the day of hire. Correct the date, or "
                "leave them out.",
                code="invalid_value",
            )
        with store.reading() as cursor:
            circumstances = records.circumstances(cursor, principal.scope)
        mine = circumstances[circumstances["staff_id"].isin(people["staff_id"])]
        written, gone = _circumstances(people, mine, action, day, note.strip())
        who = names.iloc[0] if len(people) == 1 else f"{len(people)} people"
        return Draft(
            "circumstance" if action in {"per_diem", "regular", "no_earlier"} else "person",
            f"{who}: {told.done}",
            note.strip() or None,
            replaced=((STAFF, changed), (CIRCUMSTANCE_ROWS, written)),
            removed=((CIRCUMSTANCE_ROWS, gone),),
        )

    return stored(app, principal, draft, today=today)


def _changed(people: pd.DataFrame, action: str, day: date | None, text: str) -> pd.DataFrame:
    frame = people.copy()
    if action in {"leave", "back"}:
        frame["on_leave"] = action == "leave"
    elif action == "left":
        frame["left_on"] = pd.Timestamp(day) if day else pd.NaT
        frame["on_leave"] = frame["on_leave"].mask(frame["on_leave"].notna(), other=False)
    elif action == "supervisor":
        frame["supervisor"] = text or None
    return tables.typed(frame, tables.STAFF)


def _circumstances(
    people: pd.DataFrame, stored_rows: pd.DataFrame, action: str, day: date | None, note: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the circumstances to write and the keys of those that end."""
    kind, ends = _CIRCUMSTANCE.get(action), _ENDS.get(action)
    gone = stored_rows.loc[stored_rows["kind"] == ends, ["staff_id", "kind"]]
    if kind is None:
        return tables.empty(CIRCUMSTANCES), gone
    written = pd.DataFrame({"staff_id": people["staff_id"], "kind": kind, "note": note or None})
    since = pd.Series([day] * len(people), index=people.index, dtype="object")
    return tables.typed(written.assign(since=pd.to_datetime(since)), CIRCUMSTANCES), gone
