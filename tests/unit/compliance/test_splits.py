"""Stored splits in the sure counting and the ledger, and the split that helps most."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.compliance.coverage import Requirements
from lib.compliance.ledger import ledger
from lib.compliance.parts import in_parts
from lib.compliance.splits import Offer, best_splits
from lib.compliance.supply import supply
from lib.compliance.verdict import evaluate
from lib.compliance.windows import windows
from lib.domain.areas import mask_of

AS_OF = date(2026, 6, 1)
FACTS = pd.DataFrame({"staff_id": ["1"], "accepted": [2], "data_through": [pd.NaT]})
PBT = Requirements(("safety", "ethics", "rest"), (100, 100, 700), (mask_of(["safety"]), mask_of(["ethics"]), -1), {})


def test_a_split_credit_counts_in_its_parts_and_the_ledger_tells_each(book, holdings, credits):
    # PBT: safety 1, ethics 1, rest 7. One credit of 3 that names both, split 1.5 and 1.5, and 6 of chemistry:
    # safety 1 + 0.5 over, ethics 1 + 0.5 over, rest 1 + 6 = 7: nothing is missing.
    held = holdings({"credential": "PBT", "cycle_end": "2027-01-01", "certified_on": "2020-01-01"})
    rows = credits(("2025-01-05", 3, "safety;ethics"), ("2025-02-05", 6, "chemistry"))
    frame = windows(held, book, AS_OF)
    for allocation, missing in ((None, 100), ("safety=150;ethics=150", 0), ("safety=300", 100), ("ethics=300", 100)):
        split = rows.assign(allocation=[allocation, None]).astype({"allocation": "str"})
        made = supply(frame, split, AS_OF)
        verdict = evaluate(frame, made, FACTS, book, AS_OF).frame.iloc[0]
        assert (verdict["missing"], verdict["missing_at_best"], verdict["earned"]) == (missing, 0, 900)
        parts = ledger(frame, split, book, AS_OF)
        assert parts.groupby("credit_id")["allocated"].sum().to_dict() == {0: 300, 1: 600}
        assert not parts.duplicated(["credit_id", "requirement", "reason"]).any()
    told = ledger(frame, rows.assign(allocation=["safety=150;ethics=150", None]), book, AS_OF)
    first = told[told["credit_id"] == 0].set_index("requirement")["allocated"].to_dict()
    assert first == {"safety": 100, "ethics": 100, "rest": 100}


def test_without_splits_nothing_is_changed(credits):
    rows = credits(("2025-01-05", 3, "safety;ethics"))
    assert in_parts(rows) is rows
    assert in_parts(rows.assign(allocation=None)).equals(rows.assign(allocation=None))


def test_the_best_split_fills_both_areas_and_adds_up():
    # 2 points that name safety first: 1 to safety, 1 to ethics; what is missing is the rest, 7.
    splits, missing = best_splits([Offer(5, 200, ("safety", "ethics"), None, free=True)], PBT)
    assert splits == {5: {"safety": 100, "ethics": 100}}
    assert missing == 700


def test_nothing_is_proposed_where_the_first_area_does():
    offers = [Offer(1, 100, ("ethics",), None, free=False), Offer(5, 300, ("safety", "ethics"), None, free=True)]
    # Ethics is full already: safety 1 and the rest 2 of the credit leave 5 of the rest missing, split or not.
    assert best_splits(offers, PBT) == ({}, 500)


def test_a_stored_split_is_left_as_it_is():
    offers = [Offer(5, 200, ("safety",), None, free=False)]
    # 1 of 2 is safety, the other goes to the rest: ethics 1 and 6 of the rest are missing.
    assert best_splits(offers, PBT) == ({}, 700)
