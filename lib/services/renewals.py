"""Declarations, verifications and renewals, for one holding or for many in one change."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

import numpy as np
import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.compliance.windows import windows
from lib.domain import tables
from lib.domain.calendar import add_months, spoken
from lib.domain.errors import RefusedCommand
from lib.services.changing import EFFECT, Done, effect, stored
from lib.services.container import LabReady
from lib.services.entering import Trouble, read, refuse
from lib.services.holding_editing import HAPPENED
from lib.services.judging import display_names
from lib.services.recordings import ACTIONS, Entry, Recording
from lib.store.database import Store
from lib.store.editing import Draft, nothing_read

KEY: Final = ["staff_id", "program", "credential"]

Key = tuple[str, str, str]
"""Employee ID, program, credential."""

OPENED: Final[dict[str, str]] = {
    **dict.fromkeys(("staff_id", "program", "credential", "name"), tables.TEXT),
    **dict.fromkeys(("old_start", "old_end", "new_start", "new_end"), tables.DATE),
    "carried": tables.HUNDREDTHS,
    "left_behind": tables.HUNDREDTHS,
}
"""One row per renewed holding. ``carried``: points that fall in the new cycle; ``left_behind``: points of the old cycle
that were earned before the new one began and are lost to it (both up to the day asked for, in hundredths)."""


@dataclass(frozen=True)
class RecordingEffect:
    """What a recording would change: ``moved`` as ``changing.EFFECT``, ``opened`` as :data:`OPENED`, and remarks."""

    moved: pd.DataFrame
    opened: pd.DataFrame
    remarks: tuple[str, ...]


def of_selection(
    app: LabReady,
    principal: Principal,
    action: str,
    keys: list[Key],
    *,
    day: date | None,
    note: str = "",
    verified: bool = False,
) -> Recording:
    """Return the recording of chosen holdings with one date; without a date a renewal gives each its own next end.

    The next end is one cycle length of its rule after the current one.
    """
    require(principal, "edit")
    ends = dict.fromkeys(keys, day.isoformat() if day else "")
    if day is None and action == "renewed":
        ends = _next_ends(app, principal, keys)
    return Recording(
        action,
        tuple(Entry(*key, ends[key], place) for place, key in enumerate(keys, start=1)),
        note,
        verified,
    )


def problems(app: LabReady, principal: Principal, recording: Recording, *, today: date) -> list[Trouble]:
    """Return what keeps entries from being recorded; ``place`` is the entry's."""
    require(principal, "edit")
    return _read(app, principal, app.store, recording, today)[1]


def preview(app: LabReady, principal: Principal, recording: Recording, as_of: date, *, today: date) -> RecordingEffect:
    """Return what a recording would change as of a day; nothing is stored. Refused where an entry is not right."""
    require(principal, "edit")
    found, troubles = _read(app, principal, app.store, recording, today)
    refuse(troubles)
    try:
        drafter = _drafter(app, principal, recording, today)
        only = found["staff_id"].unique().tolist()
        _, moved = effect(app, principal, drafter, as_of, today=today, only=only)
    except RefusedCommand as refused:
        if refused.code != "nothing_changes":
            raise
        moved = pd.DataFrame(columns=EFFECT)
    opened = tables.empty(OPENED)
    if recording.action == "renewed":
        opened = _opened(app, principal, found, as_of)
    return RecordingEffect(moved, opened, tuple(_remarks(app, principal, recording, found, as_of)))


def record(app: LabReady, principal: Principal, recording: Recording, *, today: date) -> Done:
    """Store a recording in one change, all of it or nothing.

    Raises :class:`RefusedCommand` with a sentence for each entry that is not right.
    """
    require(principal, "edit")
    return stored(app, principal, _drafter(app, principal, recording, today), today=today)


