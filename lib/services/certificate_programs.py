"""Certificate programs: who is enrolled, how many courses are done and needed, and what a manager decides of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.compliance.courses import course_rows, progress
from lib.domain.errors import RefusedCommand
from lib.domain.text import title_key
from lib.ingest.enrolment_lists import read_enrolments
from lib.rules.certificate_loader import shipped_certificate_programs
from lib.rules.certificate_programs import CertificateProgram
from lib.services.container import LabReady
from lib.services.judging import display_names, employed
from lib.services.uploads import Upload, known_to, limits

SUGGESTED_FROM: Final = 2
"""So many recognised courses make a person who is not enrolled worth asking: one may be a coincidence of words."""


@dataclass(frozen=True)
class TeamPrograms:
    """The team's certificate programs on a day.

    ``progress``: ``PROGRESS`` of :mod:`lib.compliance.courses` with name, site and department, nearest to the end
    first; ``courses``: ``COURSES`` of the same; ``suggested``: staff_id, name, program, program_name, courses of those
    with courses on record who are not enrolled; ``titles``: program, title, people, counts of every candidate title;
    ``people``: staff_id and name of everybody who can be enrolled; ``marks``: what was marked.
    """

    programs: tuple[CertificateProgram, ...]
    progress: pd.DataFrame
    courses: pd.DataFrame
    suggested: pd.DataFrame
    titles: pd.DataFrame
    people: pd.DataFrame
    marks: pd.DataFrame
    as_of: date


@dataclass(frozen=True)
class PersonPrograms:
    """One person's programs: ``progress`` and ``courses`` as in :class:`TeamPrograms`."""

    programs: tuple[CertificateProgram, ...]
    progress: pd.DataFrame
    courses: pd.DataFrame


def programs(app: LabReady, principal: Principal) -> tuple[CertificateProgram, ...]:
    """Return the certificate programs that are known, in the order of their data file."""
    require(principal, "view")
    return shipped_certificate_programs()


def team(app: LabReady, principal: Principal, as_of: date, *, known_on: date | None = None) -> TeamPrograms:
    """Return how everybody in scope who is employed on ``as_of`` stands in the programs they are enrolled in."""
    require(principal, "view")
    known = shipped_certificate_programs()
    staff = app.store.staff(principal.scope, known_on)
    here = staff[employed(staff, as_of)]
    here = here.assign(name=display_names(here))[["staff_id", "name", "site", "department"]]
    credits = app.store.course_credits(principal.scope, as_of, known_on)
    credits = credits[credits["staff_id"].isin(here["staff_id"])]
    enrolments = _enrolled(app.store.enrolments(principal.scope, known_on), as_of)
    marks = app.store.course_marks(known_on)
    courses = course_rows(credits, enrolments, marks, known, as_of)
    found = progress(courses, enrolments, known).merge(here, on="staff_id")
    return TeamPrograms(
        programs=known,
        progress=found.sort_values(["left", "name", "program"], kind="stable", ignore_index=True),
        courses=courses.merge(here[["staff_id", "name"]], on="staff_id"),
        suggested=_suggested(courses, here, known),
        titles=_titles(courses),
        people=here[["staff_id", "name"]].sort_values(["name", "staff_id"], ignore_index=True),
        marks=marks,
        as_of=as_of,
    )


def of_person(
    app: LabReady, principal: Principal, staff_id: str, as_of: date, *, known_on: date | None = None
) -> PersonPrograms:
    """Return how one person in scope, leavers included, stands in the programs they are enrolled in."""
    require(principal, "view")
    known = shipped_certificate_programs()
    credits = app.store.course_credits(principal.scope, as_of, known_on, staff_id)
    enrolments = _enrolled(app.store.enrolments(principal.scope, known_on), as_of)
    enrolments = enrolments[enrolments["staff_id"] == staff_id]
    courses = course_rows(credits, enrolments, app.store.course_marks(known_on), known, as_of)
    return PersonPrograms(known, progress(courses, enrolments, known), courses)


def enrol(
    app: LabReady,
    principal: Principal,
    program: str,
    staff_ids: Sequence[str],
    enrolled_on: date | None,
    *,
    today: date,
) -> int:
    """Enrol people in a program since a day (None: not known); returns how many enrolments are new or changed.

    Refused where the program or an employee ID is not known, nobody is named, or the day lies after ``today``.
    """
    require(principal, "edit")
    rows = pd.DataFrame({"staff_id": list(dict.fromkeys(staff_ids)), "program": program})
    rows["enrolled_on"] = pd.Series([enrolled_on] * len(rows), dtype="datetime64[s]")
    return store_enrolments(app, principal, rows, today=today)


