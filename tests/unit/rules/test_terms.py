"""What the shipped book says of whole columns equals what it says of one holding at a time."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pandas as pd

from lib.rules.loader import load_shipped
from lib.rules.terms import Span, Terms

BOOK = load_shipped()


def test_every_credential_gets_the_version_of_its_cycle_end_on_each_side_of_every_border() -> None:
    days = {date(2024, 12, 31)}
    for version in BOOK.versions:
        for border in (version.ends_from, version.ends_to):
            days |= set() if border is None else {border + timedelta(days=shift) for shift in (-1, 0, 1)}
    cases = [(*key, day) for key in BOOK.credentials for day in sorted(days)]
    programs, credentials, ends = (pd.Series(column, dtype="str") for column in zip(*cases, strict=True))
    rows = BOOK.terms.of_credentials(programs, credentials)
    found = BOOK.terms.rule_indexes(rows, ends.to_numpy(dtype="datetime64[D]"))
    plain = [BOOK.version_for(*case) for case in cases]
    assert [None if place < 0 else BOOK.versions[place] for place in found] == plain
    assert len({place for place in found if place >= 0}) == len(BOOK.versions)


def test_what_the_book_does_not_know_has_no_version_no_day_and_the_terms_of_ascp() -> None:
    programs = pd.Series(["ASCP", "ASCP", "NOBODY", None, "ASCP"], dtype="str")
    credentials = pd.Series(["MLS", "XYZ", "MLS", "MLS", None], dtype="str")
    rows = BOOK.terms.of_credentials(programs, credentials)
    assert rows[1:].tolist() == [-1, -1, -1, -1]
    ends = np.array(["2027-06-30"] * 5, dtype="datetime64[D]")
    assert (BOOK.terms.rule_indexes(rows, ends)[1:] == -1).all()
    assert BOOK.terms.rule_indexes(rows[:1], np.array(["NaT"], dtype="datetime64[D]")).tolist() == [-1]
    assert np.isnat(BOOK.terms.mandatory_since(rows)).tolist() == [False, True, True, True, True]
    terms = BOOK.terms.of_programs(programs)
    # Three years, from 90 to 30 days before the end: ASCP's own, and where the program is not known.
    assert [column.tolist() for column in terms] == [[36] * 5, [90] * 5, [30] * 5]


def test_a_book_without_versions_answers_too() -> None:
    terms = Terms.of({"P": (24, 60, 10)}, {}, {("P", "C"): None}, {("P", "C"): []})
    rows = terms.of_credentials(pd.Series(["P"], dtype="str"), pd.Series(["C"], dtype="str"))
    assert terms.rule_indexes(rows, np.array(["2027-01-01"], dtype="datetime64[D]")).tolist() == [-1]
    assert [column.tolist() for column in terms.of_programs(pd.Series(["P"], dtype="str"))] == [[24], [60], [10]]


def test_a_span_holds_both_its_days() -> None:
    spans = {("P", "C"): [Span(None, date(2026, 1, 31), 0), Span(date(2026, 2, 1), None, 1)]}
    terms = Terms.of({"P": (36, 90, 30)}, {}, {("P", "C"): None}, spans)
    ends = np.array(["2026-01-31", "2026-02-01"], dtype="datetime64[D]")
    assert terms.rule_indexes(np.array([0, 0]), ends).tolist() == [0, 1]
