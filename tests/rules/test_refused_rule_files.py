"""A table of mistakes: what is done to a good file, and the words the message must contain."""

from __future__ import annotations

import pytest

from lib.domain.errors import RuleFileError
from lib.rules.book import Source
from lib.rules.loader import check_rule_file, parse_rule_file

GOOD = """\
program: INSTITUTION
title: Our laboratory's own requirement
kind: institution
link: null
cycle_months: 12
declaration: {opens_days: 90, due_days: 30}
sources:
  OWN-1: {title: Policy LAB-012, href: null, dated: 2026-01}
credentials:
  YEARLY:
    title: Yearly requirement
    category: institution
    mandatory_since: always
    link: https://intranet.example/lab-012
    spellings: [Yearly CE]
    versions:
      - version: OWN-2024
        ends_from: 2024-01-01
        ends_to: 2024-12-31
        cycle_months: 12
        total: 10
        minimums:
          - {points: 2, areas: [safety]}
        rest: any
        caps: []
        sources: [OWN-1]
        confidence: HIGH
        verified_by: null
        verified_on: null
        note: null
      - version: OWN-2025
        ends_from: 2025-01-01
        ends_to: null
        cycle_months: 12
        total: 12
        minimums:
          - {points: 2, areas: [safety]}
          - {points: 1.5, areas: [education, laboratory_management]}
        rest: [chemistry, hematology]
        caps:
          - {activity_type: college, share: 0.5}
          - {activity_type: teaching, points: 4}
        sources: [OWN-1, S1]
        confidence: MED
        verified_by: R. Diaz
        verified_on: 2025-02-03
        note: Fire drills count.
"""
REGISTER = {"S1": Source("S1", "A page", None, None)}
SECOND = "credentials.YEARLY.versions[1]"

