"""What is recorded of many holdings at once: what it says, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.ingest.credentials import Credentials
from lib.ingest.findings import sentence
from lib.ingest.lines import Line, matched, pasted, people_of, without_credential
from lib.services.container import LabReady
from lib.services.entering import Trouble
from lib.services.uploads import known_to


@dataclass(frozen=True)
class Action:
    """One thing that is recorded of a holding: its words, the field that its date goes to, the kind of the change."""

    code: str
    words: str
    done: str
    field: str | None
    kind: str
    help: str


ACTIONS: Final[dict[str, Action]] = {
    action.code: action
    for action in (
        Action(
            "renewed", "Renewed: a new cycle end", "renewed", "cycle_end", "renewal",
            "The issuer shows a new end. The old cycle stays readable, a new one begins.",
        ),
        Action(
            "verified", "Verified with the issuer", "verified", "verified_on", "verification",
            "Somebody looked at the issuer's page, and the dates there are those on our records.",
        ),
        Action(
            "filed", "Declaration filed", "declaration filed", "declaration_filed_on", "declaration",
            "The person has sent the declaration for this cycle.",
        ),
        Action(
            "accepted", "Declaration accepted", "declaration accepted", "declaration_accepted_on", "declaration",
            "The issuer has accepted the declaration for this cycle.",
        ),
        Action(
            "audited", "Declaration audited", "declaration audited", None, "declaration",
            "The issuer asked for the certificates behind the declaration. The note says how it went.",
        ),
    )
}  # fmt: skip
"""What can be recorded of one holding or of many, by code."""


@dataclass(frozen=True)
class Entry:
    """One holding with the date that is recorded of it, as it was written; ``place`` is its line, or counts from 1."""

    staff_id: str
    program: str
    credential: str
    day: str
    place: int = 1
    text: str = ""


@dataclass(frozen=True)
class Recording:
    """What is to be recorded: the action, the holdings with their dates, and what goes with it.

    ``note`` is kept beside an audit, and as the reason of any other; ``verified`` says that the new end was seen with
    the issuer on the day it is recorded.
    """

    action: str
    entries: tuple[Entry, ...]
    note: str = ""
    verified: bool = False
    date_order: str | None = None


@dataclass(frozen=True)
class Pasted:
    """What pasted lines say: the recording of those that are understood, and why the others are not."""

    recording: Recording
    troubles: tuple[Trouble, ...]
    lines: int


def from_paste(
    app: LabReady,
    principal: Principal,
    action: str,
    text: str,
    *,
    day: date | None = None,
    note: str = "",
    verified: bool = False,
    date_order: str | None = None,
) -> Pasted:
    """Read lines of *ID or name, credential, date*; ``day`` is the date of the lines that have none.

    A line without a credential speaks of the only one that its person holds. What is not understood is listed, line by
    line, and is not part of the recording.
    """
    require(principal, "edit")
    known, _ = known_to(app, app.store)
    people = people_of(known)
    credentials = Credentials(known.credentials)
    held = app.store.holdings(principal.scope)
    in_scope = set(app.store.staff(principal.scope)["staff_id"])
    entries, troubles = [], []
    lines = pasted(text)
    for each in lines:
        line = each
        match = matched(line, people)
        if match.code and line.credential:
            whole = without_credential(line)
            by_name = matched(whole, people)
            line, match = (line, match) if by_name.code else (whole, by_name)
        if match.code or match.staff_id not in in_scope:
            said = ", ".join(line.people)
            troubles.append(_trouble(line, match.code or "unknown_person", said))
            continue
        mine = held[held["staff_id"] == match.staff_id]
        found = _holding(line, mine, credentials)
        if isinstance(found, str):
            troubles.append(Trouble(line.number, "unknown_credential", f"Line {line.number}: {found}"))
            continue
        written = line.day or (day.isoformat() if day else "")
        entries.append(Entry(match.staff_id, *found, written, line.number, line.text))
    recording = Recording(action, tuple(entries), note, verified, date_order)
    return Pasted(recording, tuple(troubles), len(lines))


def attendees_from_paste(app: LabReady, principal: Principal, text: str) -> tuple[list[str], list[Trouble]]:
    """Read one person a line, by ID, e-mail or name; returns the IDs, each once, and what is not understood."""
    require(principal, "edit")
    known, _ = known_to(app, app.store)
    people = people_of(known)
    in_scope = set(app.store.staff(principal.scope)["staff_id"])
    found: list[str] = []
    troubles = []
    for line in pasted(text, only_people=True):
        match = matched(line, people)
        if match.code or match.staff_id not in in_scope:
            troubles.append(_trouble(line, match.code or "unknown_person", ", ".join(line.people)))
        elif match.staff_id not in found:
            found.append(match.staff_id)
    return found, troubles


def without(recording: Recording, troubles: Sequence[Trouble]) -> Recording:
    """Return the recording without the entries that something is wrong with."""
    places = {trouble.place for trouble in troubles}
    return replace(recording, entries=tuple(entry for entry in recording.entries if entry.place not in places))


def _trouble(line: Line, code: str, said: str) -> Trouble:
    words = sentence(code, said, "").replace("the row", "the line").replace("by hand on the Import page", "by its ID")
    return Trouble(line.number, code, f"Line {line.number}: {words}")


def _holding(line: Line, held: pd.DataFrame, credentials: Credentials) -> tuple[str, str] | str:
    """Return program and credential of the holding a line speaks of, or why there is none."""
    pairs = list(zip(held["program"], held["credential"], strict=True))
    told = ", ".join(f"{credential} ({program})" for program, credential in pairs) or "no credential"
    if not line.credential:
        if len(pairs) == 1:
            return pairs[0]
        return f"no credential is named, and {', '.join(line.people)} holds {told}. Name one."
    reading = credentials.read(line.credential, None)
    if not reading.found:
        return sentence("unknown_credential", line.credential, credentials.nearby())
    exact = [pair for pair in pairs if pair in reading.found]
    alike = [pair for pair in pairs if pair[1] in {code for _, code in reading.found}]
    if len(exact or alike) == 1:
        return (exact or alike)[0]
    if not alike:
        return f"{', '.join(line.people)} does not hold {line.credential} on our records, but {told}. Add it first."
    return f"“{line.credential}” may be any of {told}. Name the program, such as {alike[0][1]}({alike[0][0]})."
