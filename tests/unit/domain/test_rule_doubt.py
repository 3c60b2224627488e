"""What is said of a rule that leaves doubt: unverified, by whose reading, or verified over a year ago."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lib.domain.rule_doubt import NOBODY_YET, OF_ANOTHER_BODY, rule_doubt, rule_doubts
from lib.domain.sentences import BY_OUR_READING

ON = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("program", "confidence", "verified_on", "words"),
    [
        ("ASCP", None, None, None),
        ("ASCP", "MED", None, BY_OUR_READING),
        ("ASCPi", "UNKNOWN", None, BY_OUR_READING),
        ("STATE-CA", "LOW", None, OF_ANOTHER_BODY),
        ("STATE-CA", "HIGH", None, NOBODY_YET),
        ("ASCP", "LOW", date(2026, 11, 22), None),
        # A year later to the day it still holds; the day after it is over a year ago.
        ("ASCP", "HIGH", date(2025, 11, 22), None),
        ("ASCP", "HIGH", date(2025, 11, 21), "Last verified Fri 21 Nov 2025, over a year ago: look again."),
    ],
)
def test_the_words(program: str, confidence: str | None, verified_on: date | None, words: str | None) -> None:
    assert rule_doubt(program, confidence, verified_on, ON) == words


def test_the_words_of_a_table_in_its_order() -> None:
    frame = pd.DataFrame(
        {
            "program": ["ASCP", "STATE-CA", "ASCP", "ASCP"],
            "rule_confidence": ["MED", "HIGH", None, "MED"],
            "rule_verified_on": pd.to_datetime([None, None, None, "2026-11-01"]),
        },
        index=[7, 3, 5, 9],
    )
    found = rule_doubts(frame, ON)
    assert found.to_dict() == {7: BY_OUR_READING, 3: NOBODY_YET, 5: "", 9: ""}
