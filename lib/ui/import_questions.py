"""What a file leaves open, asked plainly: the order of its dates, points or days that stand nowhere in its rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st

from lib.services import imports
from lib.ui import state

AMBIGUOUS_DATES: Final = "ambiguous_dates"
MISSING_POINTS: Final = "missing_points_column"
MISSING_DAY: Final = "missing_completion_date"
_ORDERS: Final = {"mdy": "Month first: 3/4/2026 is 4 March", "dmy": "Day first: 3/4/2026 is 3 April"}


def question(preview: imports.Preview, number: int) -> None:
    """Ask what a refused file leaves open; the answer is for this file alone, and reads it again."""
    if preview.refused is None:
        return
    key = f"{state.import_nonce()}.{number}"
    if preview.refused.code == AMBIGUOUS_DATES:
        with st.form(f"import.dates.{key}"):
            order = st.radio(
                "Which way round are the dates in this file?",
                list(_ORDERS),
                index=None,
                format_func=lambda code: _ORDERS[code],
                key=f"import.date_order.{key}",
                help="Where its sheets or columns differ, choose for each of them below.",
            )
            if st.form_submit_button("Read again", key=f"import.dates.read.{key}", type="primary") and order:
                state.choose(preview.upload.key, replace(preview.options, date_order=order))
                st.rerun()
    if preview.refused.code == MISSING_POINTS:
        with st.form(f"import.points.{key}"):
            points = st.number_input(
                "How many points is each row worth?",
                min_value=0.01,
                max_value=100.0,
                value=1.0,
                step=0.5,
                format="%.2f",
                key=f"import.points_each.{key}",
                help="No column gives the points. The number is used for every row of this file.",
            )
            if st.form_submit_button("Read again", key=f"import.points.read.{key}", type="primary"):
                given = {**preview.options.set_fields, "points": f"{points:.2f}"}
                state.choose(preview.upload.key, replace(preview.options, set_fields=given))
                st.rerun()
    if preview.refused.code == MISSING_DAY:
        with st.form(f"import.day.{key}"):
            day = st.date_input(
                "On which day was this completed?",
                value=None,
                format="YYYY-MM-DD",
                key=f"import.completed_on.{key}",
                help="The cells of this grid hold points and no days. The day is used for every cell of this file; "
                "where it matters which year it was, the last day of the period is a careful choice.",
            )
            if st.form_submit_button("Read again", key=f"import.day.read.{key}", type="primary") and day:
                given = {**preview.options.set_fields, "completed_on": day.isoformat()}
                state.choose(preview.upload.key, replace(preview.options, set_fields=given))
                st.rerun()
