"""Rows under a header that hold no data: repeats of the header, totals, sums without a label, footers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.domain.text import words_key
from lib.ingest.amounts import amount
from lib.ingest.book import NUMBER, TEXT, Codes, Column, Mask, Sheet
from lib.ingest.tables import Table
from lib.ingest.texts import words_of
from lib.ingest.vocabulary import compact, words

_TOTAL: Final = re.compile(
    r"^(?:grand\s+|sub\s*-?)?totals?\b|\b(?:sub\s*)?totals?\s*:?$|^(?:tong cong|tong|suma|summe|gesamt)\b",
    re.IGNORECASE,
)

_REMARK: Final = re.compile(
    r"^\s*(?:[*†‡©]|(?:prepared|created|compiled|produced|reviewed|approved|signed|signature|data|as of|this|these|"
    r"please|legend|key|contact|questions|disclaimer|copyright|abbreviations|footnote|hinweis|nota|ghi chú|lưu ý)\b"
    r"|[^:]{3,30}:\s*\S|.*\s\S+\s\S+\s\S+\s\S+\.$)",
    re.IGNORECASE | re.DOTALL,
)
"""How a remark below a table begins or looks: a star, a word like *Prepared*, a label with a colon, a sentence."""
_FOOTER: Final = re.compile(
    r"^(?:page\s+\d+|printed|generated|exported|report\s|end of|confidential|source\s*:|notes?\s*:|run "
    r"date|last updated|"
    r"\d+\s+(?:rows?|records?)\b|(?:rows?|records?|count)\s*:?\s*\d+)",
    re.IGNORECASE,
)


def repeats_of_header(sheet: Sheet, headers: Sequence[str], inside: Codes) -> Mask:
    """Return which rows repeat the header: at least four fifths of its texts in their columns."""
    count = np.zeros(len(inside), dtype=np.int64)
    named = 0
    for column, header in zip(sheet.columns, headers, strict=True):
        if not header:
            continue
        named += 1
        key = header.casefold()
        hits = (
            np.fromiter((text.casefold() == key for text in column.texts), bool, len(column.texts))
            if len(column.texts) < 2_000
            else None
        )
        if hits is None:
            hits = np.asarray(pc.equal(words_of(column.texts), header))
        if hits.any():
            count += hits[column.codes[inside]]
    return np.asarray(count >= max(2.0, 0.8 * named)) if named > 1 else np.asarray(count >= named) & (named > 0)


def totals(table: Table) -> Mask:
    """Return which data rows are totals or footers: no date, and a total's word where a person or a label would
    stand."""
    sheet, rows = table.sheet, table.rows
    undated = np.ones(len(rows), dtype=bool)
    for name in ("completed_on", "cycle_end", "certified_on", "email", "first_name"):
        dated = table.column(name)
        if dated is not None:
            undated &= ~dated.filled | _total_cells(dated)
    leave = np.zeros(len(rows), dtype=bool)
    leave[undated] = _named_totals(table, rows[undated])
    leave |= _sums(table, leave)
    alone = sheet.filled_count[rows] == 1
    if alone.any() and len(sheet.columns) >= 3:
        for column in sheet.columns:
            codes = column.used(rows[alone])
            footers = np.zeros(len(column.texts), dtype=bool)
            footers[codes] = [bool(_FOOTER.match(column.texts[code])) for code in codes.tolist()]
            leave |= alone & footers[column.codes[rows]]
        leave |= _closing_lines(table, alone, leave)
    return leave


def _named_totals(table: Table, rows: Codes) -> Mask:
    """Return which of some rows have a total's word in a cell; only the texts of these rows are looked at."""
    leave = np.zeros(len(rows), dtype=bool)
    titles = {at for name in ("title", "product", "provider") for at in table.assignment.fields.get(name, ())}
    for position, column in enumerate(table.sheet.columns):
        exact = position in titles
        likely = column.used(rows)
        if len(column.texts) > 5_000:
            found = pc.match_substring_regex(
                words_of(column.texts).take(pa.array(likely)),
                r"(?i)total|tổng|suma|summe|gesamt|^page |^printed|^generated|^end of|records?|rows?\b",
            )
            likely = likely[np.asarray(found, dtype=bool)]
        hits = np.zeros(len(column.texts), dtype=bool)
        for code in likely.tolist():
            text = column.texts[code]
            if column.kinds[code] == TEXT and len(text) < 80:
                hits[code] = compact(text) in words("totals") or (
                    not exact and bool(_TOTAL.search(words_key(text)) and len(text) < 40)
                )
        leave |= hits[column.codes[rows]]
    return leave


def _closing_lines(table: Table, alone: Mask, leave: Mask) -> Mask:
    """Return which of the last rows are remarks below the table: one cell each, with a sentence or a label in it."""
    found = np.zeros(len(leave), dtype=bool)
    titles = set(table.assignment.fields.get("title", ()))
    for at in range(len(leave) - 1, -1, -1):
        if not (alone[at] or leave[at]):
            break
        if leave[at]:
            continue
        row = int(table.rows[at])
        position = next(n for n, column in enumerate(table.sheet.columns) if column.filled[row])
        column = table.sheet.columns[position]
        text = column.text(row)
        remark = column.kind(row) == TEXT and (
            bool(_REMARK.match(text)) or (position not in titles and len(text.split()) >= 5)
        )
        if not remark:
            break
        found[at] = True
    return found


def _sums(table: Table, totals: Mask) -> Mask:
    """Return which rows hold nothing but a number of points that is the sum of those above it: a total without a
    label."""
    leave = np.zeros(len(table.rows), dtype=bool)
    column = table.column("points")
    if column is None:
        return leave
    alone = np.flatnonzero((table.sheet.filled_count[table.rows] == 1) & column.filled)
    if not len(alone) or len(alone) > 1_000:
        return leave
    values = np.array([_plain_number(column, code) for code in range(len(column.texts))])[column.codes]
    values[totals] = np.nan
    start = 0
    for at in alone.tolist():
        above = values[start:at]
        if at > start and abs(float(np.nansum(above)) - values[at]) < 0.005:
            leave[at] = True
            start = at + 1
    return leave


def _plain_number(column: Column, code: int) -> float:
    if column.kinds[code] == NUMBER:
        return float(column.numbers[code])
    found = amount(column.texts[code]) if column.kinds[code] == TEXT else None
    return float(found.value) if found is not None else float("nan")


def _names_total(text: str) -> bool:
    """Whether a text is a total's word, or begins or ends with one: ``Subtotal for Lopez``."""
    return len(text) < 40 and (compact(text) in words("totals") or bool(_TOTAL.search(words_key(text))))


def _total_cells(column: Column) -> Mask:
    hits = (
        np.fromiter(map(_names_total, column.texts), bool, len(column.texts))
        if len(column.texts) < 5_000
        else np.zeros(len(column.texts), bool)
    )
    return np.asarray(hits[column.codes])
