"""Credits as they are stored: numbered by their place in the file, with the keys and masks that queries use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from lib.domain import tables
from lib.domain.areas import AREA_NUMBER, UNASSIGNED, UNASSIGNED_NUMBER, mask_of
from lib.domain.imports import ImportOutcome
from lib.domain.text import title_key, words_key
from lib.store.frames import arrow
from lib.store.versioned import STORED_CREDITS, WAITING

PER_BATCH: Final = 10_000_000
"""Room for the credits of one import: ``credit_id`` is ``batch * PER_BATCH`` + place in the file, from 1."""


def placed(outcome: ImportOutcome, batch: int) -> tuple[pa.Table, pa.Table]:
    """Return the credits (:data:`STORED_CREDITS`) and waiting rows (:data:`WAITING`) of an import, numbered together.

    The place in the file is by sheet, then by row, so that a waiting row takes its own place once it is matched.
    """
    rows = _in_place(outcome)
    count = len(rows)
    given = arrow(rows, {name: kind for name, kind in {**STORED_CREDITS, **WAITING}.items() if name in rows})
    areas = given["areas"].combine_chunks().fill_null("")
    found = {
        **{name: given[name] for name in given.column_names},
        "credit_id": pa.array(np.arange(count, dtype=np.int64) + (batch * PER_BATCH + 1)),
        "batch": pa.array(np.full(count, batch, np.int64)),
        "title_key": _coded(given["title"], title_key),
        "area_key": _coded(given["area_text"], words_key),
        "areas": areas,
        "area_mask": _numbered(areas, _mask),
        "first_area": _numbered(areas, _first),
        "named_id": pa.nulls(count, pa.string()),
    }
    if not len(outcome.waiting):
        return pa.table({name: found[name] for name in STORED_CREDITS}), arrow(tables.empty(WAITING), WAITING)
    waits = rows["waits"].to_numpy(bool)
    found["person_key"] = pa.array(person_keys(rows), pa.string(), from_pandas=True)
    credits, waiting = (pa.table({name: found[name] for name in columns}) for columns in (STORED_CREDITS, WAITING))
    return credits.filter(pa.array(~waits)), waiting.filter(pa.array(waits))


def _in_place(outcome: ImportOutcome) -> pd.DataFrame:
    """Return the credits and waiting rows in the order of their place in the file; ``waits`` where there are any."""
    rows = outcome.credits
    if len(outcome.waiting):
        rows = pd.concat([rows.assign(waits=False), outcome.waiting.assign(waits=True)], ignore_index=True)
    sheets = {name: number for number, name in reversed(list(enumerate(sheet.sheet for sheet in outcome.sheets)))}
    codes, names = pd.factorize(rows["sheet"])
    numbers = np.array([*(sheets.get(name, len(sheets)) for name in names), len(sheets)], np.int64)
    sheet, row = numbers[codes], rows["row"].to_numpy(np.int64)
    if bool(((sheet[1:] > sheet[:-1]) | ((sheet[1:] == sheet[:-1]) & (row[1:] >= row[:-1]))).all()):
        return rows.reset_index(drop=True)
    return rows.take(np.lexsort((row, sheet))).reset_index(drop=True)


def _coded(column: pa.ChunkedArray, key: Callable[[str], str]) -> pa.DictionaryArray:
    """Return the key of each text, coded; missing is taken as empty text."""
    coded = column.combine_chunks().fill_null("").dictionary_encode()
    keys = pa.array([key(text) for text in coded.dictionary.to_pylist()], pa.string()).dictionary_encode()
    return pa.DictionaryArray.from_arrays(keys.indices.take(coded.indices), keys.dictionary)


def _numbered(column: pa.Array, number: Callable[[str], int]) -> pa.Array:
    coded = column.dictionary_encode()
    return pa.array([number(text) for text in coded.dictionary.to_pylist()], pa.int64()).take(coded.indices)


def with_masks(areas: pd.Series) -> pd.DataFrame:
    """Return ``area_mask`` and ``first_area`` for area codes joined by ``;`` (empty text: unassigned)."""
    return pd.DataFrame({"area_mask": _mapped(areas, _mask), "first_area": _mapped(areas, _first)}, index=areas.index)


def _mask(codes: str) -> int:
    return mask_of(codes.split(";") if codes else [UNASSIGNED])


def _first(codes: str) -> int:
    return AREA_NUMBER[codes.split(";")[0]] if codes else UNASSIGNED_NUMBER


_PERSON: Final = (("name", "person_name", r"\w"), ("email", "person_email", "@"), ("number", "person_number", r"\d"))
"""How a row may name its person, the surest last, and what such a text has in it: ``n/a`` is no number."""


def person_keys(rows: pd.DataFrame) -> pd.Series:
    """Return the alias key of who a row names: by employee ID, else certification number, else e-mail, else name."""
    keys = pd.Series("", index=rows.index, dtype="object")
    for kind, column, sign in (*_PERSON, ("id", "person_id", r"\w")):
        names = rows[column].fillna("").astype(tables.TEXT).str.contains(sign)
        keys = keys.mask(names, kind + ":" + _mapped(rows[column], words_key).astype("object"))
    return keys.astype(tables.TEXT)


def _mapped(column: pd.Series, key: Callable[[str], Any]) -> pd.Series:
    """Return a column with each distinct text replaced by its key; missing is taken as empty text."""
    codes, words = pd.factorize(column)
    # A missing text has the code -1: it takes the last, which is the key of the empty text.
    return pd.Series([key(word) for word in (*words, "")]).take(codes).set_axis(column.index)
