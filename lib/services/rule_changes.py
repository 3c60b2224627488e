"""Changes of rules: each is one more version with its author and its day; verified versions; taking a change back."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain.errors import RefusedCommand, RuleFileError
from lib.rules.book import RuleVersion
from lib.rules.loader import check_rule_file
from lib.rules.verifying import fingerprint
from lib.services.container import LabReady
from lib.store import rule_versions
from lib.store.rule_versions import StoredVerification


def check_text(app: LabReady, principal: Principal, name: str, text: str) -> list[str]:
    """Return every problem of a rule file in sentences: of its own, and with the rules in force. None: it fits."""
    require(principal, "view")
    return check_rule_file(name, text, app.book.sources, app.book)


def store_file(
    app: LabReady, principal: Principal, name: str, text: str, *, today: date, note: str | None = None
) -> int:
    """Add a rule file to the rules in force; returns the number of the change.

    The same validator checks what a form made and what was uploaded. Raises :class:`RuleFileError` with a sentence for
    each problem (file, key, found, accepted); then nothing is stored.
    """
    require(principal, "rules")
    version = app.store.data_version()
    problems = check_rule_file(name, text, app.book.sources, app.book)
    if problems:
        raise RuleFileError("\n".join(problems))
    with app.store.transaction(
        "rules", actor=principal.name, at=app.now(), on_date=today, note=note, expected_version=version
    ) as change:
        return rule_versions.add(change, name, text)


def take_back(app: LabReady, principal: Principal, number: int, *, today: date, note: str | None = None) -> str:
    """End a stored rule change, so that what it replaced is in force again; returns its name.

    It stays in the history. Refused where there is no such change in force, and where a later one builds on it.
    """
    require(principal, "rules")
    with app.store.reading() as cursor:
        in_force = {document.number: document.name for document in rule_versions.documents(cursor)}
    if number not in in_force:
        listed = ", ".join(map(str, in_force)) or "none"
        raise RefusedCommand(
            f"Nothing was taken back: there is no rule change number {number} in force. In force: {listed}.",
            code="unknown_rule_change",
        )
    already = set(app.rules.now().set_aside)
    broken = [sentence for sentence in app.rules.without(number).set_aside if sentence not in already]
    if broken:
        raise RefusedCommand(
            f"Rule change {number} ({in_force[number]}) was not taken back, because a later one builds on it. "
            f"Take that one back first. {broken[0]}",
            code="built_on",
        )
    with app.store.transaction("rules", actor=principal.name, at=app.now(), on_date=today, note=note) as change:
        rule_versions.take_back(change, number)
    return in_force[number]


def verify(app: LabReady, principal: Principal, version: str, *, today: date, note: str | None = None) -> RuleVersion:
    """Store that the principal checked a version at its source today and found it right.

    It holds for the numbers as they stand: should an update bring others under the same id, they are unverified again.
    """
    require(principal, "rules")
    found = _version(app, version)
    if found.total is None:
        raise RefusedCommand(
            f"{version} was not verified: its total is not known, so there is nothing to compare. "
            "Fill it in from the program's page.",
            code="unknown_total",
        )
    entry = StoredVerification(version, fingerprint(found), principal.name, today)
    with app.store.transaction("rules", actor=principal.name, at=app.now(), on_date=today, note=note) as change:
        rule_versions.verify(change, entry)
    return found


def withdraw_verification(
    app: LabReady, principal: Principal, version: str, *, today: date, note: str | None = None
) -> None:
    """End the stored verification of a version: it was entered by mistake."""
    require(principal, "rules")
    with app.store.reading() as cursor:
        held = {entry.version for entry in rule_versions.verifications(cursor)}
    if version not in held:
        raise RefusedCommand(f"Nothing changed: no verification of {version} is stored here.", code="not_verified")
    with app.store.transaction("rules", actor=principal.name, at=app.now(), on_date=today, note=note) as change:
        rule_versions.withdraw(change, version)


def history(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return every stored rule change, newest first: :data:`rule_versions.HISTORY`."""
    require(principal, "view")
    with app.store.reading() as cursor:
        return rule_versions.history(cursor)


def verification_history(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return every verification, newest first: :data:`rule_versions.VERIFICATION_HISTORY`."""
    require(principal, "view")
    with app.store.reading() as cursor:
        return rule_versions.verification_history(cursor)


def next_number(app: LabReady, principal: Principal) -> int:
    """Return the number that the next rule change will have: ids that a form proposes are made from it."""
    require(principal, "view")
    with app.store.reading() as cursor:
        return rule_versions.next_document(cursor)


def _version(app: LabReady, version: str) -> RuleVersion:
    found = next((each for each in app.book.versions if each.version == version), None)
    if found is None:
        raise RefusedCommand(
            f"There is no rule version {version} in force. The Rules page and “rules list” name those there are.",
            code="unknown_version",
        )
    return found
