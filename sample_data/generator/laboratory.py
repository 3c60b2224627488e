"""The whole laboratory in memory: people, credits and everything else that the three files are written from."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Final

from . import irregular
from .learning import Teacher
from .library import Credit, Registrar, read_library
from .people import Person, read_people

HERE = Path(__file__).parent
SEED: Final = 20261122


@dataclass
class Laboratory:
    """What the files are written from. ``credits`` are good rows in the order of the sheet."""

    as_of: date
    random: Random
    people: list[Person]
    credits: list[Credit]
    repeats: list[tuple[int, Credit]]
    wrong: list[irregular.WrongRow]
    memberships: list[tuple[str, str, date | None]]
    catalogue: list[dict[str, str]]
    teacher: Teacher


def _memberships(people: list[Person], as_of: date, random: Random) -> list[tuple[str, str, date | None]]:
    """Return who is a member of what, until when: some lapsed, some without a known end."""
    societies = {"Blood Bank": "AABB", "Histology": "NSH", "Anatomic Pathology": "AAPA", "Microbiology": "ASM"}
    found: list[tuple[str, str, date | None]] = []
    for person in people:
        if not person.active or not person.judged:
            continue
        for provider, chance in (("ASCP", 0.28), ("ASCLS", 0.12), (societies.get(person.department, ""), 0.4)):
            if provider and random.random() < chance:
                until = as_of + timedelta(days=random.randrange(-150, 420))
                found.append((person.staff_id, provider, None if random.random() < 0.12 else until))
    return found


def build(as_of: date) -> Laboratory:
    """Return the laboratory as of the anchor day; the same one every time."""
    random = Random(SEED)
    people = read_people(as_of, random)
    teacher = Teacher(as_of, random, read_library(), Registrar(random))
    credits = {person.staff_id: teacher.record_of(person) for person in people}
    irregular.confirmations(people, credits, teacher)
    irregular.several_areas(people, credits, random)
    irregular.doubtful(people, credits, teacher)
    irregular.not_education(people, credits, teacher)
    wrong = irregular.wrong_rows(people, credits, teacher)
    ordered = sorted(
        (credit for own in credits.values() for credit in own),
        key=lambda credit: (credit.completed_on, credit.staff_id, credit.activity.title),
    )
    with (HERE / "catalogue.csv").open(encoding="utf-8", newline="") as file:
        catalogue = list(csv.DictReader(file))
    return Laboratory(
        as_of=as_of,
        random=random,
        people=people,
        credits=ordered,
        repeats=irregular.exact_repeats(ordered, random, as_of),
        wrong=wrong,
        memberships=_memberships(people, as_of, random),
        catalogue=catalogue,
        teacher=teacher,
    )
