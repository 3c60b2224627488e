"""``credits.csv``: a provider's list of new certificates, saved for Excel: semicolons, Windows characters."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from .laboratory import Laboratory
from .library import Credit
from .people import Person

HEADER: Final = (
    "Employee ID",
    "Learner Name",
    "Course Name",
    "Provider",
    "Completion Date",
    "Contact Hours",
    "Category",
    "Certificate Number",
)
PROVIDER: Final = "LabCE"
ETHICS_TITLE: Final = "Integrity in Result Reporting"


def _can_be_written(person: Person) -> bool:
    """Whether the name exists in Windows-1252: the provider's system knows no other characters."""
    try:
        f"{person.first} {person.last}".encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _row(person: Person, credit: Credit) -> tuple[object, ...]:
    day: date = credit.completed_on
    return (
        int(person.staff_id),
        f"{person.first} {person.last}",
        credit.activity.title,
        PROVIDER,
        f"{day.month:02d}/{day.day:02d}/{day.year}",
        f"{credit.activity.points / 100:.2f}",
        credit.activity.area_text,
        credit.certificate,
    )


def _new_credits(laboratory: Laboratory, people: list[Person]) -> list[tuple[object, ...]]:
    """Return certificates of the last days: ethics for four who lack nothing else, one more course for others."""
    teacher = laboratory.teacher
    own_titles: dict[str, set[str]] = {}
    for credit in laboratory.credits:
        own_titles.setdefault(credit.staff_id, set()).add(credit.activity.title)
    ethics = next(a for a in teacher.library if a.title == ETHICS_TITLE)
    rows = []
    lacking = [p for p in people if p.story == "on_track_no_ethics"][:4]
    others = [p for p in people if p.story in ("on_track", "behind_total")][:40]
    for number, person in enumerate([*lacking, *others]):
        taken = own_titles.get(person.staff_id, set())
        courses = [a for a in teacher.library if a.provider == PROVIDER and a.title not in taken and a.area != "ethics"]
        activity = ethics if person in lacking else courses[(number * 7) % len(courses)]
        day = laboratory.as_of - timedelta(days=1 + number % 4)
        rows.append(_row(person, teacher.registrar.record(person.staff_id, activity, day)))
    return rows


def write(laboratory: Laboratory, path: Path) -> None:
    """Write the provider's file: new certificates, ten that the laboratory has already, and two rows that are wrong."""
    people = [p for p in laboratory.people if p.active and p.site != "Harbor" and _can_be_written(p)]
    by_id = {person.staff_id: person for person in people}
    known = [
        _row(by_id[credit.staff_id], credit)
        for credit in laboratory.credits
        if credit.staff_id in by_id
        and credit.activity.provider == PROVIDER
        and credit.completed_on < laboratory.as_of - timedelta(days=15)
    ][-10:]
    rows = known + _new_credits(laboratory, people)
    undated, no_hours = list(rows[12]), list(rows[20])
    undated[2], undated[4], undated[7] = "Reticulocytes and Iron", "", "LCE-99001"
    no_hours[2], no_hours[5], no_hours[7] = "Serum Protein Electrophoresis", "n/a", "LCE-99002"
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows([*rows, undated, no_hours])
    path.write_bytes(buffer.getvalue().encode("cp1252"))
