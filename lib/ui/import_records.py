"""What one import gave: its sheets as they were taken, and its problems by reason."""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.domain.imports import REASONS
from lib.services import imports
from lib.ui.format import counted
from lib.ui.guard import PageContext
from lib.ui.import_sheet_choices import kind_in_words

_COUNT = st.column_config.NumberColumn
_REASONS: Final = 3
"""So many reasons are named before the problems are unfolded."""


def what_it_gave(context: PageContext, batch: int) -> None:
    """Show the sheets of an import with their counts and columns, and every problem that was found."""
    sheets = imports.sheets(context.app, context.principal, batch)
    st.dataframe(
        sheets.assign(kind=[kind_in_words(kind) for kind in sheets["kind"]]),
        key=f"history.sheets.{batch}",
        hide_index=True,
        placeholder="—",
        alt="The sheets of the file: what each was taken for, its counts and its columns",
        column_config={
            "sheet": st.column_config.TextColumn("Sheet", width=120),
            "kind": st.column_config.TextColumn("Taken for", width=110),
            "header_row": _COUNT("Headings in row", format="%d", width=110),
            "read": _COUNT("Read", width=60),
            "accepted": _COUNT("Accepted", width=75),
            "duplicates": _COUNT("Duplicates", width=90, help="Known already, from this file or before"),
            "skipped": _COUNT("Skipped", width=70),
            "rejected": _COUNT("Rejected", width=80),
            "columns": st.column_config.TextColumn("Columns", width=420),
        },
    )
    problems = imports.problems(context.app, context.principal, batch)
    if problems.empty:
        st.caption("No problem was found in its rows.")
        return
    words = problems["code"].map(REASONS).fillna(problems["code"])
    counts = words.value_counts(sort=True)
    told = "; ".join(f"{reason}: {count}" for reason, count in counts.head(_REASONS).items())
    told += "; and others" if len(counts) > _REASONS else ""
    with st.expander(f"▲ {counted(len(problems), 'problem')}: {told}", key=f"history.problems.{batch}"):
        st.dataframe(
            problems.assign(reason=words)[["sheet", "row", "column", "value", "reason", "message"]],
            key=f"history.problems.table.{batch}",
            hide_index=True,
            placeholder="—",
            alt="Every problem of the import with its sheet, row, column and value",
            column_config={
                "sheet": st.column_config.TextColumn("Sheet", width=110),
                "row": _COUNT("Row", format="%d", width=60),
                "column": st.column_config.TextColumn("Column", width=130),
                "value": st.column_config.TextColumn("Found", width=130),
                "reason": st.column_config.TextColumn("Reason", width=170),
                "message": st.column_config.TextColumn("What to do", width="large"),
            },
        )
