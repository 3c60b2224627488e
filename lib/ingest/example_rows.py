"""Rows under a header that tell how to fill the sheet in: hints for types and formats, examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np

from lib.ingest.book import TEXT, Mask, Sheet
from lib.ingest.tables import Table
from lib.ingest.vocabulary import compact, words

_EXAMPLE_STARTS: Final = (
    "e.g.", "example:", "example row", "sample:", "sample row", "ejemplo:", "beispiel:", "exemple:", "ví dụ:", "vd:"
)  # fmt: skip


def samples(table: Table, guided: bool) -> Mask:
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
            for number, column in enumerate(sheet.columns):
                if column.text(position):
                    table.hints.setdefault(number, column.text(position))
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
        bracketed = text[0] in "([" and text[-1] in ")]"
        hits += whole or bracketed or sum(compact(part) in known for part in parts) >= max(1, len(parts) / 2)
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
