"""The director's sheet as a piece of a web page that prints on one sheet: what the PDF says, by the browser.

It stands on a page by itself and dresses nothing but itself: every rule of its style begins with its own class.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any, Final

import pandas as pd

from lib.domain import sentences
from lib.domain.calendar import spoken
from lib.domain.standing import DEFINITION, room_for_exceptions
from lib.reports.director import DEPARTMENT_COLUMNS, DirectorReport, exceptions_table

_STYLE: Final = """
<style>
@page { size: portrait; margin: 9mm; }
.director-sheet { font-size: 9pt; line-height: 1.2; }
.director-sheet p { margin: 0 0 1.8mm 0; font-size: 9pt; }
.director-sheet .finding { font-size: 11pt; font-weight: 600; }
.director-sheet .small { font-size: 7.5pt; }
.director-sheet table { border-collapse: collapse; width: 100%; margin-bottom: 2.5mm; }
.director-sheet caption { text-align: left; font-weight: 600; padding: 0 0 1mm 0; font-size: 9.5pt; }
.director-sheet th, .director-sheet td {
    text-align: left; padding: 0.3mm 1.5mm; border-bottom: 1px solid #9aa3ab; font-size: 8pt; vertical-align: top;
}
.director-sheet th { font-weight: 600; }
.director-sheet .number { text-align: right; }
@media print { .director-sheet { color: #000; } }
.director-sheet .sign { margin-top: 9mm; font-size: 9.5pt; white-space: nowrap; }
</style>
"""
_HEADS: Final = ("Name", "Credential", "Department", "Standing", "Valid to", "Last verified", "Status")


def director_sheet(report: DirectorReport) -> str:
    """Return the sheet as HTML; all text is escaped. What does not fit one printed sheet is counted, as in the PDF."""
    exceptions = exceptions_table(report.exceptions)
    shown = exceptions.head(room_for_exceptions(len(report.departments)))
    numbers = report.departments[[column.name for column in DEPARTMENT_COLUMNS]].astype("str").to_numpy().tolist()
    more = f": the first {len(shown)}, all in the workbook" if len(shown) < len(exceptions) else ""
    caption = f"Exceptions ({len(exceptions)}){more}" if len(exceptions) else "No exceptions"
    rows = [_row(row) for row in shown.to_dict("records")]
    parts = [
        _STYLE,
        '<div class="director-sheet">',
        _paragraph(report.sentence, "finding"),
        _paragraph(f"As of {spoken(report.as_of)} · {report.people} people · prepared by {report.prepared_by}"),
        _table("By department", [column.heading for column in DEPARTMENT_COLUMNS], numbers, right=True),
        _table(caption, _HEADS, rows) if rows else _paragraph(caption),
        _paragraph(DEFINITION, "small"),
        _paragraph(
            f"Reviewed by {report.reviewed_by}, {spoken(report.reviewed_on)}. "
            f"Rules digest {report.rules_digest[:16]}. {sentences.DISCLAIMER}",
            "small",
        ),
        _paragraph(f"Laboratory director: {'_' * 38}     Date: {'_' * 16}", "sign"),
        "</div>",
    ]
    return "".join(parts)


def _paragraph(text: str, look: str = "") -> str:
    return f'<p class="{look}">{escape(text)}</p>' if look else f"<p>{escape(text)}</p>"


def _table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: bool = False) -> str:
    def line(cells: Sequence[str], tag: str) -> str:
        looks = [' class="number"' if right and number else "" for number in range(len(cells))]
        scope = ' scope="col"' if tag == "th" else ""
        made = [f"<{tag}{scope}{look}>{escape(cell)}</{tag}>" for cell, look in zip(cells, looks, strict=True)]
        return f"<tr>{''.join(made)}</tr>"

    body = "".join(line(row, "td") for row in rows)
    head = f"<thead>{line(heads, 'th')}</thead>"
    return f"<table><caption>{escape(caption)}</caption>{head}<tbody>{body}</tbody></table>"


def _row(row: dict[Any, Any]) -> list[str]:
    department = "—" if pd.isna(row["department"]) else str(row["department"])
    words = sentences.status_word(str(row["status"]))
    return [
        str(row["name"]), str(row["credential"]), department, str(row["standing_words"]),
        _day(row["cycle_end"], "—"), _day(row["verified_on"], "never here"), words,
    ]  # fmt: skip


def _day(value: Any, missing: str) -> str:
    return missing if pd.isna(value) else f"{value.day} {value:%b %Y}"
