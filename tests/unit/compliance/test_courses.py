"""Courses of certificate programs: what counts, what does not and why, and how far an enrolment is."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.compliance.courses import course_rows, progress
from lib.domain import tables
from lib.rules.certificate_loader import parse_certificate_programs

PROGRAMS = parse_certificate_programs(
    "test.yaml",
    """
programs:
  - {code: A, name: Course A, needed: 3, providers: [ascp], titles: ["a #"], confidence: LOW,
     sources: [{states: 3 courses, source: a page, confidence: LOW}]}
""",
)
AS_OF = date(2026, 11, 22)
CREDITS = {
    "credit_id": "int64", "staff_id": "str", "title": "str", "title_key": "str", "provider": "str",
    "completed_on": "datetime64[s]", "points": "int64", "eligibility": "str", "alike_to": "Int64",
}  # fmt: skip


def credits(*rows: tuple[object, ...]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [
            {
                "credit_id": number,
                "staff_id": "E1",
                "title": title,
                "title_key": str(title).lower().replace(" ", ""),
                "provider": "ASCP",
                "completed_on": day,
                "points": 100,
                "eligibility": eligibility,
                "alike_to": alike,
            }
            for number, (title, day, eligibility, alike) in enumerate(rows, start=1)
        ],
        columns=list(CREDITS),
    )
    return tables.typed(frame, CREDITS)


def enrolled(since: str | None = "2026-01-01") -> pd.DataFrame:
    return pd.DataFrame(
        {"staff_id": ["E1"], "program": ["A"], "enrolled_on": pd.Series([since], dtype="datetime64[s]")}
    )


def marks(**said: bool) -> pd.DataFrame:
    frame = pd.DataFrame({"program": "A", "title_key": list(said), "is_course": list(said.values())})
    return frame.astype({"program": "str", "title_key": "str", "is_course": "boolean"})


ROWS = credits(
    ("A 1", "2026-02-01", "counts", None),
    ("A 1", "2026-03-01", "counts", None),  # the same course again
    ("A 2", "2025-12-31", "ask", None),  # before the enrolment
    ("A 3", "2026-04-01", "ask", 1),  # may repeat another activity
    ("A 4", "2026-05-01", "no", None),
    ("A 5", "2026-06-01", "ask", None),  # only its area is not known: a course all the same
    ("Other", "2026-06-01", "counts", None),
    ("A 6", "2026-11-23", "counts", None),  # after the day asked about
)


def reasons(rows: pd.DataFrame) -> dict[int, str]:
    return dict(zip(rows["credit_id"], rows["why"], strict=True))


def test_every_candidate_counts_once_or_says_why_not() -> None:
    rows = course_rows(ROWS, enrolled(), marks(), PROGRAMS, AS_OF)
    assert reasons(rows) == {
        1: "words", 2: "repeats", 3: "before_enrolment", 4: "possible_repeat", 5: "not_education", 6: "words",
    }  # fmt: skip
    assert rows.loc[rows["counts"], "credit_id"].tolist() == [1, 6]
    (row,) = progress(rows, enrolled(), PROGRAMS).to_dict("records")
    # done: A 1 and A 5; with A 2 and A 3 confirmed it would be 4, so 2 to confirm; 3 needed, 1 to go.
    assert (row["done"], row["needed"], row["left"], row["to_confirm"], row["complete"]) == (2, 3, 1, 2, False)
    assert row["last_on"] == pd.Timestamp("2026-06-01")


def test_a_mark_outweighs_words_day_and_possible_repeat() -> None:
    given = marks(other=True, a2=True, a3=True, a1=False)
    rows = course_rows(ROWS, enrolled(), given, PROGRAMS, AS_OF)
    assert reasons(rows) == {
        1: "marked_not", 2: "marked_not", 3: "marked", 4: "marked", 5: "not_education", 6: "words", 7: "marked",
    }  # fmt: skip
    (row,) = progress(rows, enrolled(), PROGRAMS).to_dict("records")
    assert (row["done"], row["left"], row["to_confirm"], row["complete"]) == (4, 0, 0, True)


def test_an_enrolment_of_an_unknown_day_counts_all_and_one_to_come_nothing() -> None:
    rows = course_rows(ROWS, enrolled(None), marks(), PROGRAMS, AS_OF)
    assert reasons(rows)[3] == "words"
    later = course_rows(ROWS, enrolled("2026-11-23"), marks(), PROGRAMS, AS_OF)
    assert set(reasons(later).values()) == {"not_enrolled", "not_education"}
    assert not later["counts"].any()


def test_nobody_enrolled_and_nothing_done_are_empty_and_zero() -> None:
    none = course_rows(ROWS.iloc[:0], enrolled(), marks(), PROGRAMS, AS_OF)
    (row,) = progress(none, enrolled(), PROGRAMS).to_dict("records")
    assert (row["done"], row["left"], row["to_confirm"]) == (0, 3, 0)
    assert progress(none, enrolled().iloc[:0], PROGRAMS).empty
