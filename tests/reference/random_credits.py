"""Random activities of the people: good ones, doubles, rows with faults, rows that name nobody by number."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.reference.oracle_rules import find_credential
from tests.reference.random_people import PeopleMaker
from tests.reference.words import AREAS, add_months

TITLES = (
    "Antibody identification workshop", "Coagulation cascade reviewed", "Blood culture contamination rates",
    "Crystals in body fluids", "Pipette calibration essentials", "Whole slide imaging for beginners",
    "Troponin interference cases", "Sickle cell screening of newborns", "Fungal smears under fluorescence",
    "Informed consent and the specimen", "Spill response drill", "Leadership on the night shift",
    "Molecular assays for respiratory viruses", "Flow gating strategies", "Massive transfusion protocol audit",
    "Westgard rules in practice", "Frozen section staging", "Teaching students at the bench",
    "Platelet refractoriness", "Karyotype nomenclature update",
)  # fmt: skip
UNKNOWN_AREAS = ("Zebra handling", "Velodrome topics", "Column Q stuff")
SPECIALTIES = ("blood_banking", "chemistry", "hematology", "microbiology")


class CreditMaker(PeopleMaker):
    """The activities of the people."""

    def make_credits(self) -> None:
        r = self.random
        for person in self.people:
            mode = r.choice(
                ["none", "few", "half", "full", "full", "full", "no ethics", "many areas", "exact", "exact"]
            )
            if mode == "none":
                continue
            if mode == "exact":
                self.make_exact(person["Employee ID"])
                continue
            areas = list(r.choices(AREAS, k=r.randrange(1, 6)))
            if mode in {"full", "no ethics", "many areas"}:
                areas += ["safety", *([] if mode == "no ethics" else ["ethics"])]
                areas += [a for a in SPECIALTIES for _ in range(r.choice([1, 2]))]
                wanted = [
                    area
                    for code, area in (
                        ("HTL", "histology"), ("MB", "molecular_biology"), ("QIHC", "immunohistochemistry"),
                        ("DLM", "laboratory_management"), ("PA", "anatomic_pathology"), ("PA", "advanced_cancer"),
                        ("QLS", "safety"), ("SBB", "blood_banking"), ("SH", "hematology"), ("BB", "blood_banking"),
                        ("C", "chemistry"),
                    )
                    if any(h["Credential"] == code for h in self.holdings[str(person["Employee ID"])])
                ]  # fmt: skip
                areas += [a for a in wanted for _ in range(r.randrange(1, 6))]
                areas += r.choices(AREAS, k=r.randrange(2, 14))
            elif mode == "half":
                areas += r.choices(AREAS, k=r.randrange(3, 9))
            for area in areas:
                self.credits.append(self.make_credit(person["Employee ID"], area, split=mode == "many areas"))
        self.random.shuffle(self.credits)
        self.make_doubles()

    def make_exact(self, staff_id: Any) -> None:
        """Just what the first credential asks for, or a hundredth less or more; and days at the edges of the window."""
        r = self.random
        for holding in self.holdings[str(staff_id)][:1]:
            credential = find_credential(holding["Program"] or "", holding["Credential"])
            end = holding.get("Cycle End")
            version = credential.version_for(end) if credential and end else None
            if version is None or version.total is None:
                continue
            start = holding.get("Cycle Start") or add_months(end, -version.months) + timedelta(days=1)
            looks_back = add_months(self.as_of, -36) + timedelta(days=1)
            amounts = [(sorted(areas)[0], amount) for amount, areas in version.minimums]
            amounts.append(("education", version.total - sum(amount for _, amount in amounts)))
            for area, amount in amounts:
                if amount + 2 > 0:
                    credit = self.make_credit(staff_id, area)
                    points = max(amount + r.choice([0, 0, 0, 0, 0, 0, -1, 1]), 1) / 100
                    credit |= {"Area": area, "Points": points, "Unit": None, "Activity Type": None}
                    day = r.choice(
                        [start, start, self.day(start, self.as_of), self.as_of, start - timedelta(days=1), looks_back]
                    )
                    credit["Completed On"] = min(day, self.as_of)
                    self.credits.append(credit)
            if self.chance(0.3):
                self.credits.append(self.make_credit(staff_id, r.choice(AREAS)))

    def area_text(self, area: str, split: bool) -> str | None:
        r = self.random
        if self.chance(0.05):
            return r.choice([None, *UNKNOWN_AREAS])
        named = [area, *(r.sample(AREAS, r.randrange(1, 3)) if split or self.chance(0.08) else [])]
        label = {"ethics": "Medical Ethics", "safety": "Patient safety"}
        written = []
        for word in dict.fromkeys(named):
            words = word.replace("_", " ")
            written.append(r.choice([word, word, words.capitalize(), words.title(), label.get(word, word)]))
        return r.choice(["; ", ";", ", ", " / ", "|"]).join(written)

    def make_credit(self, staff_id: Any, area: str, *, split: bool = False) -> dict[str, Any]:
        r = self.random
        title = f"{r.choice(TITLES)} {r.randrange(100, 999)}"
        credit: dict[str, Any] = {
            "Employee ID": staff_id,
            "Activity Title": title,
            "Provider": r.choice(["Alpha CE", "Beta Learning", None, "In house"]),
            "Completed On": self.day(self.as_of - timedelta(days=r.choice([300, 1000, 1100, 1500])), self.as_of),
            "Area": self.area_text(area, split),
            "Activity Type": r.choice(["Course", "Webinar", None, None, "Conference"]),
            "Status": r.choice(["Completed", None, None, "Passed"]),
        }
        kind = r.random()
        if kind < 0.75:
            credit["Points"] = r.choice([1, 1, 1, 2, 2, 3, 0.5, 1.5, 2.25, 0.75, 4, "2", "1.5"])
            credit["Unit"] = r.choice([None, None, None, "Points", "Contact hours"])
        elif kind < 0.85:
            credit |= {"Points": r.choice([50, 60, 90, 100, 25, 61]), "Unit": r.choice(["Minutes", "minutes"])}
        elif kind < 0.93:
            credit |= {"Points": r.choice([0.1, 0.15, 0.2, 1, 0.35]), "Unit": "CEU"}
        else:
            unit = r.choice(["Semester hours", "Quarter hours"])
            credit |= {"Points": r.choice([1, 2, 3, 0.5]), "Unit": unit, "Activity Type": "College course"}
        if self.chance(0.03):
            credit["Points"], credit["Unit"] = 100, None
        if self.chance(0.05):
            credit["Activity Type"] = r.choice(["Staff meeting", "Orientation"])
        if self.chance(0.2):
            credit["Certificate Number"] = f"CN-{r.randrange(10_000, 99_999)}"
        if self.chance(0.15):
            credit["Completed On"] = credit["Completed On"].isoformat()
        return credit

    def make_doubles(self) -> None:
        """Exact duplicates, possible duplicates, and rows that only look like one."""
        r = self.random
        for original in r.sample(self.credits, min(len(self.credits), 14)):
            double = dict(original)
            when = date.fromisoformat(str(original["Completed On"]))
            kind = r.randrange(7)
            if kind == 0:
                double["Activity Title"] = original["Activity Title"].upper().replace(" ", "  ") + "!"
            elif kind == 1 and original.get("Unit") in {None, "Points", "Contact hours"}:
                double["Points"], double["Unit"] = float(original["Points"]) * 60, "Minutes"
            elif kind == 2:
                double["Completed On"] = when - timedelta(days=r.randrange(1, 6))
            elif kind == 3:
                double["Points"] = float(original["Points"]) / 2
            elif kind == 4:
                words = original["Activity Title"].split()
                double["Activity Title"] = " ".join([words[-1], *words[:-1]])
                double["Completed On"] = when - timedelta(days=r.randrange(0, 3))
            elif kind == 5:
                double["Activity Title"] = original["Activity Title"][:-1] + str(r.randrange(10))
                double["Completed On"] = when - timedelta(days=r.randrange(0, 3))
            else:
                double["Activity Title"] = f"Quite another matter {r.randrange(1000)}"
                double["Completed On"] = when - timedelta(days=r.randrange(0, 5))
                original["Certificate Number"] = double["Certificate Number"] = f"CN-{r.randrange(10_000, 99_999)}"
            self.credits.insert(r.randrange(len(self.credits) + 1), double)

    def messy(self) -> dict[str, Any]:
        """A credit row with one or two things wrong."""
        r = self.random
        person = r.choice(self.people)
        row = self.make_credit(person["Employee ID"], r.choice(AREAS))
        for _ in range(r.choice([1, 1, 1, 2])):
            fault = r.randrange(9)
            if fault == 0:
                row["Employee ID"] = None
                row |= {"Last Name": None, "First Name": None, "Email": None}
            elif fault == 1:
                row["Completed On"] = None
            elif fault == 2:
                row["Completed On"] = r.choice(["2026-02-30", "2025-13-01", "soon"])
            elif fault == 3:
                row["Completed On"] = self.as_of + timedelta(days=r.choice([1, 30, 365]))
            elif fault == 4:
                row["Points"] = r.choice([None, "n/a", "three", "", "TBD"])
            elif fault == 5:
                row["Points"] = r.choice([0, -1, -0.5, "0"])
            elif fault == 6:
                row["Points"], row["Unit"] = r.choice(
                    [(100.5, None), (11, "CEU"), (8, "Semester hours"), (6060, "Minutes")]
                )
            elif fault == 7:
                row["Status"] = r.choice(
                    ["No Show", "Fail", "Registered", "Withdrawn", "In Progress", "Cancelled", "Rejected"]
                )
            else:
                row[r.choice(["Points", "Completed On"])] = r.choice(["#N/A", "#REF!"])
        return row

    def named_row(self) -> dict[str, Any]:
        """A credit row that names its person otherwise than by ID."""
        r = self.random
        person = r.choice(self.people)
        row = self.make_credit(None, r.choice(AREAS))
        kind = r.randrange(5)
        first, last = person["First Name"], person["Last Name"]
        if kind == 0 and person["Email"]:
            row["Email"] = person["Email"].upper()
        elif kind == 1:
            row["Email"] = "nobody@elsewhere.example"
        elif kind == 2:
            row["Employee Name"] = "Nobody Known"
        else:
            whole = f"{first} {last}"
            plain = whole.replace("ñ", "n").replace("ú", "u").replace("ö", "o").replace("é", "e").replace("ä", "a")
            row["Employee Name"] = r.choice([f"{last}, {first}", whole, f"{last.upper()},  {first.lower()}", plain])
        return row
