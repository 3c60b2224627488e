"""The oracle itself, on examples worked out by hand from the definitions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.reference import words
from tests.reference.oracle import Oracle
from tests.reference.oracle_verdict import max_flow
from tests.reference.written_files import CATALOGUE, CREDENTIALS, CREDITS, STAFF, File, Sheet

TODAY = date(2026, 11, 22)


def sheet(name: str, header: list[str], *rows: dict[str, Any]) -> Sheet:
    return Sheet(name, header, [[row.get(column) for column in header] for row in rows])


def laboratory(*sheets: Sheet) -> Oracle:
    oracle = Oracle()
    oracle.import_file(File("given.xlsx", list(sheets)), TODAY)
    return oracle


def credit(title: str, day: str, points: float, area: str, **more: Any) -> dict[str, Any]:
    known = {"Employee ID": "E1", "Activity Title": title, "Completed On": day, "Points": points, "Area": area}
    return known | {key.replace("_", " "): value for key, value in more.items()}


MLS = {"Employee ID": "E1", "Program": "ASCP", "Credential": "MLS", "Cycle End": date(2027, 6, 30)}


def test_months_lose_days_that_do_not_exist() -> None:
    assert words.add_months(date(2026, 6, 30), -36) == date(2023, 6, 30)
    assert words.add_months(date(2028, 2, 29), -36) == date(2025, 2, 28)
    assert words.add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)


def test_points_are_cut() -> None:
    assert words.points_in_hundredths(Decimal(50), "Minutes") == 83  # 50/60 = 0.8333
    assert words.points_in_hundredths(Decimal("0.15"), "CEU") == 150
    assert words.points_in_hundredths(Decimal("0.999"), None) == 99
    assert words.points_in_hundredths(Decimal(2), "semester hours") == 3000


def test_names() -> None:
    assert words.name_key("NÚÑEZ,  josé") == words.name_key("Jose Nunez")


def test_max_flow() -> None:
    edges = {"source": {"a": 3, "b": 2}, "a": {"x": 2, "y": 2}, "b": {"y": 2}, "x": {"sink": 2}, "y": {"sink": 2}}
    assert max_flow(edges) == 4


def test_verdict_of_an_mls() -> None:
    """Safety 1 and chemistry 2 of 4 count; a staff meeting and a credit before the cycle do not."""
    oracle = laboratory(
        sheet("Credentials", CREDENTIALS, MLS),
        sheet(
            "Credits",
            CREDITS,
            credit("Spills", "2026-01-10", 1, "safety"),
            credit("Troponin", "2026-02-10", 4, "chemistry; hematology"),
            credit("Monthly meeting", "2026-03-10", 5, "safety", Activity_Type="Staff meeting"),
            credit("Before", "2024-06-30", 9, "ethics"),
            credit("Unclear", "2026-04-10", 3, "Zebra handling"),
        ),
    )
    (verdict,) = oracle.verdicts(TODAY)
    assert (verdict.cycle_start, verdict.declare_by) == (date(2024, 7, 1), date(2027, 5, 31))
    # Sure: 1 safety, 4 chemistry (2 of them to the rest): 5 of 36.
    assert verdict.missing == 31_00
    assert verdict.gaps == {
        "safety": 0, "ethics": 100, "blood_banking": 200, "chemistry": 0, "hematology": 200, "microbiology": 200,
        "rest": 2400,
    }  # fmt: skip
    # At best the 4 split into 2 chemistry and 2 hematology, and 3 more serve the rest: 8 of 36.
    assert verdict.missing_at_best == 28_00
    assert verdict.earned == 8_00  # 1 + 4 + 3, the meeting is no education
    # 2024-07-01 to 2027-05-31 are 1064 days, 874 have passed: 36 * 874 / 1064 = 29.57, less 6 is above 5.
    assert verdict.expected is not None
    assert round(float(verdict.expected) / 100, 2) == 29.57
    assert verdict.status == "behind"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, "complete"),
        ({"Cycle End": date(2027, 2, 20)}, "file_now"),  # 90 days before is 2026-11-22
        ({"Cycle End": date(2027, 2, 21)}, "complete"),
        ({"Cycle End": date(2027, 2, 20), "Declaration Filed On": date(2026, 11, 22)}, "filed"),
        ({"Cycle End": date(2027, 2, 20), "Declaration Filed On": date(2026, 11, 21)}, "file_now"),
        ({"Cycle End": date(2026, 11, 21)}, "end_passed"),
        ({"Cycle End": date(2026, 11, 21), "Verified On": date(2026, 11, 22)}, "expired"),
        ({"Cycle End": date(2023, 11, 22), "Declaration Accepted On": date(2023, 10, 1)}, "renewed"),
        ({"Cycle End": date(2023, 11, 21), "Declaration Accepted On": date(2023, 10, 1)}, "end_passed"),
        ({"Required": "no"}, "not_required"),
        ({"Certified On": date(2003, 12, 31)}, "not_required"),
        ({"Certified On": date(2004, 1, 1)}, "complete"),
        ({"Cycle End": None}, "dates_missing"),
        ({"Credential": "AT"}, "rule_unknown"),
    ],
)
def test_status_with_all_points(more: dict[str, Any], status: str) -> None:
    areas = ["safety", "ethics", "blood_banking", "chemistry", "hematology", "microbiology"]
    credits = [credit(f"Everything on {area}", "2026-01-10", 9, area) for area in areas]
    oracle = laboratory(sheet("Credentials", CREDENTIALS, MLS | more), sheet("Credits", CREDITS, *credits))
    assert [v.status for v in oracle.verdicts(TODAY)] == [status]


def test_college_courses_fill_half() -> None:
    oracle = laboratory(
        sheet("Credentials", CREDENTIALS, MLS),
        sheet("Credits", CREDITS, credit("Biochemistry", "2026-01-10", 3, "chemistry", Unit="Semester hours",
                                         Activity_Type="College course")),
    )  # fmt: skip
    (verdict,) = oracle.verdicts(TODAY)
    assert verdict.missing == 18_00  # 45 points, of which 18 count


def test_rows_end_somewhere() -> None:
    oracle = Oracle()
    rows = [
        credit("Spills", "2026-01-10", 1, "safety"),
        credit("SPILLS!", "2026-01-10", 60, "ethics", Unit="Minutes"),  # the same in minutes
        credit("Spills 2", "2026-01-12", 1, "safety"),  # other digits
        credit("spills", "2026-01-13", 1, "safety"),  # three days later: to be asked
        credit("Spills", "2026-01-16", 1, "safety"),  # three days after one that is itself asked about
        credit("Later", "2026-11-23", 1, "safety"),
        credit("Nothing", "2026-01-13", 0, "safety", Status="No Show"),
        {},
    ]
    file = File("given.xlsx", [sheet("Staff", STAFF, {"Employee ID": "E1"}), sheet("Credits", CREDITS, *rows)])
    _, account = oracle.import_file(file, TODAY)
    assert (account.read, account.accepted, account.duplicates, account.skipped, account.rejected) == (8, 4, 1, 1, 2)
    assert account.problems == {7: {"future_date"}, 8: {"points_not_positive", "not_completed"}}
    assert [c.eligibility for c in oracle.store().credits] == ["counts", "counts", "ask", "counts"]


def product(product_id: str, credits: float | None, price: float, **more: Any) -> dict[str, Any]:
    known = {"Product ID": product_id, "Provider": "Alpha", "Product": product_id, "Kind": "course", "Hours": 1}
    return known | {"Credits": credits, "Areas": "*", "Non-member Price": price} | more


def test_plan_buys_the_membership_that_pays() -> None:
    """PBT lacks all 9: 40 + 30 dues = 70 as a member, 90 without."""
    closed = {"Last Day of Sale": date(2020, 1, 1)}
    oracle = laboratory(
        sheet("Credentials", CREDENTIALS, MLS | {"Credential": "PBT"}),
        sheet(
            "Catalogue",
            CATALOGUE,
            product("ALL", None, 90, Kind="unlimited", **{"Member Price": 40}),
            product("DUES", None, 30, Kind="membership", Hours=None),
            product("NO PRICE", 9, 0, **{"Non-member Price": None}),
            *({"Product ID": i} | closed for i in ("ASCP-PODCAST", "LABCE-LIBRARY", "LABCE-8-HOURS")),
        ),
    )
    plan = oracle.plans(TODAY)["E1"]
    assert plan is not None
    assert (plan.cost, plan.items) == (70_00, (("ALL", 1, 40_00), ("DUES", 1, 30_00)))
    without = oracle.plans(TODAY, "never")["E1"]
    assert without is not None
    assert without.cost == 90_00
