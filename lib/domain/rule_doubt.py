"""What is said beside a verdict whose rule leaves doubt: one wording for cards, tables, strip, reports."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd

from lib.domain.calendar import add_months, spoken
from lib.domain.sentences import BY_OUR_READING

VERIFY_AGAIN_MONTHS: Final = 12
"""A verification is looked at again after a year."""

OF_ANOTHER_BODY: Final = "By our reading; confirm with the program."
CONFIDENCE_WORDS: Final[dict[str, str]] = {
    "HIGH": "high",
    "MED": "medium",
    "MEDIUM": "medium",
    "DERIVED": "derived",
    "LOW": "low",
    "UNKNOWN": "not known",
}
"""How sure a rule or a fee is, as the data say it -> as a page says it (*confidence medium*)."""

NOBODY_YET: Final = "Read at the source; nobody here has verified it yet."


def rule_doubt(program: str, confidence: str | None, verified_on: date | None, on: date) -> str | None:
    """Return what leaves doubt about a rule on a day; None where somebody verified it within the last year.

    ``confidence`` None: no rule applies, which the status says by itself.
    """
    if confidence is None:
        return None
    if verified_on is not None:
        if add_months(verified_on, VERIFY_AGAIN_MONTHS) >= on:
            return None
        return f"Last verified {spoken(verified_on)}, over a year ago: look again."
    if confidence == "HIGH":
        return NOBODY_YET
    return BY_OUR_READING if program.startswith("ASCP") else OF_ANOTHER_BODY


def rule_doubts(verdicts: pd.DataFrame, on: date) -> pd.Series:
    """Return :func:`rule_doubt` for each row of :data:`lib.domain.tables.VERDICTS`; empty text where there is none."""
    columns = ["program", "rule_confidence", "rule_verified_on"]
    kinds = verdicts[columns].drop_duplicates()
    words = [
        rule_doubt(program, None if pd.isna(confidence) else confidence, None if pd.isna(day) else day.date(), on) or ""
        for program, confidence, day in kinds.itertuples(index=False, name=None)
    ]
    found = verdicts[columns].merge(kinds.assign(doubt=words), on=columns, how="left")["doubt"]
    return pd.Series(found.to_numpy(), index=verdicts.index, dtype="str", name="rule_doubt")
