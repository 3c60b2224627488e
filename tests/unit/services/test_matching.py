"""What an import leaves to a person: rows to match, areas to assign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from lib.access.principal import Scope
from lib.domain.errors import RefusedCommand
from lib.services import imports
from lib.services.container import LabReady
from tests.unit.services.workbooks import CREDITS_HEADER, ME, STAFF, TODAY, application, credits, imported, workbook

BY_NAME = workbook(
    Credits=[
        ["Name", *CREDITS_HEADER[1:]],
        ["Maria Lopes", "Safety", "LabCE", date(2026, 3, 10), 1, "Safety"],
        ["Xu Wei", "Ethics", "LabCE", date(2026, 3, 11), 1, "Ethics"],
    ]
)


@pytest.fixture
def app() -> Iterator[LabReady]:
    with application() as opened:
        imported(opened, "staff.xlsx", workbook(Staff=STAFF))
        yield opened


def test_near_names_are_proposed_and_not_applied(app):
    imported(app, "names.xlsx", BY_NAME)
    found = imports.waiting_rows(app, ME)
    shown = found[["person_key", "person", "proposed_id", "proposed_name", "code"]].astype(object)
    assert shown.where(shown.notna(), None).values.tolist() == [
        ["name:maria lopes", "Maria Lopes", "E1", "Lopez, Maria", "unknown_person"],
        ["name:xu wei", "Xu Wei", None, None, "unknown_person"],
    ]
    assert app.store.credit_keys().empty
    assert imports.waiting_rows(app, replace(ME, scope=Scope(sites=frozenset({"Main"})))).empty


def test_a_match_counts_at_once_and_is_remembered(app):
    imported(app, "names.xlsx", BY_NAME)
    assert imports.match_waiting(app, ME, "name:maria lopes", "E1", today=TODAY) == 1
    assert list(app.store.credits_of("E1")["title"]) == ["Safety"]
    later = workbook(
        Credits=[
            ["Name", *CREDITS_HEADER[1:]],
            ["MARIA LOPES", "Chemistry", "LabCE", date(2026, 5, 10), 1, "Chemistry"],
        ]
    )
    done = imported(app, "later.xlsx", later)
    assert sum(sheet.accepted for sheet in done.outcome.sheets) == 1
    # the file with the waiting rows again: the matched row is a duplicate now, the other still waits, once
    again = imported(app, "names.xlsx", BY_NAME)
    assert [(sheet.duplicates, sheet.rejected) for sheet in again.outcome.sheets] == [(1, 1)]
    assert len(imports.waiting_rows(app, ME)) == 1


def test_a_match_with_nobody_or_of_nothing_is_refused(app):
    imported(app, "names.xlsx", BY_NAME)
    with pytest.raises(RefusedCommand, match="nobody here has the employee ID “E9”"):
        imports.match_waiting(app, ME, "name:maria lopes", "E9", today=TODAY)
    with pytest.raises(RefusedCommand, match="no row waits"):
        imports.match_waiting(app, ME, "name:somebody", "E1", today=TODAY)


def test_unknown_areas_are_listed_with_a_proposal_and_assigned(app):
    given = credits(
        ["E1", "Antibody identification", "LabCE", date(2026, 3, 10), 1, "Stuff we did"],
        ["E2", "Crossmatch and antibody screen", "LabCE", date(2026, 3, 11), 1, "stuff we did"],
        ["E2", "Gram stain", "LabCE", date(2026, 3, 12), 1, "Misc things"],
        ["E2", "Zzz", "LabCE", date(2026, 3, 13), 1, None],
    )
    imported(app, "credits.xlsx", workbook(Credits=given))
    found = imports.areas_to_assign(app, ME).astype(object)
    assert found.where(found.notna(), None).values.tolist() == [
        ["Stuff we did", 2, 2, "blood_banking"],
        ["", 1, 1, None],
        ["Misc things", 1, 1, "microbiology"],
    ]
    assert imports.assign_area(app, ME, "STUFF we did", ("blood_banking", "ethics"), today=TODAY) == 2
    assert list(imports.areas_to_assign(app, ME)["area_text"]) == ["", "Misc things"]
    more = credits(["E1", "Donor care", "LabCE", date(2026, 4, 10), 1, "Stuff we did"])
    imported(app, "more.xlsx", workbook(Credits=more))
    assert list(app.store.credits_of("E1")["areas"]) == ["blood_banking;ethics", "blood_banking;ethics"]


@pytest.mark.parametrize(
    ("areas", "said"),
    [((), "no area was chosen"), (("cooking",), "“cooking” is not an area"), (("unassigned",), "is not an area")],
)
def test_only_areas_are_assigned(app, areas, said):
    with pytest.raises(RefusedCommand, match=said):
        imports.assign_area(app, ME, "x", areas, today=TODAY)
