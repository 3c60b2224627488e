"""The day of knowledge: what had been imported or entered by then, and nothing later; kept in the address."""

from __future__ import annotations

from datetime import date

import streamlit as st

from lib.ui import address
from lib.ui.format import day

KEY = "known_on"


def shown(today: date) -> date | None:
    """Show the control under the filters; return the day, or None for all that is known now."""
    with st.sidebar:
        chosen = st.date_input(
            "As known on",
            value=None,
            max_value=today,
            format="YYYY-MM-DD",
            help="Only what had been imported or entered by that day counts. Empty: all that is known now. "
            "Use it to see again what a page said on a past day.",
            **address.bound(KEY, address.day(None, latest=today)),
        )
        if isinstance(chosen, date):
            st.caption(f"What arrived after {day(chosen)} is left out.")
            st.button("All that is known now", key="known.clear", on_click=clear, width="stretch")
            return chosen
    return None


def clear() -> None:
    """Count all that is known now again."""
    address.put({KEY: []})
