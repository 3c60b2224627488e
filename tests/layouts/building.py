"""Builds files as laboratories have them, and reads them with a known staff."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import openpyxl
import pandas as pd

from lib.domain import tables
from lib.domain.imports import ImportOptions, ImportOutcome, Known, SheetReport
from lib.ingest.pipeline import prepare

TODAY = date(2026, 11, 22)
CODES = ("MLS", "MLT", "MT", "PBT", "SBB", "HT", "HTL", "BB", "C", "H", "M", "I", "MB", "CG", "CT", "PA", "DLM", "QIHC")


def known(
    staff: Sequence[tuple[str, str, str, str | None]] = (),
    numbers: Mapping[str, str] | None = None,
    **more: Any,
) -> Known:
    """Return what is stored: (ID, last, first, e-mail) of each person, certification number -> ID."""
    people = pd.DataFrame(list(staff), columns=["staff_id", "last_name", "first_name", "email"], dtype=object)
    holdings = pd.DataFrame(
        [
            {"staff_id": staff_id, "program": "ASCP", "credential": "MLS", "certification_number": number}
            for number, staff_id in (numbers or {}).items()
        ],
        columns=["staff_id", "program", "credential", "certification_number"],
        dtype=object,
    )
    spellings = [("ASCP", code, code.lower()) for code in CODES] + [("ASCPi", "MLS", "mls"), ("STATE-CA", "CLS", "cls")]
    keys = {
        "staff_id": "str",
        "completed_on": "datetime64[s]",
        "title_key": "str",
        "points": "int64",
        "credit_id": "int64",
    }
    parts: dict[str, Any] = {
        "staff": tables.typed(people, tables.STAFF),
        "holdings": tables.typed(holdings, tables.HOLDINGS),
        "credit_keys": tables.empty(keys),
        "aliases": {},
        "areas": {},
        "mappings": {},
        "credentials": pd.DataFrame(spellings, columns=["program", "credential", "spelling"], dtype="str"),
    }
    return Known(**{**parts, **more})


STAFF = (
    ("0007", "Smith", "Jane", "jane@lab.org"),
    ("12", "Nguyễn", "Văn B", None),
    ("E3", "De La Cruz", "Ana", "ana@lab.org"),
    ("44", "Smith", "John", None),
)
HOSPITAL = known(STAFF, {"RN123": "0007"})


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]] | Sequence[Sequence[Any]]) -> bytes:
    """Return an .xlsx of these sheets (one sheet named ``Sheet1`` where only rows are given)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    named = sheets if isinstance(sheets, Mapping) else {"Sheet1": sheets}
    for name, rows in named.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def text_file(rows: Sequence[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    """Return a text file of these rows."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def read(
    data: bytes | Sequence[Any] | Mapping[str, Any], name: str = "file.xlsx", stored: Known = HOSPITAL, **options: Any
) -> ImportOutcome:
    """Read a file as ``import --dry-run`` does, checking that every sheet's account adds up."""
    content = data if isinstance(data, bytes) else workbook(data)
    outcome = prepare(name, content, stored, ImportOptions(**options), today=TODAY)
    for sheet in outcome.sheets:
        assert sheet.read == sheet.accepted + sheet.duplicates + sheet.skipped + sheet.rejected, sheet
    assert sum(sheet.rejected for sheet in outcome.sheets) >= len(outcome.waiting)
    return outcome


def account(report: SheetReport) -> tuple[str, int | None, int, int, int, int, int]:
    """Return kind, header row, read, accepted, duplicates, skipped, rejected."""
    return (
        report.kind,
        report.header_row,
        report.read,
        report.accepted,
        report.duplicates,
        report.skipped,
        report.rejected,
    )


def problems(report: SheetReport) -> list[tuple[int, str | None, str | None, str]]:
    """Return row, column, value and code of each problem."""
    return [(p.row, p.column, p.value, p.code) for p in report.problems]


def rows_of(frame: pd.DataFrame, *columns: str) -> list[tuple[Any, ...]]:
    """Return some columns as tuples: dates as ISO text, missing as None."""
    result = []
    for row in frame[list(columns)].itertuples(index=False):
        result.append(tuple(_plain(value) for value in row))
    return result


def _plain(value: Any) -> Any:
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return None
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else value
