"""The roster read, and each person's holdings with dates laid out by their story."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random
from unicodedata import normalize

from .needs import NEEDS, Need

HERE = Path(__file__).parent

SPECIALISTS = frozenset({"SBB", "SH", "SM", "DLM", "QIHC"})
"""Credentials that nobody in this laboratory got before 2008, so that participation stays mandatory on any day."""


@dataclass
class Holding:
    """One credential of one person, as the Credentials sheet writes it."""

    program: str
    credential: str
    ends_in: int | None
    voluntary: bool
    job_requires: bool
    number: str = ""
    certified_on: date | None = None
    cycle_start: date | None = None
    cycle_end: date | None = None
    start_is_written: bool = False
    participation: str = ""
    verified_on: date | None = None
    filed_on: date | None = None
    accepted_on: date | None = None

    @property
    def need(self) -> Need:
        return NEEDS[self.credential]

    @property
    def counts(self) -> bool:
        """Whether the holding is judged: the job requires it, and taking part is not voluntary."""
        return self.job_requires and not self.voluntary


@dataclass
class Person:
    """One staff member, as the Staff sheet writes them."""

    staff_id: str
    last: str
    first: str
    site: str
    department: str
    job: str
    story: str
    hired_on: date
    notes: str
    holdings: list[Holding] = field(default_factory=list)
    email: str = ""
    supervisor: str = ""
    active: bool = True
    left_on: date | None = None
    on_leave: bool = False

    @property
    def judged(self) -> list[Holding]:
        return [holding for holding in self.holdings if holding.counts]


def _holdings(text: str, ends_in: int | None) -> list[Holding]:
    """Read ``MLS;SBB@120;MT?voluntary;STATE-CA:CLS``: program, code, doubt, days that the end lies after the first."""
    found = []
    for part in filter(None, text.split(";")):
        body, _, offset = part.partition("@")
        body, _, doubt = body.partition("?")
        program, _, code = body.rpartition(":")
        found.append(
            Holding(
                program=program or "ASCP",
                credential=code,
                ends_in=None if ends_in is None or doubt == "voluntary" else ends_in + int(offset or 0),
                voluntary=doubt == "voluntary",
                job_requires=doubt != "job",
            )
        )
    return found


def _date_holding(holding: Holding, person: Person, as_of: date, random: Random) -> None:
    """Give one holding its number and dates. ASCP writes one number for each certificate."""
    holding.number = f"{random.randrange(20_000_000, 99_999_999)}"
    if holding.voluntary:
        # Long before 2004, so that participation is voluntary on whatever day the sample is loaded.
        holding.certified_on = date(random.randrange(1984, 1997), random.randrange(1, 13), random.randrange(1, 28))
        holding.participation = "Voluntary" if random.random() < 0.5 else ""
        return
    if holding.ends_in is None:
        if person.story != "dates_missing_all":
            holding.certified_on = person.hired_on - timedelta(days=random.randrange(60, 400))
        return
    cycle = timedelta(days=holding.need.cycle_days)
    holding.cycle_end = as_of + timedelta(days=holding.ends_in)
    holding.cycle_start = holding.cycle_end - cycle + timedelta(days=1)
    holding.start_is_written = holding.program == "STATE-CA" or random.random() < 0.4
    earliest = date(2008, 1, 1) if holding.credential in SPECIALISTS else date(2006, 1, 1)
    # First certified about when they were hired, give or take a cycle.
    cycles = max(0, round((holding.cycle_start - person.hired_on) / cycle) + random.randrange(0, 2))
    while cycles and holding.cycle_start - cycles * cycle < earliest:
        cycles -= 1
    holding.certified_on = holding.cycle_start - cycles * cycle
    if random.random() < 0.25:
        holding.participation = "Mandatory"
    if random.random() < 0.7:
        holding.verified_on = max(
            holding.cycle_start + timedelta(days=9), as_of - timedelta(days=random.randrange(20, 500))
        )
    if cycles and random.random() < 0.5:
        # The declaration of the cycle before: history, and no declaration of this one.
        holding.filed_on = holding.cycle_start - timedelta(days=random.randrange(45, 80))
        holding.accepted_on = holding.filed_on + timedelta(days=random.randrange(6, 25))


def _declare(person: Person, as_of: date) -> None:
    """Lay out the dates that the stories about filing and ending turn on."""
    for holding in person.holdings:
        if holding.cycle_end is None:
            continue
        if person.story in ("filed", "renewed"):
            holding.filed_on = as_of - timedelta(days=9 if person.story == "filed" else 31)
            holding.accepted_on = None if person.story == "filed" else as_of - timedelta(days=17)
        elif person.story in ("expired", "end_passed", "late", "file_now"):
            holding.filed_on = holding.accepted_on = None
            past_end = {"expired": holding.cycle_end + timedelta(days=40)}
            holding.verified_on = past_end.get(person.story, holding.cycle_end - timedelta(days=410))


def read_people(as_of: date, random: Random) -> list[Person]:
    """Return everybody of ``roster.csv`` with IDs, e-mail addresses, supervisors and dated holdings."""
    with (HERE / "roster.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    people: list[Person] = []
    number = 1040
    for row in rows:
        number += random.randrange(11, 67)
        ends_in = int(row["ends_in"]) if row["ends_in"] else None
        person = Person(
            staff_id=f"{number:06d}",
            last=row["last"],
            first=row["first"],
            site=row["site"],
            department=row["department"],
            job=row["job"],
            story=row["story"],
            hired_on=date.fromisoformat(row["hired"]),
            notes=row["notes"],
            holdings=_holdings(row["credentials"], ends_in),
        )
        for holding in person.holdings:
            _date_holding(holding, person, as_of, random)
        _declare(person, as_of)
        person.on_leave = "leave" in person.notes
        if person.story.startswith("left"):
            person.active = False
            person.left_on = as_of - timedelta(days=random.randrange(40, 420)) if person.story == "left_dated" else None
        people.append(person)
    _address(people)
    _supervise(people)
    return people


def _address(people: list[Person]) -> None:
    """Give everybody an e-mail address of an invented domain; a second one of the same name gets a number."""
    taken: set[str] = set()
    for person in people:
        plain = f"{person.first.split()[0]}.{person.last.split()[0]}".lower().replace("ø", "o")
        plain = "".join(c for c in normalize("NFKD", plain) if c.isascii() and (c.isalpha() or c in ".-"))
        address = f"{plain}@lakeshore-lab.example"
        if address in taken:
            address = f"{plain}2@lakeshore-lab.example"
        taken.add(address)
        person.email = address


def _supervise(people: list[Person]) -> None:
    """Name the head of the department on the site, else the head of the site, else the director."""
    director = people[0]
    heads: dict[tuple[str, str], Person] = {}
    sites: dict[str, Person] = {"Main": people[1]}
    for person in people:
        if any(word in person.job for word in ("Supervisor", "Lead", "Manager")):
            heads.setdefault((person.site, person.department), person)
        if person.job == "Site Manager":
            sites[person.site] = person
    for person in people:
        head = heads.get((person.site, person.department), sites[person.site])
        if head is person:
            head = sites[person.site] if sites[person.site] is not person else director
        person.supervisor = "" if person is director else f"{head.first} {head.last}"