def _drafter(app: LabReady, principal: Principal, recording: Recording, today: date) -> Any:
    def draft(store: Store) -> Draft:
        if not recording.entries:
            raise RefusedCommand(
                "Nothing was stored: no holding was chosen. Select rows of the table, or paste a list.",
                code="nothing_chosen",
            )
        found, troubles = _read(app, principal, store, recording, today)
        refuse(troubles)
        action = ACTIONS[recording.action]
        names = _names(store, principal, found)
        what = f"{names[0]}: {found['credential'].iloc[0]} {action.done}"
        summary = what if len(found) == 1 else f"{len(found)} holdings {action.done}"
        note = recording.note.strip() or None
        if recording.action == "audited":
            return Draft(action.kind, summary, note, notes=_audit_notes(found, recording))
        if recording.verified:
            found = found.assign(verified_on=pd.Timestamp(today))
        outcome = replace(nothing_read(summary), credentials=tables.typed(found, tables.HOLDINGS))
        return Draft(action.kind, summary, note, merged=outcome)

    return draft


def _read(
    app: LabReady, principal: Principal, store: Store, recording: Recording, today: date
) -> tuple[pd.DataFrame, list[Trouble]]:
    """Return the holdings with what is recorded of them, and what is wrong; days are read as an import reads them."""
    action = ACTIONS[recording.action]
    field = action.field or "verified_on"
    if not recording.entries:
        return tables.empty(tables.HOLDINGS), []
    written = [
        {"staff_id": entry.staff_id, "program": entry.program, "credential": entry.credential, field: entry.day}
        for entry in recording.entries
    ]
    outcome, raw, _ = read(app, store, "credentials", written, today=today, date_order=recording.date_order, alone=True)
    entries = pd.DataFrame(
        [(each.staff_id, each.program, each.credential, each.place, each.day) for each in recording.entries],
        columns=[*KEY, "place", "written"],
    )
    places = entries["place"].tolist()
    called = _names(store, principal, entries)
    troubles = [Trouble(places[each.place - 1], each.code, f"{called[each.place - 1]}: {each.message}") for each in raw]
    rows = entries.merge(outcome.credentials[[*KEY, field]], on=KEY, how="left")
    held = store.holdings(principal.scope)
    rows = rows.merge(held[[*KEY, "cycle_end"]].rename(columns={"cycle_end": "current_end"}), on=KEY, how="left")
    rows["name"] = _names(store, principal, rows)
    rows["is_held"] = pd.MultiIndex.from_frame(rows[KEY]).isin(pd.MultiIndex.from_frame(held[KEY]))
    troubles += _faults(rows, recording, field, today)
    bad = {trouble.place for trouble in troubles}
    fine = rows[~rows["place"].isin(bad)].reset_index(drop=True)
    if action.field is None:
        fine = fine.rename(columns={field: "noted_on"})
    return fine, sorted(troubles, key=lambda trouble: trouble.place)


def _faults(rows: pd.DataFrame, recording: Recording, field: str, today: date) -> list[Trouble]:
    """Return what is wrong beyond the dates themselves, as whole columns."""
    day, end = rows[field], rows["current_end"]
    twice = rows.duplicated(KEY)
    masks: list[tuple[pd.Series, str, str]] = [
        (
            ~rows["is_held"],
            "unknown_credential",
            "does not hold {credential} ({program}) here. Add it first.",
        ),
        (twice, "invalid_value", "{credential} is named twice. Leave one of the two out."),
        (rows["written"].str.strip() == "", "missing_date", "no date is given for {credential}. Give one."),
    ]
    if recording.action == "renewed":
        not_later = day.notna() & end.notna() & (day <= end)
        masks.append(
            (
                not_later,
                "invalid_cycle",
                "{credential} ends on {end} already; a renewal ends later.",
            )
        )
    elif field in HAPPENED:
        masks.append((day > pd.Timestamp(today), "future_date", "{day} lies after today; record what has happened."))
    if recording.action == "audited" and not recording.note.strip():
        masks.append((rows["is_held"], "missing_value", "an audit needs a note that says how it went."))
    found = []
    for mask, code, words in masks:
        for row in rows[mask].to_dict("records"):
            days = {"end": _spoken(row["current_end"]), "day": _spoken(row[field])}
            said = words.format(credential=row["credential"], program=row["program"], **days)
            found.append(Trouble(int(row["place"]), code, f"{row['name']}: {said}"))
    return found


