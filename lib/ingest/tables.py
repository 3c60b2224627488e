"""Where the tables of a sheet are: header rows found by their words, rows under them told apart from blanks, totals
and hints."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.domain.imports import ImportOptions
from lib.domain.text import words_key
from lib.ingest.amounts import amount
from lib.ingest.book import DATE, NUMBER, TEXT, Book, Codes, Column, Mask, Sheet
from lib.ingest.column_words import ColumnWords
from lib.ingest.columns import PERSON, Assignment, assign, candidates, fingerprint
from lib.ingest.credentials import Credentials
from lib.ingest.vocabulary import compact, header_forms, ignored, spellings, words
from lib.ingest.vocabulary import table as vocabulary_table

HEADER_ROWS: Final = 50
"""A header is looked for in this many rows from the top; further tables may begin anywhere below."""

_TOTAL: Final = re.compile(
    r"^(?:grand\s+|sub\s*-?)?totals?\b|\btotals?\s*:?$|^(?:tong cong|tong|suma|summe|gesamt)\b", re.IGNORECASE
)
_FOOTER: Final = re.compile(
    r"^(?:page\s+\d+|printed|generated|exported|report\s|end of|confidential|source\s*:|notes?\s*:|run "
    r"date|last updated|"
    r"\d+\s+(?:rows?|records?)\b|(?:rows?|records?|count)\s*:?\s*\d+)",
    re.IGNORECASE,
)


@dataclass
class Table:
    """One table of a sheet. ``header`` is the position of its header row (None = it has none), ``rows`` are the
    positions under it that hold data, ``skipped`` those that do not but are counted, and ``read`` all of them.

    A grid that was unfolded has its ``source`` table, the source's position of each row, and by
    field each row's own column header.
    """

    sheet: Sheet
    header: int | None
    headers: list[str]
    assignment: Assignment
    rows: Codes
    skipped: int
    read: int
    fingerprint: str | None
    notes: list[str] = field(default_factory=list)
    source: Table | None = None
    source_rows: Codes | None = None
    cell_headers: dict[str, list[str]] | None = None

    @property
    def header_row(self) -> int | None:
        """The Excel number of the header row."""
        sheet = self.source.sheet if self.source else self.sheet
        return None if self.header is None else sheet.row_number(self.header)

    @property
    def row_numbers(self) -> Codes:
        """The Excel numbers of the data rows."""
        if self.source is not None and self.source_rows is not None:
            return self.source_rows[self.rows] + self.source.sheet.first_row
        return self.rows + self.sheet.first_row

    def raw_cells(self, rows: Mask) -> dict[int, list[str]]:
        """Return the sheet's cells of some data rows by Excel row number."""
        sheet = self.source.sheet if self.source else self.sheet
        positions = self.source_rows[self.rows[rows]] if self.source_rows is not None else self.rows[rows]
        at = np.unique(positions)
        cells = [[column.texts[code] for code in column.codes[at].tolist()] for column in sheet.columns]
        return dict(zip((at + sheet.first_row).tolist(), map(list, zip(*cells, strict=True)), strict=True))

    def has(self, name: str) -> bool:
        """Whether a column holds this field."""
        return name in self.assignment.fields

    def position(self, name: str) -> int | None:
        """Return the position of the best column of a field that holds anything in the data rows, else of the best
        one."""
        positions = self.assignment.fields.get(name, [])
        for position in positions:
            if len(positions) == 1 or bool(self.sheet.columns[position].filled[self.rows].any()):
                return position
        return positions[0] if positions else None

    def column(self, name: str) -> Column | None:
        """Return the data rows of the column of a field, None where no column holds it."""
        position = self.position(name)
        return None if position is None else self.sheet.columns[position].taken(self.rows)

    def header_of(self, name: str) -> str | None:
        """Return the header, as written, of the column of a field."""
        position = self.position(name)
        return None if position is None else (self.headers[position] or None)


