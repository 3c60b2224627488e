"""The plan on a page: asked for with a bar that shows how far it is and a way to stop."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from lib.budget.team_plan import TeamPlan
from lib.services import plans
from lib.services.readiness import Filters
from lib.ui.guard import PageContext
from lib.ui.plan_inputs import PlanInputs

_SHOWN_FROM = 40
"""Fewer situations than this are solved before a bar could be read."""


def asked_plan(context: PageContext, asked: PlanInputs, chosen: Filters) -> TeamPlan:
    """Return the plan that was asked for.

    What was worked out before is answered at once. Otherwise a bar counts the situations; whatever is clicked in the
    meantime ends the planning, and what is solved by then is kept.
    """
    with telling() as told:
        return plans.team_plan(
            context.app,
            context.principal,
            context.as_of,
            budget_cents=asked.budget_cents,
            until=asked.until,
            filters=chosen,
            progress=told,
        )


@contextmanager
def telling() -> Iterator[plans.Progress]:
    """Yield what a planning tells how far it is; the bar is gone when it is done."""
    place = st.empty()

    def told(done: int, of: int) -> None:
        # A call of Streamlit is where a click of the user ends this run: nothing runs on that nobody waits for.
        if of >= _SHOWN_FROM:
            with place.container():
                st.progress(done / of, f"Looking for the cheapest way: {done:,} of {of:,} situations")
                st.caption("Change anything to stop; what is solved is kept.")

    yield told
    place.empty()
