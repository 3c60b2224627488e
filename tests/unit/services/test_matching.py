"""What an import leaves to a person: rows to match."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from lib.access.principal import Scope
from lib.domain.errors import RefusedCommand
from lib.services import deciding, imports, waiting_people
from lib.services.container import LabReady
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import CREDITS_HEADER, ME, STAFF, TODAY, application, imported, workbook

BY_NAME = workbook(
    Credits=[
        ["Name", *CREDITS_HEADER[1:]],
        ["Maria Lopes", "Safety", "LabCE", date(2026, 3, 10), 1, "Safety"],
        ["Xu Wei", "Ethics", "LabCE", date(2026, 3, 11), 1, "Ethics"],
    ]
)


def start(app: LabReady) -> None:
    imported(app, "staff.xlsx", workbook(Staff=STAFF))


@pytest.fixture
def app() -> Iterator[LabReady]:
    with beginning_with(start) as opened:
        yield opened


def test_a_match_counts_at_once_and_is_remembered(app):
    imported(app, "names.xlsx", BY_NAME)
    assert app.store.credit_keys().empty
    made = waiting_people.match_decision(app, ME, "name:maria lopes", "E1")
    deciding.decide(app, ME, made, today=TODAY)
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
    assert waiting_people.people_waiting(app, ME)[["person", "rows"]].values.tolist() == [["Xu Wei", 1]]
    limited = replace(ME, scope=Scope(sites=frozenset({"Main"})))
    assert waiting_people.people_waiting(app, limited).empty


def test_a_match_with_nobody_or_of_nothing_is_refused(app):
    imported(app, "names.xlsx", BY_NAME)
    with pytest.raises(RefusedCommand, match="nobody here has the employee ID “E9”"):
        waiting_people.match_decision(app, ME, "name:maria lopes", "E9")
    with pytest.raises(RefusedCommand, match="no row waits"):
        waiting_people.match_decision(app, ME, "name:somebody", "E1")


def test_somebody_without_a_credential_can_be_chosen_for_a_waiting_row():
    with application() as app:
        sheet = [
            ["Employee ID", "Last Name", "First Name"],
            ["2", "Okafor", "Dan"],
            ["1", "Lopez", None],
            ["3", None, None],
        ]
        imported(app, "staff.xlsx", workbook(Staff=sheet))
        people = imports.people_to_match(app, ME)
    assert people.values.tolist() == [["3", "3"], ["1", "Lopez"], ["2", "Okafor, Dan"]]
