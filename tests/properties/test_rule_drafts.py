"""A version written by the form, as a rule file, read by the loader: the same version; a wrong one is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.activities import ACTIVITY_LABELS, NOT_EDUCATION
from lib.domain.areas import ANY, AREAS
from lib.rules.book import Cap, Requirement, RuleVersion
from lib.rules.drafts import DraftCredential, DraftProgram, DraftSource, RuleDraft, draft_of, draft_text, own_id
from lib.rules.loader import check_rule_file, load_files, load_shipped, parse_rule_file
from lib.rules.verifying import fingerprint
from tests.properties.examples import laws

pytestmark = pytest.mark.laws
BOOK = load_shipped()
SOURCE = DraftSource("OWN-1", "Policy: LAB-012 #4", "https://intranet.example/lab", "2026-11-02")
PROGRAM = DraftProgram("Our own requirement", "institution", "", "12", "2026-12-31", "60", "0")
CREDENTIAL = DraftCredential("Yearly requirement", "institution", "always")
areas = st.lists(st.sampled_from(AREAS), min_size=1, max_size=4, unique=True).map(tuple)
words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), max_size=40).map(str.strip)


@st.composite
def versions(draw, shortest=1, longest=120):
    """Any version the book can hold, with the forms' own sources."""
    minimums = draw(st.lists(st.tuples(st.integers(1, 900_00 // 9), areas), max_size=6, unique_by=lambda m: m[1]))
    named = tuple(Requirement(points, chosen) for points, chosen in minimums)
    codes = {minimum.code for minimum in named}
    total = draw(st.none() | st.integers(1, 99_99))
    if total is not None:
        total = min(999_900, total + sum(minimum.points for minimum in named))
        named = named if sum(minimum.points for minimum in named) <= total else ()
    kinds = draw(st.lists(st.sampled_from(sorted(ACTIVITY_LABELS)), max_size=3, unique=True))
    caps = tuple(
        Cap(kind, draw(st.integers(1, 100))) if draw(st.booleans()) else Cap(kind, None, draw(st.integers(1, 5_000)))
        for kind in kinds
    )
    days = sorted(draw(st.lists(st.dates(date(1990, 1, 1), date(2060, 1, 1)), min_size=2, max_size=2)))
    ends_from, ends_to = draw(st.sampled_from([(None, None), (days[0], None), (None, days[1]), tuple(days)]))
    verified = draw(st.none() | st.just(date(2026, 11, 2)))
    note = draw(words)
    assert len(codes) == len(minimums)
    return RuleVersion(
        version="INSTITUTION-YEARLY.own1",
        program="INSTITUTION",
        credential="YEARLY",
        ends_from=ends_from,
        ends_to=ends_to,
        cycle_months=draw(st.integers(shortest, longest)),
        total=total,
        minimums=named,
        rest_areas=draw(st.just((ANY,)) | areas),
        caps=caps,
        accepts=tuple(draw(st.lists(st.sampled_from(NOT_EDUCATION), unique=True))),
        sources=("OWN-1",),
        confidence="UNKNOWN" if total is None else draw(st.sampled_from(["HIGH", "MED", "LOW", "DERIVED"])),
        verified_by="R. Diaz" if verified else None,
        verified_on=verified,
        note=note or None,
    )


@laws(60)
@given(versions())
def test_a_version_of_the_form_read_as_a_file_is_the_same_version(version):
    program = replace(PROGRAM, ends_on="")
    draft = RuleDraft("INSTITUTION", "YEARLY", draft_of(version), SOURCE, program, CREDENTIAL)
    text = draft_text(draft)
    assert check_rule_file("own.yaml", text, BOOK.sources, BOOK) == []
    read = parse_rule_file("own.yaml", text, BOOK.sources)
    assert read.credentials[0].versions == (version,)
    assert (read.title, read.kind, read.cycle_months, read.declaration_opens_days) == (
        "Our own requirement", "institution", 12, 60,
    )  # fmt: skip
    assert load_files([("own.yaml", text)], BOOK).versions[-1] == version


@laws(30)
@given(versions(12, 12))
def test_the_fingerprint_changes_with_the_numbers_and_not_with_who_verified_them(version):
    seen = replace(version, verified_by="A", verified_on=date(2020, 1, 1), note="n", ends_to=None, sources=("S1",))
    assert fingerprint(seen) == fingerprint(version)
    for changed in (
        replace(version, total=(version.total or 0) + 1),
        replace(version, cycle_months=version.cycle_months + 1),
        replace(version, minimums=(*version.minimums, Requirement(1, ("safety",)))),
        replace(version, accepts=(*version.accepts, "other")),
    ):
        assert fingerprint(changed) != fingerprint(version)


def test_every_shipped_version_can_be_corrected_by_the_form_and_taken_as_it_stands():
    for version in BOOK.versions:
        ids = [each.version for each in BOOK.versions]
        draft = replace(draft_of(version), version=own_id(version.version, 3, ids), replaces=version.version)
        text = draft_text(RuleDraft(version.program, version.credential, draft, SOURCE))
        assert check_rule_file("own.yaml", text, BOOK.sources, BOOK) == [], version.version
        book = load_files([("own.yaml", text)], BOOK)
        (found,) = [v for v in book.versions if v.version == draft.version]
        assert fingerprint(found) == fingerprint(version)
        assert (found.ends_from, found.ends_to) == (version.ends_from, version.ends_to)
        assert version.version not in {v.version for v in book.versions}


def test_an_id_is_never_used_twice_and_never_too_long():
    assert own_id("ASCP-MLS-2023", 4, []) == "ASCP-MLS-2023.own4"
    assert own_id("ASCP-MLS-2023.own4", 5, []) == "ASCP-MLS-2023.own5"
    assert own_id("ASCP-MLS-2023", 4, ["ASCP-MLS-2023.own4"]) == "ASCP-MLS-2023.own5"
    assert len(own_id("X" * 60, 9999, [])) <= 40


def test_what_a_form_leaves_out_is_refused_with_its_key():
    draft = RuleDraft(
        "INSTITUTION", "", replace(draft_of(BOOK.versions[0]), total="lots", version=""), None, PROGRAM, CREDENTIAL
    )
    problems = check_rule_file("form.yaml", draft_text(draft), BOOK.sources, BOOK)
    assert any('has the code "(empty)"' in problem for problem in problems)
    assert any("versions[0].total" in problem and '"lots"' in problem for problem in problems)
    assert any("versions[0].version is empty" in problem for problem in problems)
