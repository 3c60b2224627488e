"""Adding, correcting or removing one activity in place, with the checks of an import."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import points, tables
from lib.domain.activities import ASK, COUNTS, NO, NOT_EDUCATION
from lib.domain.errors import RefusedCommand
from lib.domain.text import title_key, words_key
from lib.services.changing import Done, stored
from lib.services.container import LabReady
from lib.services.editing import Values, name_of, refuse_without_reason, whole
from lib.services.entering import from_hand, read, refuse
from lib.store import records
from lib.store.database import Store
from lib.store.editing import Draft
from lib.store.placing import with_masks
from lib.store.versioned import CREDITS, STORED_CREDITS


def add_credit(app: LabReady, principal: Principal, staff_id: str, values: Values, *, today: date) -> Done:
    """Store one activity of a staff member.

    Refused with the sentences of an import: points that are no number, a date in the future, an activity they have
    already.
    """
    require(principal, "edit")

    def draft(store: Store) -> Draft:
        name = name_of(store, principal, staff_id)
        outcome, troubles, _ = read(app, store, "credits", [whole("credits", staff_id, values)], today=today)
        refuse(troubles)
        if outcome.credits.empty:
            raise RefusedCommand(
                f"Nothing was stored: {name} has this activity already, with the same day, title and points. "
                "Correct that one, or change what is different.",
                code="duplicate",
            )
        title = values.get("title", "").strip() or "an activity without a title"
        return Draft("credit", f"{name}: added {title}", entered=from_hand(outcome))

    return stored(app, principal, draft, today=today)


def correct_credit(
    app: LabReady, principal: Principal, credit_id: int, values: Values, *, today: date, reason: str = ""
) -> Done:
    """Correct one activity in place; what it said before stays in the history, and on earlier days as it was known.

    A field that is not named stays, an empty one is emptied; ``area`` is area codes or words. Where neither area nor
    type is touched, what was decided about them stays.
    """
    require(principal, "edit")

    def draft(store: Store) -> Draft:
        before = _there(store, principal, credit_id, "corrected")
        old = before.iloc[0].to_dict()
        staff_id = str(old["staff_id"])
        stays = {"completed_on": old["completed_on"].date().isoformat(), "points": points.text(int(old["points"]))}
        entry = {**stays, **whole("credits", staff_id, values)}
        outcome, troubles, _ = read(app, store, "credits", [entry], today=today, alone=True)
        refuse(troubles)
        new = _corrected(old, outcome.credits, entry)
        _refuse_repeated(store, staff_id, credit_id, new)
        name = name_of(store, principal, staff_id)
        return Draft(
            "credit",
            f"{name}: corrected {old['title'] or 'an activity without a title'}",
            reason.strip() or None,
            replaced=((CREDITS, tables.typed(pd.DataFrame([new]), STORED_CREDITS)),),
        )

    return stored(app, principal, draft, today=today)


def remove_credit(app: LabReady, principal: Principal, credit_id: int, reason: str, *, today: date) -> Done:
    """Remove one activity from what counts; it stays visible as removed, with the reason, which must be given."""
    require(principal, "edit")

    def draft(store: Store) -> Draft:
        before = _there(store, principal, credit_id, "removed")
        refuse_without_reason(reason)
        old = before.iloc[0].to_dict()
        name = name_of(store, principal, str(old["staff_id"]))
        keys = tables.typed(before[["credit_id"]], {"credit_id": tables.WHOLE})
        said = f"{name}: removed {old['title'] or 'an activity without a title'}"
        return Draft("removal", said, reason.strip(), removed=((CREDITS, keys),))

    return stored(app, principal, draft, today=today)


def removed_credits(app: LabReady, principal: Principal, staff_id: str) -> pd.DataFrame:
    """Return a person's activities that were removed by hand: what, when, by whom, why, and the change's number."""
    require(principal, "view")
    with app.store.reading() as cursor:
        return records.removed_credits(cursor, staff_id, principal.scope)


def _corrected(old: dict[Any, Any], read_as: pd.DataFrame, entry: Mapping[str, str]) -> dict[str, Any]:
    """Return the full row of a corrected credit: its number and source stay, and what the entry does not name."""
    new = read_as.iloc[0].to_dict()
    row = {str(name): value for name, value in old.items()}
    for name in ("title", "provider", "completed_on", "points", "certificate_number", "evidence", "activity_type"):
        if name in entry:
            row[name] = new[name]
    row["title_key"] = title_key("" if pd.isna(row["title"]) else row["title"])
    same_areas = "area" not in entry or (new["areas"] or "") == (old["areas"] or "")
    same_type = _same(row["activity_type"], old["activity_type"])
    if not same_areas:
        row["area_text"], row["areas"] = new["area_text"], new["areas"] or ""
        row["area_key"] = words_key("" if pd.isna(new["area_text"]) else new["area_text"])
        row["area_mask"], row["first_area"] = with_masks(pd.Series([row["areas"]])).iloc[0]
    if not same_type or not same_areas:
        row["eligibility"] = _eligibility(row)
    return row


def _eligibility(row: dict[str, Any]) -> str:
    """Return whether a credit counts by its type and areas alone (domain definition, "Which credits count")."""
    if row["activity_type"] in NOT_EDUCATION:
        return NO
    return COUNTS if row["areas"] else ASK


def _same(one: Any, other: Any) -> bool:
    return (pd.isna(one) and pd.isna(other)) or (not pd.isna(one) and not pd.isna(other) and one == other)


def _refuse_repeated(store: Store, staff_id: str, credit_id: int, row: dict[str, Any]) -> None:
    keys = store.credit_keys([staff_id])
    same = (
        (keys["credit_id"] != credit_id)
        & (keys["completed_on"] == row["completed_on"])
        & (keys["title_key"] == row["title_key"])
        & (keys["points"] == row["points"])
    )
    if same.any():
        raise RefusedCommand(
            "Nothing was corrected: the person has another activity with that day, title and points. It would be there "
            "twice; remove one of them instead.",
            code="duplicate",
        )


def _there(store: Store, principal: Principal, credit_id: int, done: str) -> pd.DataFrame:
    """Return the one row of this activity, or refuse: nothing can be ``done`` to one that is not there any more."""
    with store.reading() as cursor:
        before = records.stored_credit(cursor, credit_id, principal.scope)
    if before.empty:
        raise RefusedCommand(
            f"Nothing was {done}: this activity is not there any more. Look at the person again.",
            code="unknown_credit",
        )
    return before
