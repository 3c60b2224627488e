"""Files as a laboratory writes them: the columns of the template, and sheets written as a workbook or as text."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

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
