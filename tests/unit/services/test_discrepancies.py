"""Transcripts compared end to end: read as an import reads them, compared, not stored; written to take along."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from lib.access.principal import Principal, Scope
from lib.domain.errors import NotAllowed, RefusedCommand, RefusedFile
from lib.services import discrepancies as service
from lib.services.container import LabReady
from lib.services.uploads import Upload
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import CREDENTIALS, ME, STAFF, TODAY, cells, credits, imported, workbook

ACTIVITIES = credits(
    ["E1", "Gram Stain Basics", "LabCE", date(2026, 3, 1), 1, "Microbiology"],
    ["E1", "Only with us", "Hospital", date(2026, 4, 1), 1.5, "Safety"],
    ["E1", "Before the cycle", "Hospital", date(2024, 6, 29), 1, "Safety"],
    ["E2", "Webinar", "Hospital", date(2026, 4, 1), 0.5, "Safety"],
)
TRANSCRIPT = (
    b"Activity Title,Date Completed,CMLE Credits\n"
    b"Gram stain basics,2026-03-02,1\n"
    b"Only with them,2026-05-05,0.3\n"
    b"Gram stain basics,2026-03-02,1\n"
    b"No day,,1\n"
)


def start(app: LabReady) -> None:
    imported(app, "all.xlsx", workbook(Staff=STAFF, Credentials=CREDENTIALS, Credits=ACTIVITIES))


@pytest.fixture
def app() -> Iterator[LabReady]:
    with beginning_with(start) as opened:
        yield opened


def compare(app: LabReady, data: bytes = TRANSCRIPT, **more: object) -> service.Comparison:
    return service.compare_transcript(app, ME, "E1", Upload("ascp.csv", data), today=TODAY, **more)


def test_a_transcript_is_compared_and_not_stored(app):
    before = app.store.data_version()
    found = compare(app)
    assert app.store.data_version() == before
    rows = found.rows[["finding", "our_title", "their_title"]].astype(object)
    # The cycle ends 2027-06-30, so it began 2024-07-01: our credit of the day before lies outside.
    assert rows.where(rows.notna(), None).values.tolist() == [
        ["only_theirs", None, "Only with them"],
        ["only_ours", "Only with us", None],
        ["same", "Gram Stain Basics", "Gram stain basics"],
    ]
    assert (found.name, found.since, found.outside, found.read, found.repeated) == (
        "Lopez, Maria", date(2024, 7, 1), (1, 0), 4, 1,
    )  # fmt: skip
    (left_out,) = found.left_out
    assert "row 5" in left_out
    assert found.wrong_theirs["code"].tolist() == ["ceu"]
    assert found.other_name is None


def test_since_and_the_name_in_the_file(app):
    named = b"Name,Title,Date Completed,Credits\nRuiz,Gram stain basics,2026-03-02,1\n"
    found = compare(app, named, since=date(2026, 3, 2))
    assert found.rows["finding"].tolist() == ["only_theirs", "only_ours"]  # our Gram stain of 1 March lies outside
    assert found.other_name == "Ruiz"
    whole = compare(app, b"Name,Title,Date Completed,Credits\nMaria Lopez,QC,2026-03-02,1\n")
    assert whole.other_name is None


def test_a_pasted_table_without_points_asks_for_them(app):
    pasted = b"Title\tDate Completed\nGram stain basics\t2026-03-02\n"
    with pytest.raises(RefusedFile):
        compare(app, pasted)
    assert compare(app, pasted, points="1.00").count("same") == 1


def test_nobody_and_no_permission_are_refused(app):
    with pytest.raises(RefusedCommand, match="nobody here has the employee ID"):
        service.compare_transcript(app, ME, "E9", Upload("a.csv", TRANSCRIPT), today=TODAY)
    elsewhere = replace(ME, scope=Scope(sites=frozenset({"Elsewhere"})))
    with pytest.raises(RefusedCommand):
        service.compare_transcript(app, elsewhere, "E1", Upload("a.csv", TRANSCRIPT), today=TODAY)
    with pytest.raises(NotAllowed):
        service.compare_transcript(
            app, Principal("v", frozenset({"view"})), "E1", Upload("a.csv", TRANSCRIPT), today=TODAY
        )


def test_the_comparison_is_written(app):
    found = compare(app)
    sheets = cells(service.comparison_workbook(app, ME, found))
    assert sheets["Compared"][1][:2] == ["Person", "Lopez, Maria (E1)"]
    body = [row for row in sheets["Compared"] if row[0] == "they have, we do not" and row[5]]
    assert body[0][5:8] == ["Only with them", 0.3, "Ask for the certificate, or import the transcript"]
    assert [row[0] for row in sheets["Looks wrong"][1:]] == ["transcript"]
    text = service.comparison_csv(app, ME, found).decode("utf-8-sig").splitlines()
    assert text[0].startswith("Finding,Our day,Our activity,Our points,Their day")
    assert text[2].startswith('"we have, they do not",2026-04-01,Only with us,1.5,,,,')


def test_the_teams_rows_that_look_wrong(app):
    found = service.team_looks_wrong(app, ME, TODAY)
    assert found[["name", "code", "title", "points"]].values.tolist() == [["Ruiz, Ana", "ceu", "Webinar", 50]]
    late = credits(["E1", "At the last moment", "Hospital", date(2026, 6, 15), 1, "Safety"])
    ended = [["Employee ID", "Program", "Credential", "Cycle End"], ["E1", "ASCP", "HTL", date(2026, 6, 30)]]
    imported(app, "late.xlsx", workbook(Credentials=ended, Credits=late))
    found = service.team_looks_wrong(app, ME, TODAY)
    assert found[["name", "code", "title"]].values.tolist() == [
        ["Lopez, Maria", "last_month", "At the last moment"],
        ["Ruiz, Ana", "ceu", "Webinar"],
    ]