class Reader:
    """Finds the tables of the sheets of one book."""

    def __init__(
        self,
        book: Book,
        options: ImportOptions,
        mappings: Mapping[str, dict[int, str]],
        credentials: Credentials,
        today: date,
    ):
        self._book, self._options, self._mappings = book, options, mappings
        self._credentials, self._today = credentials, today
        self._guided = any(_is_guide(sheet) for sheet in book.sheets)

    def tables(self, sheet: Sheet) -> list[Table]:
        """Return the tables of a sheet in the order of their rows; none where no header is found."""
        if not sheet.rows:
            return []
        wanted = self._options.header_rows.get(sheet.name)
        if wanted == 0:
            return [self._headless(sheet)]
        if wanted is not None:
            start = min(max(wanted - sheet.first_row, 0), sheet.rows - 1)
            return [self._table(sheet, start, sheet.texts(start), sheet.rows)]
        starts = self._starts(sheet)
        tables = []
        for number, (start, headers) in enumerate(starts):
            end = _before(sheet, starts[number + 1][0]) if number + 1 < len(starts) else sheet.rows
            tables.append(self._table(sheet, start, headers, end))
        return tables

    def _headless(self, sheet: Sheet) -> Table:
        """Return the table of a sheet of which a person said that it has no header row (header row 0)."""
        headers = [""] * len(sheet.columns)
        data = np.flatnonzero(sheet.filled_count > 0)
        words_of = [ColumnWords(column, column.used(data), self._today, self._credentials) for column in sheet.columns]
        kind = self._options.sheet_kinds.get(sheet.name) or self._options.kind
        chosen = self._options.columns.get(sheet.name, {})
        assignment = assign(headers, words_of, sheet.name, first_column=sheet.first_column, chosen=chosen, kind=kind)
        return Table(sheet, None, headers, assignment, data, sheet.rows - len(data), sheet.rows, None)

    def _starts(self, sheet: Sheet) -> list[tuple[int, list[str]]]:
        """Return the header rows of a sheet: position and header texts, repeats of a header left out."""
        recognised = _recognised(sheet)
        filled = sheet.filled_count
        likely = np.flatnonzero((recognised >= 3) & (recognised * 2 >= filled))[:400]
        near = np.flatnonzero((recognised >= 1) & (np.arange(sheet.rows) < HEADER_ROWS))
        single = sheet.first_column == 0 and len(sheet.columns) <= 2
        starts: list[tuple[int, list[str]]] = []
        scored = {int(at): _score(sheet, int(at)) for at in sorted({*near.tolist(), *likely.tolist()})}
        good = {at: score for at, score in scored.items() if score >= (1.0 if single else 2.0)}
        if not good:
            return []
        top = {at: score for at, score in good.items() if at < HEADER_ROWS}
        chosen = {max(top, key=lambda at: (top[at], -at))} if top else set()
        chosen |= {at for at in likely.tolist() if at in good and good[at] >= 3.0}
        previous: list[str] | None = None
        taken = -1
        for at in sorted(chosen):
            if at <= taken:
                continue
            start, headers = _completed(sheet, at)
            if previous is not None and _same(previous, headers):
                continue
            starts.append((start, headers))
            previous, taken = headers, start
        return starts

    def _table(self, sheet: Sheet, start: int, headers: list[str], end: int) -> Table:
        inside = np.arange(start + 1, end)
        held = sheet.filled_count[inside] > 0
        last = int(np.flatnonzero(held)[-1]) + 1 if held.any() else 0
        inside, held = inside[:last], held[:last]
        repeated = _repeated(sheet, headers, inside)
        data = inside[held & ~repeated]
        words_of = [ColumnWords(column, column.used(data), self._today, self._credentials) for column in sheet.columns]
        options = self._options
        chosen = options.columns.get(sheet.name)
        why = "chosen"
        mark = fingerprint(headers)
        if chosen is None and mark in self._mappings:
            chosen, why = self._mappings[mark], "remembered for files with these headers"
        kind = options.sheet_kinds.get(sheet.name) or options.kind
        given = frozenset(
            name.split(":")[-1] for name in options.set_fields if ":" not in name or name.startswith(f"{sheet.name}:")
        )
        assignment = assign(
            headers,
            words_of,
            sheet.name,
            first_column=sheet.first_column,
            chosen=chosen,
            chosen_why=why,
            kind=kind,
            given=given,
        )
        table = Table(sheet, start, headers, assignment, data, 0, last, mark)
        if not assignment.template or len(data):
            leave = _totals(table) | _samples(table, self._guided)
            table.rows = data[~leave]
        table.skipped = last - len(table.rows)
        return table


def _before(sheet: Sheet, header: int) -> int:
    """Return where the table above a header ends: blank rows and the title lines of the next table are not its own."""
    end = header
    while end > 0 and sheet.filled_count[end - 1] <= (1 if len(sheet.columns) >= 3 else 0):
        end -= 1
    return end


def _is_guide(sheet: Sheet) -> bool:
    name = words_key(sheet.name)
    return any(
        word in name for word in ("instruction", "lookup", "readme", "read me", "huong dan", "guide", "help", "legend")
    )


