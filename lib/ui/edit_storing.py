"""What the forms share: cells as text for a field, days as text for a service, and storing with its message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from lib.domain.errors import LabReadyError
from lib.services.changing import Done
from lib.ui import feedback, record_state, state
from lib.ui.format import as_day


def text(value: Any) -> str:
    """Return a cell as the text of a field; '' where it is missing."""
    return "" if value is None or pd.isna(value) else str(value)


def iso(value: Any) -> str:
    """Return a day as a service takes it: ``2026-11-22``; '' where there is none."""
    on = as_day(value) if not isinstance(value, tuple) else None
    return on.isoformat() if on else ""


def yes_or_no(value: Any) -> str:
    """Return a truth value as its word; '' where it is not said."""
    return "" if value is None or pd.isna(value) else "yes" if value else "no"


def stored(store: Callable[[], Done]) -> None:
    """Store what a form holds and say so on the next run, or show why it is refused and keep the form as it is."""
    try:
        with st.spinner("Storing …"):
            done = store()
    except LabReadyError as error:
        feedback.refused(error)
        return
    record_state.begin_again()
    state.say_next(f"Stored as change {done.change_id}: {done.summary}. It can be taken back in the change log.")
    st.rerun()
