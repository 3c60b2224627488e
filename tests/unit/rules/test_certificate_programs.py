"""The certificate programs as shipped, the words that recognise a course, and files that are refused."""

from __future__ import annotations

import pytest

from lib.domain.errors import RuleFileError
from lib.rules.certificate_loader import parse_certificate_programs, shipped_certificate_programs

PROGRAMS = {program.code: program for program in shipped_certificate_programs()}


def test_the_shipped_programs_ask_what_their_sources_say() -> None:
    assert {code: (program.needed, program.offered) for code, program in PROGRAMS.items()} == {
        "LMU-FUNDAMENTALS": (25, 30),
        "LMU-ADVANCED": (10, None),
        "UPI": (20, None),
        "LEADERSHIP-INSTITUTE": (18, None),
    }
    assert all(program.sources and program.confidence != "HIGH" for program in PROGRAMS.values())
    assert PROGRAMS["LMU-FUNDAMENTALS"].courses_words == "25 of 30 courses"
    assert PROGRAMS["UPI"].courses_words == "20 courses"


@pytest.mark.parametrize(
    ("title", "provider", "code"),
    [
        ("LMU 24: Fundamentals of a Laboratory Safety Program", "ASCP", "LMU-FUNDAMENTALS"),
        ("Lab Management University Fundamentals - Budgets", "", "LMU-FUNDAMENTALS"),
        ("LMU Advanced: Strategy", "American Society for Clinical Pathology", "LMU-ADVANCED"),
        ("LMU 7 (Advanced)", "ASCP", None),
        ("University of Pathology Informatics: LIS selection", "ASCP", "UPI"),
        ("Leadership Institute: Emotional Intelligence", "ASCP", "LEADERSHIP-INSTITUTE"),
        ("Leadership Institute: Emotional Intelligence", "Disney", None),
        ("LMU 24: Fundamentals", "Loyola Marymount", None),
        ("Fundamentals of Laboratory Management", "ASCP", None),
        ("ALMU 24", "ASCP", None),
        ("LMU 24B", "ASCP", None),
    ],
)
def test_a_course_is_recognised_by_whole_words(title: str, provider: str, code: str | None) -> None:
    found = [program.code for program in PROGRAMS.values() if program.is_course(title, provider)]
    assert found == ([code] if code else [])


GOOD = """
programs:
  - {code: A, name: Course A, needed: 3, titles: ["a #"], confidence: LOW,
     sources: [{states: 3 courses, source: a page, confidence: LOW}]}
"""


def test_a_small_file_is_read() -> None:
    (program,) = parse_certificate_programs("mine.yaml", GOOD)
    assert (program.needed, program.offered, program.note) == (3, None, "")


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("needed: 3", "needed: three", r"programs\[0\].needed is \"three\""),
        ("needed: 3", "needed: 0", "1 or more"),
        ("confidence: LOW,", "confidence: SURE,", "one of HIGH, MED, LOW"),
        ('titles: ["a #"]', "titles: []", "the words by which a course"),
        ("name: Course A", "name: ''", "some text"),
        ("code: A", "code: A, price: 3", "price is not known"),
        ("programs:", "program:", "one list under the key programs"),
    ],
)
def test_a_file_that_breaks_the_form_is_refused(right: str, wrong: str, message: str) -> None:
    with pytest.raises(RuleFileError, match=message):
        parse_certificate_programs("mine.yaml", GOOD.replace(right, wrong, 1))


def test_a_code_given_twice_is_refused() -> None:
    with pytest.raises(RuleFileError, match="a second time"):
        parse_certificate_programs("mine.yaml", GOOD + GOOD.split("programs:\n")[1])
