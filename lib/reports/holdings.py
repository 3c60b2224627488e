"""The table of holdings that the workbook and the delimited file share: one row per verdict, in words and numbers."""

from __future__ import annotations

from typing import Final

import pandas as pd

from lib.domain import sentences
from lib.domain.statuses import GROUPS
from lib.reports.sheets import Column

HOLDING_COLUMNS: Final[tuple[Column, ...]] = (
    Column("staff_id", "Employee ID", width=12),
    Column("name", "Name", width=24),
    Column("site", "Site", width=14),
    Column("department", "Department", width=18),
    Column("program", "Program", width=11),
    Column("credential", "Credential", width=11),
    Column("status_word", "Status", "status", 17),
    Column("group_word", "Group", width=12),
    Column("total", "Points asked", "points", 9),
    Column("earned", "Points earned", "points", 9),
    Column("counted", "Points counted", "points", 9),
    Column("missing", "Points missing", "points", 9),
    Column("missing_at_best", "Missing at best", "points", 9),
    Column("gap_ethics", "Ethics missing", "points", 9),
    Column("gap_safety", "Safety missing", "points", 9),
    Column("gap_specialty", "Specialty missing", "points", 10),
    Column("gap_rest", "Rest missing", "points", 9),
    Column("missing_text", "What is missing", width=30),
    Column("declare_by", "Declare by", "date", 17),
    Column("cycle_start", "Cycle start", "date", 17),
    Column("cycle_end", "Cycle end", "date", 17),
    Column("days_left", "Days to declare by", "whole", 10),
    Column("declaration_filed_on", "Declaration filed", "date", 17),
    Column("declaration_accepted_on", "Declaration accepted", "date", 17),
    Column("verified_on", "Verified with issuer", "date", 17),
    Column("data_through", "Data through", "date", 17),
    Column("reason", "In words", width=48),
    Column("rule_version", "Rule version", width=22),
    Column("rule_confidence", "Rule confidence", width=11),
)
"""Points are hundredths in the frame and exact numbers in the file."""


def holdings_table(verdicts: pd.DataFrame, requirements: pd.DataFrame) -> pd.DataFrame:
    """Return the verdict frame with its words: ``status_word``, ``group_word``, ``missing_text``, ``reason``."""
    return verdicts.assign(
        status_word=sentences.status_words(verdicts),
        group_word=verdicts["status_group"].map(GROUPS),
        missing_text=sentences.missing_texts(verdicts, requirements),
        reason=sentences.verdict_reasons(verdicts),
    )
