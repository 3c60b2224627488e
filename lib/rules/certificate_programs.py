"""Certificate programs: counted in courses, not points; what is known of each, and how a course of it is recognised."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lib.domain.text import words_key


@dataclass(frozen=True)
class Statement:
    """What one source states of a program, and how sure that source is (HIGH, MED, LOW)."""

    states: str
    source: str
    confidence: str


@dataclass(frozen=True)
class CertificateProgram:
    """One program. ``needed``: courses to the certificate; ``offered``: how many there are (None: no source says).

    ``titles``, ``not_titles`` and ``providers`` are words as the data file explains them.
    """

    code: str
    name: str
    needed: int
    offered: int | None
    titles: tuple[str, ...]
    not_titles: tuple[str, ...]
    providers: tuple[str, ...]
    confidence: str
    sources: tuple[Statement, ...]
    note: str

    @property
    def courses_words(self) -> str:
        """How many courses it takes: ``25 of 30 courses``, ``10 courses``."""
        return f"{self.needed} of {self.offered} courses" if self.offered else f"{self.needed} courses"

    def is_course(self, title: str, provider: str) -> bool:
        """Return whether a credit of this title and provider (empty: not said) is one of its courses by the words."""
        key = words_key(title)
        if not _has_any(key, self.titles) or _has_any(key, self.not_titles):
            return False
        return not provider or _has_any(words_key(provider), self.providers)


def _has_any(key: str, phrases: tuple[str, ...]) -> bool:
    """Return whether one of the phrases stands in the key as whole words; ``#`` stands for any number."""
    return any(re.search(rf"(?:^| ){_pattern(phrase)}(?: |$)", key) for phrase in phrases)


def _pattern(phrase: str) -> str:
    return " ".join("[0-9]+" if word == "#" else re.escape(words_key(word)) for word in phrase.split())
