from __future__ import annotations

from datetime import date

import pytest

from lib.domain.errors import RuleFileError
from lib.rules.book import RuleBook
from lib.rules.loader import check_rule_file, load_files, load_shipped, parse_rule_file, with_programs

YEARLY = """\
program: INSTITUTION
title: Our laboratory
kind: institution
cycle_months: 12
declaration: {opens_days: 60, due_days: 0}
sources:
  OWN-1: {title: Policy LAB-012}
credentials:
  YEARLY:
    title: Yearly requirement
    category: institution
    mandatory_since: always
    versions:
      - version: OWN-YEARLY-1
        total: 12
        minimums: [{points: 2, areas: [safety]}]
        sources: [OWN-1]
        confidence: HIGH
"""
FILLED = """\
extends: ASCP
credentials:
  AT:
    versions:
      - version: OWN-AT-1
        replaces: ASCP-AT-2024
        ends_from: 2024-01-01
        cycle_months: 36
        total: 36
        minimums: [{points: 1, areas: [safety]}, {points: 1, areas: [ethics]}, {points: 8, areas: [apheresis]}]
        caps: [{activity_type: college, share: 0.5}]
        sources: [S4, S5]
        confidence: MED
        verified_by: R. Diaz
        verified_on: 2026-11-02
"""


def book_with(text: str) -> RuleBook:
    book = load_shipped()
    return with_programs(book, [parse_rule_file("own.yaml", text, book.sources)])


def refusal(text: str) -> str:
    with pytest.raises(RuleFileError) as refused:
        book_with(text)
    # The check with the book says the same, before anything is added.
    assert check_rule_file("own.yaml", text, load_shipped().sources, load_shipped()) == [refused.value.message]
    return refused.value.message


def test_a_laboratorys_own_yearly_requirement_is_a_program_like_any_other() -> None:
    book = book_with(YEARLY)
    version = book.version_for("INSTITUTION", "YEARLY", date(2026, 12, 31))
    assert version is not None
    # 12 hours a year, 2 of them safety: 12 - 2 = 10 for the rest, in any area.
    assert (version.cycle_months, version.total, version.rest, version.rest_areas) == (12, 1200, 1000, ("*",))
    assert book.sources["OWN-1"].title == "Policy LAB-012"
    assert book.program("INSTITUTION").declaration_due_days == 0
    assert book.digest != load_shipped().digest
    assert [p.code for p in book.programs] == [*(p.code for p in load_shipped().programs), "INSTITUTION"]


def test_an_unknown_version_is_filled_in_by_one_that_takes_its_place() -> None:
    book = book_with(FILLED)
    version = book.version_for("ASCP", "AT", date(2026, 6, 30))
    assert version is not None
    assert (version.version, version.total, version.rest, version.needs_confirmation) == ("OWN-AT-1", 3600, 2600, False)
    assert [v.version for v in book.credentials["ASCP", "AT"].versions] == [
        "ASCP-AT-TO-2022",
        "ASCP-AT-2023",
        "OWN-AT-1",
    ]
    # What was not touched is as shipped.
    assert book.credentials["ASCP", "AT"].spellings == load_shipped().credentials["ASCP", "AT"].spellings
    assert book.program("ASCP").title == "ASCP Board of Certification"
    assert load_shipped().version_for("ASCP", "AT", date(2026, 6, 30)) != version


def test_a_rule_that_changes_on_a_day_leaves_the_old_one_in_force_until_the_day_before() -> None:
    text = (
        FILLED.replace("AT:", "MLS:")
        .replace("ASCP-AT-2024", "ASCP-MLS-2023")
        .replace("ends_from: 2024", "ends_from: 2028")
    )
    book = book_with(text.replace("total: 36", "total: 40"))
    before, on = (book.version_for("ASCP", "MLS", day) for day in (date(2027, 12, 31), date(2028, 1, 1)))
    assert before is not None
    assert on is not None
    assert (before.version, before.total, on.version, on.total) == ("ASCP-MLS-2023", 3600, "OWN-AT-1", 4000)


