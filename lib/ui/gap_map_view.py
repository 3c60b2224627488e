"""People and areas on the Readiness page: the map by pages, and its table."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.charts.gap_map import gap_map, gap_rows, gap_table
from lib.ui import figures

PAGE = 25
"""So many holdings are drawn at once, whatever the size of the team."""


def gap_map_section(verdicts: pd.DataFrame, requirements: pd.DataFrame, *, dark: bool) -> str | None:
    """Show the section, worked out only when it is open; return the employee ID of a mark that was clicked."""
    section = st.expander("People and areas: who lacks what", on_change="rerun", key="readiness.map.open")
    if not section.open:
        return None
    with section:
        rows = gap_rows(verdicts, requirements)
        holdings = rows["holding"].nunique()
        pages = max(1, -(-holdings // PAGE))
        page = 1
        if pages > 1:
            page = st.selectbox(
                "Part of the list",
                range(1, pages + 1),
                format_func=lambda number: f"{(number - 1) * PAGE + 1} to {min(number * PAGE, holdings)} of {holdings}",
                key=f"readiness.map.page.{pages}",
                help=f"{PAGE} holdings at a time, worst first. The filters in the side bar narrow the map too.",
            )
        clicked = figures.clicked(
            gap_map(rows, first=(page - 1) * PAGE, limit=PAGE, dark=dark),
            f"readiness.map.{page}",
            alt="Points missing by holding and area; the table under it has the numbers of everybody",
        )
        if holdings:
            st.dataframe(
                gap_table(rows),
                key="readiness.map.table",
                hide_index=True,
                height=240,
                placeholder="—",
                alt="Points missing by holding and area, worst first",
                column_config={"name": "Name", "credential": "Credential"},
            )
    return clicked
