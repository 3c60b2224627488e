"""What a header can mean: by its spelling, by its words, or misspelt; the cells under it are not asked here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from lib.ingest.vocabulary import header_forms, header_words, ignored, spellings, table

KNOWN_HEADER: Final = "header"
"""Evidence: the header is a spelling that is listed for the field, not one made of its words or misspelt."""
_ALIKE: Final = 90
"""Least likeness (rapidfuzz ratio) of a misspelt header to a known spelling."""

_REMEMBERED: Final = 10_000
"""So many texts' answers are kept: cells are asked about as well, and there is no end to those."""

EXPIRY: Final = re.compile(
    r"^(.+?)\s*[-–:]?\s*(?:certification\s+|license\s+|cert\.?\s+)?(?:expiration|expires|expiry|expire|exp\.?)(?:\s+(?:on|date))?$",
    re.IGNORECASE,
)
"""A header that names a credential and its expiry: one column per credential."""

COMPLETED: Final = re.compile(
    r"^(.+?)\s*[-–:]?\s*(?:(?:date\s+)?(?:completed|done|taken)|(?:completion|issue)(?:\s+date)?)(?:\s+(?:on|date))?$",
    re.IGNORECASE,
)
"""A header that names an activity and the day it was done, as it stands beside one with its expiry."""


@lru_cache(maxsize=_REMEMBERED)
def candidates(header: str) -> tuple[tuple[str, float, str], ...]:
    """Return the fields a header can mean: (field, rank, evidence). Empty where its words say nothing."""
    forms = header_forms(header)
    for form in forms:
        if form in ignored():
            return ()
        if form in spellings():
            return tuple((field, float(rank), KNOWN_HEADER) for field, rank in spellings()[form])
    named = header_words(header)
    if not named.isdisjoint(_pattern_words()):
        for field, every, some, none, only in _patterns():
            if every <= named and (not some or named & some) and not named & none and (not only or named <= only):
                return ((field, 30.0, "words of the header"),)
    if forms and len(forms[-1]) >= 6 and len(forms[-1]) < 40 and not EXPIRY.match(header.strip()):
        return _misspelt(forms[-1])
    return ()


def _misspelt(form: str) -> tuple[tuple[str, float, str], ...]:
    """Return the fields of the known spelling that is most like this one; a slip of the finger is rarely in the first
    letter. The few that begin with it are looked at first: only where one is alike can it be the most like of all."""
    if _most_alike(form, _long_spellings().get(form[0], ())) is None:
        return ()
    spelt = _most_alike(form, _long_spellings()[""])
    if spelt is None or spelt[0] != form[0]:
        return ()
    return tuple((field, 40.0 + rank, "header, spelt differently") for field, rank in spellings()[spelt])


def _most_alike(form: str, among: Sequence[str]) -> str | None:
    match = process.extractOne(form, among, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return None if match is None else match[0]


@cache
def _patterns() -> tuple[tuple[str, frozenset[str], frozenset[str], frozenset[str], frozenset[str]], ...]:
    """Return the patterns of header words: field, all of these, any of these, none of these, none but these."""
    return tuple(
        (
            p["field"],
            frozenset(p.get("all", ())),
            frozenset(p.get("any", ())),
            frozenset(p.get("none", ())),
            frozenset(p.get("only", ())),
        )
        for p in table("fields")["patterns"]
    )


@cache
def _pattern_words() -> frozenset[str]:
    """Return words of which every header that fits a pattern has one."""
    return frozenset(word for _, every, some, *_ in _patterns() for word in every or some)


@cache
def _long_spellings() -> Mapping[str, tuple[str, ...]]:
    """Return the longer spellings by their first letter; under the empty text all of them."""
    every = tuple(form for form in spellings() if len(form) >= 6)
    found: dict[str, tuple[str, ...]] = {"": every}
    for form in every:
        found[form[0]] = (*found.get(form[0], ()), form)
    return found
