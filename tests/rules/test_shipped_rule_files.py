"""Walks every shipped rule file: cited, ordered, without gaps, and complete against the facts."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from lib.domain.activities import ACTIVITY_LABELS
from lib.domain.areas import ANY, AREAS
from lib.rules.book import Program, RuleVersion
from lib.rules.loader import SOURCES_FILE, check_rule_file, load_shipped, parse_sources_file, shipped_files

BOOK = load_shipped()
US_CERTIFICATIONS = [
    *("MLS", "MT", "MLT", "HTL", "HT", "BB", "C", "H", "M", "I", "MB", "CG", "CT", "AT"),
    *("SBB", "SC", "SCT", "SH", "SM", "SLS", "SV", "HP", "DLM", "SCYM", "SMB", "PA"),
    *("PBT", "DPT", "MLA", "DCLS", "BMP", "DMLI"),
]
QUALIFICATIONS = ["QIHC", "QCYM", "QIA", "QLI", "QLS", "QBRS"]
PAGE = "https://www.ascp.org/boc/maintain-your-credentials/view-credentials-to-maintain/"


def identity(version: RuleVersion) -> str:
    return version.version


def test_the_credentials_of_the_facts_are_there() -> None:
    assert {c.code for c in BOOK.program("ASCP").credentials} == {*US_CERTIFICATIONS, *QUALIFICATIONS}
    # The international certifications: no qualifications, no PA, none of the retired ones.
    not_international = {"PA", "SLS", "SV", "HP", "DCLS", "BMP", "DMLI"}
    assert {c.code for c in BOOK.program("ASCPi").credentials} == set(US_CERTIFICATIONS) - not_international
    assert {c.code for c in BOOK.program("AMT").credentials} == {"MT", "MLT", "RPT", "CMLA", "MDT", "CLC", "AHI"}
    assert [p.code for p in BOOK.programs][:2] == ["ASCP", "ASCPi"]
    assert {p.code for p in BOOK.programs[2:]} == {
        *("AMT", "CCCPA", "CMLPSK", "CMLTM", "NHA", "NLCMLS"),
        *(f"STATE-{state}" for state in ("CA", "FL", "LA", "MT", "ND", "NV", "TN", "WV")),
    }


@pytest.mark.parametrize(
    ("codes", "since", "always"),
    [
        ([*US_CERTIFICATIONS[:14], "PBT", "DPT", "MLA"], date(2004, 1, 1), False),
        (["SBB", "SC", "SCT", "SH", "SM", "SLS", "SV", "HP", "DLM", "SCYM", "SMB", "DMLI"], date(2006, 1, 1), False),
        (["PA", *QUALIFICATIONS], None, True),
        (["DCLS", "BMP"], None, False),
    ],
    ids=["technicians to scientists", "specialists and diplomates", "always", "unknown"],
)
def test_who_must_take_part_is_that_of_the_facts(codes: list[str], since: date | None, always: bool) -> None:
    for code in codes:
        credential = BOOK.credentials["ASCP", code]
        assert (credential.mandatory_since, credential.always_mandatory) == (since, always), code


def test_ascpi_is_mandatory_from_2012_and_states_no_number() -> None:
    for credential in BOOK.program("ASCPi").credentials:
        assert credential.mandatory_since == date(2012, 1, 1)
        assert [(v.total, v.minimums, v.confidence) for v in credential.versions] == [(None, (), "UNKNOWN")]


@pytest.mark.parametrize("version", BOOK.versions, ids=identity)
def test_a_version_cites_registered_sources_and_uses_known_words(version: RuleVersion) -> None:
    assert version.sources
    assert set(version.sources) <= set(BOOK.sources)
    assert version.note, "every shipped version says where its numbers come from"
    # What the note cites, the version lists: the reader of the note finds the link.
    assert set(re.findall(r"\bS\d+\b", version.note)) <= set(version.sources)
    assert all(area in AREAS for m in version.minimums for area in m.areas)
    assert version.rest_areas == (ANY,)
    assert all(cap.activity_type in ACTIVITY_LABELS for cap in version.caps)
    assert (version.verified_by, version.verified_on) == (None, None)
    assert version.total is None or (version.rest is not None and version.rest >= 0)
    assert (version.total is None) == (version.confidence == "UNKNOWN")


@pytest.mark.parametrize("version", BOOK.versions, ids=identity)
def test_the_named_minimums_stand_in_the_order_of_the_domain(version: RuleVersion) -> None:
    order = [AREAS.index(m.areas[0]) for m in version.minimums]
    assert order == sorted(order)


def test_versions_of_a_credential_follow_each_other_without_a_gap_and_the_last_is_open() -> None:
    for credential in BOOK.credentials.values():
        assert credential.versions, credential.code
        assert credential.versions[-1].ends_to is None
        for earlier, later in zip(credential.versions, credential.versions[1:], strict=False):
            assert earlier.ends_to is not None
            assert later.ends_from == earlier.ends_to + timedelta(days=1), later.version


def test_every_source_of_the_register_is_cited_and_every_cited_one_registered() -> None:
    cited = {s for v in BOOK.versions for s in v.sources} | {s for p in BOOK.programs for s in p.cites}
    assert cited == set(BOOK.sources)


def test_college_fills_at_most_half_of_every_ascp_total_and_nothing_elsewhere_is_capped() -> None:
    for version in BOOK.versions:
        caps = [(cap.activity_type, cap.share_percent, cap.points) for cap in version.caps]
        assert caps == ([("college", 50, None)] if version.program in ("ASCP", "ASCPi") else [])
        assert ("S20" in version.sources) or not caps


@pytest.mark.parametrize("program", BOOK.programs, ids=lambda p: p.code)
def test_a_declaration_opens_90_days_and_is_due_30_days_before_the_end(program: Program) -> None:
    assert (program.declaration_opens_days, program.declaration_due_days) == (90, 30)


def test_every_ascp_credential_links_to_its_page_and_is_spelled_as_its_holders_sign() -> None:
    spellings = BOOK.spellings()
    for credential in BOOK.program("ASCP").credentials:
        assert credential.link == PAGE + credential.code
        code = credential.code.lower()
        known = set(
            spellings.loc[(spellings["program"] == "ASCP") & (spellings["credential"] == credential.code), "spelling"]
        )
        assert {code, f"{code} ascp", f"{code} ascp cm"} <= known
    of_mls = set(spellings.loc[(spellings["program"] == "ASCPi") & (spellings["credential"] == "MLS"), "spelling"])
    assert {"mls", "mls ascpi", "mls ascpi cm", "international medical laboratory scientist"} <= of_mls


def test_a_spelling_that_names_its_body_means_one_credential_of_the_whole_book() -> None:
    spellings = BOOK.spellings()
    signed = spellings[spellings["spelling"].str.contains(r"\b(?:ascp|ascpi|amt|nha|cccpa)\b", regex=True)]
    assert len(signed) > 250
    assert signed["spelling"].is_unique


@pytest.mark.parametrize("name", [name for name in shipped_files() if name != SOURCES_FILE])
def test_the_checker_finds_nothing_in_a_shipped_file(name: str) -> None:
    texts = shipped_files()
    assert check_rule_file(name, texts[name], parse_sources_file(SOURCES_FILE, texts[SOURCES_FILE])) == []


def test_what_is_unknown_in_the_facts_has_no_total() -> None:
    unknown = {v.credential for v in BOOK.versions if v.program == "ASCP" and v.total is None}
    assert unknown == {"AT", "DPT", "MLA", "SCYM", "SMB", "DCLS", "BMP", "DMLI", "QBRS"}


def test_nothing_shipped_claims_to_need_no_confirmation_but_what_a_statute_or_board_states() -> None:
    sure = {v.program for v in BOOK.versions if not v.needs_confirmation}
    assert sure == {"STATE-CA", "STATE-TN", "STATE-ND", "CCCPA", "NLCMLS"}
