"""A transcript against our records: pairs, what each side lacks, and what looks wrong."""

from __future__ import annotations

import pandas as pd

from lib.compliance.transcripts import compared, looks_wrong
from lib.domain import tables
from lib.domain.discrepancies import LISTED


def listed(*rows: tuple[str, str, int] | tuple[str, str, int, str]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [
            {
                "completed_on": row[0],
                "title": row[1],
                "points": row[2],
                "certificate_number": row[3] if len(row) > 3 else None,
            }
            for row in rows
        ],
        columns=["completed_on", "title", "points", "certificate_number"],
    )
    return tables.typed(frame, LISTED)


def shown(rows: pd.DataFrame) -> list[tuple[object, ...]]:
    columns = rows[["finding", "our_row", "their_row"]].astype(object)
    return [tuple(row) for row in columns.where(columns.notna(), None).values.tolist()]


def test_both_sides_are_paired_within_three_days_by_alike_titles() -> None:
    ours = listed(
        ("2026-03-01", "Gram Stain Basics", 100),
        ("2026-03-10", "Antibody Screen, part 1", 100),
        ("2026-03-20", "Only here", 200),
        ("2026-04-01", "Lab Safety", 150),
    )
    theirs = listed(
        ("2026-03-04", "GRAM STAIN BASICS", 100),  # three days later: the same
        ("2026-03-10", "Antibody Screen, part 2", 100),  # another part
        ("2026-04-05", "Lab Safety", 150),  # four days later: not the same
        ("2026-04-01", "Lab safety", 100),  # the same, other points
    )
    assert shown(compared(ours, theirs)) == [
        ("only_theirs", None, 1),
        ("only_theirs", None, 2),
        ("only_ours", 1, None),
        ("only_ours", 2, None),
        ("points_differ", 3, 3),
        ("same", 0, 0),
    ]


def test_each_is_paired_once_equal_points_first() -> None:
    ours = listed(("2026-03-02", "Quality Control", 200), ("2026-03-03", "Quality Control", 100))
    theirs = listed(("2026-03-03", "Quality Control", 200))
    # The nearest in days is our second row; the one with equal points is the first, and it is taken.
    assert shown(compared(ours, theirs)) == [("only_ours", 1, None), ("same", 0, 0)]


def test_one_certificate_number_is_one_activity_whatever_the_title() -> None:
    ours = listed(("2026-03-02", "QC", 100, " A-17 "), ("2026-03-02", "x", 100, ""))
    theirs = listed(("2026-03-02", "Quality Control in Chemistry", 100, "A-17"), ("2026-03-02", "y", 100, ""))
    assert shown(compared(ours, theirs)) == [("only_theirs", None, 1), ("only_ours", 1, None), ("same", 0, 0)]


def test_an_empty_side_leaves_the_other_alone() -> None:
    ours = listed(("2026-03-02", "QC", 100))
    assert shown(compared(ours, listed())) == [("only_ours", 0, None)]
    assert shown(compared(listed(), ours)) == [("only_theirs", None, 0)]
    assert compared(listed(), listed()).empty


def credits(*rows: tuple[str, str, int, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["completed_on", "title", "points", "activity_type"]).assign(staff_id="E1")
    return frame.astype({"completed_on": "datetime64[s]", "activity_type": "str"})


NO_CYCLES = pd.DataFrame({"staff_id": pd.Series([], dtype="str"), "cycle_end": pd.Series([], dtype="datetime64[s]")})


def codes(rows: pd.DataFrame) -> list[tuple[object, ...]]:
    return [
        (code, f"{day:%F}", points, activities)
        for code, day, points, activities in rows[["code", "completed_on", "points", "activities"]].itertuples(
            index=False, name=None
        )
    ]


def test_small_points_and_long_days_are_asked_about() -> None:
    given = credits(
        ("2026-01-01", "a", 9, None),
        ("2026-01-02", "b", 10, None),
        ("2026-01-03", "c", 60, "formal"),
        ("2026-01-04", "d", 61, None),
        ("2026-01-05", "e", 700, None),  # 7 points on a day are not over 7
        ("2026-01-06", "f", 400, None),
        ("2026-01-06", "g", 301, None),  # 4 + 3.01 = 7.01
        ("2026-01-07", "h", 1500, "college"),
        ("2026-01-08", "i", 50, "exam"),
    )
    assert codes(looks_wrong(given, NO_CYCLES)) == [
        ("ceu", "2026-01-02", 10, 1),
        ("ceu", "2026-01-03", 60, 1),
        ("long_day", "2026-01-06", 701, 2),
    ]


def test_the_last_month_of_a_cycle_both_ends() -> None:
    cycles = pd.DataFrame({"staff_id": ["E1", "E1"], "cycle_end": pd.to_datetime(["2026-06-30", "2026-06-30"])})
    given = credits(
        ("2026-05-30", "a", 100, None),  # a month before the end: not in the last month
        ("2026-05-31", "b", 100, None),
        ("2026-06-30", "c", 100, None),
        ("2026-07-01", "d", 100, None),
    )
    found = looks_wrong(given, cycles)
    assert [code for code, *_ in codes(found)] == ["last_month", "last_month"]
    assert found["title"].tolist() == ["b", "c"]
