"""What a rule file may say: plain data checked key by key and turned into the objects of the rule book.

One file holds one program. A file that begins with ``program:`` states the whole program; one that begins with
``extends:`` adds credentials and versions to a program that is in the book already. Amounts are points in decimals,
dates are ISO, a number nobody knows is null.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from lib.domain.text import words_key
from lib.rules.book import Credential, Program, Source
from lib.rules.fields import CODE_WORDS, LONGEST_LINE, Fields, is_code
from lib.rules.findings import Findings, shown
from lib.rules.version_schema import cited, read_version, spans_in_order

KINDS: Final = ("certification", "licence", "institution")
EXTENSION: Final = "extension"
"""Kind of a program object that only adds to another; it never reaches a book."""

CATEGORIES: Final = (
    "technician",
    "technologist",
    "scientist",
    "specialist",
    "diplomate",
    "qualification",
    "pathologist_assistant",
    "licence",
    "institution",
    "other",
)
ALWAYS: Final = "always"
UNKNOWN: Final = "unknown"

_PROGRAM_KEYS: Final = (
    "program", "title", "kind", "link", "cycle_months", "ends_on", "declaration", "cites", "sources", "credentials",
)  # fmt: skip
_EXTENSION_KEYS: Final = ("extends", "sources", "credentials")
_SOURCE_KEYS: Final = ("title", "href", "dated")
_DECLARATION_KEYS: Final = ("opens_days", "due_days")
_CREDENTIAL_KEYS: Final = ("title", "category", "mandatory_since", "link", "spellings", "versions")
_DESCRIBED_BY: Final = ("title", "category", "mandatory_since")

LONGEST_CYCLE_MONTHS: Final = 120
LONGEST_DECLARATION_DAYS: Final = 366


def read_program(findings: Findings, document: Mapping[str, Any], register: Mapping[str, Source]) -> Program:
    """Return the program a document states, its problems reported to ``findings``.

    ``register`` holds the sources that may be cited besides those the document declares itself. Where problems were
    collected the result is not to be used.
    """
    extends = "extends" in document
    fields = Fields(findings, "", dict(document), _EXTENSION_KEYS if extends else _PROGRAM_KEYS)
    example = "the code of a program, such as ASCP, STATE-CA or INSTITUTION"
    code = fields.code("extends" if extends else "program", example) or ""
    own = _own_sources(fields, register)
    known = {**register, **{source.id: source for source in own}}
    months = 0
    title, kind, link, opens, due = "", EXTENSION, None, 0, 0
    ends_on: date | None = None
    cites: tuple[str, ...] = ()
    if not extends:
        title = fields.line("title") or ""
        kind = fields.choice("kind", KINDS) or ""
        link = fields.link("link")
        months = fields.whole("cycle_months", 1, LONGEST_CYCLE_MONTHS, "months")
        ends_on = fields.day("ends_on")
        opens, due = _declaration(fields)
        cites = cited(fields, "cites", known) if fields.values.get("cites") else ()
    credentials = tuple(
        _credential(findings, path, item, code, name, months, known, extends=extends)
        for name, path, item in fields.mapped("credentials", "a credential code with its versions for each credential")
    )
    for spelling, first, second in spelling_clashes(credentials):
        findings.report(
            f"credentials.{second}.spellings",
            f"holds {shown(spelling)}, which already means {first}",
            "spellings that name one credential of the program, case, spaces and signs apart",
        )
    _version_ids_once(findings, credentials)
    if ends_on is not None:
        _same_months(findings, credentials, months)
    return Program(code, title, kind, link, months, opens, due, credentials, own, cites, ends_on)


def read_sources(findings: Findings, path: str, items: Sequence[tuple[str, str, Any]]) -> tuple[Source, ...]:
    """Return the sources of a ``sources:`` mapping (id, dotted key, value); ``path`` is that mapping's own key."""
    sources = []
    for name, key, item in items:
        if not is_code(name):
            findings.report(path, f"has the id {shown(name)}", f"a source id of {CODE_WORDS}")
        fields = Fields(findings, key, item, _SOURCE_KEYS)
        title = fields.line("title") or ""
        sources.append(Source(name, title, fields.link("href"), fields.line("dated", required=False)))
    return tuple(sources)


def spelling_clashes(credentials: Sequence[Credential]) -> list[tuple[str, str, str]]:
    """Return each spelling that two credentials share, case and signs apart: spelling, first code, second code."""
    owner: dict[str, str] = {}
    clashes = []
    for credential in credentials:
        for spelling in (credential.code, *credential.spellings):
            first = owner.setdefault(words_key(spelling), credential.code)
            if first != credential.code:
                clashes.append((spelling, first, credential.code))
    return clashes