MISTAKES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    # name: (what stands in the good file, what stands there instead, words of the message)
    "unknown key of the program": ("kind: inst", "knid: inst", ("knid", "is not a known key", "kind (the nearest)")),
    "unknown key of a version": (
        "        total: 12\n",
        "        total: 12\n        totl: 12\n",
        (f"{SECOND}.totl", "not a known key", "total"),
    ),
    "duplicate key": (
        "        total: 12\n",
        "        total: 12\n        total: 13\n",
        (f"{SECOND}.total", "given twice", "line 36"),
    ),
    "credential twice": (
        "credentials:\n",
        "credentials:\n  YEARLY: {}\n",
        ("credentials.YEARLY", "given twice", "each key once"),
    ),
    "date that is not ISO": (
        "ends_from: 2025-01-01",
        "ends_from: 01/01/2025",
        (f"{SECOND}.ends_from", '"01/01/2025"', "written as 2024-02-29"),
    ),
    "date in another ISO form": ("ends_from: 2025-01-01", "ends_from: 20250101", (f"{SECOND}.ends_from", '"20250101"')),
    "date that does not exist": (
        "verified_on: 2025-02-03",
        "verified_on: 2025-02-30",
        (f"{SECOND}.verified_on", "exists"),
    ),
    "span that ends before it begins": (
        "ends_to: 2024-12-31",
        "ends_to: 2023-12-31",
        ("credentials.YEARLY.versions[0].ends_to", '"2023-12-31"', "not before ends_from (2024-01-01)"),
    ),
    "spans that overlap": (
        "ends_from: 2025-01-01",
        "ends_from: 2024-12-31",
        (SECOND, "cycle ends from 2024-12-31", "to 2024-12-31", "oldest first"),
    ),
    "open span before another": (
        "ends_to: 2024-12-31",
        "ends_to: null",
        (SECOND, "comes after a version for cycle ends from"),
    ),
    "minimums above the total": (
        "points: 1.5,",
        "points: 10.5,",
        (f"{SECOND}.minimums", "add up to 12.5 points", "at most the total, 12"),
    ),
    "area that is not known": (
        "areas: [education, laboratory_management]",
        "areas: [education, laboratory_managment]",
        (f"{SECOND}.minimums[1].areas", '"laboratory_managment"', "laboratory_management (the nearest)"),
    ),
    "area with a capital and a space": (
        "rest: [chemistry, hematology]",
        "rest: [Blood Banking]",
        (f"{SECOND}.rest[0]", "blood_banking (the nearest)"),
    ),
    "no area at all": ("rest: [chemistry, hematology]", "rest: []", (f"{SECOND}.rest", "empty list", "safety, ethics")),
    "areas as one text": (
        "areas: [education, laboratory_management]",
        "areas: education",
        ("areas", '"education"', "a list"),
    ),
    "the same minimum twice": (
        "areas: [education, laboratory_management]",
        "areas: [safety]",
        (f"{SECOND}.minimums[1].areas", '"safety" again', "add the points up"),
    ),
    "confidence not in the list": (
        "confidence: MED",
        "confidence: MEDIUM",
        (f"{SECOND}.confidence", '"MEDIUM"', "MED (the"),
    ),
    "source not in the register": (
        "[OWN-1, S1]",
        "[OWN-1, S99]",
        (f"{SECOND}.sources[1]", '"S99"', "not in the register"),
    ),
    "no source": ("sources: [OWN-1, S1]", "sources: []", (f"{SECOND}.sources", "empty list", "at least one source id")),
    "own source under a registered id": ("  OWN-1: {title", "  S1: {title", ("sources.S1", '"A page"', "OWN-1")),
    "cap above the whole": ("share: 0.5", "share: 1.5", (f"{SECOND}.caps[0].share", '"1.5"', "above 0 and at most 1")),
    "cap of nothing": ("share: 0.5", "share: 0", (f"{SECOND}.caps[0].share", '"0"', "above 0")),
    "cap with share and points": (
        "points: 4}",
        "points: 4, share: 0.1}",
        (f"{SECOND}.caps[1]", "both share and points", "one of the two"),
    ),
    "cap without an amount": (", points: 4}", "}", (f"{SECOND}.caps[1]", "neither share nor points")),
    "activity type not known": (
        "activity_type: teaching",
        "activity_type: teachings",
        (f"{SECOND}.caps[1].activity_type", "teaching (the nearest)"),
    ),
    "two caps for one type": ("activity_type: teaching", "activity_type: college", ("caps[1]", "one cap for each")),
    "version id twice": ("version: OWN-2025", "version: OWN-2024", (f"{SECOND}.version", '"OWN-2024"', "already")),
    "version id with spaces": (
        "version: OWN-2025",
        "version: OWN 2025",
        (f"{SECOND}.version", '"OWN 2025"', "letters and digits"),
    ),
    "total missing": ("        total: 12\n", "", (f"{SECOND}.total", "is missing", "null where nobody knows")),
    "total not a number": ("total: 12", "total: twelve", (f"{SECOND}.total", '"twelve"', "such as 36 or 1.5")),
    "total with a third decimal": (
        "total: 12",
        "total: 12.005",
        (f"{SECOND}.total", '"12.005"', "at most two decimals"),
    ),
    "total of nothing": ("total: 12", "total: 0", (f"{SECOND}.total", '"0"', "above 0")),
    "total below nothing": ("total: 12", "total: -12", (f"{SECOND}.total", '"-12"', "above 0")),
    "unknown total of known confidence": (
        "total: 12",
        "total: null",
        (f"{SECOND}.confidence", "UNKNOWN, because the total is null"),
    ),
    "known total of unknown confidence": (
        "confidence: MED",
        "confidence: UNKNOWN",
        (f"{SECOND}.confidence", "the total is known"),
    ),
    "verified by nobody": (
        "verified_by: R. Diaz",
        "verified_by: null",
        (f"{SECOND}.verified_by", "is missing", "or neither"),
    ),
    "common end that is no date": (
        "cycle_months: 12\ndecl",
        "cycle_months: 12\nends_on: 31 Dec\ndecl",
        ("ends_on", '"31 Dec"', "2024-02-29"),
    ),
    "cycles that end together and are not of one length": (
        "cycle_months: 12\ndecl",
        "cycle_months: 24\nends_on: 2025-12-31\ndecl",
        ("credentials.YEARLY.versions[0].cycle_months", "is 12", "24, the cycle_months of the program"),
    ),
    "accepted type that counts by itself": (
        "rest: any",
        "rest: any\n        accepts: [college]",
        ("versions[0].accepts[0]", '"college"', "staff_meeting, orientation, drill"),
    ),
    "accepted type misspelt": (
        "rest: any",
        "rest: any\n        accepts: [dril]",
        ("versions[0].accepts[0]", '"dril"', "drill (the nearest)"),
    ),
    "accepted type twice": (
        "rest: any",
        "rest: any\n        accepts: [drill, drill]",
        ("accepts[1]", '"drill" again', "once"),
    ),
    "accepted types are no list": ("rest: any", "rest: any\n        accepts: drill", ("accepts", '"drill"', "a list")),
    "cycle of no month": ("cycle_months: 12\ndecl", "cycle_months: 0\ndecl", ("cycle_months", '"0"', "from 1 to 120")),
    "cycle missing": ("cycle_months: 12\ndecl", "decl", ("cycle_months", "is missing", "months")),
    "kind not known": (
        "kind: institution",
        "kind: institutional",
        ("kind", '"institutional"', "institution (the nearest)"),
    ),
    "category missing": ("    category: institution\n", "", ("credentials.YEARLY.category", "is missing", "scientist")),
    "mandatory since when": (
        "mandatory_since: always",
        "mandatory_since: 2004",
        ("credentials.YEARLY.mandatory_since", '"2004"', "always", "unknown"),
    ),
    "declaration due before it opens": (
        "due_days: 30",
        "due_days: 120",
        ("declaration.due_days", '"120"', "at most opens_days"),
    ),
    "declaration missing": (
        "declaration: {opens_days: 90, due_days: 30}\n",
        "",
        ("declaration", "is missing", "opens_days and due_days"),
    ),
    "link that runs": (
        "https://intranet.example/lab-012",
        "javascript:alert(1)",
        ("credentials.YEARLY.link", "http://"),
    ),
    "versions missing": (
        GOOD[GOOD.index("    versions:") :],
        "",
        ("credentials.YEARLY.versions", "is missing", "oldest first"),
    ),
    "version that is text": (
        GOOD[GOOD.index("      - version: OWN-2025") :],
        "      - later\n",
        (SECOND, '"later"', "the keys"),
    ),
    "program code missing": ("program: INSTITUTION\n", "", ("program", "is missing", "STATE-CA")),
    "spelling with two meanings": (
        "credentials:\n",
        (
            "credentials:\n  ANNUAL:\n    title: T\n    category: other\n    mandatory_since: always\n"
            "    spellings: [yearly-ce]\n    versions: []\n"
        ),
        ("credentials.YEARLY.spellings", '"Yearly CE"', "already means ANNUAL"),
    ),
}


