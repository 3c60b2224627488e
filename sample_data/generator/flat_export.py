"""``flat_export.xlsx``: the Harbor site as a learning system exports it: person, credential, activity in each row."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Final

from openpyxl import Workbook

from .laboratory import Laboratory
from .library import Activity, Credit
from .people import Holding, Person
from .sheets import Row, save, write_rows

HEADER: Final = (
    "Employee ID",
    "Employee Name",
    "Work Email",
    "Location",
    "Department",
    "Credential",
    "Cycle End Date",
    "Course Title",
    "Training Provider",
    "Date Completed",
    "CE Credits",
    "Subject Area",
    "Status",
    "Certificate #",
)
HEADER_ROW: Final = 5
NEW_ACTIVITIES: Final = 14
"""So many activities stand here alone: they were earned after the records of ``laboratory.xlsx`` were written."""


def _written(day: date | None, as_text: bool) -> object:
    return f"{day.month}/{day.day}/{day.year}" if day and as_text else day


def _credential(holding: Holding | None) -> str:
    """Return the credential the way people sign: ``MLS(ASCP)CM``."""
    if holding is None:
        return ""
    if holding.program == "STATE-CA":
        return "CLS"
    taking_part = "" if holding.voluntary or holding.credential == "QIHC" else "CM"
    return f"{holding.credential}({holding.program}){taking_part}"


def _row(person: Person, holding: Holding | None, credit: Credit, as_text: bool) -> list[object]:
    activity = credit.activity
    return [
        person.staff_id,
        f"{person.last}, {person.first}",
        person.email,
        person.site,
        person.department,
        _credential(holding),
        _written(holding.cycle_end if holding else None, as_text),
        activity.title,
        activity.provider,
        _written(credit.completed_on, as_text),
        activity.points / 100,
        activity.area_text,
        "Completed",
        credit.certificate,
    ]


def _activity_rows(laboratory: Laboratory) -> list[list[object]]:
    """Return one row for each credit of Harbor and each credential it is listed under, person by person."""
    rows: list[list[object]] = []
    for number, person in enumerate(p for p in laboratory.people if p.site == "Harbor"):
        own = [
            credit
            for credit in laboratory.credits
            if credit.staff_id == person.staff_id
            and credit.activity.activity_type not in ("Staff meeting", "Orientation")
        ]
        dated: list[Holding | None] = [h for h in person.holdings if h.program != "STATE-CA" and not h.voluntary]
        for holding in dated or [None]:
            rows.extend(_row(person, holding, credit, as_text=number % 2 == 0) for credit in own)
    return rows


def _new_rows(laboratory: Laboratory) -> list[list[object]]:
    """Return activities of the last weeks that the template workbook does not have."""
    teacher = laboratory.teacher
    harbor = [p for p in laboratory.people if p.site == "Harbor" and p.active and p.judged and p.judged[0].cycle_end]
    rows = []
    for person in harbor[:NEW_ACTIVITIES]:
        done = {c.activity.title for c in laboratory.credits if c.staff_id == person.staff_id}
        activity = teacher.choose(["laboratory_operations", "informatics"], done, 150)
        assert activity is not None
        day = laboratory.as_of - timedelta(days=teacher.random.randrange(1, 5))
        rows.append(
            _row(person, person.judged[0], teacher.registrar.record(person.staff_id, activity, day), as_text=True)
        )
    return rows


def _name_only_rows(laboratory: Laboratory) -> list[list[object]]:
    """Return rows without employee ID and e-mail: three names that can be matched, a nickname, and a shared name."""
    webinar = Activity(
        "laboratory_operations", "Laboratory Operations", "Regional Safety Net Webinar", "State society", 100, ""
    )
    rows = []
    for last, written in (
        ("Rossi", "Rossi, Chiara"),
        ("Müller", "Muller, Katharina"),
        ("Bergström", "BERGSTROM, SOFIA"),
        ("Turner Sr.", "Turner, Phil"),
        ("Garcia", "Garcia, Maria"),
    ):
        person = next(p for p in laboratory.people if p.last == last)
        day = laboratory.as_of - timedelta(days=30)
        row = _row(person, None, Credit(person.staff_id, webinar, day, certificate=""), as_text=True)
        row[0:3] = [None, written, None]
        rows.append(row)
    return rows


def _wrong_rows(laboratory: Laboratory) -> list[list[object]]:
    """Return four rows that must be refused: two no-shows, a date that does not exist, credits that are no number."""
    harbor = [p for p in laboratory.people if p.site == "Harbor" and p.story == "on_track"]
    fair = Activity(
        "laboratory_operations", "Laboratory Operations", "Harbor Skills Fair", "Employer in-service", 200, ""
    )
    rows = []
    for person, column, value in zip(harbor, (12, 12, 9, 10), ("No Show", "No Show", "2/30/2026", "N/A"), strict=False):
        row = _row(
            person, person.judged[0], Credit(person.staff_id, fair, laboratory.as_of - timedelta(days=95)), as_text=True
        )
        row[column] = value
        rows.append(row)
    return rows


def write(laboratory: Laboratory, path: Path) -> None:
    """Write the flat export: three title rows, an empty one, the header, the rows, and a total."""
    rows = _activity_rows(laboratory)
    rows += _new_rows(laboratory) + _name_only_rows(laboratory) + _wrong_rows(laboratory)
    total = sum(row[10] for row in rows if isinstance(row[10], float))
    until = laboratory.as_of
    written: list[Row] = [
        ("Lakeshore Laboratories: continuing education by employee",),
        ("Location: Harbor",),
        (f"Completed through {until.month}/{until.day}/{until.year}",),
        (),
        HEADER,
        *rows,
        ("Total", None, None, None, None, None, None, None, None, None, total),
    ]
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "CE Transcript"
    write_rows(sheet, written, HEADER_ROW)
    save(workbook, path, "Flat export")
