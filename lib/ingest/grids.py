"""Layouts that are no list under a header: rosters without one, people by courses, two columns per activity."""

from __future__ import annotations

from datetime import date

from lib.domain.imports import ImportOptions
from lib.ingest.book import Sheet
from lib.ingest.credentials import Credentials
from lib.ingest.tables import Table


def rosters(sheet: Sheet, credentials: Credentials, today: date) -> list[Table]:
    return []


def unfolded(table: Table, today: date, options: ImportOptions) -> list[Table]:
    return [table]