def mistaken(name: str) -> str:
    old, new, _ = MISTAKES[name]
    assert GOOD.count(old) >= 1, f"the good file no longer holds {old!r}"
    head, _, tail = GOOD.rpartition(old)
    return head + new + tail


def test_the_good_file_is_accepted() -> None:
    assert check_rule_file("own.yaml", GOOD, REGISTER) == []
    program = parse_rule_file("own.yaml", GOOD, REGISTER)
    version = program.credentials[0].versions[1]
    # 12 - 2 - 1.5 = 8.5
    assert (version.total, [m.points for m in version.minimums], version.rest) == (1200, [200, 150], 850)
    assert version.minimums[1].code == "education+laboratory_management"
    assert [(c.activity_type, version.cap_points(c)) for c in version.caps] == [("college", 600), ("teaching", 400)]
    assert [s.id for s in program.sources] == ["OWN-1"]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_refused_with_the_file_the_key_what_was_found_and_what_is_accepted(name: str) -> None:
    words = MISTAKES[name][2]
    collected = check_rule_file("own.yaml", mistaken(name), REGISTER)
    matching = [message for message in collected if all(word in message for word in words)]
    assert len(matching) == 1, collected
    assert matching[0].startswith("The rule file own.yaml was not accepted: ")
    assert ". Accepted: " in matching[0]
    assert matching[0].endswith(" Correct the file and check it again.")


@pytest.mark.parametrize("name", MISTAKES)
def test_parsing_stops_at_the_first_problem_that_checking_collects(name: str) -> None:
    with pytest.raises(RuleFileError) as refused:
        parse_rule_file("own.yaml", mistaken(name), REGISTER)
    assert refused.value.message == check_rule_file("own.yaml", mistaken(name), REGISTER)[0]


CONSEQUENCES = {"unknown key of the program", "own source under a registered id", "credential twice"}
"""Mistakes that break something else as well: a key that is then missing, a source that is then not declared."""


@pytest.mark.parametrize("name", [name for name in MISTAKES if name not in CONSEQUENCES])
def test_one_mistake_gives_one_message(name: str) -> None:
    assert len(check_rule_file("own.yaml", mistaken(name), REGISTER)) == 1


def test_all_mistakes_of_a_file_are_collected_at_once() -> None:
    text = (
        GOOD.replace("total: 10", "total: ten")
        .replace("MED", "SURE")
        .replace("activity_type: college", "activity_type: school")
    )
    keys = [message.split(": ", 2)[1].split(" ")[0] for message in check_rule_file("own.yaml", text, REGISTER)]
    assert keys == [
        "credentials.YEARLY.versions[0].total",
        "credentials.YEARLY.versions[1].caps[0].activity_type",
        "credentials.YEARLY.versions[1].confidence",
    ]
