"""Random people and the credentials that they hold, as a person would type them."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from tests.reference.words import add_months

LAST_NAMES = [
    "Adeyemi", "Brandt", "Castillo", "Dubois", "Eklund", "Fontaine", "Gallagher", "Hoang", "Iyer", "Jansen",
    "Kowalski", "Lindqvist", "Moreau", "Núñez", "Okafor", "Petrov", "Quintero", "Rossi", "Schäfer", "Tanaka",
    "Ueda", "Vargas", "Whitaker", "Xu", "Yilmaz",
]  # fmt: skip
FIRST_NAMES = [
    "Aisha", "Björn", "Carmen", "Dmitri", "Elena", "Farid", "Grace", "Hiro", "Ines", "José", "Katrin", "Liam",
    "Maya", "Noor", "Olga", "Pavel", "Rosa", "Sven", "Tara", "Umar",
]  # fmt: skip
CREDENTIALS_KNOWN = (
    ("ASCP", "MLS"), ("ASCP", "MLS"), ("ASCP", "MLS"), ("ASCP", "MT"), ("ASCP", "MLT"), ("ASCP", "MLT"),
    ("ASCP", "SBB"), ("ASCP", "SH"), ("ASCP", "DLM"), ("ASCP", "HTL"), ("ASCP", "BB"), ("ASCP", "C"), ("ASCP", "MB"),
    ("ASCP", "PBT"), ("ASCP", "PBT"), ("ASCP", "PA"), ("ASCP", "QIHC"), ("ASCP", "QLS"), ("ASCP", "AT"),
    ("ASCP", "DPT"), ("ASCPi", "MLS"), ("STATE-CA", "CLS"), ("STATE-LA", "CLS-G"), ("AMT", "MT"), ("CCCPA", "PA"),
)  # fmt: skip


class PeopleMaker:
    """The people of one random laboratory; the others that make something of it draw from the same chance."""

    def __init__(self, seed: int, people: int | None = None) -> None:
        self.random = random.Random(seed)
        r = self.random
        self.count = people or r.randrange(5, 26)
        self.as_of = date(2026, 11, 22) - timedelta(days=r.randrange(0, 500))
        self.first_day = self.as_of - timedelta(days=r.randrange(5, 200))
        self.numeric_ids = r.random() < 0.25
        self.named_rows = r.random() < 0.6
        self.people: list[dict[str, Any]] = []
        self.holdings: dict[str, list[dict[str, Any]]] = {}
        self.credits: list[dict[str, Any]] = []

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def day(self, first: date, last: date) -> date:
        return first + timedelta(days=self.random.randrange(max((last - first).days, 0) + 1))

    def make_people(self) -> None:
        r = self.random
        names = [(last, first) for last in LAST_NAMES for first in FIRST_NAMES]
        for number, (last, first) in enumerate(r.sample(names, self.count)):
            staff_id = 1001 + number if self.numeric_ids else f"E{number + 1:03d}"
            person: dict[str, Any] = {
                "Employee ID": staff_id,
                "Last Name": last,
                "First Name": first,
                "Email": f"person{number}@lab.example" if self.chance(0.8) else None,
                "Site": r.choice(["North", "South", "Harbor"]),
                "Department": r.choice(["Core lab", "Transfusion", "Histology", None]),
                "Job Title": r.choice(["Technologist", "Lead", None]),
                "Active": r.choice(["Yes", "yes", None, None, "Y"]),
                "On Leave": "yes" if self.chance(0.05) else None,
            }
            if self.chance(0.3):
                person["Hired On"] = self.day(date(2005, 1, 1), self.as_of - timedelta(days=1))
            kind = r.random()
            if kind < 0.05:
                person["Active"] = "No"
            elif kind < 0.1:
                person["Left On"] = self.day(self.as_of - timedelta(days=300), self.as_of - timedelta(days=1))
                person["Active"] = "No"
            elif kind < 0.13:
                person["Left On"] = self.day(self.as_of + timedelta(days=1), self.as_of + timedelta(days=90))
            self.people.append(person)
            self.make_holdings(str(staff_id))
        if self.chance(0.5):  # two people of one name
            twin = dict(self.people[0], Email=None)
            twin["Employee ID"] = 9001 if self.numeric_ids else "E901"
            twin["Active"], twin["Left On"] = None, None
            self.people.append(twin)
            self.make_holdings(str(twin["Employee ID"]))

    def make_holdings(self, staff_id: str) -> None:
        r = self.random
        count = r.choice([0, 1, 1, 1, 1, 2, 2, 3])
        known = list(dict.fromkeys(r.sample(CREDENTIALS_KNOWN, count)))
        self.holdings[staff_id] = [self.make_holding(program, code) for program, code in known]

    def make_holding(self, program: str, code: str) -> dict[str, Any]:
        r = self.random
        months = 24 if program == "STATE-CA" else 12 if program == "STATE-LA" else 36
        holding: dict[str, Any] = {"Program": program, "Credential": code}
        if (program, code) in {("ASCP", "MLS"), ("ASCP", "SBB"), ("ASCP", "PBT")} and self.chance(0.15):
            holding |= {"Program": None, "Credential": f"{code}(ASCP)CM"}
        if self.chance(0.1):
            if self.chance(0.5):
                holding["Certified On"] = self.day(date(1995, 1, 1), date(2015, 1, 1))
            if self.chance(0.3):
                holding["Participation"] = "Voluntary"
            return holding
        offset = r.choice(
            [r.randrange(0, 30), r.randrange(30, 95), r.randrange(95, 190), r.randrange(190, 30 * months)]
        )
        end = self.as_of + timedelta(days=offset)
        if self.chance(0.15):
            end = self.as_of - timedelta(days=r.choice([r.randrange(1, 60), r.randrange(60, 1300)]))
        if self.chance(0.4):
            end = date(end.year + end.month // 12, end.month % 12 + 1, 1) - timedelta(days=1)
        edge = self.chance(0.3)
        if edge:  # the day of a change, the day before and the day after
            end = self.as_of + timedelta(days=r.choice([0, 30, 90, 120, 210]) + r.choice([-1, 0, 1]))
        holding["Cycle End"] = end
        if edge and self.chance(0.3):
            holding["Cycle Start"] = add_months(self.as_of, -12) + timedelta(days=r.choice([-1, 0, 1]))
        elif self.chance(0.4):
            holding["Cycle Start"] = add_months(end, -months) + timedelta(days=1)
        elif self.chance(0.15):
            holding["Cycle Start"] = self.day(add_months(end, -months), min(end, self.as_of) - timedelta(days=5))
        if self.chance(0.4):
            holding["Certified On"] = self.day(date(2003, 1, 1), date(2023, 1, 1))
        if self.chance(0.15):
            holding["Participation"] = r.choice(["Mandatory", "mandatory", "Voluntary"])
        if self.chance(0.25):
            holding["Required"] = r.choice(["Yes", "Yes", "No", "yes"])
        if self.chance(0.25):
            holding["Verified On"] = self.day(end - timedelta(days=200), min(end + timedelta(days=200), self.as_of))
        if self.chance(0.25):
            holding["Declaration Filed On"] = self.day(end - timedelta(days=130), min(end, self.as_of))
        if self.chance(0.12):
            holding["Declaration Accepted On"] = self.day(
                end - timedelta(days=130), min(end + timedelta(days=20), self.as_of)
            )
        if edge and self.chance(0.5):
            opening = end - timedelta(days=90)
            holding[r.choice(["Declaration Filed On", "Declaration Accepted On"])] = r.choice(
                [opening - timedelta(days=1), opening, self.as_of]
            )
            holding["Verified On"] = end + timedelta(days=r.choice([0, 1]))
        elif edge and self.chance(0.2):  # accepted, one cycle length ago
            end = add_months(self.as_of, -months) + timedelta(days=r.choice([-1, 0, 1]))
            holding |= {"Cycle End": end, "Declaration Accepted On": end - timedelta(days=40)}
            holding.pop("Cycle Start", None)
        for name in ("Verified On", "Declaration Filed On", "Declaration Accepted On"):
            if name in holding and holding[name] > self.as_of:
                del holding[name]
        return holding
