"""The points of the rows of a table, converted from their unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np

from lib.domain.errors import RefusedFile
from lib.domain.points import UNIT_FACTORS, text
from lib.ingest.amounts import points_table, read_amounts, unit_of_header
from lib.ingest.book import Codes, Mask
from lib.ingest.findings import Finding
from lib.ingest.row_fields import RowFields
from lib.ingest.vocabulary import compact, units

_ABOVE: Final = 12
_CREDITS: Final = re.compile(
    r"\d.*(?:credit|hour|hrs|ceu|point|cme|p\.?a\.?c\.?e)|(?:credit|hour|hrs|ceu|point|cme|p\.?a\.?c\.?e).*\d",
    re.IGNORECASE,
)
_BARE_DECIMAL: Final = re.compile(r"(?<![\d.])\d{1,2}\.\d{1,2}(?![\d.])")
MOST_POINTS: Final = 10_000
"""More hundredths than this for one activity are a mistake (domain definition: more than 100 after conversion)."""


def points_of(fields: RowFields, present: Mask, findings: list[Finding], notes: list[str]) -> Codes:
    """Return the points of every row in hundredths, with findings for those that have none and a note where two
    columns say different ones. A table without them refuses the file."""
    column = fields.column("points")
    table = fields.table
    if column is None:
        raise RefusedFile(
            f'Sheet "{table.sheet.name}": the credits stand nowhere in the rows, and they are not guessed from '
            f"{_named_elsewhere(fields) or 'a file name or a title'}. "
            "Nothing was imported; give one number for every row, or add a column Points.",
            code="missing_points_column",
            options="On the command line, give it with --set points=1.5 (or "
            f'--set "{table.sheet.name}:points=1.5" for this sheet alone).',
        )
    amounts = read_amounts(column, column.used())
    header_unit = "points" if fields.given("points") else unit_of_header(fields.hint("points"))
    unit = fields.column("unit")
    if unit is None:
        values = points_table(amounts, header_unit)[column.codes]
    else:
        values = np.zeros(fields.count, np.int64)
        unknown = np.zeros(len(unit.texts), bool)
        for code in unit.used().tolist():
            word = unit.texts[code]
            named = units().get(compact(word)) if word else header_unit
            if named is None:
                unknown[code] = True
                continue
            rows = unit.codes == code
            values[rows] = points_table(amounts, named)[column.codes[rows]]
        strange = unknown[unit.codes] & present & column.filled
        if strange.any():
            accepted = ", ".join(name.replace("_", " ") for name in UNIT_FACTORS)
            findings.append(Finding(strange, "invalid_value", "unit", accepted=accepted))
        values[strange] = 1
    bad = np.zeros(fields.count, bool)
    missing = ~column.filled & present
    if unit is None and not fields.given("points"):
        notes += _different(fields, values, present & column.filled & (amounts.problem == "")[column.codes])
    if unit is None and missing.any() and not fields.given("points"):
        missing &= ~_from_other_columns(fields, values, missing)
    if missing.any():
        findings.append(Finding(missing, "missing_points", "points"))
    for code_ in ("invalid_points", "cell_error"):
        wrong = (amounts.problem == code_)[column.codes] & present
        if wrong.any():
            findings.append(Finding(wrong, code_, "points"))
            bad |= wrong
    fine = present & ~missing & ~bad
    for code_, mask in (("points_not_positive", values <= 0), ("points_out_of_range", values > MOST_POINTS)):
        if (mask & fine).any():
            findings.append(Finding(mask & fine, code_, "points"))
    return np.asarray(values)


def _named_elsewhere(fields: RowFields) -> str:
    """Return where above the table, or in the file's name, a number of credits seems to stand; '' for nowhere."""
    table, found = fields.table, []
    for position in range(max(0, (table.header or 0) - _ABOVE), table.header or 0):
        found += [
            f'"{text}" (row {table.sheet.row_number(position)})'
            for text in table.sheet.texts(position)
            if len(text) < 80 and _CREDITS.search(text)
        ]
    stem = fields.file.rpartition(".")[0] or fields.file
    if _CREDITS.search(stem) or _BARE_DECIMAL.search(stem):
        found.append(f'the file name "{fields.file}"')
    return " or ".join(found[:3])


def _different(fields: RowFields, values: Codes, said: Mask) -> list[str]:
    """Return a note for each other column of points that says other ones than were taken."""
    table, notes = fields.table, []
    taken = fields.header("points")
    for position, found, filled in _other_columns(fields):
        other = np.flatnonzero(said & filled & (found != values))
        if len(other):
            at = int(other[0])
            notes.append(
                f'"{taken}" and "{table.headers[position]}" say different points in {len(other)} rows (the first: row '
                f"{int(table.row_numbers[at])}, {text(int(values[at]))} and {text(int(found[at]))}). "
                f'"{taken}" was taken; choose the other column if that is the credit.'
            )
    return notes


def _other_columns(fields: RowFields) -> Iterator[tuple[int, Codes, Mask]]:
    """Return the other columns of points: position, hundredths of each row by the unit of its own header, and which
    rows have any."""
    table = fields.table
    main = table.position("points")
    for position in table.assignment.fields.get("points", ()):
        if position != main:
            other = table.sheet.columns[position].taken(table.rows)
            amounts = read_amounts(other, other.used())
            unit = unit_of_header(f"{table.headers[position]} {table.hints.get(position, '')}")
            yield (
                position,
                points_table(amounts, unit)[other.codes],
                other.filled & (amounts.problem == "")[other.codes],
            )


def _from_other_columns(fields: RowFields, values: Codes, missing: Mask) -> Mask:
    """Put points in ``values`` for ``missing`` rows that have them in another column (hours beside CEU); return
    which."""
    filled = np.zeros(len(missing), bool)
    for _, found, has in _other_columns(fields):
        mine = missing & ~filled & has
        values[mine] = found[mine]
        filled |= mine
    return filled
