"""Continuing education as it stands in records: titles, providers, points, and how each provider writes them."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from random import Random
from typing import Final

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Activity:
    """One thing to learn; points are hundredths.

    ``area`` is what the generator steers by, ``area_text`` what is written.
    """

    area: str
    area_text: str
    title: str
    provider: str
    points: int
    activity_type: str


@dataclass(frozen=True)
class Credit:
    """One row of the Credits sheet."""

    staff_id: str
    activity: Activity
    completed_on: date
    certificate: str = ""
    unit: str = ""
    status: str = "Completed"
    evidence: str = ""

    def changed(self, **changes: object) -> Credit:
        """Return the credit with some of its own fields, or of its activity's, changed."""
        own = {name: value for name, value in changes.items() if name in self.__dataclass_fields__}
        inner = {name: value for name, value in changes.items() if name not in own}
        return replace(self, activity=replace(self.activity, **inner), **own)  # type: ignore[arg-type]

    @property
    def amount(self) -> float | int:
        """The number that stands in the Points column, in the credit's unit."""
        points = self.activity.points
        if self.unit == "Minutes":
            return points * 60 // 100
        if self.unit == "CEU":
            return points / 1000
        if self.unit == "Semester hours":
            return points // 1500
        return points // 100 if points % 100 == 0 else points / 100


UNITS: Final[dict[str, str]] = {
    "LabCE": "Contact hours",
    "CLSI": "CEU",
    "University extension": "CEU",
    "Employer in-service": "Minutes",
    "ASCP": "Points",
    "ASCLS": "Contact hours",
}
"""How the providers that do not simply award points state them."""

PREFIXES: Final[dict[str, str]] = {
    "LabCE": "LCE",
    "ASCP": "ASCP",
    "ASCLS": "PACE",
    "AABB": "AABB",
    "CAP": "CAP",
    "NSH": "NSH",
    "ASM": "ASM",
}
"""Certificate number prefixes; others write plain numbers, in-services none."""


def read_library() -> list[Activity]:
    """Return every activity of ``activities.csv``."""
    with (HERE / "activities.csv").open(encoding="utf-8", newline="") as file:
        return [
            Activity(
                area=row["area"],
                area_text=row["area_text"],
                title=row["title"],
                provider=row["provider"],
                points=round(float(row["points"]) * 100),
                activity_type=row["activity_type"],
            )
            for row in csv.DictReader(file)
        ]


@dataclass
class Registrar:
    """Turns an activity into a record as its provider writes it; certificate numbers run on, so that none repeats."""

    random: Random
    number: int = 40_118
    issued: set[str] = field(default_factory=set)

    def record(self, staff_id: str, activity: Activity, day: date) -> Credit:
        """Return one credit with unit, certificate number and evidence."""
        self.number += self.random.randrange(1, 9)
        in_service = activity.provider == "Employer in-service"
        prefix = PREFIXES.get(activity.provider)
        certificate = f"{prefix}-{self.number}" if prefix else str(700_000 + self.number)
        return Credit(
            staff_id=staff_id,
            activity=activity,
            completed_on=day,
            certificate="" if in_service else certificate,
            unit=UNITS.get(activity.provider, ""),
            status="Completed" if self.random.random() < 0.92 else "",
            evidence="Sign-in sheet"
            if in_service
            else self.random.choice(("Certificate", "Certificate", "Transcript", "")),
        )
