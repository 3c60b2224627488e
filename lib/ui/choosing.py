"""Tables with rows to choose: as high as their rows, up to a limit, and which row was selected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

import streamlit as st

if TYPE_CHECKING:
    import pandas as pd

_ROW: Final = 33
"""Pixels of a row, and of the headings."""


def height(rows: int, most: int) -> int:
    """Return the height in pixels at which a table shows this many rows, and scrolls above ``most``."""
    return min(most, _ROW * (rows + 1) + 3)


def one_of(
    table: pd.DataFrame,
    key: str,
    *,
    alt: str,
    columns: Mapping[str, Any],
    most: int | None = None,
    placeholder: str = "—",
) -> int | None:
    """Show a table; return the place of the row selected, None where none is or the table has become shorter since.

    ``most`` is its greatest height in pixels, None: as Streamlit shows it; ``columns`` are Streamlit's column settings;
    ``placeholder`` stands where a cell is missing.
    """
    rows = _selected(table, key, "single-row", alt=alt, columns=columns, most=most, placeholder=placeholder)
    return rows[0] if rows else None


def many_of(
    table: pd.DataFrame, key: str, *, alt: str, columns: Mapping[str, Any], most: int | None = None
) -> list[int]:
    """Show a table as :func:`one_of` does; return the places of all rows selected."""
    return _selected(table, key, "multi-row", alt=alt, columns=columns, most=most)


def _selected(
    table: pd.DataFrame,
    key: str,
    mode: Literal["single-row", "multi-row"],
    *,
    alt: str,
    columns: Mapping[str, Any],
    most: int | None,
    placeholder: str = "—",
) -> list[int]:
    event: Any = st.dataframe(
        table,
        key=key,
        hide_index=True,
        on_select="rerun",
        selection_mode=mode,
        placeholder=placeholder,
        height="auto" if most is None else height(len(table), most),
        alt=alt,
        column_config=dict(columns),
    )
    rows = event["selection"]["rows"] if event else []
    return [int(row) for row in rows if row < len(table)]
