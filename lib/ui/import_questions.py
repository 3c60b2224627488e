"""What files leave open, asked with a form: the order of dates, points that stand nowhere in the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from lib.services import imports
from lib.ui import state

AMBIGUOUS_DATES: Final = "ambiguous_dates"
MISSING_POINTS: Final = "missing_points_column"
_ORDERS: Final = {"mdy": "Month first: 3/4/2026 is 4 March", "dmy": "Day first: 3/4/2026 is 3 April"}


def questions(previews: Sequence[imports.Preview]) -> None:
    """Ask what the refused files leave open; an answer reads the files again."""
    codes = {preview.refused.code for preview in previews if preview.refused is not None}
    nonce = state.import_nonce()
    if AMBIGUOUS_DATES in codes:
        with st.form(f"import.dates.{nonce}"):
            order = st.radio(
                "Which way round are the dates in these files?",
                list(_ORDERS),
                index=None,
                format_func=lambda code: _ORDERS[code],
                key=f"import.date_order.{nonce}",
            )
            if (
                st.form_submit_button("Read the files again", key=f"import.dates.read.{nonce}", type="primary")
                and order
            ):
                state.answer(date_order=order)
                st.rerun()
    if MISSING_POINTS in codes:
        with st.form(f"import.points.{nonce}"):
            points = st.number_input(
                "How many points is each row worth?",
                min_value=0.01,
                max_value=100.0,
                value=1.0,
                step=0.5,
                format="%.2f",
                key=f"import.points_each.{nonce}",
                help="No column gives the points. The number is used for every row of these files.",
            )
            if st.form_submit_button("Read the files again", key=f"import.points.read.{nonce}", type="primary"):
                state.answer(points=f"{points:.2f}")
                st.rerun()
