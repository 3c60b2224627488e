from __future__ import annotations

import pytest

from lib.rules.book import Program
from lib.rules.document import dump, to_document
from lib.rules.findings import Findings
from lib.rules.loader import load_shipped, parse_rule_file
from lib.rules.schema import read_program

OWN = """\
extends: ASCP
sources:
  OWN-1: {title: 'Letter of ASCP: 2026', dated: '2026-11'}
credentials:
  AT:
    spellings: ['AT: apheresis', 'null', 'yes']
    versions:
      - version: OWN-AT-1
        replaces: ASCP-AT-2024
        ends_from: 2024-01-01
        cycle_months: 36
        total: 14.25
        minimums: [{points: 0.5, areas: [safety, ethics]}]
        rest: [apheresis]
        caps: [{activity_type: teaching, points: 1.5}]
        sources: [OWN-1]
        confidence: MED
        verified_by: R. Diaz
        verified_on: 2026-11-02
        note: 'Says # and * and {x}'
"""


@pytest.mark.parametrize("program", load_shipped().programs, ids=lambda p: p.code)
def test_a_shipped_program_written_out_reads_back_the_same(program: Program) -> None:
    assert parse_rule_file(program.code, dump(program), load_shipped().sources) == program


def test_an_extension_with_every_key_reads_back_the_same() -> None:
    register = load_shipped().sources
    program = parse_rule_file("own.yaml", OWN, register)
    assert program.credentials[0].spellings == ("AT: apheresis", "null", "yes")
    assert parse_rule_file("own.yaml", dump(program), register) == program
    assert read_program(Findings("a form"), to_document(program), register) == program


def test_numbers_and_dates_are_written_as_people_write_them() -> None:
    text = dump(parse_rule_file("own.yaml", OWN, load_shipped().sources))
    for line in ("total: 14.25", "points: 0.5", "ends_from: 2024-01-01", "cycle_months: 36"):
        assert f"{line}\n" in text
