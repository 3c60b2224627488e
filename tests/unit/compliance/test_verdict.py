"""Every status, each threshold one below, at and one above, and the dates the day before and the day of."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest

from lib.compliance.supply import supply
from lib.compliance.verdict import evaluate
from lib.compliance.windows import windows
from lib.domain import tables

FACTS = {"staff_id": "str", "accepted": "int64", "data_through": "datetime64[s]"}


@pytest.fixture
def judge(book, holdings, credits):
    """Return the one verdict row of a holding, given its fields, credits and a date."""

    def run(as_of, holding, *rows):
        day = pd.Timestamp(as_of).date()
        frame = windows(holdings(holding), book, day)
        made = credits(*rows)
        up_to = made[made["completed_on"] <= pd.Timestamp(day)]
        facts = (
            up_to.groupby("staff_id")
            .agg(accepted=("points", "size"), data_through=("completed_on", "max"))
            .reset_index()
        )
        verdicts = evaluate(frame, supply(frame, made, day), facts, book, day)
        row = verdicts.frame.iloc[0].to_dict()
        row["gaps"] = dict(zip(verdicts.requirements["requirement"], verdicts.requirements["gap"], strict=True))
        return row

    return run


END = {"cycle_end": "2026-06-30"}
FULL = [("2025-01-10", 1, "safety"), ("2025-01-10", 1, "ethics"), ("2025-02-01", 2, "blood_banking"),
        ("2025-02-01", 2, "chemistry"), ("2025-02-01", 2, "hematology"), ("2025-02-01", 2, "microbiology"),
        ("2025-03-01", 26, "laboratory_operations")]  # fmt: skip


def test_missing_cycle_start_is_the_day_after_the_end_minus_36_months(judge):
    row = judge("2024-01-01", END)
    assert row["cycle_start"] == pd.Timestamp("2023-07-01")
    assert judge("2024-01-01", {"cycle_end": "2024-02-29"})["cycle_start"] == pd.Timestamp("2021-03-01")


def test_mls_complete_is_exactly_36_points(judge):
    # 1 + 1 + 4 * 2 + 26 = 36
    row = judge("2025-06-30", END, *FULL)
    assert (row["status"], row["counted"], row["missing"], row["total"]) == ("complete", 3600, 0, 3600)
    # A hundredth less in the rest: 25.99.
    short = judge("2025-06-30", END, *FULL[:-1], ("2025-03-01", 25.99, "laboratory_operations"))
    assert (short["missing"], short["gap_rest"], short["status"]) == (1, 1, "on_track")


def test_surplus_of_a_named_area_fills_the_rest_but_not_another_area(judge):
    # 40 points of chemistry: 2 to chemistry, 26 to the rest, 12 surplus; missing 1 + 1 + 2 + 2 + 2 = 8.
    row = judge("2025-06-30", END, ("2025-01-01", 40, "chemistry"))
    assert row["gaps"] == {"safety": 100, "ethics": 100, "blood_banking": 200, "chemistry": 0, "hematology": 200,
                           "microbiology": 200, "rest": 0}  # fmt: skip
    assert (row["earned"], row["counted"], row["missing"]) == (4000, 2800, 800)


def test_a_credit_of_several_areas_counts_for_its_first_only_and_may_be_split_at_best(judge):
    # PBT 9 = 1 safety + 1 ethics + 7 rest. One 9-point credit "safety; ethics": surely 1 safety + 7 rest, ethics
    # missing.
    row = judge("2025-06-30", {"credential": "PBT", "cycle_end": "2026-06-30"}, ("2025-01-01", 9, "safety;ethics"))
    assert (row["missing"], row["gap_ethics"], row["missing_at_best"], row["status"]) == (100, 100, 0, "to_confirm")


def test_unassigned_serves_the_rest_only_and_only_at_best(judge):
    rows = [*FULL[:-1], ("2025-03-01", 30, "", "ask")]
    row = judge("2025-06-30", END, *rows)
    # Surely 10 of 36; at best the rest's 26 come from the unassigned 30.
    assert (row["missing"], row["missing_at_best"], row["earned"], row["status"]) == (2600, 0, 4000, "to_confirm")
    without_safety = judge("2025-06-30", END, *rows[1:])
    assert without_safety["missing_at_best"] == 100


def test_college_counts_up_to_half_of_the_total(judge):
    # Cap 18 of 36. 30 college points in the rest: 18 count; 10 named points beside: missing 36 - 28 = 8.
    row = judge("2025-06-30", END, *FULL[:-1], ("2025-03-01", 30, "education", "counts", "college"))
    assert (row["missing"], row["gap_rest"], row["earned"]) == (800, 800, 4000)


def test_window_includes_both_ends_and_nothing_after_as_of(judge):
    row = judge(
        "2026-06-30", END, ("2023-07-01", 1, "safety"), ("2026-06-30", 2, "chemistry"), ("2023-06-30", 4, "ethics")
    )
    assert row["earned"] == 300
    earlier = judge("2026-06-29", END, ("2023-07-01", 1, "safety"), ("2026-06-30", 2, "chemistry"))
    assert (earlier["earned"], earlier["data_through"]) == (100, pd.Timestamp("2023-07-01"))


def test_ended_holding_looks_back_three_years_from_today(judge):
    # As of 2026-08-15 the window is 2023-08-16 .. 2026-08-15.
    rows = [("2023-08-15", 1, "safety"), ("2023-08-16", 1, "ethics"), ("2026-08-15", 2, "chemistry")]
    row = judge("2026-08-15", END, *rows)
    assert (row["earned"], row["status"], row["cycle_start"]) == (300, "end_passed", pd.Timestamp("2023-07-01"))


def test_voluntary_holding_has_numbers_but_is_not_required(judge):
    row = judge("2025-06-30", END | {"certified_on": "2003-12-31"}, ("2025-01-01", 1, "safety"))
    assert (row["status"], row["participation"], row["missing"]) == ("not_required", "voluntary", 3500)
    assert judge("2025-06-30", END | {"certified_on": "2004-01-01"})["participation"] == "mandatory"
    assert judge("2025-06-30", END | {"required": False})["status"] == "not_required"


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        # End 2026-06-30: opens 90 days before = 1 Apr, due 30 days before = 31 May.
        ("2026-03-31", "complete"), ("2026-04-01", "file_now"), ("2026-05-31", "file_now"), ("2026-06-30", "file_now"),
        ("2026-07-01", "end_passed"),
    ],
)  # fmt: skip
def test_complete_turns_file_now_when_the_declaration_opens(judge, as_of, expected):
    assert judge(as_of, END, *FULL)["status"] == expected


def test_late_from_the_day_after_declare_by(judge):
    assert judge("2026-05-31", END, ("2025-01-01", 30, "chemistry"))["status"] == "behind"
    row = judge("2026-06-01", END, ("2025-01-01", 30, "chemistry"))
    assert (row["status"], row["days_left"]) == ("late", -1)


def test_expired_needs_a_verification_after_the_end(judge):
    assert judge("2026-07-10", END | {"verified_on": "2026-06-30"})["status"] == "end_passed"
    assert judge("2026-07-10", END | {"verified_on": "2026-07-01"})["status"] == "expired"
    assert judge("2026-07-10", END | {"verified_on": "2026-07-11"})["status"] == "end_passed"


@pytest.mark.parametrize(
    ("filed", "accepted", "as_of", "expected"),
    [
        ("2026-04-01", None, "2026-04-01", "filed"),
        ("2026-03-31", None, "2026-04-01", "behind"),  # before the opening: an earlier declaration, history
        ("2026-04-02", None, "2026-04-01", "behind"),  # not known on that day
        ("2026-04-01", "2026-05-01", "2026-05-01", "renewed"),
        ("2026-04-01", "2026-05-01", "2026-04-30", "filed"),
        ("2026-04-01", "2026-05-01", "2029-06-30", "renewed"),  # one cycle length after the end
        ("2026-04-01", "2026-05-01", "2029-07-01", "end_passed"),
    ],
)
def test_declaration_belongs_to_the_cycle_from_its_opening_on(judge, filed, accepted, as_of, expected):
    holding = END | {"declaration_filed_on": filed, "declaration_accepted_on": accepted}
    assert judge(as_of, holding, ("2025-01-01", 1, "safety"))["status"] == expected


def test_unknown_dates_and_unknown_rules_are_said(judge):
    row = judge("2025-06-30", {"cycle_end": None}, ("2025-01-01", 1, "safety"))
    assert row["status"] == "dates_missing"
    assert pd.isna(row["total"])
    assert pd.isna(row["earned"])
    unknown_total = judge("2025-06-30", {"credential": "AT", "cycle_end": "2026-06-30"}, ("2025-01-01", 1, "safety"))
    assert (unknown_total["status"], unknown_total["earned"], pd.isna(unknown_total["missing"])) == (
        "rule_unknown",
        100,
        True,
    )
    assert judge("2025-06-30", {"credential": "XX", "cycle_end": "2026-06-30"})["status"] == "rule_unknown"


def test_nothing_on_file_is_not_judged_until_it_is_late(judge):
    assert judge("2026-01-01", END)["status"] == "nothing_on_file"
    assert judge("2026-06-01", END)["status"] == "late"
    # A staff meeting is an accepted credit, although it is not education.
    assert judge("2024-07-01", END, ("2024-01-01", 1, "", "no"))["status"] == "behind"


def test_behind_by_a_sixth_of_the_total_from_twelve_months_on(judge):
    # Start 2023-07-01, declare by 2026-05-31: 1065 days. On 2024-07-01 366 days: 36 * 366 / 1065 = 12.3718..; minus 6 =
    # 6.3718.. so 6.37 counted points are below it and 6.38 are not.
    assert judge("2024-07-01", END, ("2024-01-01", 6.38, "laboratory_operations"))["status"] == "on_track"
    assert judge("2024-07-01", END, ("2024-01-01", 6.37, "laboratory_operations"))["status"] == "behind"
    assert judge("2024-06-30", END, ("2024-01-01", 0.5, "laboratory_operations"))["status"] == "on_track"
    assert judge("2024-07-01", END, ("2024-01-01", 1, "safety"))["expected"] == 1237


def test_behind_by_a_named_minimum_within_180_days(judge):
    # declare_by 2026-05-31; 180 days before is 2025-12-02.
    rows = [row for row in FULL if row[2] != "ethics"] + [("2025-03-02", 1, "education")]
    assert judge("2025-12-01", END, *rows)["status"] == "on_track"
    assert judge("2025-12-02", END, *rows)["status"] == "behind"


def test_behind_by_anything_within_90_days(judge):
    # declare_by 2026-05-31; 90 days before is 2026-03-02.
    rows = [*FULL[:-1], ("2025-03-01", 25, "laboratory_operations")]
    assert judge("2026-03-01", END, *rows)["status"] == "on_track"
    assert judge("2026-03-02", END, *rows)["status"] == "behind"


def test_the_rule_changes_with_the_cycle_end_not_with_today(judge):
    before = judge("2023-06-01", {"credential": "BB", "cycle_end": "2023-12-31"}, ("2023-01-01", 1, "safety"))
    after = judge("2023-06-01", {"credential": "BB", "cycle_end": "2024-01-01"}, ("2023-01-01", 1, "safety"))
    assert before["gaps"] == {"safety": 0, "blood_banking": 200, "rest": 3300}
    assert after["gaps"] == {"safety": 0, "ethics": 100, "blood_banking": 800, "rest": 2600}


def test_worst_status_comes_first(book, holdings, credits):
    as_of = date(2026, 6, 1)
    frame = windows(
        holdings({"staff_id": "1", "name": "A", **END}, {"staff_id": "2", "name": "B", "cycle_end": "2028-01-01"},
                 {"staff_id": "3", "name": "C", "cycle_end": None}), book, as_of)  # fmt: skip
    facts = pd.DataFrame(
        {"staff_id": ["1"], "accepted": [1], "data_through": [pd.Timestamp(as_of - timedelta(days=9))]}
    )
    made = evaluate(frame, supply(frame, credits(), as_of), facts, book, as_of)
    assert made.frame["status"].tolist() == ["late", "nothing_on_file", "dates_missing"]
    assert made.frame["holding"].tolist() == [0, 1, 2]


def test_holdings_in_any_order_come_worst_first_then_by_day_name_and_key(book, holdings, credits):
    as_of = date(2026, 6, 1)
    people = (("2", "Roe"), ("1", "Roe"), ("3", "Lee"), ("4", None))
    frame = windows(holdings(*({"staff_id": who, "name": name, **END} for who, name in people)), book, as_of)
    facts = pd.DataFrame({"staff_id": [], "accepted": [], "data_through": []}).astype(FACTS)
    made = evaluate(frame, supply(frame, credits(), as_of), facts, book, as_of)
    # All stand alike and file on one day: by name, the two Roes by their ID, who has no name last.
    assert made.frame["staff_id"].tolist() == ["3", "1", "2", "4"]


def test_a_team_without_holdings_has_no_verdicts_and_all_their_columns(book, holdings, credits):
    as_of = date(2026, 6, 1)
    frame = windows(holdings({"staff_id": "1", **END}).iloc[:0], book, as_of)
    facts = pd.DataFrame({"staff_id": [], "accepted": [], "data_through": []}).astype(FACTS)
    for windows_frame in (frame, frame.astype(object).astype({"holding": "int64"})):
        made = evaluate(windows_frame, supply(frame, credits(), as_of), facts, book, as_of)
        assert made.frame.dtypes.astype(str).to_dict() == tables.VERDICTS
        assert (len(made.frame), len(made.requirements)) == (0, 0)
