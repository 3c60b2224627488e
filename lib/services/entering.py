"""What a person types, read as an import reads it: the same reader, the same reasons, the same sentences."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from lib.domain.errors import RefusedCommand
from lib.domain.imports import ImportOptions, ImportOutcome
from lib.ingest.pipeline import prepare
from lib.services.container import LabReady
from lib.services.uploads import known_to
from lib.store.database import Store

BY_HAND: Final = "Entered by hand"
"""Stands where the file of an imported row stands."""

_DELIMITER_LINE: Final = "sep=,\r\n"
_FIRST_ROW: Final = 3
"""Excel's number of the first row under the line that names the delimiter and the headings."""

HEADINGS: Final[dict[str, dict[str, str]]] = {
    "staff": {
        "staff_id": "Employee ID",
        "last_name": "Last Name",
        "first_name": "First Name",
        "email": "Email",
        "site": "Site",
        "department": "Department",
        "job_title": "Job Title",
        "supervisor": "Supervisor",
        "active": "Active",
        "hired_on": "Hired On",
        "left_on": "Left On",
        "on_leave": "On Leave",
        "notes": "Notes",
    },
    "credentials": {
        "staff_id": "Employee ID",
        "program": "Program",
        "credential": "Credential",
        "certification_number": "Certification Number",
        "certified_on": "Certified On",
        "cycle_start": "Cycle Start",
        "cycle_end": "Cycle End",
        "participation": "Participation",
        "required": "Required",
        "verified_on": "Verified On",
        "declaration_filed_on": "Declaration Filed On",
        "declaration_accepted_on": "Declaration Accepted On",
    },
    "credits": {
        "staff_id": "Employee ID",
        "title": "Activity Title",
        "provider": "Provider",
        "completed_on": "Completed On",
        "points": "Points",
        "unit": "Unit",
        "area": "Area",
        "activity_type": "Activity Type",
        "status": "Status",
        "certificate_number": "Certificate Number",
        "evidence": "Evidence",
    },
}
"""Kind -> field -> heading: the template's (domain definition, "The template workbook")."""


@dataclass(frozen=True)
class Trouble:
    """One thing that keeps an entry from being stored: its place in what was entered (from 1) and the sentence."""

    place: int
    code: str
    message: str


def read(
    app: LabReady,
    store: Store,
    kind: str,
    entries: Sequence[Mapping[str, str]],
    *,
    today: date,
    date_order: str | None = None,
    alone: bool = False,
) -> tuple[ImportOutcome, list[Trouble], int]:
    """Return what entries of one kind give, what is wrong with them, and the data version they were read against.

    ``entries`` are fields of :data:`HEADINGS` as text; only the fields that an entry names have a column. The rows of
    the outcome carry their place from 1. ``alone`` reads them without what is stored of holdings and credits, for a
    correction: nothing is a duplicate, no cycle end is an earlier one. Raises ``RefusedFile`` where dates could be
    either way.
    """
    headings = HEADINGS[kind]
    fields = [name for name in headings if any(name in entry for entry in entries)]
    text = io.StringIO(newline="")
    text.write(_DELIMITER_LINE)
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([headings[name] for name in fields])
    writer.writerows([[" ".join(entry.get(name, "").split()) for name in fields] for entry in entries])
    options = ImportOptions(
        kind=kind,
        date_order=date_order,
        columns={BY_HAND: dict(enumerate(fields))},
        header_rows={BY_HAND: _FIRST_ROW - 1},
    )
    # Who is added or corrected is compared with everybody; a credit or a holding only with its own person's.
    only = None if kind == "staff" else {entry.get("staff_id", "") for entry in entries}
    known, version = known_to(app, store, only=only)
    if alone:
        known = replace(known, holdings=known.holdings.iloc[:0], credit_keys=known.credit_keys.iloc[:0])
    found = prepare(BY_HAND, text.getvalue().encode("utf-8"), known, options, today=today)
    shift = _FIRST_ROW - 1
    troubles = [
        Trouble(problem.row - shift, problem.code, _without_place(problem.message, problem.row))
        for sheet in found.sheets
        for problem in sheet.problems
    ]
    skipped = sum(sheet.skipped for sheet in found.sheets)
    if skipped and not troubles:
        troubles.append(
            Trouble(1, "skipped", "The entry was taken for a heading, an example or a total. Word it differently.")
        )
    credits = found.credits.assign(row=found.credits["row"] - shift)
    return replace(found, credits=credits), troubles, version


def _without_place(message: str, row: int) -> str:
    """Return a problem's sentence without sheet and row, which a form does not have: *Completed On: …*."""
    said = message.removeprefix(f'Sheet "{BY_HAND}", row {row}')
    if said.startswith(', column "'):
        heading, _, rest = said.removeprefix(', column "').partition('": ')
        return f"{heading}: {rest}"
    return said.removeprefix(": ")


def refuse(troubles: Sequence[Trouble]) -> None:
    """Raise :class:`RefusedCommand` with all sentences where there are any; its code is the first one's."""
    if troubles:
        sentences = "\n".join(dict.fromkeys(trouble.message for trouble in troubles))
        raise RefusedCommand(f"Nothing was stored.\n{sentences}", code=troubles[0].code)


def from_hand(outcome: ImportOutcome, source: str = BY_HAND, place: str = "form") -> ImportOutcome:
    """Return an outcome whose rows name this source and place where an import names its file and sheet."""
    return replace(outcome, file=source, credits=outcome.credits.assign(file=source, sheet=place))