def _recognised(sheet: Sheet) -> Codes:
    """Return how many cells of each row are known header spellings (a quick look: case and surrounding signs aside)."""
    known = pa.array(sorted(_quick_spellings()))
    count = np.zeros(sheet.rows, dtype=np.int64)
    for column in sheet.columns:
        if len(column.texts) <= 2_000:
            hits = np.fromiter((_quick(text) for text in column.texts), bool, len(column.texts))
        else:
            hits = np.asarray(pc.is_in(pa.array(column.texts, pa.string()), known))
            head = np.unique(column.codes[:HEADER_ROWS])
            hits[head] |= np.fromiter((_quick(column.texts[code]) for code in head), bool, len(head))
        count += (hits & (column.kinds == TEXT))[column.codes]
    return count


def _quick(text: str) -> bool:
    return 0 < len(text) < 120 and (bool(candidates(text)) or any(form in ignored() for form in header_forms(text)))


@cache
def _quick_spellings() -> set[str]:
    fields = vocabulary_table("fields")
    names = {str(name) for listed in fields["fields"].values() for name in listed} | {
        str(name) for name in fields["ignored"]
    }
    forms = {form for name in names for form in (name, name.casefold(), name.upper(), name.title(), name.capitalize())}
    return forms | {f"{form}{mark}" for form in forms for mark in ("*", " *", ":")} | set(spellings())


def _score(sheet: Sheet, at: int) -> float:
    """Return how much a row looks like a header: its distinct known fields, less what no header holds."""
    seen: set[str] = set()
    score = 0.0
    unknown = 0
    for column in sheet.columns:
        text, kind = column.text(at), column.kind(at)
        if kind in (DATE, NUMBER):
            score -= 0.75
        elif kind == TEXT:
            found = candidates(text) if len(text) < 120 else ()
            fields = {name for name, _, _ in found}
            if fields - seen:
                score += 1.0 + 0.25 * bool(
                    fields & {*PERSON, "completed_on", "points", "cycle_end", "credential", "title"}
                )
                score -= 0.4 if all(rank >= 30 for _, rank, _ in found) else 0.0
                seen.add(found[0][0])
            elif not found:
                unknown += 1
                score -= 0.5 if len(text) > 60 else 0.0
    return score - min(0.05 * unknown, 0.5)


def _completed(sheet: Sheet, at: int) -> tuple[int, list[str]]:
    """Return the header position and texts, empty cells filled from a header row above or below it (merged cells)."""
    headers = sheet.texts(at)
    if at + 1 < sheet.rows:
        below = sheet.texts(at + 1)
        known = [bool(text) and _quick(text) for text in below]
        if (
            any(known)
            and all(hit or not text for hit, text in zip(known, below, strict=True))
            and not any(kind in (DATE, NUMBER) for kind in (column.kind(at + 1) for column in sheet.columns))
        ):
            merged = [low or high for low, high in zip(below, headers, strict=True)]
            gained = sum(bool(low) and not high for low, high in zip(below, headers, strict=True))
            if gained and not _same(headers, below):
                return at + 1, merged
    if at > 0:
        above = sheet.texts(at - 1)
        headers = [
            text or (high if high and len(high) < 60 and candidates(high) else "")
            for text, high in zip(headers, above, strict=True)
        ]
    return at, headers


def _same(first: Sequence[str], second: Sequence[str]) -> bool:
    pairs = [(compact(one), compact(two)) for one, two in zip(first, second, strict=True) if one or two]
    return bool(pairs) and sum(one == two for one, two in pairs) >= 0.8 * len(pairs)


def _repeated(sheet: Sheet, headers: Sequence[str], inside: Codes) -> Mask:
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
            hits = np.asarray(pc.equal(pa.array(column.texts, pa.string()), header))
        if hits.any():
            count += hits[column.codes[inside]]
    return np.asarray(count >= max(2.0, 0.8 * named)) if named > 1 else np.asarray(count >= named) & (named > 0)


def _totals(table: Table) -> Mask:
    """Return which data rows are totals or footers: no date, and a total's word where a person or a label would
    stand."""
    sheet, rows = table.sheet, table.rows
    leave = np.zeros(len(rows), dtype=bool)
    titles = set(table.assignment.fields.get("title", [])) | set(table.assignment.fields.get("product", []))
    for position, column in enumerate(sheet.columns):
        exact = position in titles
        if len(column.texts) > 5_000:
            found = np.asarray(
                pc.match_substring_regex(
                    pa.array(column.texts, pa.string()),
                    r"(?i)total|tổng|suma|summe|gesamt|^page |^printed|^generated|^end of|records?|rows?\b",
                )
            )
            likely = np.flatnonzero(found)
        else:
            likely = np.arange(len(column.texts))
        hits = np.zeros(len(column.texts), dtype=bool)
        for code in likely.tolist():
            text = column.texts[code]
            if column.kinds[code] == TEXT and len(text) < 80:
                hits[code] = compact(text) in words("totals") or (
                    not exact and bool(_TOTAL.search(words_key(text)) and len(text) < 40)
                )
        leave |= hits[column.codes[rows]]
    needed = [name for name in ("completed_on", "cycle_end", "certified_on", "email", "first_name") if table.has(name)]
    for name in needed:
        dated = table.column(name)
        if dated is not None:
            leave &= ~dated.filled | _total_cells(dated)
    leave |= _sums(table, leave)
    alone = sheet.filled_count[rows] == 1
    if alone.any() and len(sheet.columns) >= 3:
        for column in sheet.columns:
            codes = column.used(rows[alone])
            footers = np.zeros(len(column.texts), dtype=bool)
            footers[codes] = [bool(_FOOTER.match(column.texts[code])) for code in codes.tolist()]
            leave |= alone & footers[column.codes[rows]]
    return leave


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


