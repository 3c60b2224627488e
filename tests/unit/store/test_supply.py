from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from lib.access.principal import Scope
from lib.domain import decisions as kinds
from lib.domain.areas import AREA_NUMBER, UNASSIGNED, mask_of
from lib.store import supply_rows
from lib.store.credits import SUPPLY, WINDOWS
from lib.store.credits_read import credited_by
from lib.store.database import Store
from lib.store.decisions import Decision
from tests.unit.store.given import credit, frame, outcome, rows, store_outcome, undo

EVERYBODY = Scope()
AS_OF = date(2026, 11, 22)


def windows(*given: tuple[int, str, str | None, str | None], accepted: str = "") -> pd.DataFrame:
    return frame([dict(zip(WINDOWS, (*row, accepted), strict=True)) for row in given], WINDOWS)


def supply(
    store: Store,
    *given: tuple[int, str, str | None, str | None],
    scope: Scope = EVERYBODY,
    known_on: date | None = None,
    accepted: str = "",
):
    """The plain sums of each window, which those of both fast paths are, too."""
    asked = windows(*given, accepted=accepted)
    found = store.supply(asked, scope, AS_OF, known_on)
    read = store.credits_in(sorted({row[1] for row in given}), scope, known_on)
    facts = store.facts(scope, AS_OF, known_on).set_index("staff_id").reindex(asked["staff_id"])
    for fast in (store.credited(asked, scope, AS_OF, known_on), credited_by(asked, read, AS_OF)):
        keys = ["holding", "first_area", "area_mask", "activity_type", "eligibility"]
        sums = fast.supplied.frame.astype(SUPPLY).groupby(keys, dropna=False, as_index=False)[["points", "recent"]]
        assert sorted(rows(sums.sum()), key=str) == sorted(rows(found), key=str)
        assert fast.facts.accepted.tolist() == facts["accepted"].fillna(0).tolist()
        assert fast.facts.data_through.tolist() == facts["data_through"].to_numpy().tolist()
    return sorted(rows(found, "holding", "first_area", "eligibility", "points", "recent"))


def decided(store: Store, *decisions: Decision) -> None:
    store.decide(list(decisions), actor="local", at=datetime(2026, 11, 22, 12), on_date=AS_OF, note="")


CHEMISTRY = AREA_NUMBER["chemistry"]


def test_both_days_of_the_window_belong_to_it_and_nothing_after_as_of_does(store):
    days = ["2024-11-22", "2024-11-23", "2026-11-22", "2026-11-23"]
    store_outcome(store, outcome(credits=[credit("E1", f"Course {n}", day) for n, day in enumerate(days)]))
    # from 2024-11-23 on, up to as_of: the second and the third; only the third is of the last 365 days
    assert supply(store, (0, "E1", "2024-11-23", "2026-12-31")) == [(0, CHEMISTRY, "counts", 200, 100)]
    assert supply(store, (0, "E1", "2024-11-22", "2024-11-22")) == [(0, CHEMISTRY, "counts", 100, 0)]
    assert supply(store, (0, "E1", None, None)) == []


def test_recent_are_the_last_365_days_that_day_included(store):
    # 2026-11-22 - 364 days = 2025-11-23 is the first of 365 days; the day before is not
    given = [credit("E1", "Old", "2025-11-22", 100), credit("E1", "New", "2025-11-23", 25)]
    store_outcome(store, outcome(credits=given))
    assert supply(store, (7, "E1", "2024-01-01", "2026-12-31")) == [(7, CHEMISTRY, "counts", 125, 25)]


def test_points_are_summed_by_areas_type_and_eligibility_and_not_education_is_left_out(store):
    given = [
        credit("E1", "A", "2026-01-01", 100, areas="ethics;chemistry"),
        credit("E1", "B", "2026-02-01", 50, areas="ethics;chemistry"),
        credit("E1", "C", "2026-03-01", 33, areas="ethics"),
        credit("E1", "D", "2026-04-01", 10, areas=""),
        credit("E1", "E", "2026-05-01", 400, areas="ethics", activity_type="staff_meeting", eligibility="no"),
        credit("E1", "F", "2026-06-01", 600, areas="ethics", activity_type="college"),
    ]
    store_outcome(store, outcome(credits=given))
    found = store.supply(windows((0, "E1", "2025-01-01", "2026-12-31")), EVERYBODY, AS_OF)
    ethics, both = AREA_NUMBER["ethics"], mask_of(["ethics", "chemistry"])
    assert sorted(rows(found, "first_area", "area_mask", "activity_type", "eligibility", "points"), key=str) == sorted(
        [
            (ethics, both, None, "counts", 150),
            (ethics, 1 << ethics, None, "counts", 33),
            (ethics, 1 << ethics, "college", "counts", 600),
            (AREA_NUMBER[UNASSIGNED], mask_of([UNASSIGNED]), None, "ask", 10),
        ],
        key=str,
    )


