from __future__ import annotations

import pandas as pd
import pytest

from lib.domain.tables import HOLDINGS, typed
from lib.rules.loader import load_shipped
from lib.rules.participation import participation

CASES = [
    # program, credential, certified on, given, expected
    ("ASCP", "MLS", "2003-12-31", None, "voluntary"),  # the day before the program began
    ("ASCP", "MLS", "2004-01-01", None, "mandatory"),  # the day it began
    ("ASCP", "PBT", "2003-12-31", None, "voluntary"),
    ("ASCP", "SBB", "2005-12-31", None, "voluntary"),  # specialists and diplomates: 2006
    ("ASCP", "SBB", "2006-01-01", None, "mandatory"),
    ("ASCP", "DLM", "2005-12-31", None, "voluntary"),
    ("ASCPi", "MLS", "2011-12-31", None, "voluntary"),  # international: 2012
    ("ASCPi", "MLS", "2012-01-01", None, "mandatory"),
    ("ASCP", "MLS", None, None, "mandatory"),  # certification date not known
    ("ASCP", "PA", "1990-01-01", None, "mandatory"),  # always
    ("ASCP", "QIHC", "1990-01-01", None, "mandatory"),
    ("STATE-CA", "CLS", "1990-01-01", None, "mandatory"),
    ("ASCP", "DCLS", "1990-01-01", None, "mandatory"),  # since when is not known
    ("NOBODY", "XYZ", "1990-01-01", None, "mandatory"),  # not in the book
    ("ASCP", "MLS", "1990-01-01", "mandatory", "mandatory"),  # a given value stands
    ("ASCP", "PA", "2020-01-01", "voluntary", "voluntary"),
]


def holdings(rows: list[tuple[str, str, str | None, str | None, str]]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "program": [r[0] for r in rows],
            "credential": [r[1] for r in rows],
            "certified_on": [r[2] for r in rows],
            "participation": [r[3] for r in rows],
        }
    )
    return typed(frame, HOLDINGS)


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c[0]}-{c[1]}-{c[2]}-{c[3]}")
def test_participation_of_one_holding(case: tuple[str, str, str | None, str | None, str]) -> None:
    assert participation(holdings([case]), load_shipped()).tolist() == [case[4]]


def test_a_whole_team_keeps_its_index_and_its_order() -> None:
    frame = holdings(CASES).set_index(pd.Index(range(100, 100 + len(CASES)))).iloc[::-1]
    answer = participation(frame, load_shipped())
    assert answer.index.equals(frame.index)
    assert answer.tolist() == [case[4] for case in CASES][::-1]


def test_no_holdings_give_no_answers() -> None:
    assert participation(holdings([]), load_shipped()).tolist() == []
