"""What an import leaves to a person: rows whose person is not known, and area texts that no synonym knows."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd
from rapidfuzz import fuzz, process, utils

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import tables
from lib.domain.areas import AREA_NUMBER, AREAS
from lib.domain.decisions import NOBODY
from lib.domain.errors import RefusedCommand
from lib.domain.text import words_key
from lib.ingest import vocabulary
from lib.services.container import LabReady
from lib.services.judging import display_names

NEAR: Final = 75
"""The least score (0 to 100) at which a staff member is proposed for a name; a proposal is never applied by itself."""

AREAS_TO_ASSIGN: Final[dict[str, str]] = {
    "area_text": tables.TEXT,
    "credits": tables.WHOLE,
    "people": tables.WHOLE,
    "proposal": tables.TEXT,
}


def waiting_rows(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return the rows that wait for a person, by import and place in the file.

    ``person_key`` groups the rows of one person and is what :func:`match_waiting` takes; ``person`` is the person as
    written; ``proposed_id``, ``proposed_name`` and ``score`` (0 to 100) are the nearest staff member by name, where one
    is near. Rows said to be nobody's are left out. A principal with a limited scope sees none: whose rows they are is
    not known yet.
    """
    require(principal, "import")
    found = app.store.waiting_rows()
    if principal.scope.sites is not None or principal.scope.departments is not None:
        found = found.iloc[:0]
    found = found[~found["person_key"].isin(list(app.store.answers(NOBODY)))].reset_index(drop=True)
    person = (
        found["person_name"].fillna(found["person_email"]).fillna(found["person_number"]).fillna(found["person_id"])
    )
    return found.assign(person=person).merge(_proposals(app, principal, found), on="person_key", how="left")


def people_to_match(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return everybody whom a waiting row may belong to, by name: ``staff_id``, ``name``; leavers included."""
    require(principal, "import")
    staff = app.store.staff(principal.scope)
    people = staff.assign(name=display_names(staff))[["staff_id", "name"]]
    return people.sort_values(["name", "staff_id"], ignore_index=True)


def _proposals(app: LabReady, principal: Principal, waiting: pd.DataFrame) -> pd.DataFrame:
    """Return for each person key the nearest staff member: ``proposed_id``, ``proposed_name``, ``score``."""
    staff = app.store.staff(principal.scope)
    staff = staff.assign(name=display_names(staff))
    people = waiting.loc[waiting["person_name"].notna(), ["person_key", "person_name"]].drop_duplicates("person_key")
    columns = ["person_key", "proposed_id", "proposed_name", "score"]
    if staff.empty or people.empty:
        return pd.DataFrame({name: pd.Series(dtype="float64" if name == "score" else "str") for name in columns})
    scores = process.cdist(
        people["person_name"].to_list(),
        staff["name"].to_list(),
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
    )
    best = scores.argmax(axis=1)
    nearest = pd.DataFrame(
        {
            "person_key": people["person_key"].to_numpy(),
            "proposed_id": staff["staff_id"].to_numpy()[best],
            "proposed_name": staff["name"].to_numpy()[best],
            "score": scores.max(axis=1),
        }
    )
    return nearest.loc[nearest["score"] >= NEAR, columns]


def match_waiting(app: LabReady, principal: Principal, person_key: str, staff_id: str, *, today: date) -> int:
    """Give the rows that wait under a person's key to a staff member; returns how many credits came of them.

    The match is remembered for later imports. Refused where nobody in scope has the ID, or nothing waits under the key.
    """
    require(principal, "import")
    if app.store.staff(principal.scope, None, staff_id).empty:
        raise RefusedCommand(
            f"Nothing was matched: nobody here has the employee ID “{staff_id}”. Choose one of the staff members.",
            code="unknown_person",
        )
    if person_key not in set(app.store.waiting_rows()["person_key"]):
        raise RefusedCommand(
            "Nothing was matched: no row waits for this person any more. Somebody may have matched it already.",
            code="nothing_waits",
        )
    return app.store.match_waiting(person_key, staff_id, actor=principal.name, at=app.now(), on_date=today)


def areas_to_assign(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return the area texts that no synonym knows, most credits first, with an area proposed from the titles.

    Columns: area_text (empty: the file said nothing), credits, people, proposal (an area code, or missing), which is
    never applied by itself.
    """
    require(principal, "view")
    found = app.store.unassigned_areas(principal.scope)
    beginnings = {
        area: tuple(f" {words_key(str(word))}" for word in words)
        for area, words in vocabulary.table("title_words").items()
    }
    proposals = pd.Series([_proposal(titles, beginnings) for titles in found["titles"].fillna("")], dtype=tables.TEXT)
    return tables.typed(found.assign(proposal=proposals), AREAS_TO_ASSIGN)


def _proposal(titles: str, beginnings: dict[str, tuple[str, ...]]) -> str | None:
    """Return the area that the words of most titles speak of; None where no title has such a word.

    The words are beginnings (``parasit``), found where a word of the title begins. Of areas that are spoken of equally
    often the one that comes first in the list of areas is taken.
    """
    keys = [f" {words_key(title)}" for title in titles.splitlines()]
    spoken = {area: sum(any(word in key for word in words) for key in keys) for area, words in beginnings.items()}
    most = max(spoken.values(), default=0)
    return next((area for area in AREAS if most and spoken.get(area) == most), None)


def assign_area(app: LabReady, principal: Principal, area_text: str, areas: tuple[str, ...], *, today: date) -> int:
    """Give all credits of an area text these areas, the first being the one they count in; returns how many changed.

    Remembered for later imports; for the empty text only what is stored now is assigned.
    """
    require(principal, "edit")
    unknown = [area for area in areas if area not in AREA_NUMBER or area not in AREAS]
    if unknown or not areas:
        wrong = f"“{unknown[0]}” is not an area" if unknown else "no area was chosen"
        raise RefusedCommand(
            f"The text “{area_text}” was not assigned: {wrong}. Accepted: {', '.join(AREAS)}.", code="unknown_area"
        )
    unique = tuple(dict.fromkeys(areas))
    return app.store.assign_area(words_key(area_text), unique, actor=principal.name, at=app.now(), on_date=today)
