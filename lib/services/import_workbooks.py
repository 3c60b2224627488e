"""Workbooks that go with importing: the template to fill in, and the rejected rows to correct and import again."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from lib.domain.budget_tables import BUDGET_TABLES, TERM_FORMS
from lib.domain.offer_rules import HEADINGS, REQUIRED, SHEETS
from lib.reports.safe_cells import put_text
from lib.reports.sheets import for_printing

REASON: Final = "Reason"
_PLACES: Final = 12
"""More columns than any layout without a header row has."""
LONGEST_SHEET_NAME: Final = 31
_NOT_IN_SHEET_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\", "_"))

TEMPLATE: Final[dict[str, tuple[str, ...]]] = {
    "Staff": (
        "Employee ID*", "Last Name", "First Name", "Email", "Site", "Department", "Job Title", "Supervisor", "Active",
        "Hired On", "Left On", "On Leave", "Notes",
    ),
    "Credentials": (
        "Employee ID*", "Program", "Credential*", "Certification Number", "Certified On", "Cycle Start", "Cycle End",
        "Participation", "Required", "Verified On", "Declaration Filed On", "Declaration Accepted On",
    ),
    "Credits": (
        "Employee ID*", "Activity Title", "Provider", "Completed On*", "Points*", "Unit", "Area", "Activity Type",
        "Status", "Certificate Number", "Evidence",
    ),
    "Memberships": ("Employee ID*", "Provider*", "Member Until"),
    "Catalogue": (
        "Product ID*", "Provider", "Product*", "Kind*", "Credits", "Areas", "Member Price", "Non-member Price", "Hours",
        "Access Months", "Last Day of Sale", "Repeatable", "Source", "As Of",
    ),
    **{
        name: tuple(HEADINGS[column] + "*" * (column in REQUIRED[table]) for column in BUDGET_TABLES[table][0])
        for table, name in SHEETS.items()
    },
}  # fmt: skip
"""Sheet -> its columns (domain definition, "The template workbook", and what stands beside the catalogue); a star marks
what must be there."""

_INSTRUCTIONS: Final = (
    "Fill in any of the sheets; a sheet you do not need can stay empty or be deleted. Then import this workbook.",
    "Columns marked in bold and named below must be filled in every row; all others may stay empty.",
    "An empty cell never deletes anything: it keeps what is stored.",
    "Dates: as Excel dates, or as text like 2026-06-30.",
    "Employee ID: as text or number; it connects the sheets. A new ID adds the person.",
    "Credentials: a code such as MLS, MLT, SBB, PBT. Program: such as ASCP. Cycle End: the last day of the cycle.",
    "Participation: mandatory or voluntary. Required, Active, On Leave, Repeatable: yes or no.",
    "Points: a number. Unit: points, contact hours, CEU, minutes, semester hours or quarter hours (empty: points).",
    "Area: such as safety, ethics, chemistry, hematology; several are separated by a semicolon.",
    "Catalogue Kind: course, pack, unlimited, free or membership. A price that is empty is not set, and never bought.",
    (
        "Prices: what a product costs in another way. Form: "
        + ", ".join(code.replace("_", " ") for code in TERM_FORMS)
        + ". A site licence and a session are paid once, for the Sites (joined by ;) or for everybody; a quantity "
        "price holds for each seat, From seats on; a bundle Includes the product IDs joined by ;."
    ),
    (
        "Product Notes: what a product is good for, where staff find it, who alone may buy it, the last day on which "
        "it can be used, and whether its price holds the CMP fee (yes or no)."
    ),
)


def template_workbook() -> bytes:
    """Return the template: the sheets with their column headings, and the instructions on a sheet at the end."""
    workbook = Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]  # a new workbook has one sheet
    for name, columns in TEMPLATE.items():
        sheet = workbook.create_sheet(name)
        for number, column in enumerate(columns, start=1):
            cell = sheet.cell(1, number, column.removesuffix("*"))
            cell.font = Font(bold=column.endswith("*"))
            cell.fill = PatternFill("solid", fgColor="E7EEF0")
            letter = get_column_letter(number)
            sheet.column_dimensions[letter].width = max(12, len(column) + 3)
            # Leading zeros of an ID and codes that look like numbers or dates stay as they are typed.
            if column.removesuffix("*") in {
                "Employee ID",
                "Certification Number",
                "Certificate Number",
                "Product ID",
                "Term ID",
            }:
                sheet.column_dimensions[letter].number_format = "@"
        sheet.freeze_panes = "A2"
    _write_instructions(workbook.create_sheet("Instructions"))
    return _bytes(workbook)


def _write_instructions(sheet: Worksheet) -> None:
    needed = [
        f"{name}: {', '.join(column.removesuffix('*') for column in columns if column.endswith('*'))} must be there."
        for name, columns in TEMPLATE.items()
    ]
    sheet.column_dimensions["A"].width = 110
    for number, words in enumerate((*_INSTRUCTIONS, *needed), start=1):
        sheet.cell(number, 1, words).alignment = Alignment(wrap_text=True, vertical="top")


def rejected_workbook(rows: pd.DataFrame) -> bytes:
    """Return rejected rows as a workbook in the layout of the file they came from, with the reasons in a last column.

    ``rows`` has the columns of ``lib.store.batches.REJECTED``. Every cell is text: nothing in it is read as a formula.
    """
    workbook = Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]  # a new workbook has one sheet
    for _, group in rows.groupby("sheet_number", sort=True):
        sheet = workbook.create_sheet(_sheet_name(str(group["sheet"].iloc[0]), workbook.sheetnames))
        _write_rejected(sheet, group)
        # On paper alone: in a cell it would be read as one of the rows when the workbook is imported again.
        for_printing(sheet, header_row=None)
    if not workbook.sheetnames:
        workbook.create_sheet("Rejected rows").cell(1, 1, "No row of this import was rejected.")
    return _bytes(workbook)


def _write_rejected(sheet: Worksheet, group: pd.DataFrame) -> None:
    header: list[str] = json.loads(group["header"].iloc[0])
    cells: list[list[str]] = [json.loads(words) for words in group["cells"]]
    width = max(len(row) for row in (header, *cells))
    if not any(header):  # columns are known by their place then: the reasons stand where no such layout has one
        width = max(width, _PLACES)
    lines = [[*row, *[""] * (width - len(row)), reason] for row, reason in zip(cells, group["reasons"], strict=True)]
    if any(header):
        lines.insert(0, [*header, *[""] * (width - len(header)), REASON])
        sheet.freeze_panes = "A2"
    for number, line in enumerate(lines, start=1):
        for position, words in enumerate(line, start=1):
            cell = sheet.cell(number, position)
            assert isinstance(cell, Cell)  # nothing is merged here
            put_text(cell, words)
    sheet.column_dimensions[get_column_letter(width + 1)].width = 80


def _sheet_name(name: str, taken: list[str]) -> str:
    """Return a name that a workbook accepts and that is not taken: cut, some signs replaced, numbered if need be."""
    wanted = name.translate(_NOT_IN_SHEET_NAMES).strip("' ")[:LONGEST_SHEET_NAME] or "Sheet"
    folded = {other.casefold() for other in taken}
    found, number = wanted, 1
    while found.casefold() in folded:
        number += 1
        ending = f" ({number})"
        found = wanted[: LONGEST_SHEET_NAME - len(ending)] + ending
    return found


def _bytes(workbook: Workbook) -> bytes:
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
