"""What a form says of a rule, as the document of a rule file: the file's validator then reads it like any other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from lib.domain.areas import ANY
from lib.domain.points import text as points_text
from lib.rules.book import RuleVersion
from lib.rules.document import text_of
from lib.rules.fields import LONGEST_CODE
from lib.rules.version_schema import ANY_WORD


@dataclass(frozen=True)
class DraftSource:
    """Where the person who fills in the form read it."""

    id: str
    title: str
    href: str = ""
    dated: str = ""


@dataclass(frozen=True)
class DraftVersion:
    """One version as typed: empty text is *not said*. ``minimums`` are (points, areas); ``rest`` empty: every area."""

    version: str
    total: str = ""
    ends_from: str = ""
    ends_to: str = ""
    cycle_months: str = ""
    minimums: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rest: tuple[str, ...] = ()
    caps: tuple[tuple[str, str, str], ...] = ()
    """Activity type, share of the total, points: one of the two is said."""
    accepts: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    """Ids of sources in the register, beside the draft's own."""
    confidence: str = "HIGH"
    verified_by: str = ""
    verified_on: str = ""
    note: str = ""
    replaces: str = ""


@dataclass(frozen=True)
class DraftProgram:
    """A program that is not in the book yet."""

    title: str
    kind: str
    link: str = ""
    cycle_months: str = "12"
    ends_on: str = ""
    opens_days: str = "90"
    due_days: str = "30"


@dataclass(frozen=True)
class DraftCredential:
    """A credential that is not in the book yet."""

    title: str
    category: str
    mandatory_since: str = "unknown"
    link: str = ""
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True)
class RuleDraft:
    """A rule as a form gives it: one version of one credential, with its program and credential where they are new."""

    program: str
    credential: str
    version: DraftVersion
    source: DraftSource | None = None
    new_program: DraftProgram | None = None
    new_credential: DraftCredential | None = None


EMPTY: Final = "(empty)"
"""A code that was left out, so that the validator names it."""


def draft_text(draft: RuleDraft) -> str:
    """Return the draft as the text of a rule file. Nothing is checked here: one validator says what is wrong."""
    document: dict[str, Any] = {("extends" if draft.new_program is None else "program"): draft.program.strip() or EMPTY}
    if draft.new_program is not None:
        document |= _program(draft.new_program)
    if draft.source is not None:
        source = draft.source
        document["sources"] = {
            source.id: {"title": source.title, "href": _said(source.href), "dated": _said(source.dated)}
        }
    credential: dict[str, Any] = {} if draft.new_credential is None else _credential(draft.new_credential)
    own = () if draft.source is None else (draft.source.id,)
    credential["versions"] = [_version(draft.version, own)]
    document["credentials"] = {draft.credential.strip() or EMPTY: credential}
    return text_of(document)


def draft_of(version: RuleVersion) -> DraftVersion:
    """Return a version of the book as the texts that a form begins with, to be corrected or filled in."""
    return DraftVersion(
        version=version.version,
        total="" if version.total is None else points_text(version.total),
        ends_from=version.ends_from.isoformat() if version.ends_from else "",
        ends_to=version.ends_to.isoformat() if version.ends_to else "",
        cycle_months=str(version.cycle_months),
        minimums=tuple((points_text(minimum.points), minimum.areas) for minimum in version.minimums),
        rest=() if ANY in version.rest_areas else version.rest_areas,
        caps=tuple(
            (
                cap.activity_type,
                "" if cap.share_percent is None else points_text(cap.share_percent),
                "" if cap.points is None else points_text(cap.points),
            )
            for cap in version.caps
        ),
        accepts=version.accepts,
        cites=version.sources,
        confidence=version.confidence,
        verified_by=version.verified_by or "",
        verified_on=version.verified_on.isoformat() if version.verified_on else "",
        note=version.note or "",
        replaces=version.replaces or "",
    )


_PLACES: Final = 4
"""Digits of a change's number that an id may take."""


def own_id(stem: str, number: int, used: Collection[str]) -> str:
    """Return an id for a version or source that is not used yet: ``ASCP-MLS-2023.own4`` for change number 4."""
    base = stem.split(".own")[0][: LONGEST_CODE - len(".own") - _PLACES].rstrip("._-")
    found = f"{base}.own{number}"
    while found in used:
        number += 1
        found = f"{base}.own{number}"
    return found


def _said(text: str) -> str | None:
    return text.strip() or None


def _program(program: DraftProgram) -> dict[str, Any]:
    return {
        "title": _said(program.title),
        "kind": _said(program.kind),
        "link": _said(program.link),
        "cycle_months": _said(program.cycle_months),
        **({} if not program.ends_on.strip() else {"ends_on": program.ends_on.strip()}),
        "declaration": {"opens_days": _said(program.opens_days), "due_days": _said(program.due_days)},
    }


def _credential(credential: DraftCredential) -> dict[str, Any]:
    return {
        "title": _said(credential.title),
        "category": _said(credential.category),
        "mandatory_since": _said(credential.mandatory_since),
        "link": _said(credential.link),
        "spellings": list(credential.spellings),
    }


def _version(version: DraftVersion, own_sources: tuple[str, ...]) -> dict[str, Any]:
    total = _said(version.total)
    return {
        "version": _said(version.version),
        **({} if not version.replaces else {"replaces": version.replaces}),
        "ends_from": _said(version.ends_from),
        "ends_to": _said(version.ends_to),
        **({} if not version.cycle_months.strip() else {"cycle_months": version.cycle_months.strip()}),
        "total": total,
        "minimums": [{"points": _said(points), "areas": list(areas)} for points, areas in version.minimums],
        "rest": list(version.rest) or ANY_WORD,
        "caps": [
            {"activity_type": kind, **({"share": share} if share else {}), **({"points": points} if points else {})}
            for kind, share, points in version.caps
        ],
        **({"accepts": list(version.accepts)} if version.accepts else {}),
        "sources": [*version.cites, *(name for name in own_sources if name not in version.cites)],
        "confidence": "UNKNOWN" if total is None else _said(version.confidence),
        "verified_by": _said(version.verified_by),
        "verified_on": _said(version.verified_on),
        "note": _said(version.note),
    }
