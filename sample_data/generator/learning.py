"""Each person's record of continuing education, laid out so that their story comes true on the anchor day.

The counting here is the plain one that holds for credits of one area each: a named minimum takes what its area has, the
rest takes what is left over. It only steers; the verdict is the engine's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from .library import Activity, Credit, Registrar
from .needs import Need
from .people import Holding, Person

RECORD_DAYS: Final = 1088
"""How far back the laboratory's records go: a little under three years."""

DEPARTMENT_AREAS: Final[dict[str, tuple[str, ...]]] = {
    "Laboratory Administration": ("laboratory_management", "laboratory_management", "informatics", "safety"),
    "Blood Bank": ("blood_banking", "blood_banking", "hematology"),
    "Chemistry": ("chemistry", "chemistry", "immunology"),
    "Hematology": ("hematology", "hematology", "chemistry"),
    "Microbiology": ("microbiology", "microbiology", "molecular_biology"),
    "Histology": ("histology", "histology", "anatomic_pathology"),
    "Molecular": ("molecular_biology", "molecular_biology", "microbiology"),
    "Cytology": ("cytology", "histology"),
    "Cytogenetics": ("cytogenetics", "molecular_biology"),
    "Anatomic Pathology": ("anatomic_pathology", "advanced_cancer"),
    "Phlebotomy": ("phlebotomy",),
    "Core Lab": ("chemistry", "hematology", "blood_banking", "microbiology"),
}
GENERAL_AREAS: Final = (
    "laboratory_operations",
    "laboratory_management",
    "education",
    "informatics",
    "immunology",
    "safety",
)

WITHOUT_ETHICS: Final = frozenset({"on_track_no_ethics", "behind_ethics", "to_confirm_multi"})
FULL: Final = frozenset(
    {
        "complete",
        "file_now",
        "filed",
        "renewed",
        "to_confirm_multi",
        "on_track_no_ethics",
        "behind_ethics",
        "behind_safety",
    }
)
"""Stories in which the total is reached but for what the story lacks."""

SAFETY_UPDATES: Final = (1046, 690, 318)
"""How many days before the anchor each yearly safety in-service was held."""


