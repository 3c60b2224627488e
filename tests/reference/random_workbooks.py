"""Small random laboratories, written the way a laboratory would write them: a template workbook, a flat sheet, a CSV.

Everything follows from the seed. Cells hold what a person would type; what an import makes of them is not known here.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from tests.reference.oracle_rules import find_credential, shipped_products
from tests.reference.words import AREAS, add_months

STAFF = [
    "Employee ID", "Last Name", "First Name", "Email", "Site", "Department", "Job Title", "Active", "Hired On",
    "Left On", "On Leave",
]  # fmt: skip
CREDENTIALS = [
    "Employee ID", "Program", "Credential", "Certification Number", "Certified On", "Cycle Start", "Cycle End",
    "Participation", "Required", "Verified On", "Declaration Filed On", "Declaration Accepted On",
]  # fmt: skip
CREDITS = [
    "Employee ID", "Activity Title", "Provider", "Completed On", "Points", "Unit", "Area", "Activity Type", "Status",
    "Certificate Number",
]  # fmt: skip
MEMBERSHIPS = ["Employee ID", "Provider", "Member Until"]
CATALOGUE = [
    "Product ID", "Provider", "Product", "Kind", "Credits", "Areas", "Member Price", "Non-member Price", "Hours",
    "Access Months", "Last Day of Sale", "Repeatable", "Source", "As Of",
]  # fmt: skip
FLAT = [
    "Employee ID", "Last Name", "First Name", "Email", "Site", "Department", *CREDENTIALS[1:3], *CREDENTIALS[4:],
    *CREDITS[1:],
]  # fmt: skip

LAST_NAMES = [
    "Adeyemi", "Brandt", "Castillo", "Dubois", "Eklund", "Fontaine", "Gallagher", "Hoang", "Iyer", "Jansen",
    "Kowalski", "Lindqvist", "Moreau", "Núñez", "Okafor", "Petrov", "Quintero", "Rossi", "Schäfer", "Tanaka",
    "Ueda", "Vargas", "Whitaker", "Xu", "Yilmaz",
]  # fmt: skip
FIRST_NAMES = [
    "Aisha", "Björn", "Carmen", "Dmitri", "Elena", "Farid", "Grace", "Hiro", "Ines", "José", "Katrin", "Liam",
    "Maya", "Noor", "Olga", "Pavel", "Rosa", "Sven", "Tara", "Umar",
]  # fmt: skip
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
CREDENTIALS_KNOWN = (
    ("ASCP", "MLS"), ("ASCP", "MLS"), ("ASCP", "MLS"), ("ASCP", "MT"), ("ASCP", "MLT"), ("ASCP", "MLT"),
    ("ASCP", "SBB"), ("ASCP", "SH"), ("ASCP", "DLM"), ("ASCP", "HTL"), ("ASCP", "BB"), ("ASCP", "C"), ("ASCP", "MB"),
    ("ASCP", "PBT"), ("ASCP", "PBT"), ("ASCP", "PA"), ("ASCP", "QIHC"), ("ASCP", "QLS"), ("ASCP", "AT"),
    ("ASCP", "DPT"), ("ASCPi", "MLS"), ("STATE-CA", "CLS"), ("STATE-LA", "CLS-G"), ("AMT", "MT"), ("CCCPA", "PA"),
)  # fmt: skip
SPECIALTIES = ("blood_banking", "chemistry", "hematology", "microbiology")


@dataclass
class Sheet:
    name: str
    header: list[str]
    rows: list[list[Any]]
    titles: list[str] = field(default_factory=list)  # lines above the header

    @property
    def header_row(self) -> int:
        return len(self.titles) + 1


@dataclass
class File:
    name: str
    sheets: list[Sheet]

    def write_workbook(self, folder: Path) -> Path:
        """Write the file as .xlsx with real dates."""
        book = Workbook()
        book.remove(book.active)
        for sheet in self.sheets:
            page = book.create_sheet(sheet.name)
            for number, line in enumerate(sheet.titles, start=1):
                page.cell(number, 1, line)
            for number, row in enumerate([sheet.header, *sheet.rows], start=sheet.header_row):
                for column, value in enumerate(row, start=1):
                    if value is not None:
                        cell = page.cell(number, column, value)
                        if isinstance(value, date):
                            cell.number_format = "yyyy-mm-dd"
        path = folder / self.name
        book.save(path)
        return path

    def write_csv(self, folder: Path) -> Path:
        """Write the only sheet as text, dates as ISO."""
        (sheet,) = self.sheets
        path = folder / self.name
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            for line in sheet.titles:
                writer.writerow([line])
            writer.writerow(sheet.header)
            for row in sheet.rows:
                writer.writerow(["" if value is None else value for value in row])
        return path


@dataclass
class Laboratory:
    """What one seed makes."""

    as_of: date
    first_day: date  # when the first workbook is imported
    first: File
    second: File  # imported on `as_of`
    flat: File  # everything in one sheet, imported on `as_of`
    text: File  # the same as CSV


class Maker:
    """One random laboratory."""

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

    # --- people and their credentials

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

    # --- credits

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

    # --- sheets

    def table(self, name: str, header: list[str], rows: list[dict[str, Any]], *, noise: bool = True) -> Sheet:
        cells: list[list[Any]] = [[row.get(column) for column in header] for row in rows]
        r = self.random
        if noise and cells:
            for _ in range(r.choice([0, 0, 1, 2])):
                cells.insert(r.randrange(len(cells)), [None] * len(header))
            if self.chance(0.2):
                cells.insert(r.randrange(1, len(cells) + 1), list(header))
            if name == "Credits" and self.chance(0.2):
                cells.append(["Total", *[123.5 if column == "Points" else None for column in header[1:]]])
        titles = ["Riverside laboratory", "Printed for the file"][: r.choice([0, 0, 0, 1, 2])] if noise else []
        return Sheet(name, header, cells, titles)

    def credential_rows(self, staff_ids: list[Any]) -> list[dict[str, Any]]:
        rows = []
        for staff_id in staff_ids:
            for holding in self.holdings[str(staff_id)]:
                rows.append({"Employee ID": staff_id, **holding})
                if "Cycle End" in holding and self.chance(0.1):  # the cycle before
                    end = add_months(holding["Cycle End"], -36)
                    older = {"Cycle End": end, "Declaration Filed On": end - timedelta(days=50)}
                    kept = {
                        k: v
                        for k, v in holding.items()
                        if k in {"Program", "Credential", "Participation", "Required", "Certified On"}
                    }
                    rows.insert(self.random.randrange(len(rows) + 1), {"Employee ID": staff_id, **kept, **older})
        return rows

    def bad_credential_rows(self) -> list[dict[str, Any]]:
        r = self.random
        staff_id = r.choice(self.people)["Employee ID"]
        end = date(2027, 5, 31)
        choices: list[dict[str, Any]] = [
            {"Employee ID": staff_id, "Program": "ASCP", "Credential": "XYZ", "Cycle End": end},
            {"Employee ID": staff_id, "Program": "INSTITUTION", "Credential": "MLS", "Cycle End": end},
            {"Employee ID": staff_id, "Program": "ASCP", "Credential": "SC", "Cycle Start": date(2027, 6, 1)}
            | {"Cycle End": end},
            {"Program": "ASCP", "Credential": "MLS", "Cycle End": end},
        ]
        return r.sample(choices, r.randrange(0, 3))

    def catalogue(self) -> list[dict[str, Any]]:
        r = self.random
        closed = [
            {"Product ID": p["product_id"], "Provider": p["provider"], "Product": p["product"], "Kind": p["kind"],
             "Last Day of Sale": date(2020, 1, 1)}
            for p in shipped_products()
            if p.get("non_member_price") is not None or p.get("member_price") is not None
        ]  # fmt: skip
        rows: list[dict[str, Any]] = []
        repeatable_left = 1
        kinds = r.choices(["course", "course", "pack", "unlimited", "free", "membership"], k=r.randrange(1, 5))
        if self.chance(0.8):
            kinds += ["pack", "unlimited"]
        for number, kind in enumerate(kinds):
            provider = r.choice(["Alpha CE", "Alpha CE", "Beta Learning"])
            if kind == "membership" and any(p["Kind"] == "membership" for p in rows):
                kind = "course"
            price = r.choice([20, 35, 49.99, 80, 120, 20, 60])
            row: dict[str, Any] = {
                "Product ID": f"P{number:02d}",
                "Provider": provider,
                "Product": f"Offer of autumn no {number} by {provider}",
                "Kind": kind,
                "Credits": r.choice([1, 2, 4, 8, 12, 2.5, 36]),
                "Areas": r.choice(
                    [
                        "*",
                        "*",
                        "; ".join(r.sample(AREAS, 3)),
                        "ethics",
                        "safety, ethics",
                        "chemistry|hematology|microbiology|blood_banking",
                    ]
                ),
                "Non-member Price": price,
                "Hours": r.choice([1, 2, 8, 12.5]),
                "Source": "price list",
                "As Of": self.as_of - timedelta(days=30),
            }
            if self.chance(0.6):
                row["Member Price"] = r.choice([0, 10, 15.5, price])
            if self.chance(0.1):
                row["Non-member Price"] = None
            if self.chance(0.1):
                row["Last Day of Sale"] = self.as_of + timedelta(days=r.choice([-30, -1, 0, 20]))
            if kind in {"unlimited", "pack"} and self.chance(0.5):
                row["Areas"] = "*"
            if kind == "unlimited":
                row["Credits"] = None if self.chance(0.8) else 20
            elif kind == "free":
                row |= {"Credits": r.choice([1, 2]), "Non-member Price": 0, "Member Price": None}
            elif kind == "membership":
                row = {
                    k: v
                    for k, v in row.items()
                    if k in {"Product ID", "Provider", "Product", "Kind", "Source", "As Of"}
                }
                row["Non-member Price"] = r.choice([30, 99, 15])
            elif self.chance(0.1):
                row["Credits"] = None
            elif repeatable_left and self.chance(0.4):
                repeatable_left -= 1
                row |= {"Repeatable": "yes", "Credits": r.choice([6, 8, 12])}
            rows.append(row)
        return rows + closed

    def memberships(self) -> list[dict[str, Any]]:
        return [
            {
                "Employee ID": person["Employee ID"],
                "Provider": self.random.choice(["Alpha CE", "Alpha CE", "Beta Learning"]),
                "Member Until": self.as_of + timedelta(days=self.random.choice([-20, -1, 0, 40, 300])),
            }
            for person in self.people
            if self.chance(0.2)
        ]

    def make(self) -> Laboratory:
        r = self.random
        self.make_people()
        self.make_credits()
        ids = [p["Employee ID"] for p in self.people]
        newcomer = 7777 if self.numeric_ids else "NEW-1"
        messy = [self.messy() for _ in range(r.randrange(0, 12))]
        named = [self.named_row() for _ in range(r.randrange(1, 7))] if self.named_rows else []
        stray = [self.make_credit(newcomer, "chemistry")] if self.chance(0.4) else []
        extra = ["Employee Name", "Email"] if self.named_rows else []
        early, late = [], []
        for credit in self.credits:
            day = date.fromisoformat(str(credit["Completed On"]))
            (early if day <= self.first_day and self.chance(0.8) else late).append(credit)
        late += r.sample(early, min(len(early), 5))  # listed again: exact duplicates of stored rows
        first_credits, second_credits = early + messy[::2] + stray, late + messy[1::2] + named
        r.shuffle(first_credits)
        r.shuffle(second_credits)

        changed = [{"Employee ID": i, "Site": "Annex"} for i in r.sample(ids, min(2, len(ids)))]
        renewed = []
        for staff_id in r.sample(ids, min(4, len(ids))):
            for holding in self.holdings[str(staff_id)]:
                row = {"Employee ID": staff_id, **{k: holding[k] for k in ("Program", "Credential")}}
                if "Cycle End" in holding and holding["Cycle End"] < self.as_of and self.chance(0.7):
                    row["Cycle End"] = add_months(holding["Cycle End"], 36)
                elif "Cycle End" in holding:
                    row["Cycle End"] = holding["Cycle End"]
                    row["Verified On"] = self.as_of - timedelta(days=1)
                renewed.append(row)
        staff_rows = [*self.people]
        if self.chance(0.2):
            staff_rows.append({"Site": "North", "Job Title": "Nobody in particular"})
        catalogue = self.catalogue()
        members = self.memberships()
        first = File(
            "first.xlsx",
            [
                self.table("Staff", STAFF, staff_rows),
                self.table("Credentials", CREDENTIALS, self.credential_rows(ids) + self.bad_credential_rows()),
                self.table("Credits", CREDITS, first_credits),
            ],
        )
        sheets = [self.table("Staff", STAFF, changed, noise=False)]
        if renewed:
            sheets.append(self.table("Credentials", CREDENTIALS, renewed, noise=False))
        if second_credits:
            sheets.append(self.table("Credits", [*CREDITS, *extra], second_credits))
        if members:
            sheets.append(self.table("Memberships", MEMBERSHIPS, members, noise=False))
        sheets.append(self.table("Catalogue", CATALOGUE, catalogue, noise=False))
        second = File("second.xlsx", sheets)
        flat = File("flat.xlsx", [self.table("Export", FLAT, self.flat_rows(messy), noise=False)])
        text_rows = [[None if str(c).startswith("#") else c for c in row] for row in flat.sheets[0].rows]
        text = File("flat.csv", [Sheet("flat", FLAT, text_rows)])
        return Laboratory(self.as_of, self.first_day, first, second, flat, text)

    def flat_rows(self, messy: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """One row for each person, credential and activity; a person without activities has a row all the same."""
        people = {str(p["Employee ID"]): p for p in self.people}
        rows: list[dict[str, Any]] = []
        for staff_id, person in people.items():
            mine = [c for c in [*self.credits, *messy] if str(c["Employee ID"]) == staff_id]
            holdings = self.holdings[staff_id] or [{}]
            every = self.chance(0.5)
            about = {k: person.get(k) for k in FLAT[:6]}
            for number, credit in enumerate(mine or [{}]):
                shown = holdings if every or not number else holdings[:1]
                rows += [{**credit, **holding, **about} for holding in shown]
            if mine and self.chance(0.1):
                wrong = {"Program": "ASCP", "Credential": "XYZ", "Cycle End": date(2027, 5, 31)}
                rows.append({**self.make_credit(person["Employee ID"], "ethics"), **wrong, **about})
        rows += [c for c in messy if c["Employee ID"] is None]
        self.random.shuffle(rows)
        return rows


def laboratory(seed: int, people: int | None = None) -> Laboratory:
    """The laboratory of a seed, of 5 to 25 people unless told."""
    return Maker(seed, people).make()
