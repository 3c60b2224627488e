"""What real records have besides good rows: doubtful credits, things that are no education, and rows that are wrong.

Every number here is promised by ``sample_data/README.md`` and held by ``tests/sample``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from .learning import Teacher
from .library import Activity, Credit
from .people import Person

CALM = frozenset({"on_track", "rule_unknown"})
"""Stories that a doubtful credit more does not change."""


@dataclass
class WrongRow:
    """A credit with cells overwritten, so that the importer must refuse it: column name -> what stands there."""

    credit: Credit
    cells: dict[str, object] = field(default_factory=dict)


def confirmations(people: list[Person], credits: dict[str, list[Credit]], teacher: Teacher) -> None:
    """Give everybody whose story is *to confirm* what waits to be confirmed: an unknown area, or a double entry."""
    for person in people:
        own = credits[person.staff_id]
        if person.story in ("to_confirm_misc", "to_confirm_blank"):
            text = "Misc" if person.story.endswith("misc") else ""
            for title in ("Regional Laboratory Conference", "Autumn Workshop of the State Society"):
                activity = Activity("unassigned", text, title, "State society", 200, "Formal CE")
                day = teacher.day(teacher.as_of - timedelta(days=160), teacher.as_of - timedelta(days=20))
                own.append(teacher.registrar.record(person.staff_id, activity, day))
        elif person.story == "to_confirm_duplicate":
            start = max(holding.cycle_start for holding in person.judged if holding.cycle_start)
            recent = [c for c in own if c.completed_on > start + timedelta(days=30) and c.activity.area != "ethics"]
            largest = max(recent, key=lambda c: (c.activity.points, c.completed_on))
            own.append(largest.changed(completed_on=largest.completed_on + timedelta(days=2), evidence="Transcript"))


def doubtful(people: list[Person], credits: dict[str, list[Credit]], teacher: Teacher) -> None:
    """Add credits of unclear area and possible duplicates to people whose status they do not change."""
    random = teacher.random
    calm = [p for p in people if p.active and p.story in CALM and len(credits[p.staff_id]) > 8]
    texts = ["Misc"] * 9 + [""] * 8 + ["See certificate"] * 3
    titles = (
        "Grand Rounds",
        "Lunch and Learn",
        "Webinar Recording",
        "Journal Club",
        "Hospital Skills Fair",
        "Tour of the Reference Laboratory",
        "Vendor User Group",
        "Poster Session",
    )
    for number, text in enumerate(texts):
        person = calm[number % len(calm)]
        activity = Activity("unassigned", text, titles[number % 8], "Other provider", 100, "Formal CE")
        day = teacher.day(teacher.as_of - timedelta(days=900), teacher.as_of - timedelta(days=10))
        day = max(day, person.hired_on + timedelta(days=30))
        credits[person.staff_id].append(teacher.registrar.record(person.staff_id, activity, day))
    for number, person in enumerate(random.sample(calm, 5)):
        own = [
            c for c in credits[person.staff_id] if c.certificate and c.completed_on < teacher.as_of - timedelta(days=20)
        ]
        first = random.choice(own)
        again = first.changed(completed_on=first.completed_on + timedelta(days=1 + number % 3))
        if number % 2:
            words = first.activity.title.split()
            again = again.changed(title=" ".join([*words[1:], words[0]]), certificate="")
        credits[person.staff_id].append(again)


def several_areas(people: list[Person], credits: dict[str, list[Credit]], random: Random) -> None:
    """Let some credits name a second area: the first decides the sure counting."""
    calm = [p for p in people if p.active and p.story in CALM]
    pairs = (
        ("blood_banking", "Blood Banking; Safety"),
        ("chemistry", "Chemistry / Hematology"),
        ("hematology", "Hematology; Education"),
        ("microbiology", "Microbiology, Safety"),
        ("histology", "Histology | Safety"),
        ("laboratory_management", "Laboratory Management; Education"),
        ("molecular_biology", "Molecular; Microbiology"),
        ("phlebotomy", "Phlebotomy; Safety"),
    )
    for person in calm:
        own = credits[person.staff_id]
        for area, text in pairs:
            found = [i for i, c in enumerate(own) if c.activity.area == area and c.activity.points >= 100]
            if found and random.random() < 0.4:
                index = random.choice(found)
                own[index] = own[index].changed(area_text=text)
                break


def not_education(people: list[Person], credits: dict[str, list[Credit]], teacher: Teacher) -> None:
    """Add staff meetings and orientations, which the records hold but CMP does not count."""
    as_of = teacher.as_of
    for person in people:
        if person.site == "Main" and person.department == "Chemistry" and person.active and credits[person.staff_id]:
            for days in (52, 143, 236, 327):
                if as_of - timedelta(days=days) > person.hired_on:
                    held = as_of - timedelta(days=days)
                    meeting = Activity(
                        "laboratory_operations",
                        "Laboratory Operations",
                        f"Chemistry Department Meeting {held:%b %Y}",
                        "Employer in-service",
                        50,
                        "Staff meeting",
                    )
                    credits[person.staff_id].append(teacher.registrar.record(person.staff_id, meeting, held))
        if person.active and person.hired_on > as_of - timedelta(days=700) and credits[person.staff_id]:
            welcome = Activity(
                "laboratory_operations",
                "Laboratory Operations",
                "New Employee Orientation",
                "Employer in-service",
                800,
                "Orientation",
            )
            day = person.hired_on + timedelta(days=4)
            credits[person.staff_id].append(teacher.registrar.record(person.staff_id, welcome, day))


WRONG_CELLS: tuple[dict[str, object], ...] = (
    {"Completed On": None},
    {"Completed On": None},
    {"Completed On": None},
    {"Completed On": "31/02/2026"},
    {"Completed On": "see certificate"},
    {"Completed On": date(2062, 3, 11)},
    {"Points": None},
    {"Points": None},
    {"Points": "n/a"},
    {"Points": "n/a"},
    {"Points": "pending"},
    {"Points": 0, "Unit": "Points"},
    {"Points": -1, "Unit": "Points"},
    {"Points": 120, "Unit": "Points"},
    {"Status": "No Show"},
    {"Status": "No Show"},
    {"Status": "Withdrawn"},
    {"Status": "In Progress"},
    {"Status": "Registered"},
    {"Status": "Cancelled"},
    {"Employee ID": None},
    {"Employee ID": None},
    {"Points": "#N/A"},
)
"""One refused row each. 2062 is 2026 with two figures changed over: it stays in the future whatever the day."""


def wrong_rows(people: list[Person], credits: dict[str, list[Credit]], teacher: Teacher) -> list[WrongRow]:
    """Return the rows that must be refused, of people who have other credits, with activities they have not done."""
    calm = [p for p in people if p.active and p.story in CALM and len(credits[p.staff_id]) > 8]
    rows = []
    for person, cells in zip(teacher.random.sample(calm, len(WRONG_CELLS)), WRONG_CELLS, strict=True):
        taken = {credit.activity.title for credit in credits[person.staff_id]}
        activity = teacher.choose(["laboratory_operations", "immunology", "informatics"], taken, 200)
        assert activity is not None
        day = teacher.day(teacher.as_of - timedelta(days=700), teacher.as_of - timedelta(days=30))
        record = teacher.registrar.record(person.staff_id, activity, max(day, person.hired_on + timedelta(days=30)))
        rows.append(WrongRow(record.changed(status="Completed"), dict(cells)))
    return rows


def exact_repeats(credits: list[Credit], random: Random, as_of: date) -> list[tuple[int, Credit]]:
    """Return eleven rows that stand in the sheet twice, with the place of the first; some differ in case or signs."""
    ordinary = [
        i
        for i, c in enumerate(credits)
        if c.certificate and c.completed_on < as_of - timedelta(days=15) and c.activity.area != "unassigned"
    ]
    repeats = []
    for number, index in enumerate(sorted(random.sample(ordinary, 11))):
        credit = credits[index]
        title = credit.activity.title
        repeats.append((index, credit.changed(title=(title, title.upper(), f" {title}.")[number % 3])))
    return repeats
