"""Who a waiting row may be about: the nearest staff members with a score and why. Never applied by itself."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process, utils

from lib.domain import tables
from lib.domain.text import without_accents, words_key

LEAST: Final = 60
"""The least score (0 to 100) at which a staff member is proposed."""
MOST: Final = 5
PROPOSED: Final[dict[str, str]] = {
    "staff_id": tables.TEXT,
    "name": tables.TEXT,
    "score": tables.WHOLE,
    "why": tables.TEXT,
}
"""Best first; ``score`` is 0 to 100, cut; ``why`` says in words what is alike."""

_KINDS: Final = {"name": "name", "email": "e-mail", "number": "certification number", "id": "employee ID"}


def nearest(said: dict[str, str | None], staff: pd.DataFrame, holdings: pd.DataFrame) -> pd.DataFrame:
    """Return up to five staff members who are near, :data:`PROPOSED`.

    ``said``: the person as written (``person_name``, ``person_email``, ``person_number``, ``person_id``, None: not
    said). ``staff`` has ``name`` beside :data:`tables.STAFF`. The score is the best of the parts that are said.
    """
    if staff.empty:
        return tables.empty(PROPOSED)
    scores = {
        "name": _scores(said.get("person_name"), staff["name"], fuzz.token_sort_ratio),
        "email": _scores(said.get("person_email"), staff["email"].fillna(""), fuzz.ratio),
        "number": _number_scores(said.get("person_number"), staff, holdings),
        "id": _scores(said.get("person_id"), staff["staff_id"], fuzz.ratio),
    }
    table = np.stack(list(scores.values()))
    best = table.max(axis=0)
    chosen = [int(at) for at in np.argsort(-best, kind="stable")[:MOST] if best[at] >= LEAST]
    return pd.DataFrame(
        {
            "staff_id": pd.Series([staff["staff_id"].iloc[at] for at in chosen], dtype="str"),
            "name": pd.Series([staff["name"].iloc[at] for at in chosen], dtype="str"),
            "score": pd.Series([int(best[at]) for at in chosen], dtype="int64"),
            "why": pd.Series([_why(said, staff.iloc[at], table[:, at]) for at in chosen], dtype="str"),
        }
    )


def _scores(text: str | None, known: pd.Series, scorer: Any) -> np.ndarray:
    if not text:
        return np.zeros(len(known), dtype=np.float32)
    names = [without_accents(str(each)) for each in known]
    found = process.cdist([without_accents(text)], names, scorer=scorer, processor=utils.default_process)
    return np.asarray(found[0], dtype=np.float32)


def _number_scores(text: str | None, staff: pd.DataFrame, holdings: pd.DataFrame) -> np.ndarray:
    numbers = holdings.dropna(subset=["certification_number"])
    if not text or numbers.empty:
        return np.zeros(len(staff), dtype=np.float32)
    scored = numbers.assign(score=_scores(text, numbers["certification_number"], fuzz.ratio))
    best = scored.groupby("staff_id")["score"].max()
    return staff["staff_id"].map(best).fillna(0).to_numpy(dtype=np.float32)


def _why(said: dict[str, str | None], person: pd.Series, scores: np.ndarray) -> str:
    parts = [
        f"{'the same' if score >= 100 else 'a like'} {words}" + ("" if score >= 100 else f" ({int(score)} of 100)")
        for words, score in zip(_KINDS.values(), scores, strict=True)
        if score >= LEAST
    ]
    written = set(words_key(said.get("person_name") or "").split())
    for column, words in (("last_name", "last name"), ("first_name", "first name")):
        part = words_key("" if pd.isna(person[column]) else str(person[column]))
        if part and scores[0] < 100 and set(part.split()) <= written:
            parts.append(f"the same {words}")
    return "; ".join(parts)
