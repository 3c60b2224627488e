"""Credits as they are stored: numbered by their place in the file, with the keys and masks that queries use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

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
    rows = pd.concat([outcome.credits.assign(waits=False), outcome.waiting.assign(waits=True)], ignore_index=True)
    sheets = {name: number for number, name in reversed(list(enumerate(sheet.sheet for sheet in outcome.sheets)))}
    rows["sheet_number"] = rows["sheet"].map(sheets).fillna(len(sheets)).astype("int64")
    rows = rows.sort_values(["sheet_number", "row"], kind="stable", ignore_index=True)
    rows["credit_id"] = batch * PER_BATCH + rows.index + 1
    rows["batch"] = batch
    rows["title_key"] = _mapped(rows["title"], title_key)
    rows["area_key"] = _mapped(rows["area_text"], words_key)
    rows["areas"] = rows["areas"].fillna("")
    rows[["area_mask", "first_area"]] = with_masks(rows["areas"])
    waits = rows["waits"].astype(bool)
    waiting = rows.loc[waits]
    waiting = waiting.assign(person_key=person_keys(waiting))
    return arrow(rows.loc[~waits], STORED_CREDITS), arrow(waiting, WAITING)


def with_masks(areas: pd.Series) -> pd.DataFrame:
    """Return ``area_mask`` and ``first_area`` for area codes joined by ``;`` (empty text: unassigned)."""
    return pd.DataFrame(
        {
            "area_mask": _mapped(areas, lambda codes: mask_of(codes.split(";") if codes else [UNASSIGNED])),
            "first_area": _mapped(
                areas, lambda codes: AREA_NUMBER[codes.split(";")[0]] if codes else UNASSIGNED_NUMBER
            ),
        },
        index=areas.index,
    )


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
