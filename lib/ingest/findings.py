"""What is wrong with rows: masks while reading, and sentences for people in the end."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from lib.domain.imports import Problem
from lib.ingest.book import Column, Mask
from lib.ingest.row_fields import RowFields

_SENTENCES = {
    "missing_person": "Nothing in the row names the person. Accepted: an employee ID, certification number, e-mail or name. "
    "Fill one in, or give --set staff_id=… for the whole file.",
    "unknown_person": "No staff member matches {value}. Add the person with an employee ID, or match the row by hand on the Import page.",
    "ambiguous_person": "More than one staff member matches {value}. Give the employee ID, or match the row by hand.",
    "missing_date": "The completion date is empty. Accepted: a date cell, or text like 2025-02-28. Fill it in.",
    "invalid_date": "{value} is not a date that exists. Accepted: a date cell, or text like 2025-02-28. Correct the cell.",
    "future_date": "{value} lies after today. Only completed activities count; correct the date, or import it when it is over.",
    "missing_points": "The points are empty. Accepted: a number such as 1.5. Fill it in.",
    "invalid_points": "{value} is not a number. Accepted: a number such as 1.5, with a unit behind it at most (1.5 CEU, 90 min).",
    "points_not_positive": "{value} is not more than zero. Accepted: more than 0, at most 100 points.",
    "points_out_of_range": "{value} is more than 100 points after conversion. Check the amount and its unit.",
    "not_completed": "{value} says that the activity was not completed. Import the row when it is.",
    "unknown_credential": "{value} is a credential that no program in the rule book knows. Accepted: {accepted}.",
    "invalid_cycle": "The cycle starts after it ends ({value}). Correct one of the two dates.",
    "cell_error": "The cell holds the error {value}, so its value is not known. Correct the formula, or type the value.",
    "missing_value": "The cell is empty, and a value is needed here. Fill it in.",
    "invalid_value": "{value} is not accepted here. Accepted: {accepted}.",
}


@dataclass
class Finding:
    """One reason for some rows: which rows, the field at fault, and what would be accepted. ``rejects`` says whether it does."""

    mask: Mask
    code: str
    field: str | None
    rejects: bool = True
    accepted: str = ""
    values: dict[int, str] = field(default_factory=dict)
    header: str | None = None
    holding: bool = False


def sentence(code: str, sheet: str, row: int, column: str | None, value: str | None, accepted: str) -> str:
    """Return the sentence for a problem: where, what was found, what is accepted, what to do."""
    shown = f'"{value}"' if value else "an empty cell"
    place = f'Sheet "{sheet}", row {row}' + (f', column "{column}"' if column else "")
    return f"{place}: {_SENTENCES[code].format(value=shown, accepted=accepted)}"


def problems_of(findings: list[Finding], fields: RowFields) -> list[Problem]:
    """Return every problem of a table, by row and then in the order of the findings."""
    found: list[tuple[int, int, Problem]] = []
    numbers = fields.table.row_numbers
    sheet = fields.table.sheet.name
    for order, finding in enumerate(findings):
        rows = np.flatnonzero(finding.mask).tolist()
        if not rows:
            continue
        column: Column | None = fields.column(finding.field) if finding.field else None
        header = finding.header or (fields.header(finding.field) if finding.field else None)
        for row in rows:
            value = finding.values.get(row) if finding.values else (column.text(row) if column is not None else None)
            number = int(numbers[row])
            message = sentence(finding.code, sheet, number, header, value, finding.accepted)
            found.append((number, order, Problem(number, header, value or None, finding.code, message)))
    return [problem for _, _, problem in sorted(found, key=lambda item: item[:2])]
