"""Adding or correcting one credit, one person, one holding in place, with the checks of an import."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import points, tables
from lib.domain.activities import ASK, COUNTS, NO, NOT_EDUCATION
from lib.domain.calendar import spoken
from lib.domain.errors import RefusedCommand
from lib.domain.text import title_key, words_key
from lib.services.changing import Done, stored
from lib.services.container import LabReady
from lib.services.entering import HEADINGS, from_hand, read, refuse
from lib.services.judging import display_names
from lib.store import records
from lib.store.database import Store
from lib.store.editing import Draft
from lib.store.placing import with_masks
from lib.store.versioned import CREDITS, HOLDINGS, STAFF, STORED_CREDITS

Values = Mapping[str, str]
"""Fields of :data:`lib.services.entering.HEADINGS` as they were typed; an empty text is nothing."""

HAPPENED: Final[dict[str, str]] = {
    "verified_on": "Verified On",
    "declaration_filed_on": "Declaration Filed On",
    "declaration_accepted_on": "Declaration Accepted On",
    "certified_on": "Certified On",
}
"""Dates of what has happened -> their headings."""


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


def add_credit(app: LabReady, principal: Principal, staff_id: str, values: Values, *, today: date) -> Done:
    """Store one activity of a staff member.

    Refused with the sentences of an import: points that are no number, a date in the future, an activity they have
    already.
    """
    require(principal, "edit")

    def draft(store: Store) -> Draft:
        name = name_of(store, principal, staff_id)
        outcome, troubles, _ = read(app, store, "credits", [_whole("credits", staff_id, values)], today=today)
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
        with store.reading() as cursor:
            before = records.stored_credit(cursor, credit_id, principal.scope)
        if before.empty:
            raise RefusedCommand(
                "Nothing was corrected: this activity is not there any more. Look at the person again.",
                code="unknown_credit",
            )
        old = before.iloc[0].to_dict()
        staff_id = str(old["staff_id"])
        stays = {"completed_on": old["completed_on"].date().isoformat(), "points": points.text(int(old["points"]))}
        entry = {**stays, **_whole("credits", staff_id, values)}
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
        with store.reading() as cursor:
            before = records.stored_credit(cursor, credit_id, principal.scope)
        if before.empty:
            raise RefusedCommand(
                "Nothing was removed: this activity is not there any more. Look at the person again.",
                code="unknown_credit",
            )
        _needs_reason(reason)
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
        outcome, troubles, _ = read(app, store, "staff", [_whole("staff", staff_id, values)], today=today)
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
        entry = _whole("staff", staff_id, values)
        outcome, troubles, _ = read(app, store, "staff", [entry], today=today)
        refuse(troubles)
        frame = _replaced(before, outcome.staff, entry)
        _refuse_employment(frame)
        return Draft("person", f"{name}: corrected", replaced=((STAFF, frame),))

    return stored(app, principal, draft, today=today)


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
        frame = _replaced(before, told, entry)
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
        _needs_reason(reason)
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
    entry = _whole("credentials", staff_id, values)
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


def _whole(kind: str, staff_id: str, values: Values) -> dict[str, str]:
    return {**{name: values[name] for name in HEADINGS[kind] if name in values}, "staff_id": staff_id}


def _replaced(before: pd.DataFrame, told: pd.DataFrame, entry: Mapping[str, str]) -> pd.DataFrame:
    """Return the stored row with every field that the entry names as it was read, empty ones included."""
    frame = before.reset_index(drop=True).copy()
    for name in entry:
        if name in frame and name not in {"staff_id", "program", "credential"}:
            frame[name] = told[name].reset_index(drop=True) if len(told) else None
    return frame


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


def _refuse_employment(frame: pd.DataFrame) -> None:
    row = frame.iloc[0] if len(frame) else None
    if row is not None and pd.notna(row["hired_on"]) and pd.notna(row["left_on"]) and row["left_on"] < row["hired_on"]:
        raise RefusedCommand(
            f"Nothing was stored: Left On ({spoken(row['left_on'].date())}) lies before Hired On "
            f"({spoken(row['hired_on'].date())}). Correct one of the two dates.",
            code="invalid_value",
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


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise RefusedCommand(
            "Nothing was removed: no reason was given. It is kept beside what was removed; say why in a few words.",
            code="missing_value",
        )
