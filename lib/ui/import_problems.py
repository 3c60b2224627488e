"""Problems of a sheet by reason, each with its rows as they stand and the cell at fault marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import streamlit as st

from lib.domain.imports import REASONS, Problem, SheetReport
from lib.domain.palette import STATUS_TONES
from lib.ui.format import counted, literal

MARK: Final = "▲ "
"""Stands before what is in a cell at fault; colour only repeats it."""
_EMPTY: Final = "(empty)"
_SHOWN_AT_ONCE: Final = 3
"""Up to so many problems of one reason are unfolded from the start."""
_MOST_ROWS: Final = 200
_MOST_COLUMNS: Final = 40


def problems_by_reason(sheet: SheetReport, key: str, *, dark: bool) -> None:
    """Show the problems of a sheet, one section for each reason."""
    grouped: dict[str, list[Problem]] = {}
    for problem in sheet.problems:
        grouped.setdefault(problem.code, []).append(problem)
    for code, found in grouped.items():
        words = REASONS.get(code, code)
        with st.expander(
            f"{MARK}{counted(len(found), 'cell or row', 'cells or rows')}: {words}",
            expanded=len(found) <= _SHOWN_AT_ONCE,
            key=f"import.problem.{key}.{code}",
        ):
            st.caption(literal(found[0].message))
            shown, marked = raw_rows(sheet, found[:_MOST_ROWS])
            st.dataframe(
                _coloured(shown, marked, dark=dark),
                key=f"import.problem.table.{key}.{code}",
                hide_index=True,
                alt=f"Rows where {words}; the cell at fault is marked with a triangle",
                column_config={"Row": st.column_config.NumberColumn("Row", format="%d", width=60, pinned=True)},
            )
            if len(found) > _MOST_ROWS:
                st.caption(f"The first {_MOST_ROWS} of {len(found):,}. After the import all of them are in a workbook.")


def raw_rows(sheet: SheetReport, problems: Sequence[Problem]) -> tuple[pd.DataFrame, dict[int, set[str]]]:
    """Return the rows as they stand in the file, and for each line of the table which columns are at fault.

    Columns: ``Row``, then those at fault, then the others that hold anything. A row that was accepted all the same (a
    holding alone is the problem) is not kept: only its cell at fault is shown.
    """
    names = _names(sheet)
    at_fault = list(dict.fromkeys(_name(problem.column, sheet, names) for problem in problems))
    others = [name for name in names if name not in at_fault][:_MOST_COLUMNS]
    lines: dict[int, dict[str, Any]] = {}
    marked: dict[int, set[str]] = {}
    for problem in problems:
        cells = sheet.rejected_cells.get(problem.row, [])
        line = lines.setdefault(problem.row, {"Row": problem.row, **dict(zip(names, cells, strict=False))})
        name = _name(problem.column, sheet, names)
        if name:
            line[name] = MARK + (problem.value or line.get(name) or _EMPTY)
            marked.setdefault(list(lines).index(problem.row), set()).add(name)
    columns = ["Row", *[name for name in at_fault if name], *others]
    table = pd.DataFrame(list(lines.values()), columns=columns)
    held = [name for name in columns if name == "Row" or name in at_fault or _holds(table[name])]
    return table[held], marked


def _names(sheet: SheetReport) -> list[str]:
    """Return a name for each column: its header, numbered where it stands twice, its place where it has none."""
    names: list[str] = []
    width = max([len(sheet.header), *(len(cells) for cells in sheet.rejected_cells.values())], default=0)
    for at in range(width):
        header = sheet.header[at] if at < len(sheet.header) else ""
        name = " ".join(header.split()) or f"column {at + 1}"
        while name in names or name == "Row":
            name += "\u200a"
        names.append(name)
    return names


def _name(column: str | None, sheet: SheetReport, names: list[str]) -> str:
    if column is None:
        return ""
    return names[sheet.header.index(column)] if column in sheet.header else " ".join(column.split())


def _holds(column: pd.Series) -> bool:
    return bool((column.notna() & (column != "")).any())


def _coloured(table: pd.DataFrame, marked: dict[int, set[str]], *, dark: bool) -> Any:
    tone = STATUS_TONES["watch"]
    colour = tone.dark if dark else tone.light
    styles = pd.DataFrame("", index=table.index, columns=table.columns)
    for line, names in marked.items():
        for name in names:
            styles.loc[styles.index[line], name] = f"color: {colour}; font-weight: bold"
    return table.style.apply(lambda _: styles, axis=None)
