"""What was read from a file: each sheet's kind, columns and counts, problems grouped by reason, the first rows."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.imports import REASONS, SheetReport
from lib.services import imports
from lib.ui import feedback
from lib.ui.format import counted, literal

_KIND_WORDS = {
    "staff": "staff",
    "credentials": "credentials",
    "credits": "credits",
    "memberships": "memberships",
    "catalogue": "catalogue",
    "unknown": "not recognised",
}

_SHOWN_AT_ONCE = 3
"""Up to so many problems of one reason are unfolded from the start."""


def preview_of(preview: imports.Preview, number: int) -> None:
    """Show one file: what was read of it, or the sentences of its refusal."""
    if number == 0:
        st.subheader("2 · What was read", anchor=False)
    with st.container(border=True, key=f"import.preview.{number}"):
        st.markdown(f"**{literal(preview.upload.name)}**")
        if preview.refused is not None:
            feedback.refused(preview.refused)
        if preview.outcome is None:
            return
        for sheet_number, sheet in enumerate(preview.outcome.sheets):
            _sheet(sheet, f"{number}.{sheet_number}")


def _sheet(sheet: SheetReport, key: str) -> None:
    kind = " and ".join(_KIND_WORDS.get(part, part) for part in sheet.kind.split("+"))
    header = f", headings in row {sheet.header_row}" if sheet.header_row else ""
    st.markdown(f"Sheet “{literal(sheet.sheet)}”: **{literal(kind)}**{header}")
    st.markdown(
        f"{counted(sheet.read, 'row')} read = **{sheet.accepted} accepted** + {sheet.duplicates} known already "
        f"+ {sheet.skipped} skipped + **{sheet.rejected} not accepted**"
    )
    for note in sheet.notes:
        st.caption(literal(note))
    if sheet.problems:
        _problems(sheet, key)
    if sheet.unassigned_areas:
        texts = ", ".join(f"“{literal(text) or 'empty'}” ({count})" for text, count in sheet.unassigned_areas.items())
        st.caption(f"Areas not recognised, accepted and waiting to be assigned: {texts}")
    with st.expander(f"Columns and first rows of {literal(sheet.sheet)}", key=f"import.columns.{key}"):
        st.dataframe(
            pd.DataFrame(
                {
                    "Column": [column.header for column in sheet.columns],
                    "Taken for": [(column.field or "not used").replace("_", " ") for column in sheet.columns],
                    "Because": [column.evidence for column in sheet.columns],
                }
            ),
            key=f"import.columns.table.{key}",
            hide_index=True,
            alt="Each column, what it was taken for, and why",
        )
        if len(sheet.first_rows):
            st.dataframe(
                sheet.first_rows,
                key=f"import.rows.{key}",
                hide_index=True,
                alt="The first rows as they were understood",
            )


def _problems(sheet: SheetReport, key: str) -> None:
    problems = pd.DataFrame(
        [(p.code, p.row, p.column, p.value, p.message) for p in sheet.problems],
        columns=["code", "row", "column", "value", "message"],
    )
    for code, rows in problems.groupby("code", sort=False):
        words = REASONS.get(str(code), str(code))
        with st.expander(
            f"▲ {counted(len(rows), 'cell or row', 'cells or rows')}: {words}",
            expanded=len(rows) <= _SHOWN_AT_ONCE,
            key=f"import.problem.{key}.{code}",
        ):
            st.dataframe(
                rows[["row", "column", "value", "message"]],
                key=f"import.problem.table.{key}.{code}",
                hide_index=True,
                alt=f"Rows where {words}",
                column_config={
                    "row": st.column_config.NumberColumn("Row", format="%d", width=60),
                    "column": st.column_config.TextColumn("Column", width=140),
                    "value": st.column_config.TextColumn("Found", width=140),
                    "message": st.column_config.TextColumn("What to do", width="large"),
                },
            )
