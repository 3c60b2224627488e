"""Certificate programs, counted in courses: which credits are courses of which program, and how many are done.

Nothing here touches points: a course counts towards a credential's points like any other credit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from lib.domain import tables
from lib.rules.certificate_programs import CertificateProgram

COURSES: Final[dict[str, str]] = {
    "program": tables.TEXT,
    "credit_id": tables.WHOLE,
    "staff_id": tables.TEXT,
    "title": tables.TEXT,
    "title_key": tables.TEXT,
    "provider": tables.TEXT,
    "completed_on": tables.DATE,
    "points": tables.HUNDREDTHS,
    "counts": tables.TRUTH,
    "why": tables.TEXT,
}
"""One row per program and credit that may be a course of it, by person, program and day. ``why`` is of :data:`WHY`."""

WHY: Final[dict[str, str]] = {
    "words": "recognised by its title",
    "marked": "marked as a course",
    "marked_not": "marked as no course of it",
    "repeats": "the same course again",
    "possible_repeat": "may repeat another activity: to be confirmed",
    "not_education": "not continuing education",
    "before_enrolment": "done before the enrolment",
    "not_enrolled": "not enrolled",
}
"""Reason code -> words; the first two count."""

PROGRESS: Final[dict[str, str]] = {
    "staff_id": tables.TEXT,
    "program": tables.TEXT,
    "program_name": tables.TEXT,
    "enrolled_on": tables.DATE,
    "done": tables.WHOLE,
    "needed": tables.WHOLE,
    "left": tables.WHOLE,
    "to_confirm": tables.WHOLE,
    "last_on": tables.DATE,
    "complete": tables.TRUTH,
}
"""One row per enrolment. ``to_confirm``: further courses that would count if possible repeats were not and those done
before the enrolment were accepted; ``complete``: done is at least needed, by what is sure."""


def course_rows(
    credits: pd.DataFrame,
    enrolments: pd.DataFrame,
    marks: pd.DataFrame,
    programs: Sequence[CertificateProgram],
    as_of: date,
) -> pd.DataFrame:
    """Return every credit that is, or may be, a course of a program, with whether it counts and why (:data:`COURSES`).

    ``credits`` has the columns of ``COURSE_CREDITS`` of the store (in the order of completion), ``enrolments``
    staff_id, program, enrolled_on, ``marks`` program, title_key, is_course. A course counts once however often it was
    done, from the day of enrolment on (a day that is not known: always), up to ``as_of``; a manager's mark outweighs
    the words, the day and a possible repeat. Whoever is not enrolled has candidates, none of which counts.
    """
    codes, named = pd.factorize(credits["title"].fillna("") + "\n" + credits["provider"].fillna(""))
    parts = [_candidates(credits, marks, program, codes, named) for program in programs]
    if not parts:
        return tables.empty(COURSES)
    rows = pd.concat(parts, ignore_index=True)
    current = enrolments[enrolments["enrolled_on"].isna() | (enrolments["enrolled_on"] <= pd.Timestamp(as_of))]
    rows = rows.merge(current.assign(enrolled=True), on=["staff_id", "program"], how="left")
    rows = rows[rows["completed_on"] <= pd.Timestamp(as_of)]
    marked = rows["mark"].astype("boolean")
    said_course, said_none = marked.fillna(value=False).astype(bool), (~marked).fillna(value=False).astype(bool)
    enrolled = rows["enrolled"].astype("boolean").fillna(value=False).astype(bool)
    early = rows["enrolled_on"].notna() & (rows["completed_on"] < rows["enrolled_on"])
    tests = [
        ("marked_not", said_none),
        ("not_education", rows["eligibility"] == "no"),
        ("not_enrolled", ~enrolled),
        ("marked", said_course),
        ("possible_repeat", rows["alike_to"].notna()),
        ("before_enrolment", early),
    ]
    rows["why"] = np.select([test.to_numpy() for _, test in tests], [code for code, _ in tests], "words")
    rows["counts"] = rows["why"].isin(["words", "marked"])
    rows = rows.sort_values(["staff_id", "program", "completed_on", "credit_id"], kind="stable", ignore_index=True)
    again = rows["counts"] & rows[rows["counts"]].duplicated(["staff_id", "program", "title_key"]).reindex(
        rows.index, fill_value=False
    )
    rows["why"] = rows["why"].where(~again, "repeats")
    rows["counts"] = rows["counts"] & ~again
    return tables.typed(rows, COURSES)


def progress(rows: pd.DataFrame, enrolments: pd.DataFrame, programs: Sequence[CertificateProgram]) -> pd.DataFrame:
    """Return how far each enrolment is (:data:`PROGRESS`); ``rows`` as :func:`course_rows` gives them."""
    known = pd.DataFrame(
        {
            "program": pd.Series([program.code for program in programs], dtype="str"),
            "program_name": pd.Series([program.name for program in programs], dtype="str"),
            "needed": pd.Series([program.needed for program in programs], dtype="int64"),
        }
    )
    keys = ["staff_id", "program"]
    counted = (
        rows[rows["counts"]]
        .groupby(keys, as_index=False)
        .agg(done=("title_key", "nunique"), last_on=("completed_on", "max"))
    )
    may = rows[rows["why"].isin(["words", "marked", "repeats", "possible_repeat", "before_enrolment"])]
    at_best = may.groupby(keys, as_index=False).agg(at_best=("title_key", "nunique"))
    frame = (
        enrolments.merge(known, on="program").merge(counted, on=keys, how="left").merge(at_best, on=keys, how="left")
    )
    done = frame["done"].fillna(0).astype("int64")
    frame = frame.assign(
        done=done,
        left=(frame["needed"] - done).clip(lower=0),
        to_confirm=frame["at_best"].fillna(0).astype("int64") - done,
        complete=done >= frame["needed"],
    )
    return tables.typed(frame.sort_values(["left", *keys], kind="stable", ignore_index=True), PROGRESS)


def _candidates(
    credits: pd.DataFrame, marks: pd.DataFrame, program: CertificateProgram, codes: np.ndarray, named: pd.Index
) -> pd.DataFrame:
    """Return the credits that the words or a mark make candidates for one program, with ``program`` and ``mark``.

    ``named`` are the distinct titles and providers (parted by a line end), ``codes`` says which of them each row has:
    the words are tried once for each.
    """
    of_program = marks[marks["program"] == program.code][["title_key", "is_course"]]
    by_words = np.array([program.is_course(*name.split("\n", 1)) for name in named], dtype=bool)
    rows: pd.DataFrame = credits[by_words[codes] | credits["title_key"].isin(of_program["title_key"])]
    rows = rows.merge(of_program.rename(columns={"is_course": "mark"}), on="title_key", how="left")
    return rows.assign(program=program.code)
