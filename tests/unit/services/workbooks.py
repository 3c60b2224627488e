"""Small workbooks as a hospital would hand them in, and an application to import them into."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook, load_workbook

from lib.access.policy import local_principal
from lib.domain.imports import ImportOptions
from lib.services.container import LabReady, open_application
from lib.services.imports import Imported, Upload, commit, read
from lib.settings import Settings
from tests.beginnings import NOW, TODAY, beginning_with, nothing

ME = local_principal()


@contextmanager
def application(database: str | None = None) -> Iterator[LabReady]:
    """Open the database of this name, or a new one with nobody in it."""
    if database is None:
        with beginning_with(nothing) as app:
            yield app
    else:
        with open_application(Settings(Path(database)), today=lambda: TODAY, now=lambda: NOW) as app:
            yield app


def workbook(**sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def cells(data: bytes) -> dict[str, list[list[object]]]:
    return {sheet.title: [list(row) for row in sheet.values] for sheet in load_workbook(BytesIO(data))}


STAFF = [
    ["Employee ID", "Last Name", "First Name", "Email"],
    ["E1", "Lopez", "Maria", "m@x.org"],
    ["E2", "Ruiz", "Ana", None],
]
CREDENTIALS = [
    ["Employee ID", "Program", "Credential", "Cycle End"],
    ["E1", "ASCP", "MLS", date(2027, 6, 30)],
]
CREDITS_HEADER = ["Employee ID", "Activity Title", "Provider", "Completed On", "Points", "Area"]


def credits(*rows: list[object]) -> list[list[object]]:
    return [CREDITS_HEADER, *rows]


def imported(
    app: LabReady,
    name: str,
    data: bytes,
    today: date = TODAY,
    options: ImportOptions = ImportOptions(),  # noqa: B008 - frozen
) -> Imported:
    """Read and store a file as the command line does; what it would change is not worked out before."""
    (done,) = commit(app, ME, read(app, ME, Upload(name, data), options, today=today), today=today)
    return done
