"""Two records of one person: which may be, joining them, and what is joined. Parting is taking the decision back."""

from __future__ import annotations

from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import decisions as kinds
from lib.domain import tables
from lib.domain.errors import RefusedCommand
from lib.domain.text import words_key
from lib.services.container import LabReady
from lib.services.deciding import Proposal
from lib.services.judging import display_names
from lib.store.decisions import Decision

TWINS: Final[dict[str, str]] = {
    "one_id": tables.TEXT,
    "one_name": tables.TEXT,
    "other_id": tables.TEXT,
    "other_name": tables.TEXT,
    "why": tables.TEXT,
}
"""One row per pair of records that may be one person's; ``why`` says what they share."""


def likely_twins(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return pairs of records that share a name, an e-mail address or a certification number, :data:`TWINS`."""
    require(principal, "edit")
    staff = app.store.staff(principal.scope)
    names = display_names(staff)
    known = staff["last_name"].notna() | staff["first_name"].notna()
    holdings = app.store.holdings(principal.scope)
    numbers = holdings.dropna(subset=["certification_number"])[["staff_id", "certification_number"]]
    shared = pd.concat(
        [
            _keys(staff.loc[known, "staff_id"], names[known].map(_same_letters), "the same name"),
            _keys(staff["staff_id"], staff["email"].str.casefold().str.strip(), "the same e-mail address"),
            _keys(numbers["staff_id"], numbers["certification_number"].map(words_key), "the same certification number"),
        ],
        ignore_index=True,
    ).drop_duplicates()
    pairs = shared.merge(shared, on=["key", "why"])
    pairs = pairs[pairs["staff_id_x"] < pairs["staff_id_y"]]
    joined = pairs.groupby(["staff_id_x", "staff_id_y"], as_index=False)["why"].agg(
        lambda why: ", ".join(sorted(set(why)))
    )
    name_of = dict(zip(staff["staff_id"], names, strict=True))
    found = pd.DataFrame(
        {
            "one_id": joined["staff_id_x"],
            "one_name": [name_of[each] for each in joined["staff_id_x"]],
            "other_id": joined["staff_id_y"],
            "other_name": [name_of[each] for each in joined["staff_id_y"]],
            "why": joined["why"],
        }
    )
    return tables.typed(found.sort_values(["one_name", "one_id", "other_id"], ignore_index=True), TWINS)


def merge_decision(app: LabReady, principal: Principal, gone_id: str, kept_id: str) -> Proposal:
    """Return the decision that two records are one person's: that of ``gone_id`` goes into that of ``kept_id``.

    Credits, holdings, memberships and matches follow, and so do later imports that name the ID that went. Refused where
    either is nobody's, or both are one.
    """
    require(principal, "edit")
    names = []
    for staff_id in (gone_id, kept_id):
        found = app.store.staff(principal.scope, None, staff_id)
        if found.empty:
            raise RefusedCommand(
                f"Nothing was joined: nobody here has the employee ID “{staff_id}”, or that record was joined "
                "to another already. Choose two of the staff members.",
                code="unknown_person",
            )
        names.append(str(display_names(found).iloc[0]))
    if gone_id == kept_id:
        raise RefusedCommand(
            f"Nothing was joined: both are the record {gone_id}. Choose two different ones.", code="same_record"
        )
    words = f"{names[0]} · {gone_id}"
    decided = Decision(kinds.MERGE, gone_id, kept_id, words)
    return Proposal((decided,), f"{words} is {names[1]} · {kept_id}")


def _keys(staff_ids: pd.Series, keys: pd.Series, why: str) -> pd.DataFrame:
    frame = pd.DataFrame({"staff_id": staff_ids.to_numpy(), "key": keys.to_numpy(), "why": why})
    return frame[frame["key"].notna() & (frame["key"] != "")]


def _same_letters(name: str) -> str:
    return " ".join(sorted(words_key(name).split()))