def store_enrolments(app: LabReady, principal: Principal, rows: pd.DataFrame, *, today: date) -> int:
    """Store enrolments (staff_id, program, enrolled_on) of several people and programs at once; as :func:`enrol`."""
    require(principal, "edit")
    if rows.empty:
        raise RefusedCommand("Nobody was enrolled: no person was named. Choose one at least.", code="nobody")
    for program in rows["program"].unique():
        _known_program(str(program))
    staff = set(app.store.staff(principal.scope)["staff_id"])
    unknown = [staff_id for staff_id in rows["staff_id"] if staff_id not in staff]
    if unknown:
        raise RefusedCommand(
            f"Nobody was enrolled: nobody here has the employee ID “{unknown[0]}”. Nothing was changed. "
            "Check the ID on the Readiness page; IDs are compared letter by letter.",
            code="unknown_person",
        )
    late = rows[rows["enrolled_on"] > pd.Timestamp(today)]
    if len(late):
        raise RefusedCommand(
            f"Nobody was enrolled: {late['enrolled_on'].iloc[0].date().isoformat()} lies after today. Nothing was "
            "changed. Give the day since when they are enrolled, or leave it empty where it is not known.",
            code="future_date",
        )
    rows = rows.astype({"enrolled_on": "datetime64[s]"}).drop_duplicates(["staff_id", "program"], keep="last")
    note = f"{', '.join(sorted(rows['program'].unique()))}: {', '.join(rows['staff_id'].tolist())}"
    return app.store.enrol(rows, actor=principal.name, at=app.now(), on_date=today, note=note)


def end_enrolment(app: LabReady, principal: Principal, staff_id: str, program: str, *, today: date) -> None:
    """End an enrolment, whether given up or entered by mistake; the credits stay. Refused where there is none."""
    require(principal, "edit")
    found = app.store.enrolments(principal.scope)
    if not ((found["staff_id"] == staff_id) & (found["program"] == program)).any():
        raise RefusedCommand(
            f"Nothing was ended: “{staff_id}” is not enrolled in {program}. It may have been ended already.",
            code="not_enrolled",
        )
    keys = pd.DataFrame({"staff_id": [staff_id], "program": [program]})
    app.store.end_enrolments(
        keys, actor=principal.name, at=app.now(), on_date=today, note=f"{program}: {staff_id} ended"
    )


def mark_course(
    app: LabReady, principal: Principal, program: str, titles: Sequence[str], is_course: bool | None, *, today: date
) -> None:
    """Mark activity titles as courses of a program (True) or as none (False), for everybody and for later imports.

    None takes the marks back, so that the words of the data decide again.
    """
    require(principal, "edit")
    _known_program(program)
    keyed = {title_key(title): title for title in titles if title.strip()}
    if not keyed:
        raise RefusedCommand("Nothing was marked: no title was chosen. Choose one at least.", code="no_title")
    app.store.mark_courses(program, list(keyed.items()), is_course, actor=principal.name, at=app.now(), on_date=today)


def other_titles(app: LabReady, principal: Principal, as_of: date) -> list[str]:
    """Return every activity title on record up to ``as_of``, by name: what can be marked as a course."""
    require(principal, "view")
    titles = app.store.course_credits(principal.scope, as_of)["title"].dropna()
    return sorted(titles.unique(), key=str.casefold)


def _enrolled(enrolments: pd.DataFrame, as_of: date) -> pd.DataFrame:
    return enrolments[enrolments["enrolled_on"].isna() | (enrolments["enrolled_on"] <= pd.Timestamp(as_of))]


def _known_program(code: str) -> None:
    codes = [program.code for program in shipped_certificate_programs()]
    if code not in codes:
        raise RefusedCommand(
            f"“{code}” is not a certificate program. Nothing was changed. Accepted: {', '.join(codes)}.",
            code="unknown_program",
        )


def _suggested(courses: pd.DataFrame, here: pd.DataFrame, known: Sequence[CertificateProgram]) -> pd.DataFrame:
    names = {program.code: program.name for program in known}
    rows = courses[courses["why"] == "not_enrolled"]
    counted = rows.groupby(["staff_id", "program"], as_index=False).agg(courses=("title_key", "nunique"))
    counted = counted[counted["courses"] >= SUGGESTED_FROM].merge(here[["staff_id", "name"]], on="staff_id")
    return counted.assign(program_name=counted["program"].map(names)).sort_values(
        ["courses", "name"], ascending=[False, True], kind="stable", ignore_index=True
    )


def _titles(courses: pd.DataFrame) -> pd.DataFrame:
    return courses.groupby(["program", "title_key"], as_index=False).agg(
        title=("title", "first"), people=("staff_id", "nunique"), counts=("counts", "any")
    )


def read_enrolment_list(
    app: LabReady, principal: Principal, upload: Upload, *, today: date
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the enrolments that a file or pasted table holds, not stored yet, and a sentence for each row left out.

    The frame is what :func:`store_enrolments` takes. Raises ``RefusedFile`` where nothing can be read from it.
    """
    require(principal, "edit")
    known, _ = known_to(app, app.store)
    spelled = {
        words: program.code for program in shipped_certificate_programs() for words in (program.code, program.name)
    }
    found = read_enrolments(upload.name, upload.data, known, spelled, today=today, limits=limits(app))
    seen = set(app.store.staff(principal.scope)["staff_id"])
    return found.rows[found.rows["staff_id"].isin(seen)].reset_index(drop=True), found.left_out
