"""How it was decided: the rule versions with their numbers and sources, and what the words mean."""

from __future__ import annotations

from typing import Final

import pandas as pd

from lib.domain import points, sentences
from lib.domain.rule_doubt import rule_doubt
from lib.reports.model import ComplianceReport
from lib.reports.sheets import Column
from lib.rules.book import RuleVersion, Source

RULE_COLUMNS: Final[tuple[Column, ...]] = (
    Column("version", "Rule version", width=30),
    Column("program", "Program", width=26),
    Column("credential", "Credential", width=12),
    Column("ends_from", "Cycle ends from", "date", 17),
    Column("ends_to", "Cycle ends to", "date", 17),
    Column("total", "Points asked", "points", 10),
    Column("split", "Named minimums and rest", width=60),
    Column("confidence", "Confidence", width=12),
    Column("verified", "Verified here", width=20),
    Column("reading", "Please note", width=34),
    Column("sources", "Sources", width=60),
)

DEFINITIONS: Final[tuple[tuple[str, str], ...]] = (
    (
        "Points counted",
        (
            "Points of accepted credits in the cycle that fill the named minimums and the rest, each point once. Only "
            "what is sure: a credit counts in its first-named area or where the laboratory stored it."
        ),
    ),
    (
        "Points missing",
        (
            "Points asked less points counted. “Missing at best” is what would be missing if all that waits were "
            "confirmed and credits of several areas were split in the best way."
        ),
    ),
    (
        "Declare by",
        (
            "The day by which the declaration is due at the program; for ASCP 30 days before the cycle ends. It opens "
            "90 days before the end."
        ),
    ),
    (
        "Complete on our records",
        (
            "Nothing is missing by this laboratory's records and this reading of the rules. Only the issuer can say "
            "that a credential is current."
        ),
    ),
    (
        "Verified with issuer",
        "The day on which somebody here last looked the credential up with the body that awards it.",
    ),
    (
        "On course",
        (
            "In the group “fine”, or complete and to be filed now. Shares are taken over active staff with at least "
            "one required holding."
        ),
    ),
)
"""Words of the report -> what they mean (domain definition)."""


def rules_table(report: ComplianceReport) -> pd.DataFrame:
    """Return one row per rule version of the report, with the columns of :data:`RULE_COLUMNS`."""
    rows = [
        {
            "version": rule.version,
            "program": rule.program,
            "credential": rule.credential,
            "ends_from": rule.ends_from,
            "ends_to": rule.ends_to,
            "total": rule.total,
            "split": split_text(rule),
            "confidence": rule.confidence,
            "verified": verified_text(rule),
            "reading": rule_doubt(rule.program, rule.confidence, rule.verified_on, report.as_of),
            "sources": "; ".join(_source(report.sources.get(name), name) for name in rule.sources),
        }
        for rule in report.rules
    ]
    return pd.DataFrame(rows, columns=[column.name for column in RULE_COLUMNS]).astype({"total": "Int64"})


def split_text(rule: RuleVersion) -> str:
    """Return the named minimums and the rest of a rule version: ``safety 1, ethics 1, rest 34``."""
    parts = [f"{sentences.area_word(minimum.code)} {points.text(minimum.points)}" for minimum in rule.minimums]
    rest = rule.rest
    return ", ".join([*parts, f"rest {points.text(rest)}" if rest is not None else "total not known"])


def verified_text(rule: RuleVersion) -> str | None:
    """Return who verified the version here and when; None where nobody has."""
    if rule.verified_on is None:
        return None
    return f"{rule.verified_by or 'somebody'}, {rule.verified_on.isoformat()}"


def _source(source: Source | None, name: str) -> str:
    if source is None:
        return name
    return source.title + (f", {source.dated}" if source.dated else "") + (f" ({source.href})" if source.href else "")
