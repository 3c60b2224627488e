"""Sheets with several credentials side by side: ``Credential 1, Expiration 1, Credential 2, Expiration 2``."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from lib.domain import tables
from lib.ingest.columns import HOLDING_FIELDS
from lib.ingest.credentials import Credentials
from lib.ingest.findings import Finding
from lib.ingest.holding_rows import Holdings, read_holdings
from lib.ingest.person_rows import RowPeople
from lib.ingest.row_fields import RowFields
from lib.ingest.vocabulary import compact

_DIGITS: Final = re.compile(r"\d+")


def read_all_holdings(
    fields: RowFields,
    rows: RowPeople,
    credentials: Credentials,
    today: date,
    wanted: str | None,
    orders: list[str],
    *,
    flat: bool,
) -> Holdings:
    """Return the holdings of a table's rows, of every credential column where numbered ones stand beside each other."""
    groups = _groups(fields)
    if len(groups) < 2:
        return read_holdings(fields, rows, credentials, today, wanted, orders, flat=flat)
    found = []
    for number, group in enumerate(groups):
        narrowed = fields.narrowed(group)
        holdings = read_holdings(narrowed, rows, credentials, today, wanted, orders, flat=flat or number > 0)
        for finding in holdings.findings:
            _own_words(finding, narrowed)
        found.append(holdings)
    frames = [holdings.frame for holdings in found if len(holdings.frame)]
    return Holdings(
        pd.concat(frames, ignore_index=True) if frames else tables.empty(tables.HOLDINGS),
        [finding for holdings in found for finding in holdings.findings],
        np.logical_or.reduce([holdings.present for holdings in found]),
        np.logical_or.reduce([holdings.made for holdings in found]),
        [note for holdings in found for note in holdings.notes],
    )


def _groups(fields: RowFields) -> list[dict[str, int | None]]:
    """Return the columns of each credential: those between its own column and the next one's. One group where the
    credential columns are not the same header numbered."""
    if fields.given("credential"):
        return []
    table = fields.table
    starts = sorted(table.assignment.fields.get("credential", ()))
    if len({_DIGITS.sub("", compact(table.headers[start])) for start in starts}) != 1:
        return []
    groups: list[dict[str, int | None]] = []
    for number, start in enumerate(starts):
        first = start if number else 0
        last = starts[number + 1] if number + 1 < len(starts) else len(table.headers)
        group: dict[str, int | None] = {}
        for name in HOLDING_FIELDS | {"certification_number"}:
            inside = [at for at in table.assignment.fields.get(name, ()) if first <= at < last]
            group[name] = start if name == "credential" else inside[0] if inside else None
        groups.append(group)
    shared = {name for name in HOLDING_FIELDS if len(table.assignment.fields.get(name, ())) == 1}
    for group in groups[1:]:
        for name in shared & {"program", "participation", "required"}:
            group[name] = table.assignment.fields[name][0]
    return groups


def _own_words(finding: Finding, fields: RowFields) -> None:
    """Give a finding the cells and the header of its own column: the table's are those of the first credential."""
    if finding.field is None or finding.header is not None:
        return
    finding.header = fields.header(finding.field)
    column = fields.column(finding.field)
    if not finding.values and column is not None:
        finding.values = {row: column.text(row) for row in np.flatnonzero(finding.mask).tolist()}
