"""The fees and product notes that ship, with the laboratory's own rows over them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import yaml

from lib.domain import tables
from lib.domain.budget_tables import FEES, PRODUCT_NOTES


def parse_fees(text: str) -> pd.DataFrame:
    """Return the fees of a YAML file (amounts in dollars) as a frame of :data:`FEES`."""
    rows = []
    for entry in yaml.load(text, Loader=yaml.BaseLoader)["fees"]:
        row: dict[str, Any] = {name: entry.get(name) for name in FEES}
        row["amount"] = None if row["amount"] is None else int(Decimal(row["amount"]) * 100)
        rows.append(row)
    frame = pd.DataFrame(rows, columns=list(FEES), dtype=object)
    for name in ("valid_from", "valid_until", "as_of"):
        frame[name] = pd.to_datetime(frame[name])
    return tables.typed(frame, FEES)


def parse_notes(text: str) -> pd.DataFrame:
    """Return the product notes of a YAML file as a frame of :data:`PRODUCT_NOTES`."""
    entries = yaml.load(text, Loader=yaml.BaseLoader)["notes"]
    rows = [{name: entry.get(name) for name in PRODUCT_NOTES} for entry in entries]
    frame = pd.DataFrame(rows, columns=list(PRODUCT_NOTES), dtype=object)
    frame["last_day_of_access"] = pd.to_datetime(frame["last_day_of_access"])
    return tables.typed(frame, PRODUCT_NOTES)


def laid_over(shipped: pd.DataFrame, own: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the shipped rows with the laboratory's own in the place of those of the same key, by key."""
    kept = shipped[~shipped[key].isin(own[key])]
    return pd.concat([kept, own], ignore_index=True).sort_values(key, ignore_index=True)
