"""A laboratory's own programs, credentials and versions added to a rule book; nothing shipped is lost on the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from lib.domain.errors import RuleFileError
from lib.rules.book import Credential, Program, RuleBook, RuleVersion
from lib.rules.schema import EXTENSION, spelling_clashes
from lib.rules.version_schema import span_text

_ONE_DAY: Final = timedelta(days=1)


def with_programs(book: RuleBook, programs: Iterable[Program]) -> RuleBook:
    """Return ``book`` with ``programs`` added, each in turn.

    A program that is not in the book is added whole. One that is there already (an ``extends:`` file, or the same
    program stated again) adds its credentials and versions; a version may take the place of another by naming it in
    ``replaces``, for all of that version's span or for its beginning or end. Raises ``RuleFileError`` for a version id
    that is in use, spans that overlap, a spelling with two meanings, or a credential described in two ways.
    """
    merged = {program.code: program for program in book.programs}
    sources = dict(book.sources)
    ids = {version.version for version in book.versions}
    for program in programs:
        _refuse_used_ids(program, ids)
        for source in program.sources:
            if sources.setdefault(source.id, source) != source:
                raise _refused(
                    program, f"the source {source.id} is already in the register with another text", "another id"
                )
        merged[program.code] = _extended(merged.get(program.code), program)
    return RuleBook(tuple(merged.values()), sources)


def _refused(program: Program, what: str, accepted: str) -> RuleFileError:
    return RuleFileError(
        f"The rules for {program.code} were not added: {what}. Accepted: {accepted}. Correct the file and add it again."
    )


def _refuse_used_ids(program: Program, ids: set[str]) -> None:
    """Refuse a version id that the book or the program itself uses already; the new ones are added to ``ids``."""
    for credential in program.credentials:
        for version in credential.versions:
            if version.version in ids:
                raise _refused(
                    program,
                    f"the version id {version.version} (credentials.{credential.code}) is already in use",
                    "an id of its own for each version; a correction is a new version that names the old in replaces",
                )
            ids.add(version.version)


def _extended(existing: Program | None, added: Program) -> Program:
    if existing is None:
        if added.kind == EXTENSION:
            raise _refused(
                added,
                "the file extends a program that is not in the rule book",
                "program: with a title for a new program",
            )
        _refuse_replacements_of_nothing(added)
        return added
    if added.kind != EXTENSION:
        _same_description(existing, added)
    credentials = {credential.code: credential for credential in existing.credentials}
    for credential in added.credentials:
        credentials[credential.code] = _with_versions(credentials.get(credential.code), credential, existing)
    for spelling, first, second in spelling_clashes(tuple(credentials.values())):
        raise _refused(
            added,
            f'the spelling "{spelling}" of {second} already means {first}',
            "spellings that name one credential only",
        )
    return replace(
        existing,
        credentials=tuple(credentials.values()),
        sources=tuple(dict.fromkeys((*existing.sources, *added.sources))),
    )


def _refuse_replacements_of_nothing(program: Program) -> None:
    for credential in program.credentials:
        for version in credential.versions:
            if version.replaces is not None:
                raise _refused(
                    program,
                    f"the version {version.version} replaces {version.replaces}, and {program.code} is new",
                    "replaces only for a version of the same credential that is in the rule book",
                )


def _same_description(existing: Program, added: Program) -> None:
    """Refuse a program stated again in another way: what the book says of it stands."""
    for name in ("title", "kind", "link", "cycle_months", "ends_on", "declaration_opens_days", "declaration_due_days"):
        if getattr(existing, name) != getattr(added, name):
            raise _refused(
                added,
                f"the program is in the rule book already, and {name} is {getattr(added, name)!r} where the book has "
                f"{getattr(existing, name)!r}",
                f"extends: {added.code} in place of program:, without title, kind, link, cycle_months, ends_on "
                "and declaration",
            )


def _with_versions(existing: Credential | None, added: Credential, program: Program) -> Credential:
    if existing is None:
        if not added.title:
            raise _refused(
                program,
                f"the credential {added.code} is not in the rule book",
                "title, category and mandatory_since for a new credential; the codes in the book are "
                + ", ".join(credential.code for credential in program.credentials),
            )
        for version in added.versions:
            if version.replaces is not None:
                raise _no_such_version(program, added.code, version)
        return added
    described = ("title", "category", "mandatory_since", "always_mandatory")
    if added.title and any(getattr(existing, name) != getattr(added, name) for name in described):
        raise _refused(
            program,
            f"the credential {added.code} is in the rule book already with another title, category or mandatory_since",
            "only versions (and spellings) for a credential that is there",
        )
    versions = list(existing.versions)
    for version in added.versions:
        if program.ends_on is not None and version.cycle_months != program.cycle_months:
            raise _refused(
                program,
                f"the version {version.version} has cycles of {version.cycle_months} months",
                f"cycle_months: {program.cycle_months}; all cycles of {program.code} end together",
            )
        if version.replaces is not None:
            versions = _cut(versions, version, program)
        _refuse_overlap(versions, version, program)
        versions.append(version)
    return replace(
        existing,
        spellings=tuple(dict.fromkeys((*existing.spellings, *added.spellings))),
        versions=tuple(sorted(versions, key=lambda v: v.ends_from.isoformat() if v.ends_from else "")),
    )


def _no_such_version(program: Program, code: str, version: RuleVersion) -> RuleFileError:
    return _refused(
        program,
        f"the version {version.version} replaces {version.replaces}, which is no version of {code}",
        "the id of a version of the same credential that is in the rule book",
    )


def _cut(versions: list[RuleVersion], new: RuleVersion, program: Program) -> list[RuleVersion]:
    """Return the versions without the one that ``new`` replaces, or with what ``new`` leaves of its span."""
    old = next((version for version in versions if version.version == new.replaces), None)
    if old is None:
        raise _no_such_version(program, new.credential, new)
    others = [version for version in versions if version is not old]
    keeps_beginning = new.ends_from is not None and (old.ends_from is None or old.ends_from < new.ends_from)
    keeps_end = new.ends_to is not None and (old.ends_to is None or new.ends_to < old.ends_to)
    if keeps_beginning and keeps_end:
        raise _refused(
            program,
            f"the version {new.version} would split {old.version} ({span_text(old)}) in two",
            "a span that begins or ends with that of the version it replaces",
        )
    if keeps_beginning and new.ends_from is not None:
        if old.ends_to is None or new.ends_from <= old.ends_to:
            old = replace(old, ends_to=new.ends_from - _ONE_DAY)
        return [*others, old]
    if keeps_end and new.ends_to is not None:
        if old.ends_from is None or old.ends_from <= new.ends_to:
            old = replace(old, ends_from=new.ends_to + _ONE_DAY)
        return [*others, old]
    return others


def _refuse_overlap(versions: list[RuleVersion], new: RuleVersion, program: Program) -> None:
    for old in versions:
        apart = (old.ends_to is not None and new.ends_from is not None and old.ends_to < new.ends_from) or (
            new.ends_to is not None and old.ends_from is not None and new.ends_to < old.ends_from
        )
        if not apart:
            raise _refused(
                program,
                f"the version {new.version} ({span_text(new)}) overlaps {old.version} ({span_text(old)})",
                f"a span of its own, or replaces: {old.version}",
            )