def test_the_beginning_of_a_version_can_be_replaced() -> None:
    text = FILLED.replace("ends_from: 2024-01-01", "ends_from: 2024-01-01\n        ends_to: 2024-12-31")
    book = book_with(text)
    assert [(v.version, v.ends_from) for v in book.credentials["ASCP", "AT"].versions][2:] == [
        ("OWN-AT-1", date(2024, 1, 1)),
        ("ASCP-AT-2024", date(2025, 1, 1)),
    ]


def test_a_new_credential_joins_a_shipped_program() -> None:
    text = YEARLY.replace(
        "program: INSTITUTION\ntitle: Our laboratory\nkind: institution\ncycle_months: 12\n", "extends: ASCP\n"
    )
    text = text.replace("declaration: {opens_days: 60, due_days: 0}\n", "").replace(
        "total: 12", "cycle_months: 36\n        total: 12"
    )
    book = book_with(text)
    assert ("ASCP", "YEARLY") in book.credentials
    assert "OWN-1" in book.sources


def test_files_are_added_in_turn_and_may_build_on_each_other() -> None:
    second = YEARLY.replace(
        "program: INSTITUTION\ntitle: Our laboratory\nkind: institution\ncycle_months: 12\n", "extends: INSTITUTION\n"
    )
    second = second.replace(
        "declaration: {opens_days: 60, due_days: 0}\nsources:\n  OWN-1: {title: Policy LAB-012}\n", ""
    )
    second = (
        second.replace("YEARLY", "FIRE")
        .replace("Yearly requirement", "Fire drills")
        .replace("total: 12", "cycle_months: 12\n        total: 4")
    )
    book = load_files([("a.yaml", YEARLY), ("b.yaml", second)], load_shipped())
    assert [c.code for c in book.program("INSTITUTION").credentials] == ["YEARLY", "FIRE"]


OWN_MLS = FILLED.replace("AT:", "MLS:")

REFUSED: dict[str, tuple[str, tuple[str, ...]]] = {
    "id that is in use": (
        YEARLY.replace("OWN-YEARLY-1", "ASCP-MLS-2023"),
        ("ASCP-MLS-2023", "already in use", "replaces"),
    ),
    "overlapping span": (
        FILLED.replace("        replaces: ASCP-AT-2024\n", ""),
        ("OWN-AT-1", "overlaps ASCP-AT-2024", "replaces: ASCP-AT-2024"),
    ),
    "replacing a version of another credential": (OWN_MLS, ("replaces ASCP-AT-2024", "no version of MLS")),
    "splitting a version": (
        FILLED.replace("ends_from: 2024-01-01", "ends_from: 2025-01-01\n        ends_to: 2025-12-31"),
        ("would split ASCP-AT-2024", "in two"),
    ),
    "replacing in a new program": (
        YEARLY.replace("        total", "        replaces: ASCP-AT-2024\n        total"),
        ("INSTITUTION is new",),
    ),
    "extending nothing": (
        FILLED.replace("extends: ASCP", "extends: ACSP"),
        ("ACSP", "not in the rule book", "program:"),
    ),
    "versions for no credential": (
        FILLED.replace("AT:", "ATT:"),
        ("credential ATT is not in the rule book", "MLS, MT"),
    ),
    "a program stated again in another way": (
        YEARLY.replace("INSTITUTION", "ASCP"),
        ("title", "'Our laboratory'", "extends: ASCP"),
    ),
    "a credential described again in another way": (
        FILLED.replace(
            "    versions:", "    title: Another\n    category: other\n    mandatory_since: always\n    versions:"
        ),
        ("credential AT", "another title", "only versions"),
    ),
    "a spelling with another meaning": (
        FILLED.replace("    versions:", "    spellings: [MLS (ASCP)]\n    versions:"),
        ('"MLS (ASCP)"', "already means MLS"),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_the_book_is_refused_with_a_sentence(name: str) -> None:
    text, words = REFUSED[name]
    message = refusal(text)
    assert [word for word in words if word not in message] == [], message


def test_a_file_in_which_one_program_is_refused_adds_nothing() -> None:
    book = load_shipped()
    good = parse_rule_file("a.yaml", YEARLY, book.sources)
    bad = parse_rule_file("b.yaml", REFUSED["overlapping span"][0], book.sources)
    with pytest.raises(RuleFileError):
        with_programs(book, [good, bad])
    assert "INSTITUTION" not in {p.code for p in book.programs}
    assert "OWN-1" not in book.sources