@dataclass
class Ledger:
    """One person's credits while they are being laid out."""

    person: Person
    credits: list[Credit]

    def titles(self) -> set[str]:
        return {credit.activity.title for credit in self.credits}

    def supply(self, start: date) -> dict[str, int]:
        """Return the points of the cycle by area; college coursework apart, under its own name."""
        found: dict[str, int] = {}
        for credit in self.credits:
            if credit.completed_on >= start:
                area = "college" if credit.activity.activity_type == "College course" else credit.activity.area
                found[area] = found.get(area, 0) + credit.activity.points
        return found

    def counted(self, need: Need, start: date) -> int:
        """Return the points that count for one holding."""
        supply = self.supply(start)
        college = min(supply.pop("college", 0), need.total // 2)
        named = sum(min(points, supply.get(area, 0)) for area, points in need.areas.items())
        surplus = sum(supply.values()) + college - named
        return named + min(surplus, need.total - sum(need.areas.values()))


def expected(holding: Holding, as_of: date) -> float:
    """Return the points (hundredths) that an even pace would have brought by ``as_of``."""
    assert holding.cycle_start is not None
    assert holding.cycle_end is not None
    due = holding.cycle_end - timedelta(days=30)
    share = (as_of - holding.cycle_start).days / (due - holding.cycle_start).days
    return holding.need.total * min(1.0, max(0.0, share))


def goal(person: Person, holding: Holding, as_of: date, random: Random) -> int:
    """Return the points (hundredths) that the first holding should count."""
    total, pace, story = holding.need.total, expected(holding, as_of), person.story
    if story in FULL:
        return total + random.randrange(0, 4) * 50
    if story in ("behind_total", "behind_late_starter"):
        return max(200, round(pace - total / 6 - total * random.uniform(0.05, 0.2)))
    if story == "behind_close" or story in ("late", "expired"):
        return total - max(100, round(total * random.uniform(0.08, 0.2)))
    if story.startswith("to_confirm"):
        return total - (100 if story == "to_confirm_duplicate" else 200)
    return round(min(pace * random.uniform(0.95, 1.2), total * 0.94))


def named_share(person: Person, area: str, share: float, random: Random) -> float:
    """Return how much of a named minimum the person has reached: ethics is what is put off the longest."""
    if area == "ethics":
        if person.story in WITHOUT_ETHICS or person.story == "late":
            return 0.0
        if person.story in FULL or person.story.startswith(("to_confirm", "behind_close")):
            return 1.0
        return 1.0 if random.random() < 0.25 + 0.6 * share else 0.0
    if area == "safety" and person.story == "behind_safety":
        return 0.0
    if person.story in FULL or person.story.startswith(("to_confirm", "behind_close", "late")):
        return 1.0
    return min(1.0, share * random.uniform(1.3, 3.0))


@dataclass
class Teacher:
    """Lays out records from one library with one source of chance."""

    as_of: date
    random: Random
    library: list[Activity]
    registrar: Registrar

    def choose(self, areas: Iterable[str], taken: set[str], most: int) -> Activity | None:
        """Return an activity in one of the areas, of at most ``most`` hundredths, that the person has not done yet."""
        wanted = list(areas)
        for area in self.random.sample(wanted, len(wanted)):
            open_ones = [a for a in self.library if a.area == area and a.points <= most and a.title not in taken]
            if open_ones:
                return self.random.choices(open_ones, [a.points for a in open_ones])[0]
        return None

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randrange(0, max(1, (last - first).days)))

    def attend_safety_updates(self, ledger: Ledger, begin: date) -> None:
        """Let the person attend the yearly in-service of their site, most years."""
        person = ledger.person
        if person.story == "behind_safety":
            return
        site_lag = {"Main": 0, "North": 6, "Harbor": 13}[person.site]
        for days in SAFETY_UPDATES:
            held = self.as_of - timedelta(days=days - site_lag)
            until = person.left_on or self.as_of
            if begin <= held < until and self.random.random() < 0.85:
                update = Activity(
                    "safety",
                    "Lab Safety",
                    f"Annual Laboratory Safety Update {held.year}",
                    "Employer in-service",
                    100,
                    "In-service",
                )
                ledger.credits.append(self.registrar.record(person.staff_id, update, held))

    def add(self, ledger: Ledger, areas: Iterable[str], most: int, first: date, last: date) -> bool:
        """Add one activity in one of the areas; return whether there was one."""
        activity = self.choose(areas, ledger.titles(), most)
        if activity is None:
            return False
        ledger.credits.append(self.registrar.record(ledger.person.staff_id, activity, self.day(first, last)))
        return True

    def fill_areas(self, ledger: Ledger) -> list[str]:
        person = ledger.person
        general = [area for area in GENERAL_AREAS if not (area == "safety" and person.story == "behind_safety")]
        return [*DEPARTMENT_AREAS[person.department], *DEPARTMENT_AREAS[person.department], *general]

    def ordinary(self, ledger: Ledger, first: date, last: date, yearly: float) -> None:
        """Add a record of about ``yearly`` points a year between two days."""
        wanted = round(yearly * 100 * (last - first).days / 365 * self.random.uniform(0.7, 1.3))
        while wanted >= 50 and self.add(ledger, self.fill_areas(ledger), wanted, first, last):
            wanted -= ledger.credits[-1].activity.points

    def specials(self, ledger: Ledger, first: date) -> None:
        """Add what one story is about: a college course, an examination passed."""
        person = ledger.person
        if person.story == "college":
            course = Activity(
                "chemistry",
                "Chemistry",
                "Advanced Clinical Biochemistry, graduate course",
                "Lakeshore University",
                4500,
                "College course",
            )
        elif person.last == "Lindqvist":
            course = Activity(
                "laboratory_management",
                "Laboratory Management",
                "Health Care Quality Methods, graduate course",
                "Lakeshore University",
                1500,
                "College course",
            )
        elif person.story == "exam_passed":
            second = person.judged[1].cycle_start
            assert second is not None
            exam = Activity(
                "blood_banking",
                "Blood Banking",
                "Specialist in Blood Banking examination passed",
                "ASCP",
                2500,
                "Examination",
            )
            record = self.registrar.record(person.staff_id, exam, second - timedelta(days=6))
            ledger.credits.append(record.changed(unit="Points", status="Completed"))
            return
        else:
            return
        record = self.registrar.record(person.staff_id, course, self.day(first, self.as_of - timedelta(days=60)))
        ledger.credits.append(record.changed(unit="Semester hours", evidence="Transcript", certificate=""))

    def current_cycle(self, ledger: Ledger) -> None:
        """Lay out the credits of the cycle: named minimums first, then whatever brings the total to the goal."""
        person = ledger.person
        dated = [holding for holding in person.judged if holding.cycle_start is not None]
        starts = [holding.cycle_start for holding in dated if holding.cycle_start is not None]
        first = max(max(starts) + timedelta(days=6), self.as_of - timedelta(days=RECORD_DAYS))
        if person.story == "behind_late_starter":
            first = max(first, person.hired_on + timedelta(days=20))
        last = self.as_of - timedelta(days=5)
        main = max(dated, key=lambda holding: expected(holding, self.as_of) / holding.need.total)
        assert main.cycle_start is not None
        wanted = goal(person, main, self.as_of, self.random)
        self.specials(ledger, first)
        share = expected(main, self.as_of) / main.need.total
        needs: dict[str, int] = {}
        for holding in dated:
            for area, points in holding.need.areas.items():
                needs[area] = max(points, needs.get(area, 0))
        for area, points in needs.items():
            target = points * named_share(person, area, share, self.random)
            while (have := ledger.supply(first).get(area, 0)) < target:
                room = wanted - ledger.counted(main.need, main.cycle_start)
                most = max(room, 50) if person.story.startswith("behind_total") else max(points - have + 50, 100)
                if not self.add(ledger, [area], most, first, last):
                    break
        # What a story lacks is never made up for elsewhere: the total it can reach is less by that.
        lacking = sum(
            need
            for area, need in main.need.areas.items()
            if person.story in FULL and ledger.supply(main.cycle_start).get(area, 0) == 0
        )
        self.fill(ledger, main, wanted - lacking, first, last)
        if person.story == "to_confirm_multi":
            ledger.credits.append(self.registrar.record(person.staff_id, SAFETY_AND_ETHICS, self.day(first, last)))

    def fill(self, ledger: Ledger, main: Holding, wanted: int, first: date, last: date) -> None:
        """Add any activities until ``main`` counts ``wanted``, without going over it by more than the story may."""
        assert main.cycle_start is not None
        full = ledger.person.story in FULL
        while (room := wanted - ledger.counted(main.need, main.cycle_start)) >= (1 if full else 50):
            before = ledger.counted(main.need, main.cycle_start)
            if not self.add(ledger, self.fill_areas(ledger), room + (100 if full else 0), first, last):
                break
            if full and ledger.counted(main.need, main.cycle_start) == before:
                break

    def record_of(self, person: Person) -> list[Credit]:
        """Return all credits of one person, in no order."""
        ledger = Ledger(person, [])
        if person.story == "nothing_on_file" or person.last == "Schultz":
            return []
        begin = self.as_of - timedelta(days=RECORD_DAYS)
        if "late_starter" not in person.story:
            begin = max(begin, person.hired_on + timedelta(days=25))
        elif person.story == "behind_late_starter":
            begin = person.hired_on + timedelta(days=25)
        self.attend_safety_updates(ledger, begin)
        starts = [holding.cycle_start for holding in person.judged if holding.cycle_start is not None]
        last = (person.left_on or self.as_of) - timedelta(days=5)
        if person.active and starts and person.story != "rule_unknown":
            if (min(starts) - begin).days > 60:
                self.ordinary(ledger, begin, min(starts) - timedelta(days=6), 4.5)
            self.current_cycle(ledger)
        elif (last - begin).days > 30:
            self.ordinary(ledger, begin, last, {"voluntary": 2.0, "none": 1.0}.get(person.story, 7.0))
        return ledger.credits


SAFETY_AND_ETHICS: Final = Activity(
    "safety", "Patient Safety; Medical Ethics", "Disclosure of Laboratory Errors to Patients", "ASCLS", 200, "Formal CE"
)
"""An activity of two areas: where its second point goes is the manager's to confirm."""
