"""Deadlines and bench risk on tiny teams: which dates lie ahead, by month, and who would remain."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from lib.compliance.deadlines import bench, bench_unknown, by_month, events, lapsing
from lib.domain import tables

AS_OF = date(2026, 11, 22)


def verdicts(*rows: dict[str, object]) -> pd.DataFrame:
    given = []
    for number, row in enumerate(rows):
        end = pd.Timestamp(str(row["cycle_end"])) if row.get("cycle_end") else pd.NaT
        given.append(
            {
                "holding": number,
                "staff_id": f"E{number}",
                "name": f"Person {number}",
                "department": "Core",
                "program": "ASCP",
                "credential": "MLS",
                "participation": "mandatory",
                "status_group": "fine",
                "declare_opens": end - pd.Timedelta(days=90),
                "declare_by": end - pd.Timedelta(days=30),
                "rule_index": 0,
                **row,
                "cycle_end": end,
            }
        )
    return tables.typed(pd.DataFrame(given, columns=list(tables.VERDICTS)), tables.VERDICTS)


def test_dates_from_today_to_the_end_of_the_24th_month() -> None:
    given = verdicts(
        # opens 2026-10-02 (passed), due 2026-12-01, ends 2026-12-31
        {"status": "behind", "cycle_end": "2026-12-31"},
        {"status": "filed", "cycle_end": "2026-12-31"},
        {"status": "not_required", "cycle_end": "2026-12-31"},
        {"status": "dates_missing"},
        # 2028-10-31 is the end of the 24th month: opens 2028-08-02, due 2028-10-01
        {"status": "on_track", "cycle_end": "2028-10-31"},
        {"status": "on_track", "cycle_end": "2028-11-01"},  # opens 08-03, due 10-02; its end lies beyond
        {"status": "late", "cycle_end": "2026-11-22"},  # today is still ahead
        {"status": "end_passed", "cycle_end": "2026-11-21"},
    )
    rows = events(given, AS_OF)
    listed = rows[["day", "kind", "staff_id"]].itertuples(index=False, name=None)
    shown = [(f"{day:%F}", kind, who) for day, kind, who in listed]
    assert shown == [
        ("2026-11-22", "ends", "E6"),
        ("2026-12-01", "due", "E0"),
        ("2026-12-31", "ends", "E0"),
        ("2026-12-31", "ends", "E1"),
        ("2028-08-02", "opens", "E4"),
        ("2028-08-03", "opens", "E5"),
        ("2028-10-01", "due", "E4"),
        ("2028-10-02", "due", "E5"),
        ("2028-10-31", "ends", "E4"),
    ]
    months = by_month(rows, AS_OF)
    assert len(months) == 24
    assert months["month"].iloc[[0, 23]].dt.strftime("%F").tolist() == ["2026-11-01", "2028-10-01"]
    assert months[["opens", "due", "ends"]].iloc[[0, 1, 23]].values.tolist() == [[0, 0, 1], [0, 1, 2], [0, 2, 1]]
    assert months[["opens", "due", "ends"]].to_numpy().sum() == len(rows)


def test_who_remains_if_those_not_on_course_lapse() -> None:
    given = verdicts(
        {"status": "on_track", "cycle_end": "2026-12-31"},  # on course: taken to renew
        {"status": "behind", "cycle_end": "2026-12-31"},  # still held on its last day, the month end
        {"status": "late", "cycle_end": "2027-01-15"},
        {"status": "rule_unknown", "cycle_end": "2027-03-01"},  # cannot say: not on course
        {"status": "not_required", "participation": "voluntary"},  # for life
        {"status": "not_required", "participation": "mandatory", "cycle_end": "2027-01-31"},  # the job does not ask
        {"status": "end_passed", "cycle_end": "2026-10-31"},  # not held any more
        {"status": "dates_missing"},
        {"status": "renewed", "cycle_end": "2026-10-31", "department": None, "credential": "SBB"},
    )
    table = bench(given, AS_OF, 5)
    core = table[table["credential"] == "MLS"]
    assert core["month_end"].dt.strftime("%F").tolist() == [
        "2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28", "2027-03-31",
    ]  # fmt: skip
    # six now; at the end of January 1 and 2 are gone, in February also 5, in March also 3.
    assert core["certified"].tolist() == [6] * 5
    assert core["remain"].tolist() == [6, 6, 4, 3, 2]
    other = table[table["credential"] == "SBB"]
    assert (other["department"].iloc[0], other["remain"].tolist()) == ("Department not given", [1] * 5)
    assert bench_unknown(given) == 1
    assert lapsing(given, AS_OF, 5)["staff_id"].tolist() == ["E1", "E2", "E5", "E3"]
    # up to the end of January only those whose end lies before it
    assert lapsing(given, AS_OF, 3)["staff_id"].tolist() == ["E1", "E2"]


def test_two_holdings_of_one_credential_are_one_person() -> None:
    given = verdicts(
        {"status": "behind", "cycle_end": "2026-12-15", "staff_id": "E1"},
        {"status": "behind", "cycle_end": "2027-01-15", "staff_id": "E1", "program": "ASCP"},
    )
    assert bench(given, AS_OF, 3)["remain"].tolist() == [1, 1, 0]


@pytest.mark.parametrize("rows", [(), ({"status": "dates_missing"},)])
def test_nothing_to_reckon_is_empty(rows: tuple[dict[str, object], ...]) -> None:
    given = verdicts(*rows)
    assert events(given, AS_OF).empty
    assert by_month(events(given, AS_OF), AS_OF)["due"].sum() == 0
    assert bench(given, AS_OF).empty
    assert lapsing(given, AS_OF).empty
