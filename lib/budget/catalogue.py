"""The product catalogue as a frame: its problems as sentences with their place, and the reader of the shipped one."""

from __future__ import annotations

from typing import Final

import pandas as pd
import yaml

from lib.domain import tables
from lib.domain.errors import LabReadyError
from lib.domain.product_rules import HEADINGS, number, problems, text


def validate(frame: pd.DataFrame) -> list[str]:
    """Return one sentence per problem of a product table, with its place; empty where it can be used.

    ``frame`` has the columns of :data:`lib.domain.tables.PRODUCTS`; what its cells may hold is said in
    :mod:`lib.domain.product_rules`. Rows are counted from 1.
    """
    absent = [HEADINGS[column] for column in ("product_id", "product", "kind") if column not in frame]
    if absent:
        return [f"The product table has no column {', '.join(absent)}. Needed: Product ID, Product, Kind. Add it."]
    ids = [text(None if pd.isna(cell) else cell) for cell in frame["product_id"]]
    told = []
    for found in problems(frame[[column for column in frame if column in HEADINGS]]):
        named = f" ({ids[found.position]})" if ids[found.position] else ""
        told.append(f'Row {found.position + 1}{named}, column "{HEADINGS[found.column]}": {found.sentence}')
    return told


_MONEY: Final = ("member_price", "non_member_price")
_HUNDREDTHS: Final = ("credits", "hours")
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The loader in C where the package has it: ten times as fast, the same texts (a test compares them)."""


def parse_catalogue(content: str) -> pd.DataFrame:
    """Return the products of a catalogue file (YAML) as a frame of :data:`lib.domain.tables.PRODUCTS`.

    The file is a list under ``products``; keys are the columns, prices in dollars, credits and hours in points and
    hours with at most two decimals, ``areas`` a list of codes or ``*``, ``repeatable`` yes or no, dates ISO; what is
    left out is not known. ``LabReadyError`` with one sentence per problem.
    """
    try:
        # Every scalar stays text: an amount such as 4.35 must not pass through binary floating point.
        document = yaml.load(content, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise LabReadyError(f"The catalogue file is not readable YAML: {error}", code="catalogue") from error
    entries = document.get("products") if isinstance(document, dict) else None
    if not isinstance(entries, list):
        raise LabReadyError('The catalogue file has no list "products".', code="catalogue")
    wrong: list[str] = []
    records = []
    for place, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            wrong.append(
                f'Row {place} of "products" is not a product. Accepted: keys such as product_id, product, kind.'
            )
            continue
        wrong.extend(
            f'Row {place} ({entry.get("product_id", "no ID")}): the key "{key}" is not known. '
            f"Accepted: {', '.join(tables.PRODUCTS)}."
            for key in entry
            if key not in tables.PRODUCTS
        )
        records.append({column: _cell(column, entry.get(column)) for column in tables.PRODUCTS})
    raw = pd.DataFrame(records, columns=list(tables.PRODUCTS), dtype=object)
    wrong.extend(validate(raw))
    if wrong:
        raise LabReadyError(" ".join(wrong), code="catalogue")
    for column in ("last_day_of_sale", "as_of"):
        raw[column] = pd.to_datetime(raw[column])
    for column in ("credits", "member_price", "non_member_price", "hours", "access_months"):
        raw[column] = pd.Series([None if v is None else int(v) for v in raw[column]], dtype="Int64", index=raw.index)
    return tables.typed(raw, tables.PRODUCTS)


def _cell(column: str, value: object) -> object:
    """Return one value of the file in the table's unit; what cannot be read stays as it is, for the validator."""
    if isinstance(value, list):
        return ";".join(str(part) for part in value)
    found = text(value)
    if not found:
        return None
    if column == "repeatable":
        return {"yes": True, "true": True, "no": False, "false": False}.get(found.casefold(), found)
    if column in _MONEY or column in _HUNDREDTHS:
        amount = number(found)
        scaled = None if amount is None else amount * 100
        if scaled is not None and scaled == scaled.to_integral_value():
            return int(scaled)
        return found
    if column == "access_months":
        return int(found) if found.isdecimal() else found
    return found
