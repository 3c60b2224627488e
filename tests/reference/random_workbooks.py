"""Small random laboratories, written the way a laboratory would write them: a template workbook, a flat sheet, a CSV.

Everything follows from the seed. Cells hold what a person would type; what an import makes of them is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.reference.random_credits import CreditMaker
from tests.reference.random_offers import OfferMaker
from tests.reference.words import add_months
from tests.reference.written_files import CATALOGUE, CREDENTIALS, CREDITS, FLAT, MEMBERSHIPS, STAFF, File, Sheet


@dataclass
class Laboratory:
    """What one seed makes."""

    as_of: date
    first_day: date  # when the first workbook is imported
    first: File
    second: File  # imported on `as_of`
    flat: File  # everything in one sheet, imported on `as_of`
    text: File  # the same as CSV


class Maker(CreditMaker, OfferMaker):
    """One random laboratory as files."""

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