def test_what_is_no_education_counts_where_the_rule_accepts_its_type_and_waits_without_an_area(store):
    given = [
        credit("E1", "A", "2026-01-01", 100, areas="safety", activity_type="drill", eligibility="no"),
        credit("E1", "B", "2026-02-01", 50, areas="", activity_type="drill", eligibility="no"),
        credit("E1", "C", "2026-03-01", 33, areas="safety", activity_type="staff_meeting", eligibility="no"),
        credit("E1", "D", "2026-04-01", 7, areas="safety", eligibility="no"),
        credit("E1", "E", "2026-05-01", 20, areas="safety"),
    ]
    store_outcome(store, outcome(credits=given))
    window = (0, "E1", "2025-01-01", "2026-12-31")
    asked = {accepted: store.supply(windows(window, accepted=accepted), EVERYBODY, AS_OF) for accepted in WANTED}
    found = {accepted: rows(table, "eligibility", "activity_type", "points") for accepted, table in asked.items()}
    assert {accepted: sorted(each, key=str) for accepted, each in found.items()} == WANTED


WANTED = {
    "": [("counts", None, 20)],
    ";drill;": [("ask", "drill", 50), ("counts", "drill", 100), ("counts", None, 20)],
    ";drill;staff_meeting;": [
        ("ask", "drill", 50),
        ("counts", "drill", 100),
        ("counts", "staff_meeting", 33),
        ("counts", None, 20),
    ],
}


WINDOW = (0, "E1", "2025-01-01", "2026-12-31")
ETHICS = AREA_NUMBER["ethics"]


def test_a_split_credit_stands_once_for_each_part(store):
    given = [credit("E1", "A", "2026-01-01", 100, areas="ethics;chemistry"), credit("E1", "B", "2026-01-02", 7)]
    store_outcome(store, outcome(credits=given))
    (subject,) = store.several_areas()["subject"]
    decided(store, Decision(kinds.ALLOCATION, subject, "ethics=60;chemistry=40", "A"))
    # 60 of A to ethics, 40 of A and the 7 of B to chemistry; what A serves at best are both areas still
    assert supply(store, WINDOW) == sorted(
        [(0, ETHICS, "counts", 60, 60), (0, CHEMISTRY, "counts", 40, 40), (0, CHEMISTRY, "counts", 7, 7)]
    )


def test_what_a_person_said_is_no_education_counts_nowhere_even_where_the_rule_accepts_its_type(store):
    given = [
        credit("E1", "A", "2026-01-01", 100, areas="safety", activity_type="drill", eligibility="no"),
        credit("E1", "B", "2026-02-01", 50, areas="safety", activity_type="drill", eligibility="no"),
        credit("E1", "C", "2026-03-01", 25, areas="safety"),
    ]
    store_outcome(store, outcome(credits=given))
    safety = AREA_NUMBER["safety"]
    assert sum(points for *_, points, _ in supply(store, WINDOW, accepted=";drill;")) == 175
    decided(store, Decision(kinds.EDUCATION, "a", kinds.NOT_EDUCATION, "A"))
    assert supply(store, WINDOW, accepted=";drill;") == [(0, safety, "counts", 25, 25), (0, safety, "counts", 50, 50)]
    assert supply(store, WINDOW) == [(0, safety, "counts", 25, 25)]


def test_an_area_that_was_given_by_hand_counts_instead_of_the_stored_one(store):
    given = [
        credit("E1", "A", "2026-01-01", 100, areas="", area_text="Bench", eligibility="ask"),
        credit("E1", "B", "2026-02-01", 50, areas="", area_text="Bench", activity_type="drill", eligibility="no"),
    ]
    store_outcome(store, outcome(credits=given))
    unassigned = AREA_NUMBER[UNASSIGNED]
    assert supply(store, WINDOW, accepted=";drill;") == [
        (0, unassigned, "ask", 50, 50),
        (0, unassigned, "ask", 100, 100),
    ]
    decided(store, Decision(kinds.AREA, "bench", "ethics", "Bench"))
    assert supply(store, WINDOW, accepted=";drill;") == [(0, ETHICS, "counts", 50, 50), (0, ETHICS, "counts", 100, 100)]


def test_one_credit_serves_several_windows(store):
    store_outcome(store, outcome(credits=[credit("E1", "A", "2026-01-01", 100)]))
    both = supply(store, (0, "E1", "2025-01-01", "2026-12-31"), (1, "E1", "2025-06-01", "2028-05-31"))
    assert [(holding, points) for holding, *_, points, _ in both] == [(0, 100), (1, 100)]


