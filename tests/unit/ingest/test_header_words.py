"""Headers that nobody listed: what their words say they hold."""

from __future__ import annotations

import pytest

from lib.ingest.header_meanings import candidates


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Date done", "completed_on"),
        ("Date taken", "completed_on"),
        ("Recert due", "cycle_end"),
        ("Recertification deadline", "cycle_end"),
        ("Cert. Exp.", "cycle_end"),
        ("Certification Expiration", "cycle_end"),
        ("Credential Expires On", "cycle_end"),
        ("ASCP Exp Date", "cycle_end"),
        ("ASCP Certification Valid To", "cycle_end"),
        ("CMP Renewal", "cycle_end"),
        ("Certified Through", "cycle_end"),
        ("Cert End", "cycle_end"),
        ("Empl #", "staff_id"),
        ("Personnel #", "staff_id"),
        ("Learner #", "staff_id"),
        ("EE ID", "staff_id"),
        ("Cert #", "certification_number"),
    ],
)
def test_words_of_a_header_say_its_field(header: str, field: str) -> None:
    assert [found for found, _, _ in candidates(header)] == [field]


@pytest.mark.parametrize("header", ["Date due to be done", "Last recert date", "Recert done by"])
def test_what_is_due_is_not_done_and_what_is_past_is_no_end(header: str) -> None:
    assert not {field for field, _, _ in candidates(header)} & {"completed_on", "cycle_end"}


@pytest.mark.parametrize(
    "header", ["CPR Exp", "BLS Cert Expiration", "State License Expiration", "Driver License Exp."]
)
def test_an_expiry_of_something_else_is_no_end_of_a_cycle(header: str) -> None:
    assert "cycle_end" not in {field for field, _, _ in candidates(header)}


@pytest.mark.parametrize(
    "header",
    ["Manager Email", "Supervisor E-mail", "Instructor Employee ID", "Entered By (Employee No)", "Trainer Last Name"],
)
def test_somebody_elses_id_name_or_email_is_not_whom_the_row_is_about(header: str) -> None:
    assert not {field for field, _, _ in candidates(header)} & {"staff_id", "email", "last_name", "first_name"}
