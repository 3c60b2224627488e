"""Who and what an import makes new or changes, field by field, as text for people."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd

from lib.domain import tables
from lib.services.judging import display_names

DIFFERENCES: Final[dict[str, str]] = {
    "change": tables.TEXT,
    "staff_id": tables.TEXT,
    "name": tables.TEXT,
    "credential": tables.TEXT,
    "field": tables.TEXT,
    "before": tables.TEXT,
    "after": tables.TEXT,
}
"""``change`` is ``new person``, ``changed person``, ``new holding`` or ``changed holding``; a new one has no field; a
holding has its ``credential``; days are ISO text, missing is missing."""

_HOLDING: Final = tables.KEYS["credentials"]


def differences(staff: tuple[pd.DataFrame, pd.DataFrame], holdings: tuple[pd.DataFrame, pd.DataFrame]) -> pd.DataFrame:
    """Return :data:`DIFFERENCES` between (before, after) of :data:`tables.STAFF` and :data:`tables.HOLDINGS`."""
    names = pd.Series(display_names(staff[1]).to_numpy(), index=staff[1]["staff_id"].to_numpy())
    parts = [
        _of_table(*staff, ("staff_id",), "person").assign(credential=None),
        _of_table(*holdings, _HOLDING, "holding"),
    ]
    found = pd.concat(parts, ignore_index=True)
    found["name"] = found["staff_id"].map(names).fillna(found["staff_id"])
    return tables.typed(found, DIFFERENCES)


def _of_table(before: pd.DataFrame, after: pd.DataFrame, key: tuple[str, ...], word: str) -> pd.DataFrame:
    old, new = before.set_index(list(key)), after.set_index(list(key))
    added = new.index.difference(old.index).to_frame(index=False).assign(change=f"new {word}")
    there = new.index.intersection(old.index)
    one, other = old.reindex(there), new.reindex(there)
    changed = pd.DataFrame({name: _differ(one[name], other[name]) for name in one.columns}, index=there)
    touched = np.flatnonzero(changed.to_numpy().any(axis=1))
    one, other, changed = one.iloc[touched], other.iloc[touched], changed.iloc[touched]
    long = pd.DataFrame(
        {
            "field": [name for name in one.columns for _ in range(len(one))],
            "before": _texts(one),
            "after": _texts(other),
            "is_changed": [flag for name in changed.columns for flag in changed[name].tolist()],
        }
    )
    for part in key:
        values: Any = one.index.get_level_values(part).tolist()
        long[part] = values * len(one.columns)
    return pd.concat([added, long[long["is_changed"]].assign(change=f"changed {word}")], ignore_index=True)


def _differ(one: pd.Series, other: pd.Series) -> pd.Series:
    """Return where two columns differ; missing is like missing and like nothing else."""
    return (one != other).fillna(value=True).astype(bool) & ~(one.isna() & other.isna())


def _texts(frame: pd.DataFrame) -> list[str | None]:
    """Return the cells, column after column, as text; None where a cell is missing."""
    found: list[str | None] = []
    for name in frame.columns:
        column = frame[name]
        words = column.dt.strftime("%Y-%m-%d") if column.dtype.kind == "M" else column.astype("str")
        found += words.astype(object).where(column.notna(), None).tolist()
    return found
