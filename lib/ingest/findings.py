"""What is wrong with rows: masks while reading, and sentences for people in the end."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as made

import numpy as np

from lib.domain.imports import Problem
from lib.ingest.book import Column, Mask
from lib.ingest.row_fields import RowFields

_SENTENCES = {
    "missing_person": "Nothing in the row names the person. Accepted: an employee ID, certification number, "
    "e-mail or name. "
    "Fill one in, or give one person for the whole file (on the command line --set staff_id=…).",
    "unknown_person": "No staff member matches {value}. Add the person with an employee ID, or match the row by "
    "hand on the Import page.",
    "ambiguous_person": "More than one staff member matches {value}. Give the employee ID, or match the row by hand.",
    "missing_date": "The completion date is empty. Accepted: a date cell, or text like 2025-02-28. Fill it in.",
    "invalid_date": "{value} is not a date that exists. Accepted: a date cell, or text like 2025-02-28. Correct "
    "the cell.",
    "future_date": "{value} lies after today. Only completed activities count; correct the date, or import it "
    "when it is over.",
    "missing_points": "The points are empty. Accepted: a number such as 1.5. Fill it in.",
    "invalid_points": "{value} is not a number. Accepted: a number such as 1.5, with a unit behind it at most "
    "(1.5 CEU, 90 min).",
    "points_not_positive": "{value} is not more than zero. Accepted: more than 0, at most 100 points.",
    "points_out_of_range": "{value} is more than 100 points after conversion. Check the amount and its unit.",
    "not_completed": "{value} says that the activity was not completed. Import the row when it is.",
    "unknown_credential": "{value} is a credential that no program in the rule book knows. Accepted: {accepted}.",
    "invalid_cycle": "The cycle starts after it ends ({value}). Correct one of the two dates.",
    "cell_error": "The cell holds the error {value}, so its value is not known. Correct the formula, or type "
    "the value.",
    "missing_value": "The cell is empty, and a value is needed here. Fill it in.",
    "invalid_value": "{value} is not accepted here. Accepted: {accepted}.",
}


@dataclass
class Finding:
    """One reason for some rows: which rows, the field at fault, and what would be accepted.

    ``values`` and ``header`` stand in for the cells and header of the field where they are others; ``holding`` says
    that it is about the holding alone, which beside an activity does not reject the row. ``said``: the sentence of a
    row where it is not the code's own.
    """

    mask: Mask
    code: str
    field: str | None
    accepted: str = ""
    values: dict[int, str] = made(default_factory=dict)
    header: str | None = None
    holding: bool = False
    said: dict[int, str] = made(default_factory=dict)


def sentence(code: str, value: str | None, accepted: str) -> str:
    """Return what was found, what is accepted and what to do, without the place."""
    return _SENTENCES[code].format(value=f'"{value}"' if value else "an empty cell", accepted=accepted)


def problems_of(findings: list[Finding], fields: RowFields) -> list[Problem]:
    """Return every problem of a table, by row and then in the order of the findings."""
    masks = [np.flatnonzero(finding.mask) for finding in findings]
    if not any(len(rows) for rows in masks):
        return []
    found: list[Problem] = []
    for finding, rows in zip(findings, masks, strict=True):
        found += _problems(finding, rows.tolist(), fields)
    order = np.lexsort((np.repeat(np.arange(len(masks)), [len(rows) for rows in masks]), np.concatenate(masks)))
    return [found[at] for at in order.tolist()]


def _problems(finding: Finding, rows: list[int], fields: RowFields) -> list[Problem]:
    """Return the problems of one finding, in the order of its rows; each distinct value's words are made once."""
    column: Column | None = fields.column(finding.field) if finding.field else None
    plain = finding.header or (fields.header(finding.field) if finding.field else None)
    cell_headers = (fields.table.cell_headers or {}).get(finding.field or "")
    numbers = fields.table.row_numbers[rows].tolist()
    if finding.values or column is None:
        values: list[str | None] = [finding.values.get(row) for row in rows]
    else:
        values = [column.texts[code] or None for code in column.codes[rows].tolist()]
    place = f'Sheet "{fields.table.sheet.name}", row '
    words: dict[str | None, str] = {}
    found = []
    for row, number, value in zip(rows, numbers, values, strict=True):
        header = cell_headers[row] if cell_headers else plain
        said = finding.said.get(row) or words.get(value)
        if said is None:
            said = words[value] = sentence(finding.code, value, finding.accepted)
        message = f'{place}{number}, column "{header}": {said}' if header else f"{place}{number}: {said}"
        found.append(Problem(number, header, value or None, finding.code, message))
    return found