def _version_ids_once(findings: Findings, credentials: Sequence[Credential]) -> None:
    used: set[str] = set()
    for credential in credentials:
        for index, version in enumerate(credential.versions):
            if version.version and version.version in used:
                findings.report(
                    f"credentials.{credential.code}.versions[{index}].version",
                    f"is {shown(version.version)}, which another version has already",
                    "an id of its own for each version",
                )
            used.add(version.version)


def _same_months(findings: Findings, credentials: Sequence[Credential], months: int) -> None:
    """Report the first version of another cycle length: where all cycles end together they are of one length."""
    for credential in credentials:
        for index, version in enumerate(credential.versions):
            if version.cycle_months != months:
                findings.report(
                    f"credentials.{credential.code}.versions[{index}].cycle_months",
                    f"is {version.cycle_months}",
                    f"{months}, the cycle_months of the program: its cycles all end together (ends_on)",
                )
                return


def _own_sources(fields: Fields, register: Mapping[str, Source]) -> tuple[Source, ...]:
    items = fields.mapped("sources", "a source id with title, href and dated for each source", required=False)
    own = read_sources(fields.findings, fields.key("sources"), items)
    for source in own:
        if register.get(source.id, source) != source:
            fields.findings.report(
                f"{fields.key('sources')}.{source.id}",
                f"is already in the register as {shown(register[source.id].title)}",
                "an id that the register does not use, such as OWN-1",
            )
    return own


def _declaration(fields: Fields) -> tuple[int, int]:
    accepted = "opens_days and due_days, in days before the cycle end, such as {opens_days: 90, due_days: 30}"
    if not fields.demand("declaration", accepted):
        return 0, 0
    declaration = Fields(fields.findings, fields.key("declaration"), fields.values["declaration"], _DECLARATION_KEYS)
    if not declaration.readable:
        return 0, 0
    before = fields.findings.count
    opens = declaration.whole("opens_days", 0, LONGEST_DECLARATION_DAYS, "days")
    due = declaration.whole("due_days", 0, LONGEST_DECLARATION_DAYS, "days")
    if due > opens and fields.findings.count == before:
        declaration.refuse("due_days", f"at most opens_days ({opens}): what is due must have opened")
    return opens, due


def _credential(
    findings: Findings,
    path: str,
    value: Any,
    program: str,
    code: str,
    program_months: int,
    register: Mapping[str, Source],
    *,
    extends: bool,
) -> Credential:
    if not is_code(code):
        findings.report(path, f"has the code {shown(code)}", f"a credential code of {CODE_WORDS}")
    fields = Fields(findings, path, value, _CREDENTIAL_KEYS)
    # A credential that a file only adds versions to is described where it was first stated.
    described = not extends or any(fields.given(name) for name in _DESCRIBED_BY)
    title = category = ""
    since: date | None = None
    always = False
    if described:
        title = fields.line("title") or ""
        category = fields.choice("category", CATEGORIES) or ""
        since, always = _mandatory(fields)
    link = fields.link("link")
    spellings = _spellings(fields)
    before = findings.count
    versions = tuple(
        read_version(findings, key, item, (program, code), program_months, register)
        for key, item in fields.listed("versions", "a list of versions, oldest first")
    )
    if findings.count == before:
        spans_in_order(findings, fields.key("versions"), versions)
    return Credential(program, code, title, category, since, always, spellings, link, versions)


def _mandatory(fields: Fields) -> tuple[date | None, bool]:
    accepted = f"the first certification date for which it is mandatory, such as 2004-01-01, or {ALWAYS}, or {UNKNOWN}"
    if not fields.demand("mandatory_since", accepted):
        return None, False
    word = fields.scalar("mandatory_since")
    if word in (ALWAYS, UNKNOWN):
        return None, word == ALWAYS
    return fields.day("mandatory_since", accepted), False


def _spellings(fields: Fields) -> tuple[str, ...]:
    accepted = f"a list of the ways the credential is written, each of 1 to {LONGEST_LINE} characters"
    spellings = []
    for key, item in fields.listed("spellings", accepted, required=False):
        if not isinstance(item, str) or not words_key(item) or len(item) > LONGEST_LINE:
            fields.findings.report(key, f"is {shown(item)}", accepted)
        else:
            spellings.append(item.strip())
    return tuple(spellings)
