"""People and areas on the Readiness page: the map by pages, and its table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from lib.charts.gap_map import gap_map, gap_rows, gap_table
from lib.ui import choosing, figures, filters

PAGE = 25
"""So many holdings are drawn at once, whatever the size of the team."""


def gap_map_section(verdicts: pd.DataFrame, requirements: pd.DataFrame, *, dark: bool) -> None:
    """Show the section, worked out only when it is open; a click narrows the page to a person, an area or both."""
    section = st.expander("People and areas: who lacks what", on_change="rerun", key="readiness.map.open")
    if not section.open:
        return
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
        figures.acting(
            gap_map(rows, first=(page - 1) * PAGE, limit=PAGE, dark=dark),
            f"readiness.map.{page}",
            narrow,
            alt="Points missing by holding and area; the table under it has the numbers of everybody",
        )
        if holdings:
            st.caption("A mark narrows to that person's gap, the number above a column to all who lack it.")
            table = gap_table(rows)
            st.dataframe(
                table,
                key="readiness.map.table",
                hide_index=True,
                height=choosing.height(len(table), 240),
                placeholder="—",
                alt="Points missing by holding and area, worst first",
                column_config={"name": "Name", "credential": "Credential"},
            )


def narrow(values: Sequence[Any]) -> None:
    """Narrow the page to what a mark of the map stands for; once more widens it again."""
    staff_id, _, requirement = values[:3]
    chosen: dict[str, list[str]] = {}
    if staff_id:
        chosen[filters.PEOPLE_KEY] = [str(staff_id)]
    if requirement:
        chosen[filters.AREA_KEY] = str(requirement).split("+")
    filters.show_these(chosen)
