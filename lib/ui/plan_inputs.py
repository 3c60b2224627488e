"""What a plan is asked for: a ceiling, a day until which it must do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import streamlit as st

from lib.ui import address
from lib.ui.guard import PageContext

_MOST_DOLLARS: Final = 10_000_000


@dataclass(frozen=True)
class PlanInputs:
    """A ceiling in cents and the last day that counts; None: no ceiling, the whole cycle."""

    budget_cents: int | None
    until: date | None


def budget_inputs(context: PageContext) -> PlanInputs:
    """Show the inputs and return what was asked for; whole dollars."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        dollars = st.number_input(
            "At most (dollars)",
            min_value=0,
            max_value=_MOST_DOLLARS,
            value=None,
            step=100,
            placeholder="no limit",
            width=220,
            help="With less than everybody takes, the plan makes as many people complete as the money can.",
            **address.bound("budget", address.number(_MOST_DOLLARS)),
        )
        until = st.date_input(
            "What is needed by",
            value=None,
            min_value=context.as_of,
            format="YYYY-MM-DD",
            width=220,
            help="Empty: everything that is missing. A day, such as the fiscal year end: what keeps people on pace.",
            **address.bound("until", address.day(None, earliest=context.as_of)),
        )
    return PlanInputs(
        budget_cents=None if dollars is None else int(dollars) * 100, until=until if isinstance(until, date) else None
    )
