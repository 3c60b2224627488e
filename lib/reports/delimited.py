"""The holdings as delimited text (CSV): the numbers of the workbook, the columns of the workbook."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import pandas as pd

from lib.domain import points
from lib.domain.sentences import DISCLAIMER
from lib.reports.holdings import HOLDING_COLUMNS, holdings_table
from lib.reports.model import ComplianceReport
from lib.reports.safe_cells import guarded
from lib.reports.sheets import Column

NOTE: Final = "Please note"
"""The heading of the last column: no import knows it, so that a file stays one that can be read again."""


def compliance_csv(report: ComplianceReport) -> bytes:
    """Return the verdict rows as UTF-8 text with a byte order mark, comma separated, ISO dates, exact points.

    Text that a spreadsheet could run as a formula gets a leading apostrophe. Each row carries what every report says of
    itself (:data:`NOTE`), for a line under the table would be read as a row of it.
    """
    return table_csv(holdings_table(report.verdicts, report.requirements), HOLDING_COLUMNS)


def table_csv(table: pd.DataFrame, columns: Sequence[Column]) -> bytes:
    """Return these columns of a table as delimited text, as :func:`compliance_csv` writes it: every table that leaves
    as such text ends in a column :data:`NOTE` that says in each row what the footer of a page says."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([*(column.heading for column in columns), NOTE])
    texts = [[_text(value, column.kind) for value in table[column.name].tolist()] for column in columns]
    texts.append([DISCLAIMER] * len(table))
    writer.writerows(zip(*texts, strict=True))
    return target.getvalue().encode("utf-8-sig")


def _text(value: Any, kind: str) -> str:
    if value is None or pd.isna(value):
        return ""
    if kind == "points":
        return points.text(int(value))
    if kind == "whole":
        return str(int(value))
    if kind == "date":
        day = value.date() if isinstance(value, pd.Timestamp) else value
        return day.isoformat() if isinstance(day, date) else str(day)
    return guarded(str(value))
