"""Credential codes as people write them."""

from __future__ import annotations

import pytest

from lib.ingest.credentials import Credentials
from tests.layouts.building import known

CREDENTIALS = Credentials(known().credentials)


@pytest.mark.parametrize(
    ("text", "program", "expected"),
    [
        ("MLS(ASCP)CM", None, [("ASCP", "MLS")]),
        ("MT (ASCP)", None, [("ASCP", "MT")]),
        ("MLS(ASCP)ᶜᴹ", None, [("ASCP", "MLS")]),
        ("MLS(ASCPi)CM", None, [("ASCPi", "MLS")]),
        ("mls", "ASCPi", [("ASCPi", "MLS")]),
        ("mls, SBB(ASCP)CM", None, [("ASCP", "MLS"), ("ASCP", "SBB")]),
        ("MLS/MT", None, [("ASCP", "MLS"), ("ASCP", "MT")]),
        ("CLS", None, [("STATE-CA", "CLS")]),
        ("M(ASCP)", None, [("ASCP", "M")]),
    ],
)
def test_known(text: str, program: str | None, expected: list[tuple[str, str]]) -> None:
    reading = CREDENTIALS.read(text, program)
    assert (list(reading.found), reading.unknown) == (expected, ())


def test_unknown_parts_are_named_and_never_guessed() -> None:
    reading = CREDENTIALS.read("BS Medical Technology, MT(ASCP)", None)
    assert (reading.found, reading.unknown) == ((("ASCP", "MT"),), ("BS Medical Technology",))
    assert CREDENTIALS.read("SBB", "ASCPi").found == ()
    assert CREDENTIALS.read("MLSX", None).unknown == ("MLSX",)


def test_programs() -> None:
    assert CREDENTIALS.program("ascp boc") == "ASCP"
    assert CREDENTIALS.program("ASCP International") == "ASCPi"
    assert CREDENTIALS.program("AMT") is None
