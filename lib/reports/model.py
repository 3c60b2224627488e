"""What a compliance report says, apart from its format: frames and facts gathered once by the service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from lib.domain.statuses import STATUSES
from lib.rules.book import RuleVersion, Source


@dataclass(frozen=True)
class ComplianceReport:
    """One report, ready to be written in any format.

    ``verdicts`` and ``requirements`` are frames as in :mod:`lib.domain.tables`, worst first; ``ledger`` is
    :data:`lib.domain.tables.LEDGER` with ``staff_id`` and ``name`` before it and ``rule_version`` after, or None where
    it is not asked for;
    ``limited_to`` says in words what the report is narrowed to (empty: everybody in scope); ``sources_reach`` has
    ``source``, ``last_completed_on``, ``last_imported_on``, ``people``; ``rules`` are the versions that the verdicts
    rest on, in their order of appearance in the book; ``facts`` are further figures for the summary, label -> sentence.
    """

    as_of: date
    known_on: date | None
    rules_digest: str
    people: int
    prepared_by: str
    verdicts: pd.DataFrame
    requirements: pd.DataFrame
    on_course: tuple[int, int]
    rules: tuple[RuleVersion, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    links: Mapping[tuple[str, str], str] = field(default_factory=dict)
    sources_reach: pd.DataFrame | None = None
    ledger: pd.DataFrame | None = None
    limited_to: tuple[str, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_you(self) -> pd.DataFrame:
        """The verdict rows of the group *act*, worst first."""
        return self.verdicts[self.verdicts["status_group"] == "act"]


def counts_by_status(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return one row per status that occurs, worst first: ``group``, ``status``, ``holdings``, ``people``."""
    occurring = dict(list(verdicts.groupby("status")))
    rows = [
        (status.group, status.code, len(occurring[status.code]), occurring[status.code]["staff_id"].nunique())
        for status in STATUSES
        if status.code in occurring
    ]
    return pd.DataFrame(rows, columns=["group", "status", "holdings", "people"])


def gaps_by_requirement(verdicts: pd.DataFrame, requirements: pd.DataFrame) -> pd.DataFrame:
    """Return how much each requirement lacks, over required holdings: most people first.

    Columns ``program``, ``credential``, ``requirement``, ``holdings``, ``people`` with a gap, ``missing`` hundredths.
    """
    open_gaps = requirements[requirements["gap"] > 0]
    keys = ["holding", "staff_id", "program", "credential"]
    joined = open_gaps.merge(verdicts.loc[verdicts["status_group"] != "not_required", keys], on="holding", how="inner")
    if joined.empty:
        return pd.DataFrame(columns=["program", "credential", "requirement", "holdings", "people", "missing"])
    grouped = joined.groupby(["program", "credential", "requirement"], as_index=False).agg(
        holdings=("holding", "size"),
        people=("staff_id", "nunique"),
        missing=("gap", "sum"),
        position=("position", "min"),
    )
    return (
        grouped.sort_values(
            ["people", "missing", "program", "credential", "position"], ascending=[False, False, True, True, True]
        )
        .drop(columns="position")
        .reset_index(drop=True)
    )
