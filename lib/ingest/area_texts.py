"""People's words for areas and types of activity, and the codes they stand for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from lib.domain.activities import NO, NOT_EDUCATION
from lib.domain.areas import AREA_LABELS
from lib.domain.text import words_key
from lib.ingest.book import Codes, Mask
from lib.ingest.row_fields import RowFields
from lib.ingest.vocabulary import compact, lookup

_PARTS: Final = re.compile(r"[;,/|]")


@dataclass
class Areas:
    """The areas of the rows: per distinct text its area codes, and whether it says that the row is no education."""

    codes: Codes
    texts: Sequence[str]
    areas: list[str]
    never: Mask


def areas_column(fields: RowFields, known: Mapping[str, str], notes: list[str]) -> Areas:
    """Return what the area column of a table says; ``known`` are the manager's own assignments."""
    column = fields.column("area")
    if column is None:
        return Areas(np.zeros(fields.count, np.int64), [""], [""], np.zeros(1, bool))
    areas, never = [], np.zeros(len(column.texts), bool)
    partly = 0
    used = set(column.used().tolist())
    for code, text in enumerate(column.texts):
        found, rest = areas_of_text(text, known) if code in used else ((), ())
        partly += bool(found and rest)
        areas.append(";".join(found))
        key = compact(text)
        never[code] = known.get(words_key(text)) == NO or (
            words_key(text) not in known
            and (lookup("activities").get(key) in NOT_EDUCATION or lookup("activities").get(key) == "not_education")
        )
    if partly:
        notes.append(
            f"{partly} area texts name something beside the areas that were recognised; the recognised ones count."
        )
    return Areas(column.codes, column.texts, areas, never)


def areas_of_text(text: str, known: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the area codes a text names, in its order, and the parts that are none.

    The manager's own assignments come first, then the whole text, then its parts at ``;``, ``,``, ``/`` and ``|``.
    Where some parts are recognised the credit counts for those, the first-named of them first (a choice of this
    project).
    """
    if not text:
        return (), ()
    assigned = known.get(words_key(text))
    if assigned is not None:
        return tuple(area for area in assigned.split(";") if area in AREA_LABELS), ()
    whole = lookup("areas").get(compact(text)) or (text if text in AREA_LABELS else None)
    if whole:
        return (whole,), ()
    found: list[str] = []
    rest: list[str] = []
    for part in filter(None, (piece.strip() for piece in _PARTS.split(text))):
        mine = known.get(words_key(part))
        areas = (
            [area for area in mine.split(";") if area in AREA_LABELS]
            if mine
            else [a for a in (lookup("areas").get(compact(part)),) if a]
        )
        if areas:
            found += [area for area in areas if area not in found]
        else:
            rest.append(part)
    return tuple(found), tuple(rest)


@dataclass
class Types:
    """The types of the rows: per distinct text its type code, and whether that is no education."""

    codes: Codes
    types: list[str | None]
    never: Mask


def types_column(fields: RowFields) -> Types:
    """Return what the type column of a table says."""
    column = fields.column("activity_type")
    if column is None:
        return Types(np.zeros(fields.count, np.int64), [None], np.zeros(1, bool))
    found = [lookup("activities").get(compact(text)) if text else None for text in column.texts]
    never = np.array([code in NOT_EDUCATION or code == "not_education" for code in found], bool)
    return Types(column.codes, [None if code == "not_education" else code for code in found], never)
