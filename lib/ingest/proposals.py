"""Proposals for a person to decide: who a waiting row may be about, which areas a title may belong to. Never applied
by themselves."""

from __future__ import annotations

from functools import cache
from typing import Final

import pandas as pd
from rapidfuzz import fuzz, process, utils

from lib.domain.text import without_accents, words_key
from lib.ingest.vocabulary import table

_LEAST: Final = 60.0
_MOST: Final = 5


def near_matches(text: str, staff: pd.DataFrame) -> pd.DataFrame:
    """Return the staff members whose name or e-mail is like ``text``, best first: ``staff_id``, ``name``, ``score`` (0
    to 100).

    At most five, none below a score of 60 (rapidfuzz ``token_sort_ratio``, accents aside).
    """
    names = [
        ", ".join(part for part in pair if isinstance(part, str) and part)
        for pair in zip(staff["last_name"], staff["first_name"], strict=True)
    ]
    wanted = without_accents(text)
    by_name = process.extract(
        wanted,
        [without_accents(name) for name in names],
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        limit=_MOST,
        score_cutoff=_LEAST,
    )
    scores = {position: score for _, score, position in by_name}
    if "@" in text:
        mails = [mail if isinstance(mail, str) else "" for mail in staff["email"]]
        for _, score, position in process.extract(
            text, mails, scorer=fuzz.ratio, limit=_MOST, score_cutoff=80.0, processor=str.casefold
        ):
            scores[position] = max(score, scores.get(position, 0.0))
    best = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:_MOST]
    return pd.DataFrame(
        {
            "staff_id": pd.Series([staff["staff_id"].iloc[at] for at, _ in best], dtype="str"),
            "name": pd.Series([names[at] for at, _ in best], dtype="str"),
            "score": pd.Series([round(score, 1) for _, score in best], dtype="float64"),
        }
    )


def area_proposal(title: str) -> tuple[str, ...]:
    """Return the areas whose words stand in a title, most words first; empty where none does."""
    text = f" {words_key(title)} "
    hits = {area: sum(len(word) for word in words if _stands(word, text)) for area, words in _title_words().items()}
    return tuple(area for area, hit in sorted(hits.items(), key=lambda item: -item[1]) if hit)[:3]


def _stands(word: str, text: str) -> bool:
    """Whether a word stands in a text: short words whole, longer ones as the beginning of a word."""
    return f" {word} " in text if len(word) <= 4 else f" {word}" in text


@cache
def _title_words() -> dict[str, tuple[str, ...]]:
    return {area: tuple(words_key(str(word)) for word in words) for area, words in table("title_words").items()}
