"""The director's sheet as PDF: the counts, the exceptions that fit, the definition, and a line to sign, on one page."""

from __future__ import annotations

from typing import Any

import pandas as pd

from lib.domain import sentences
from lib.domain.calendar import spoken
from lib.domain.standing import DEFINITION, room_for_exceptions
from lib.reports.director import DEPARTMENT_COLUMNS, DirectorReport, exceptions_table
from lib.reports.document import Blocks, Cell, Document, Head, Toned, printed


def director_pdf(report: DirectorReport) -> bytes:
    """Return the sheet as PDF bytes; exceptions beyond what fits one page are counted and left to the workbook."""
    exceptions = exceptions_table(report.exceptions)
    shown = exceptions.head(room_for_exceptions(len(report.departments)))
    more = len(exceptions) - len(shown)
    blocks = Blocks()
    blocks.text(report.sentence, strong=True)
    heads = [Head(column.heading, 2.1 if number else 0, right=bool(number)) for number, column in _DEPARTMENTS]
    numbers = report.departments[[column.name for _, column in _DEPARTMENTS]].astype("str")
    blocks.table(heads, numbers.to_numpy().tolist())
    blocks.heading(
        f"Exceptions ({len(exceptions)})" + (f": the first {len(shown)}, all in the workbook" if more else "")
        if len(exceptions)
        else "No exceptions"
    )
    if len(shown):
        blocks.table(_EXCEPTIONS, [_row(row) for row in shown.to_dict("records")])
    blocks.small(DEFINITION)
    blocks.small(
        f"Reviewed by {report.reviewed_by}, {spoken(report.reviewed_on)}. Rules digest {report.rules_digest[:16]}."
    )
    blocks.sign("Laboratory director", "Date")
    return printed(
        Document(
            title="Required credentials of the laboratory's staff",
            subtitle=f"As of {spoken(report.as_of)} · {report.people} people · prepared by {report.prepared_by}",
            author=report.prepared_by,
            as_of=report.as_of,
            blocks=tuple(blocks.made),
        )
    )


_DEPARTMENTS = tuple(enumerate(DEPARTMENT_COLUMNS))
_EXCEPTIONS = (
    Head("Name"),
    Head("Credential", 1.6),
    Head("Department", 3.5),
    Head("Standing", 3.7),
    Head("Valid to", 1.9),
    Head("Last verified", 1.9),
    Head("Status", 2.3),
)


def _row(row: dict[Any, Any]) -> list[Cell]:
    department = "—" if pd.isna(row["department"]) else str(row["department"])
    return [
        str(row["name"]),
        str(row["credential"]),
        department,
        str(row["standing_words"]),
        _day(row["cycle_end"], "—"),
        _day(row["verified_on"], "never here"),
        Toned(sentences.status_word(str(row["status"])), str(row["status_group"])),
    ]


def _day(value: Any, missing: str) -> str:
    return missing if pd.isna(value) else f"{value.day} {value:%b %Y}"