def _total_cells(column: Column) -> Mask:
    known = words("totals")
    hits = (
        np.fromiter((len(text) < 40 and compact(text) in known for text in column.texts), bool, len(column.texts))
        if len(column.texts) < 5_000
        else np.zeros(len(column.texts), bool)
    )
    return np.asarray(hits[column.codes])


_EXAMPLE_STARTS: Final = (
    "e.g.", "example:", "example row", "sample:", "sample row", "ejemplo:", "beispiel:", "exemple:", "ví dụ:", "vd:"
)  # fmt: skip


def _samples(table: Table, guided: bool) -> Mask:
    """Return which of the first rows are hints or examples.

    A hint row is made of words for types and formats. An example row says so, or follows a hint row in a workbook with
    an instruction sheet, or is grey or of a placeholder's name in a sheet that has a template's marks (stars, an
    instruction sheet).
    """
    sheet, rows = table.sheet, table.rows
    leave = np.zeros(len(rows), dtype=bool)
    if not len(rows) or table.header is None:
        return leave
    marked = any(header.rstrip().endswith("*") for header in table.headers)
    hint_seen = False
    for at in range(min(3, len(rows))):
        position = int(rows[at])
        if position - table.header > 4:
            break
        cells = [text for text in sheet.texts(position) if text]
        if _is_hint(sheet, position):
            leave[at] = hint_seen = True
            continue
        ids = table.assignment.fields.get("staff_id", [])
        named = any(_is_example_phrase(text) for text in cells) or _is_labelled_example(table, position, ids)
        nameless = bool(ids) and not sheet.columns[ids[0]].text(position)
        grey = sheet.row_number(position) in sheet.grey_rows and sheet.row_number(position) + 1 not in sheet.grey_rows
        placeholder = _placeholder(table, position)
        template = guided or (marked and (grey or nameless))
        if (
            named
            or (hint_seen and (guided or placeholder))
            or (template and not table.assignment.template and (placeholder or grey))
        ):
            leave[at] = True
            if not named:
                break
            continue
        break
    return leave


def _is_labelled_example(table: Table, position: int, ids: Sequence[int]) -> bool:
    """Whether the first cell of a row calls it an example: in the ID column or in one that no field was read from.

    A person may be called Sample and a price's source may be "example": anywhere else the word is data.
    """
    mapped = {column for columns in table.assignment.fields.values() for column in columns}
    for number, column in enumerate(table.sheet.columns):
        text = column.text(position)
        if text:
            return (number in ids or number not in mapped) and compact(text) in words("examples")
    return False


def _is_example_phrase(text: str) -> bool:
    """Whether a cell says of its row that it is an example, in words that no title or name begins with."""
    return compact(text) in words("example_phrases") or text.strip().casefold().startswith(_EXAMPLE_STARTS)


def _is_hint(sheet: Sheet, position: int) -> bool:
    texts = [(column.kind(position), column.text(position)) for column in sheet.columns if column.text(position)]
    if len(texts) < 2 or any(kind != TEXT for kind, _ in texts):
        return False
    known = words("hints")
    hits = 0
    for _, text in texts:
        parts = [part for part in re.split(r"[,;()/\s:.\-–]+", text) if part]
        whole = compact(text) in known or any(
            compact(part) in known for part in re.split(r"[,;():]+", text) if part.strip()
        )
        hits += whole or sum(compact(part) in known for part in parts) >= max(1, len(parts) / 2)
    return hits >= max(2, 0.6 * len(texts))


def _placeholder(table: Table, position: int) -> bool:
    texts = [
        table.sheet.columns[found[0]].text(position)
        for name in ("name", "last_name", "first_name")
        if (found := table.assignment.fields.get(name))
    ]
    joined = compact(" ".join(texts))
    return bool(joined) and (
        joined in words("example_people") or compact(" ".join(reversed(texts))) in words("example_people")
    )
