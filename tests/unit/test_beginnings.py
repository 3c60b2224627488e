"""What tests begin with is made once, and no test sees what another one wrote."""

from __future__ import annotations

from lib.services.container import LabReady
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import STAFF, imported, workbook

filled: list[str] = []


def two_people(app: LabReady) -> None:
    filled.append("once")
    imported(app, "staff.xlsx", workbook(Staff=STAFF))


def people(app: LabReady) -> set[str]:
    return set(app.store.staff()["staff_id"])


def test_each_opens_a_database_of_its_own_that_was_filled_once() -> None:
    with beginning_with(two_people) as one, beginning_with(two_people) as other:
        imported(one, "more.xlsx", workbook(Staff=[*STAFF, ["E3", "Ng", "Ann", None]]))
        assert (people(one), people(other)) == ({"E1", "E2", "E3"}, {"E1", "E2"})
    with beginning_with(two_people) as later:
        assert people(later) == {"E1", "E2"}
    assert filled == ["once"]
