"""The director's sheet: counted, reviewed, written only for what was reviewed, on one page with a line to sign."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pandas as pd
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from lib.access.principal import Principal
from lib.domain.errors import NotAllowed, RefusedCommand
from lib.services import director as service
from lib.services import messages, teams
from lib.services.container import LabReady
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import ME, TODAY, cells, credits, imported, workbook

STAFF = [
    ["Employee ID", "Last Name", "First Name", "Site", "Department", "Supervisor"],
    ["E1", "Lopez", "Maria", "North", "Core", "Boss"],
    ["E2", "Ruiz", "Ana", "North", "Blood Bank", None],
    ["E3", "@Evil", "Eve", "South", None, "Boss"],
]
CREDENTIALS = [
    ["Employee ID", "Program", "Credential", "Cycle End", "Verified On", "Certified On"],
    ["E1", "ASCP", "MLS", date(2028, 6, 30), date(2026, 1, 10), date(2010, 1, 1)],
    ["E2", "ASCP", "SBB", date(2028, 6, 30), None, date(2010, 1, 1)],
    ["E3", "ASCP", "MLS", date(2026, 12, 31), date(2026, 1, 10), date(2010, 1, 1)],
]
ACTIVITIES = credits(["E1", "Safety", "LabCE", date(2026, 3, 10), 40, "Chemistry"])


def start(app: LabReady) -> None:
    imported(app, "all.xlsx", workbook(Staff=STAFF, Credentials=CREDENTIALS, Credits=ACTIVITIES))


@pytest.fixture
def app() -> Iterator[LabReady]:
    with beginning_with(start) as opened:
        yield opened


def test_the_view_counts_by_department(app):
    found = service.view(app, ME, TODAY)
    assert found.sentence == (
        "2 of 3 required credentials verified current as of Sun 22 Nov 2026; 1 not verified with the issuer in this "
        "cycle. 1 of the 3 in the filing window, not filed."
    )
    assert found.departments.values.tolist() == [
        ["Blood Bank", 1, 0, 1, 0, 0, 0],
        ["Core", 1, 1, 0, 0, 0, 0],
        ["Department not given", 1, 1, 0, 0, 0, 1],
    ]
    assert found.exceptions["staff_id"].tolist() == ["E2", "E3"]


def test_names_leave_only_after_a_review_of_these_data(app):
    found = service.view(app, ME, TODAY)
    with pytest.raises(RefusedCommand, match="nobody has reviewed it"):
        service.director_workbook(app, ME, TODAY, None)
    for name, sure in (("", True), ("M. Lopez", False)):
        with pytest.raises(RefusedCommand, match="write your name and tick the box"):
            service.confirm(app, ME, found, name, sure=sure, today=TODAY)
    confirmed = service.confirm(app, ME, found, " M. Lopez ", sure=True, today=TODAY)
    assert service.director_workbook(app, ME, TODAY, confirmed)
    with pytest.raises(RefusedCommand, match="the day have changed since it was reviewed"):
        service.director_workbook(app, ME, date(2026, 11, 21), confirmed)
    imported(app, "more.xlsx", workbook(Credits=credits(["E2", "QC", "LabCE", date(2026, 3, 10), 1, "Safety"])))
    with pytest.raises(RefusedCommand, match="Review it again"):
        service.director_workbook(app, ME, TODAY, confirmed)


def test_what_a_person_answered_stands_in_the_review(app):
    messages.note(app, ME, "E2", "The card is in the mail", on=date(2026, 11, 20), today=TODAY)
    found = service.view(app, ME, TODAY).exceptions.set_index("staff_id")["answer"]
    assert found["E2"] == "2026-11-20: The card is in the mail"
    assert pd.isna(found["E3"])
    assert pd.isna(service.view(app, ME, date(2026, 11, 19)).exceptions.set_index("staff_id")["answer"]["E2"])


def test_permissions_are_asked_first(app):
    viewer = Principal("viewer", frozenset({"view"}))
    found = service.view(app, viewer, TODAY)
    with pytest.raises(NotAllowed):
        service.confirm(app, viewer, found, "x", sure=True, today=TODAY)
    with pytest.raises(NotAllowed):
        service.director_workbook(app, viewer, TODAY, None)
    with pytest.raises(NotAllowed):
        teams.compare(app, Principal("nobody", frozenset()), TODAY)


def test_the_workbook_is_one_page_to_sign(app):
    found = service.view(app, ME, TODAY)
    confirmed = service.confirm(app, ME, found, "M. Lopez", sure=True, today=TODAY)
    data = service.director_workbook(app, ME, TODAY, confirmed)
    sheets = cells(data)
    words = [cell for row in sheets["Sheet"] for cell in row if isinstance(cell, str)]
    assert found.sentence in words
    assert "Exceptions (2)" in words
    assert "M. Lopez, Sun 22 Nov 2026" in words
    assert "Laboratory director" in words
    first = load_workbook(BytesIO(data))["Sheet"]
    assert (first.page_setup.fitToWidth, first.page_setup.fitToHeight) == (1, 1)
    listed = load_workbook(BytesIO(data))["Exceptions"]
    assert [row[0].value for row in listed.iter_rows(min_row=2)] == ["Ruiz, Ana", "@Evil, Eve"]
    assert listed["A3"].data_type == "s"


def test_the_printed_sheet_is_one_page_to_sign(app):
    found = service.view(app, ME, TODAY)
    confirmed = service.confirm(app, ME, found, "M. Lopez", sure=True, today=TODAY)
    (page,) = PdfReader(BytesIO(service.director_pdf(app, ME, TODAY, confirmed))).pages
    text = " ".join(page.extract_text().split())
    assert "2 of 3 required credentials verified current as of Sun 22 Nov 2026" in text
    assert "Exceptions (2)" in text
    assert "@Evil, Eve" in text
    assert "Reviewed by M. Lopez, Sun 22 Nov 2026" in text
    assert "Laboratory director" in text
    with pytest.raises(RefusedCommand, match="nobody has reviewed it"):
        service.director_pdf(app, ME, TODAY, None)


def test_teams_are_compared_by_each_grouping(app):
    found = teams.compare(app, ME, TODAY, "site")
    columns = [
        "team",
        "people",
        "on_course",
        "share",
        "act",
        "watch",
        "fine",
        "cannot_say",
        "holdings",
        "current",
        "missing",
    ]
    # E1's 40 points of chemistry: 2 and 26 of the rest count, 8 are missing; SBB and MLS of the others lack all 36.
    assert found.teams[columns].values.tolist() == [
        ["South", 1, 0, 0, 0, 1, 0, 0, 1, 1, 3600],
        ["North", 2, 1, 50, 0, 1, 1, 0, 2, 1, 800 + 3600],
    ]
    by_boss = teams.compare(app, ME, TODAY, "supervisor").teams.set_index("team")
    assert by_boss["people"].to_dict() == {"Boss": 2, "Supervisor not given": 1}
    assert by_boss[["act", "watch", "fine", "cannot_say"]].sum(axis=1).to_dict() == {
        "Boss": 2,
        "Supervisor not given": 1,
    }
    assert by_boss.loc["Boss", "next_due"].date() == date(2026, 12, 1)
    with pytest.raises(RefusedCommand, match="teams are not made by “shift”"):
        teams.compare(app, ME, TODAY, "shift")
