"""Leave, per diem and new hires: what they change in what is asked of a person, beside the verdict."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import tables
from lib.domain.circumstances import PER_DIEM_TITLES, sentence
from lib.services.container import LabReady
from lib.services.judging import judge
from lib.store import records

FOUND: Final[dict[str, str]] = {
    "staff_id": tables.TEXT,
    "kind": tables.TEXT,
    "since": tables.DATE,
    "note": tables.TEXT,
    "says": tables.TEXT,
}
"""One row per person and circumstance; ``says`` is the sentence that stands beside the verdict."""


def of_team(app: LabReady, principal: Principal, as_of: date) -> pd.DataFrame:
    """Return the circumstances (:data:`FOUND`) of everybody employed on a day, by person.

    A new hire is who was hired after a cycle of theirs began, and of whom nothing from before that day is on file;
    unless it was noted that there is no earlier education to come.
    """
    require(principal, "view")
    judged = judge(app, principal.scope, as_of)
    with app.store.reading() as cursor:
        stored = records.circumstances(cursor, principal.scope)
        first = records.first_credits(cursor, principal.scope, as_of)
    staff = judged.staff
    begun = judged.windows.groupby("staff_id")["window_from"].min()
    hired = staff.set_index("staff_id")["hired_on"]
    earliest = first.set_index("staff_id")["first_completed_on"].reindex(hired.index)
    unseen = (hired > begun.reindex(hired.index)) & (earliest.isna() | (earliest >= hired))
    none_to_come = stored.loc[stored["kind"] == "no_earlier", "staff_id"]
    new = hired[unseen & ~hired.index.isin(none_to_come) & (hired <= pd.Timestamp(as_of))]
    titles = staff["job_title"].fillna("").str.casefold()
    by_title = pd.Series(data=False, index=staff.index)
    for words in PER_DIEM_TITLES:
        by_title |= titles.str.contains(rf"\b{words}\b")
    parts = [
        _of(staff.loc[(staff["on_leave"] == True).fillna(value=False), "staff_id"], "leave"),  # noqa: E712 - three-valued
        _of(staff.loc[by_title, "staff_id"], "per_diem"),
        _of(pd.Series(new.index), "new_hire").assign(since=new.to_numpy()),
        stored.loc[stored["kind"] == "per_diem"],
    ]
    found = pd.concat([tables.typed(part, FOUND) for part in parts], ignore_index=True)
    found = found.drop_duplicates(["staff_id", "kind"], keep="last")
    known = stored.set_index(["staff_id", "kind"])[["since", "note"]]
    found = found.set_index(["staff_id", "kind"])
    found.update(known)
    found = found.reset_index()
    found = found[found["staff_id"].isin(staff["staff_id"])]
    found["says"] = [
        sentence(kind, None if pd.isna(since) else since.date())
        for kind, since in zip(found["kind"], found["since"], strict=True)
    ]
    return tables.typed(found.sort_values(["staff_id", "kind"], ignore_index=True), FOUND)


def _of(staff_ids: pd.Series, kind: str) -> pd.DataFrame:
    return tables.typed(pd.DataFrame({"staff_id": staff_ids.astype("str")}).assign(kind=kind), FOUND)
