from __future__ import annotations

import ast
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import lib.rules.book as book_module
from lib.domain.areas import AREAS, EVERYTHING_MASK, UNASSIGNED, areas_of
from lib.rules.book import Cap, Program, Requirement, RuleBook, RuleVersion
from lib.rules.loader import load_shipped


def version(**changes: object) -> RuleVersion:
    base = RuleVersion(
        version="V", program="P", credential="C", ends_from=None, ends_to=None, cycle_months=36, total=900,
        minimums=(Requirement(100, ("safety",)), Requirement(150, ("chemistry", "hematology"))), rest_areas=("*",),
        caps=(), sources=("S1",), confidence="MED",
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]  # the tests name the fields


def changed(book: RuleBook, name: str, **changes: object) -> RuleBook:
    """The book with one version changed."""

    def of(program: Program) -> Program:
        return replace(
            program,
            credentials=tuple(
                replace(c, versions=tuple(replace(v, **changes) if v.version == name else v for v in c.versions))  # type: ignore[arg-type]  # as above
                for c in program.credentials
            ),
        )

    return RuleBook(tuple(of(p) for p in book.programs), book.sources)


def test_the_rest_is_what_the_minimums_leave_of_the_total() -> None:
    assert version().rest == 650  # 9 - 1 - 1.5 = 6.5
    assert version(total=None).rest is None


def test_the_rest_accepts_every_area_or_those_named_and_always_what_is_unassigned() -> None:
    assert version().rest_mask == EVERYTHING_MASK
    assert areas_of(version(rest_areas=("chemistry",)).rest_mask) == ("chemistry", UNASSIGNED)
    assert len(areas_of(EVERYTHING_MASK)) == len(AREAS) + 1


def test_a_cap_is_a_share_of_the_total_or_points() -> None:
    half = Cap("college", share_percent=50)
    assert version().cap_points(half) == 450  # 9 x 0.5 = 4.5
    assert version(total=1333).cap_points(half) == 666  # 13.33 x 0.5 = 6.665, cut
    assert version(total=None).cap_points(half) is None
    assert version(total=None).cap_points(Cap("college", points=1200)) == 1200


def test_only_high_confidence_or_a_verification_needs_no_confirmation() -> None:
    assert version().needs_confirmation
    assert not version(confidence="HIGH").needs_confirmation
    assert not version(verified_by="R. Diaz", verified_on=date(2026, 11, 2)).needs_confirmation


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("2023-12-31", "ASCP-BB-2023"),
        ("2024-01-01", "ASCP-BB-2024"),
        ("1990-01-01", "ASCP-BB-TO-2022"),
        ("2099-12-31", "ASCP-BB-2024"),
    ],
)
def test_both_ends_of_a_span_are_included_and_open_ends_are_open(end: str, expected: str) -> None:
    found = load_shipped().version_for("ASCP", "BB", date.fromisoformat(end))
    assert found is not None
    assert found.version == expected


def test_no_version_fits_a_cycle_end_in_no_span_or_a_credential_in_no_book() -> None:
    assert load_shipped().version_for("ASCP", "PBT", date(2022, 12, 31)) is None
    assert load_shipped().version_for("ASCP", "NONE", date(2026, 6, 30)) is None
    assert load_shipped().version_for("NONE", "MLS", date(2026, 6, 30)) is None


@pytest.mark.parametrize(
    "changes",
    [
        {"total": 3601},
        {"total": None},
        {"ends_from": date(2023, 1, 2)},
        {"minimums": ()},
        {"rest_areas": ("chemistry",)},
        {"caps": ()},
        {"cycle_months": 35},
        {"confidence": "LOW"},
        {"verified_on": date(2026, 11, 2)},
    ],
    ids=lambda c: next(iter(c)),
)
def test_the_digest_changes_with_any_number_of_any_version(changes: dict[str, object]) -> None:
    assert changed(load_shipped(), "ASCP-MLS-2023", **changes).digest != load_shipped().digest


def test_the_digest_changes_with_the_declaration_and_with_who_must_take_part() -> None:
    first, *others = load_shipped().programs
    due = replace(first, declaration_due_days=29)
    since = replace(
        first, credentials=(replace(first.credentials[0], mandatory_since=date(2004, 1, 2)), *first.credentials[1:])
    )
    digests = {RuleBook((program, *others)).digest for program in (first, due, since)}
    assert len(digests) == 3


def test_the_digest_is_the_same_for_the_same_rules() -> None:
    copy = changed(load_shipped(), "ASCP-MLS-2023", total=3600)
    assert copy is not load_shipped()
    assert copy.digest == load_shipped().digest
    assert len(copy.digest) == 64


def test_a_version_stands_at_its_own_index_in_the_book() -> None:
    versions = load_shipped().versions
    assert len({v.version for v in versions}) == len(versions)
    assert [v.version for v in versions[:3]] == ["ASCP-MLS-TO-2022", "ASCP-MLS-2023", "ASCP-MT-TO-2022"]


def test_the_book_reads_no_files() -> None:
    tree = ast.parse(Path(book_module.__file__).read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert names & {"pathlib", "os", "io", "yaml", "importlib.resources", "lib.rules.loader"} == set()
