"""Which numbers somebody has checked at their source: kept beside the rules, and put into the book with them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date

from lib.rules.book import Program, RuleBook, RuleVersion

_NOT_NUMBERS = {
    "version",
    "ends_from",
    "ends_to",
    "sources",
    "confidence",
    "verified_by",
    "verified_on",
    "note",
    "replaces",
}


@dataclass(frozen=True)
class Verified:
    """That somebody checked the numbers of a version; ``numbers`` is their :func:`fingerprint`."""

    version: str
    numbers: str
    by: str
    on: date


def fingerprint(version: RuleVersion) -> str:
    """Return a text that changes with every number a verdict can rest on, and with nothing else.

    The span of cycle ends is not in it: a version that follows cuts the span of an earlier one and leaves its numbers
    as true as they were.
    """
    numbers = {name: value for name, value in asdict(version).items() if name not in _NOT_NUMBERS}
    return hashlib.sha256(json.dumps(numbers, sort_keys=True, default=str).encode()).hexdigest()[:32]


def with_verifications(book: RuleBook, entries: Iterable[Verified]) -> RuleBook:
    """Return the book with who verified what; an entry for other numbers than a version now has is left out."""
    by_version = {entry.version: entry for entry in entries}
    if not by_version:
        return book
    return RuleBook(tuple(_program(program, by_version) for program in book.programs), book.sources)


def _program(program: Program, entries: dict[str, Verified]) -> Program:
    credentials = tuple(
        replace(credential, versions=tuple(_version(version, entries) for version in credential.versions))
        for credential in program.credentials
    )
    return replace(program, credentials=credentials)


def _version(version: RuleVersion, entries: dict[str, Verified]) -> RuleVersion:
    entry = entries.get(version.version)
    if entry is None or entry.numbers != fingerprint(version):
        return version
    if version.verified_on is not None and version.verified_on > entry.on:
        return version
    return replace(version, verified_by=entry.by, verified_on=entry.on)
