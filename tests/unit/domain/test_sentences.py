"""The wording that pages, workbook and command line share."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lib.domain import sentences
from lib.domain.statuses import STATUS_CODES

BY, END = date(2026, 12, 4), date(2027, 1, 3)


@pytest.mark.parametrize(
    ("status", "missing", "at_best", "text"),
    [
        ("file_now", 0, 0, "points complete, not filed; file by Fri 4 Dec 2026, ends Sun 3 Jan 2027"),
        ("late", 850, 850, "8.5 points missing; filing date passed, ends Sun 3 Jan 2027"),
        ("behind", 850, 800, "8.5 points missing (8 if all that waits is confirmed); file by Fri 4 Dec 2026"),
        ("end_passed", 0, 0, "end date passed Sun 3 Jan 2027; our record may only be old"),
        ("to_confirm", 100, 0, "complete if what waits is confirmed; file by Fri 4 Dec 2026"),
    ],
)
def test_reason(status: str, missing: int, at_best: int, text: str) -> None:
    assert sentences.reason(status, missing=missing, at_best=at_best, declare_by=BY, ends=END) == text


@pytest.mark.parametrize("status", STATUS_CODES)
def test_every_status_has_a_reason_without_any_dates(status: str) -> None:
    assert sentences.reason(status, missing=None, at_best=None, declare_by=None, ends=None)


def test_status_word_has_its_sign() -> None:
    assert sentences.status_word("behind") == "▲ behind"


@pytest.mark.parametrize(
    ("counted", "total", "text"), [(2700, 3600, "27 / 36"), (1450, 3600, "14.5 / 36"), (None, None, "—")]
)
def test_counted_of(counted: int | None, total: int | None, text: str) -> None:
    assert sentences.counted_of(counted, total) == text


def test_area_words_of_one_or_several() -> None:
    assert sentences.area_word("blood_banking") == "blood banking"
    assert sentences.area_word("education+ethics") == "education or ethics"
    assert sentences.area_label("rest") == "Rest (any area)"


def test_missing_texts_keep_rule_order_and_leave_met_ones_out() -> None:
    verdicts = pd.DataFrame({"holding": [7, 8]})
    requirements = pd.DataFrame(
        {
            "holding": [7, 7, 7, 8],
            "position": [1, 0, 2, 0],
            "requirement": ["ethics", "safety", "rest", "rest"],
            "gap": [100, 0, 850, 0],
        }
    )
    assert list(sentences.missing_texts(verdicts, requirements)) == ["ethics 1, rest 8.5", ""]


def test_a_verification_of_an_earlier_cycle_is_not_shown_as_one_of_this() -> None:
    start = date(2025, 7, 1)
    assert sentences.verification(None, start) == "never verified with the issuer here"
    assert sentences.verification(date(2025, 7, 1), start) == "verified with the issuer Tue 1 Jul 2025"
    assert sentences.verification(date(2025, 6, 30), start).startswith(
        "last verified with the issuer Mon 30 Jun 2025, before"
    )
    assert sentences.verification(date(2025, 6, 30), None) == "verified with the issuer Mon 30 Jun 2025"