def _names(store: Store, principal: Principal, rows: pd.DataFrame) -> list[str]:
    staff = store.staff(principal.scope)
    names = dict(zip(staff["staff_id"], display_names(staff), strict=True))
    return [names.get(staff_id, staff_id) for staff_id in rows["staff_id"]]


def _audit_notes(found: pd.DataFrame, recording: Recording) -> pd.DataFrame:
    return found[[*KEY, "noted_on"]].assign(kind="audited", note=recording.note.strip())


def _next_ends(app: LabReady, principal: Principal, keys: list[Key]) -> dict[Key, str]:
    held = app.store.holdings(principal.scope)
    chosen = held[pd.MultiIndex.from_frame(held[KEY]).isin(keys)]
    months = windows(chosen, app.book, app.today())["cycle_months"].tolist()
    ends = {}
    for key, end, length in zip(
        chosen[KEY].itertuples(index=False, name=None), chosen["cycle_end"], months, strict=True
    ):
        ends[key] = "" if pd.isna(end) else add_months(end.date(), int(length)).isoformat()
    return {key: ends.get(key, "") for key in keys}


def _opened(app: LabReady, principal: Principal, found: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return for each renewed holding the old and the new cycle, and the points up to ``as_of`` on either side."""
    held = app.store.holdings(principal.scope).merge(found[[*KEY, "cycle_end", "name"]], on=KEY, suffixes=("", "_new"))
    old = windows(held, app.book, as_of)
    nothing = pd.Series(pd.NaT, index=held.index, dtype=tables.DATE)
    new = windows(held.assign(cycle_end=held["cycle_end_new"], cycle_start=nothing), app.book, as_of)
    before = old["cycle_start"].notna()
    last_old = (new["cycle_start"] - timedelta(days=1)).astype(tables.DATE)
    spans = pd.DataFrame(
        {
            "holding": np.arange(2 * len(held)),
            "staff_id": [*held["staff_id"], *held["staff_id"]],
            "window_from": pd.concat([old["cycle_start"], new["cycle_start"]], ignore_index=True),
            "window_to": pd.concat([last_old.where(before), new["cycle_end"]], ignore_index=True),
        }
    )
    supply = app.store.supply(spans, principal.scope, as_of)
    points = supply.groupby("holding")["points"].sum().reindex(spans["holding"], fill_value=0).to_numpy()
    frame = held[[*KEY, "name"]].assign(
        old_start=old["cycle_start"],
        old_end=old["cycle_end"],
        new_start=new["cycle_start"],
        new_end=new["cycle_end"],
        carried=points[len(held) :],
        left_behind=points[: len(held)],
    )
    return tables.typed(frame.sort_values(["name", "credential"], ignore_index=True), OPENED)


def _remarks(app: LabReady, principal: Principal, recording: Recording, found: pd.DataFrame, as_of: date) -> list[str]:
    """Return what a person should know of entries that are right, and yet may not do what they expect."""
    field = ACTIONS[recording.action].field
    if field not in {"declaration_filed_on", "declaration_accepted_on"} or found.empty:
        return []
    held = app.store.holdings(principal.scope).merge(found[[*KEY, field, "name"]], on=KEY, suffixes=("", "_new"))
    opens = windows(held, app.book, as_of)["declare_opens"]
    early = held[f"{field}_new"] < opens
    return [
        f"{row['name']}: {row['credential']} opens for declaration on {_spoken(opened)}; one of "
        f"{_spoken(row[f'{field}_new'])} is of an earlier cycle and does not count for this one."
        for row, opened in zip(held[early].to_dict("records"), opens[early], strict=True)
    ]


def _spoken(day: Any) -> str:
    return "no date" if pd.isna(day) else spoken(day.date())
