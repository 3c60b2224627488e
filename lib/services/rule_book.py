"""The rule book for readers: the versions in force with their numbers and sources, and the check of rule files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import points
from lib.rules import loader
from lib.rules.book import RuleBook, RuleVersion
from lib.services.container import LabReady


@dataclass(frozen=True)
class CheckedFile:
    """One rule file and the sentences that say what is wrong with it; none: it fits."""

    name: str
    problems: tuple[str, ...]


def versions_table(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return one row per rule version.

    Columns: rule_index, version, program, credential, title, ends_from, ends_to,
    cycle_months, total and rest (hundredths, missing = unknown), minimums (words), confidence, sources, verified_by,
    verified_on, note, link.
    """
    require(principal, "view")
    book = app.book
    rows = [
        {
            "rule_index": index,
            "version": version.version,
            "program": version.program,
            "credential": version.credential,
            "title": book.credentials[version.program, version.credential].title,
            "ends_from": version.ends_from,
            "ends_to": version.ends_to,
            "cycle_months": version.cycle_months,
            "total": version.total,
            "rest": version.rest,
            "minimums": ", ".join(f"{points.text(m.points)} {m.code}" for m in version.minimums),
            "confidence": version.confidence,
            "sources": ", ".join(version.sources),
            "verified_by": version.verified_by,
            "verified_on": version.verified_on,
            "note": version.note,
            "link": book.credentials[version.program, version.credential].link,
        }
        for index, version in enumerate(book.versions)
    ]
    return pd.DataFrame(rows).astype({"total": "Int64", "rest": "Int64"})


def versions_document(app: LabReady, principal: Principal) -> list[dict[str, Any]]:
    """Return every version in force as plain values for JSON, sources spelled out."""
    require(principal, "view")
    book = app.book
    return [_version_document(book, version) for version in book.versions]


def check_files(app: LabReady, principal: Principal, paths: Sequence[Path]) -> list[CheckedFile]:
    """Validate rule files as they would be checked on adding them; without paths, those that ship and those stored."""
    require(principal, "view")
    if not paths:
        shipped = [CheckedFile(name, tuple(problems)) for name, problems in loader.check_shipped().items()]
        return [*shipped, *(CheckedFile("stored here", (sentence,)) for sentence in app.rules_set_aside)]
    return [_checked(app, path) for path in paths]


def _checked(app: LabReady, path: Path) -> CheckedFile:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return CheckedFile(
            str(path), (f"The file was not read: {error.strerror}. Check the path and that you may read it.",)
        )
    except UnicodeDecodeError:
        return CheckedFile(str(path), ("The file is not UTF-8 text. Save it as UTF-8 and check it again.",))
    # A file of the folder that is read at the start is in force already: it need not fit beside itself.
    in_force = app.settings.rules is not None and path.resolve().parent == app.settings.rules.resolve()
    book = None if in_force else app.book
    return CheckedFile(str(path), tuple(loader.check_rule_file(path.name, text, app.book.sources, book)))


def _version_document(book: RuleBook, version: RuleVersion) -> dict[str, Any]:
    def sources() -> list[dict[str, Any]]:
        known = [book.sources[source] for source in version.sources if source in book.sources]
        return [{"id": s.id, "title": s.title, "href": s.href, "dated": s.dated} for s in known]

    return {
        "version": version.version,
        "program": version.program,
        "credential": version.credential,
        "ends_from": version.ends_from and version.ends_from.isoformat(),
        "ends_to": version.ends_to and version.ends_to.isoformat(),
        "cycle_months": version.cycle_months,
        "total": None if version.total is None else points.number(version.total),
        "minimums": [
            {"code": m.code, "areas": list(m.areas), "points": points.number(m.points)} for m in version.minimums
        ],
        "rest": None if version.rest is None else points.number(version.rest),
        "confidence": version.confidence,
        "sources": sources(),
        "verified_by": version.verified_by,
        "verified_on": version.verified_on and version.verified_on.isoformat(),
        "note": version.note,
    }
