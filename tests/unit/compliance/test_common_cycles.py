"""Cycles that all end together, of any length, and what a laboratory's own requirement accepts beside CE."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lib.compliance.ledger import ledger
from lib.compliance.supply import supply
from lib.compliance.verdict import evaluate
from lib.compliance.windows import common_end, windows
from lib.domain import tables
from lib.rules.book import RuleBook
from lib.rules.loader import load_files, load_shipped

OWN = """
program: INSTITUTION
title: Our own requirement
kind: institution
cycle_months: {months}
ends_on: {ends_on}
declaration: {{opens_days: 60, due_days: 0}}
sources: {{OWN-1: {{title: Policy}}}}
credentials:
  YEARLY:
    title: Yearly requirement
    category: institution
    mandatory_since: always
    versions:
      - version: OWN-YEARLY-1
        total: 12
        minimums: [{{points: 2, areas: [safety, ethics]}}]
        accepts: [drill]
        sources: [OWN-1]
        confidence: HIGH
"""


def own(months: int = 12, ends_on: str = "2026-12-31") -> RuleBook:
    return load_files([("own.yaml", OWN.format(months=months, ends_on=ends_on))], load_shipped())


@pytest.mark.parametrize(
    ("anchor", "months", "as_of", "end"),
    [
        ("2026-12-31", 12, "2026-11-22", "2026-12-31"),
        ("2026-12-31", 12, "2026-12-31", "2026-12-31"),
        ("2026-12-31", 12, "2027-01-01", "2027-12-31"),
        ("2026-12-31", 12, "2020-02-29", "2020-12-31"),
        # A biennium that ends on 30 June of odd years.
        ("2025-06-30", 24, "2026-11-22", "2027-06-30"),
        ("2025-06-30", 24, "2025-06-30", "2025-06-30"),
        ("2025-06-30", 24, "2025-07-01", "2027-06-30"),
        # The last day of a month stays the last day: 30 June + 6 months is 31 December.
        ("2026-06-30", 6, "2026-11-22", "2026-12-31"),
        ("2024-02-29", 12, "2025-01-15", "2025-02-28"),
        # 15 March and 15 September.
        ("2026-03-15", 6, "2026-09-15", "2026-09-15"),
        ("2026-03-15", 6, "2026-09-16", "2027-03-15"),
        ("2026-03-15", 1, "2026-01-16", "2026-02-15"),
    ],
)
def test_the_common_end_of_the_cycle_a_day_lies_in(anchor: str, months: int, as_of: str, end: str) -> None:
    day = date.fromisoformat
    assert common_end(day(anchor), months, day(as_of)) == day(end)


def of_people(*ends: str | None) -> pd.DataFrame:
    rows = [
        {"staff_id": str(n), "program": "INSTITUTION", "credential": "YEARLY", "cycle_end": end}
        for n, end in enumerate(ends)
    ]
    frame = tables.typed(pd.DataFrame(rows), tables.HOLDINGS)
    return frame.assign(name="A", site=None, department=None)


def test_a_holding_without_an_end_has_the_programs_and_one_with_an_end_keeps_it() -> None:
    frame = windows(of_people(None, "2027-03-31"), own(), date(2026, 11, 22))
    assert [str(end.date()) for end in frame["cycle_end"]] == ["2026-12-31", "2027-03-31"]
    assert [str(start.date()) for start in frame["cycle_start"]] == ["2026-01-01", "2026-04-01"]
    # due_days 0: to be done by the end itself
    assert [str(day.date()) for day in frame["declare_by"]] == ["2026-12-31", "2027-03-31"]


def test_a_drill_counts_for_the_laboratory_and_not_for_the_program(credits) -> None:
    book = own()
    holdings = pd.concat(
        [of_people(None), of_people("2027-12-31").assign(program="ASCP", credential="MLS")], ignore_index=True
    )
    given = credits(
        ("2026-02-01", 1, "safety", "no", "drill", "0"),
        ("2026-03-01", 2, "", "no", "drill", "0"),
        ("2026-04-01", 3, "safety", "no", "staff_meeting", "0"),
        ("2026-05-01", 4, "chemistry", "counts", None, "0"),
    )
    as_of = date(2026, 11, 22)
    frame = windows(holdings, book, as_of)
    facts = pd.DataFrame({"staff_id": ["0"], "accepted": [4], "data_through": [pd.Timestamp("2026-05-01")]})
    found = evaluate(frame, supply(frame, given, as_of), facts, book, as_of).frame.set_index("credential")
    # Ours: drill 1 safety + 4 chemistry = 5 of 12, named minimum 1 of 2; 2 more wait for an area: 7 of 12 at best,
    # of which the minimum can have only its 1: missing 12 - 7 = 5. A staff meeting is not accepted here.
    ours = found.loc["YEARLY"]
    assert (ours["counted"], ours["missing"], ours["missing_at_best"], ours["earned"]) == (500, 700, 500, 700)
    # ASCP: nothing but the 4 points of chemistry: 2 in chemistry, 2 in the rest.
    assert (found.loc["MLS", "counted"], found.loc["MLS", "earned"]) == (400, 400)
    parts = ledger(frame, given, book, as_of)
    told = parts[parts["program"] == "INSTITUTION"][["credit_id", "requirement", "reason", "allocated"]]
    assert told.astype(object).where(told.notna(), None).values.tolist() == [
        [0, "safety+ethics", None, 100],
        [1, None, "to_confirm", 200],
        [2, None, "not_ce", 300],
        [3, "rest", None, 400],
    ]
    of_mls = parts[(parts["program"] == "ASCP") & parts["reason"].notna()]
    assert of_mls["reason"].unique().tolist() == ["not_ce"]
    assert of_mls["allocated"].sum() == 600
