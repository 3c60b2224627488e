"""Proposals for a person to decide: who a waiting row may be about, which areas a title may belong to. Never applied
by themselves."""

from __future__ import annotations

from functools import cache

from lib.domain.text import words_key
from lib.ingest.vocabulary import table


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