def test_scope_is_applied_in_the_sum(store):
    staff = [
        {"staff_id": "E1", "site": "North", "department": "Core"},
        {"staff_id": "E2", "site": "South", "department": "Core"},
        {"staff_id": "E3"},
    ]
    store_outcome(store, outcome(staff=staff, credits=[credit(f"E{n}", "A", "2026-01-01") for n in (1, 2, 3)]))
    asked = [(n, f"E{n}", "2025-01-01", "2026-12-31") for n in (1, 2, 3)]
    north, nobody = Scope(sites=frozenset({"North"})), Scope(sites=frozenset())
    core = Scope(departments=frozenset({"Core"}))
    assert [row[0] for row in supply(store, *asked, scope=north)] == [1]
    assert [row[0] for row in supply(store, *asked, scope=core)] == [1, 2]
    assert supply(store, *asked, scope=nobody) == []
    assert rows(store.staff(north), "staff_id") == [("E1",)]
    assert rows(store.facts(north, AS_OF)) == [("E1", 1, "2026-01-01")]
    assert rows(store.credits_of("E2", north), "title") == []
    quoted = Scope(sites=frozenset({"North' or true --"}))
    assert supply(store, *asked, scope=quoted) == []


def test_known_on_sees_only_what_was_there_then(store):
    store_outcome(store, outcome(credits=[credit("E1", "A", "2026-01-01", 100)]), date(2026, 3, 1))
    store_outcome(store, outcome(credits=[credit("E1", "B", "2026-01-10", 20)]), date(2026, 5, 1))
    undo(store, 2, date(2026, 7, 1))
    window = (0, "E1", "2025-01-01", "2026-12-31")

    def points(day: date | None) -> int:
        return sum(row[3] for row in supply(store, window, known_on=day))

    known = {day: points(day) for day in map(date.fromisoformat, ("2026-02-28", "2026-03-01", "2026-04-30"))}
    assert known == {date(2026, 2, 28): 0, date(2026, 3, 1): 100, date(2026, 4, 30): 100}
    assert [points(date(2026, 5, 1)), points(date(2026, 6, 30))] == [120, 120]
    assert [points(date(2026, 7, 1)), points(None)] == [100, 100]


def test_facts_and_reach_say_how_far_the_data_reach(store):
    given = [
        credit("E1", "A", "2026-01-01", provider="LabCE"),
        credit("E1", "B", "2026-10-01", provider="ASCP"),
        credit("E2", "C", "2026-11-01", provider="LabCE"),
        credit("E2", "D", "2026-11-23", provider="LabCE"),
    ]
    store_outcome(store, outcome(credits=given), date(2026, 11, 5))
    assert rows(store.facts(EVERYBODY, AS_OF)) == [("E1", 2, "2026-10-01"), ("E2", 1, "2026-11-01")]
    repeated = [{"sheet": "Credits", "row": 9, "credit_id": 10_000_001}]
    store_outcome(store, outcome(duplicate_of=repeated), date(2026, 11, 20))
    reach = store.reach(EVERYBODY, AS_OF)
    # the second import only repeated a LabCE row: it tells of LabCE all the same
    assert rows(reach.sources) == [("LabCE", "2026-11-01", "2026-11-20", 2), ("ASCP", "2026-10-01", "2026-11-05", 1)]
    undo(store, 2)
    assert rows(store.reach(EVERYBODY, AS_OF).sources, "last_imported_on") == [("2026-11-05",), ("2026-11-05",)]
    assert rows(store.reach(EVERYBODY, AS_OF, date(2026, 11, 20)).sources, "last_imported_on")[0] == ("2026-11-20",)


def test_facts_are_told_of_each_window_asked_for_with_days_or_without():
    given = [
        credit("E1", "A", "2026-01-01", eligibility="no"),
        credit("E1", "B", "2026-10-01"),
        credit("E1", "C", "2026-11-23"),
        credit("E2", "D", "2020-05-05"),
    ]
    store = Store.open(":memory:")
    store_outcome(store, outcome(credits=given))
    asked = windows((0, "E3", "2026-01-01", "2026-12-31"), (1, "E1", None, None), (2, "E2", "2026-01-01", "2026-12-31"))
    found = store.credited(asked, EVERYBODY, AS_OF)
    # Up to 2026-11-22, in a window or not, and whatever it counts for: E1 has two, E2 one, E3 none.
    assert found.facts.accepted.tolist() == [0, 2, 1]
    assert [str(day)[:10] for day in found.facts.data_through] == ["NaT", "2026-10-01", "2020-05-05"]
    assert found.supplied.frame.empty
    store.close()


@pytest.mark.parametrize("looked_up", [0, 1_000])
def test_credits_are_found_by_number_however_far_apart_the_numbers_of_imports_lie(looked_up, monkeypatch):
    monkeypatch.setattr(supply_rows, "_LOOKED_UP", looked_up)
    # Import 100,000 begins at 10^12. The second number falls on the same place as the first and is another credit's.
    named = 1_000_000_000_001
    credits = np.array([named, named + supply_rows._PLACES, 5, 10_000_001])
    listed = supply_rows.Listed(pa.array([named, 5], pa.int64()))
    assert listed.rows(credits).tolist() == [0, 2]
    assert listed.rows(credits[[1, 3]]).tolist() == []
