"""A program as the document that a rule file of it holds, and as the text of that file: for export and for forms."""

from __future__ import annotations

from typing import Any

import yaml

from lib.domain.areas import ANY
from lib.domain.points import text as points_text
from lib.rules.book import Cap, Credential, Program, RuleVersion, Source
from lib.rules.schema import ALWAYS, EXTENSION, UNKNOWN
from lib.rules.version_schema import ANY_WORD


def to_document(program: Program) -> dict[str, Any]:
    """Return a program as plain data in the order of the shipped files; the schema reads the same program back."""
    document: dict[str, Any] = {"extends" if program.kind == EXTENSION else "program": program.code}
    if program.kind != EXTENSION:
        document |= {
            "title": program.title,
            "kind": program.kind,
            "link": program.link,
            "cycle_months": str(program.cycle_months),
            **({} if program.ends_on is None else {"ends_on": program.ends_on.isoformat()}),
            "declaration": {
                "opens_days": str(program.declaration_opens_days),
                "due_days": str(program.declaration_due_days),
            },
            "cites": list(program.cites),
        }
    if program.sources:
        document["sources"] = {source.id: _source(source) for source in program.sources}
    document["credentials"] = {credential.code: _credential(credential) for credential in program.credentials}
    return document


def dump(program: Program) -> str:
    """Return a program as the text of a rule file; comments of the file it was read from are not kept."""
    return text_of(to_document(program))


def text_of(document: dict[str, Any]) -> str:
    """Return plain data as the text of a rule file, keys in their order."""
    return yaml.dump(document, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=118)


class _PlainDumper(yaml.SafeDumper):
    """Writes every text as it is read back: plain where the reader takes it for text, and never as an alias."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _plain_text(dumper: yaml.SafeDumper, data: str) -> yaml.ScalarNode:
    # Numbers and dates are text to the reader too; quoting them would only make the file harder to edit.
    tag = dumper.resolve(yaml.ScalarNode, data, (True, False))  # type: ignore[no-untyped-call]  # the stubs lack it
    words = ("tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:timestamp")
    if tag in words:
        return yaml.ScalarNode(tag, data)
    return dumper.represent_str(data)


_PlainDumper.add_representer(str, _plain_text)


def _source(source: Source) -> dict[str, Any]:
    return {"title": source.title, "href": source.href, "dated": source.dated}


def _credential(credential: Credential) -> dict[str, Any]:
    versions = [_version(version) for version in credential.versions]
    if not credential.title:
        return {"spellings": list(credential.spellings), "versions": versions}
    since = credential.mandatory_since.isoformat() if credential.mandatory_since else UNKNOWN
    return {
        "title": credential.title,
        "category": credential.category,
        "mandatory_since": ALWAYS if credential.always_mandatory else since,
        "link": credential.link,
        "spellings": list(credential.spellings),
        "versions": versions,
    }


def _version(version: RuleVersion) -> dict[str, Any]:
    replaces = {} if version.replaces is None else {"replaces": version.replaces}
    return {
        "version": version.version,
        **replaces,
        "ends_from": version.ends_from.isoformat() if version.ends_from else None,
        "ends_to": version.ends_to.isoformat() if version.ends_to else None,
        "cycle_months": str(version.cycle_months),
        "total": None if version.total is None else points_text(version.total),
        "minimums": [{"points": points_text(m.points), "areas": list(m.areas)} for m in version.minimums],
        "rest": ANY_WORD if ANY in version.rest_areas else list(version.rest_areas),
        "caps": [_cap(cap) for cap in version.caps],
        **({"accepts": list(version.accepts)} if version.accepts else {}),
        "sources": list(version.sources),
        "confidence": version.confidence,
        "verified_by": version.verified_by,
        "verified_on": version.verified_on.isoformat() if version.verified_on else None,
        "note": version.note,
    }


def _cap(cap: Cap) -> dict[str, str]:
    if cap.points is not None:
        return {"activity_type": cap.activity_type, "points": points_text(cap.points)}
    return {"activity_type": cap.activity_type, "share": points_text(cap.share_percent or 0)}
