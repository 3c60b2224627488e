"""Which rows of a sheet are headers: found by their words; a header over two rows becomes one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from lib.domain.text import words_key
from lib.ingest.book import DATE, EMPTY, NUMBER, TEXT, Codes, Column, Sheet
from lib.ingest.columns import PERSON
from lib.ingest.dates import looks_like_dates
from lib.ingest.header_meanings import KNOWN_HEADER, candidates
from lib.ingest.texts import words_of
from lib.ingest.vocabulary import compact, header_forms, ignored, spellings
from lib.ingest.vocabulary import table as vocabulary_table

HEADER_ROWS: Final = 50
"""A header is looked for in this many rows from the top; further tables may begin anywhere below."""


def before(sheet: Sheet, header: int) -> int:
    """Return where the table above a header ends: blank rows and the title lines of the next table are not its own."""
    end = header
    while end > 0 and sheet.filled_count[end - 1] <= (1 if len(sheet.columns) >= 3 else 0):
        end -= 1
    return end


def is_guide(sheet: Sheet) -> bool:
    """Whether a sheet's name says that it tells how to fill the others in."""
    name = words_key(sheet.name)
    return any(
        word in name for word in ("instruction", "lookup", "readme", "read me", "huong dan", "guide", "help", "legend")
    )


def recognised_words(sheet: Sheet) -> Codes:
    """Return how many cells of each row are known header spellings (a quick look: case and surrounding signs aside)."""
    known = pa.array(sorted(_quick_spellings()))
    count = np.zeros(sheet.rows, dtype=np.int64)
    for column in sheet.columns:
        if len(column.texts) <= 2_000:
            pairs = zip(column.texts, (column.kinds == TEXT).tolist(), strict=True)
            hits = np.fromiter((is_text and _quick(text) for text, is_text in pairs), bool, len(column.texts))
        else:
            hits = np.array(pc.is_in(words_of(column.texts), known))
            head = np.unique(column.codes[:HEADER_ROWS])
            hits[head] |= np.fromiter((_quick(column.texts[code]) for code in head), bool, len(head))
        hits &= column.kinds == TEXT
        if hits.any():
            count += hits[column.codes]
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


def score_of(sheet: Sheet, at: int) -> float:
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
                score -= 0.4 if all(why != KNOWN_HEADER for _, _, why in found) else 0.0
                seen.add(found[0][0])
            elif not found:
                unknown += 1
                score -= 0.5 if len(text) > 60 else 0.0
    return score - min(0.05 * unknown, 0.5)


def is_grid_header(sheet: Sheet, at: int, today: date) -> bool:
    """Whether a row with one known word is the header of a grid: a person's column, and beside it at least two headers
    with dates or numbers below them and no other text."""
    people, others = 0, 0
    for column in sheet.columns:
        text = column.text(at)
        below = Column(column.codes[at + 1 :], column.texts, column.kinds, column.numbers)
        used = below.used() if len(below.codes) else below.codes[:0]
        if not text:
            continue
        if column.kind(at) != TEXT or len(text) > 120:
            return False
        if any(field in PERSON and why == KNOWN_HEADER for field, _, why in candidates(text)):
            people += 1
        else:
            dates = looks_like_dates(below, used, today)
            kinds = [int(column.kinds[code]) for code in used[:200].tolist() if column.kinds[code] != EMPTY]
            others += dates >= 0.5 or (bool(kinds) and sum(kind == NUMBER for kind in kinds) >= 0.5 * len(kinds))
    return people > 0 and others >= 2 and others * 2 >= sum(bool(text) for text in sheet.texts(at)) - people


def completed(sheet: Sheet, at: int) -> tuple[int, list[str]]:
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
            if gained and not same_headers(headers, below):
                return at + 1, merged
    if at > 0:
        above = sheet.texts(at - 1)
        headers = [
            text or (high if high and len(high) < 60 and candidates(high) else "")
            for text, high in zip(headers, above, strict=True)
        ]
    return at, headers


def same_headers(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two rows of texts are the same header: at least four fifths of their cells alike."""
    pairs = [(compact(one), compact(two)) for one, two in zip(first, second, strict=True) if one or two]
    return bool(pairs) and sum(one == two for one, two in pairs) >= 0.8 * len(pairs)


def side_by_side(sheet: Sheet) -> list[Sheet]:
    """Return the tables that stand beside each other, parted by empty columns, as sheets of their own; the sheet itself
    where there are none.

    Each must have a header of its own with a column that names the person: gaps inside one table have none.
    """
    filled = [bool(column.filled.any()) for column in sheet.columns]
    blocks: list[list[int]] = [[]]
    for position, any_cell in enumerate(filled):
        if any_cell:
            blocks[-1].append(position)
        elif blocks[-1]:
            blocks.append([])
    blocks = [block for block in blocks if len(block) >= 2]
    if len(blocks) < 2:
        return [sheet]
    parts = [
        Sheet(
            sheet.name, sheet.columns[block[0] : block[-1] + 1], sheet.rows, sheet.first_row,
            sheet.first_column + block[0], sheet.hidden, sheet.date_1904, sheet.notes, sheet.grey_rows, sheet.merged,
        )
        for block in blocks
    ]  # fmt: skip
    return parts if all(_has_own_header(part) for part in parts) else [sheet]


def _has_own_header(sheet: Sheet) -> bool:
    for at in range(min(sheet.rows, HEADER_ROWS)):
        if score_of(sheet, at) >= 2.0:
            fields = {field for text in sheet.texts(at) if text for field, _, _ in candidates(text)}
            return bool(fields & {"staff_id", "email", "name", "last_name", "certification_number"})
    return False
