"""The plan on a page: asked for with a bar that shows how far it is, and a button that stops it."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Final

import streamlit as st

from lib.budget.team_plan import TeamPlan
from lib.services import plans
from lib.services.readiness import Filters
from lib.ui import address, turns
from lib.ui.guard import PageContext
from lib.ui.plan_inputs import PlanInputs

_SHOWN_FROM: Final = 40
"""Fewer situations than this are solved before a bar could be read, unless it takes longer than the patience."""
_PATIENCE: Final = 0.8
"""Seconds that nothing is said about."""
_STOPPED: Final = "kept.planning.stopped"


def asked_plan(context: PageContext, asked: PlanInputs, chosen: Filters) -> TeamPlan:
    """Return the plan that was asked for; the page ends here where it was stopped.

    What was worked out before is answered at once. Otherwise a bar counts the situations; the button beside it, and
    whatever else is clicked in the meantime, ends the planning, and what is solved by then is kept.
    """
    with telling(context, "plan", asked) as told:
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
def telling(context: PageContext, name: str, *of: Hashable) -> Iterator[plans.Progress]:
    """Yield what a planning tells how far it is, with a bar and a button to stop it; both are gone when it is done.

    Stopped, it stays so until somebody goes on or asks for anything else: the page ends here, with a button to go on;
    what stands above it stays. ``name`` and ``of`` tell this work from others of the page.
    """
    work = (name, *of, context.key, repr(sorted(address.current().items())))
    if st.session_state.get(_STOPPED) == work:
        st.info("Stopped, and nothing was changed. What was solved by then is kept; going on begins from there.")
        st.button("Go on after all", key=f"planning.on.{name}", on_click=_go_on)
        st.stop()
    place = st.empty()
    shown = _Bar(place, name, work)
    yield shown.told
    place.empty()


class _Bar:
    """The bar of one work and its button, drawn once there is something to wait for."""

    def __init__(self, place: st.delta_generator.DeltaGenerator, name: str, work: Hashable) -> None:
        self._place, self._name, self._work = place, name, work
        self._began = monotonic()
        self._bar: st.delta_generator.DeltaGenerator | None = None

    def told(self, done: int, of: int) -> None:
        """Show how far it is. A call of Streamlit is where a click ends this run, and with it the planning."""
        seconds = monotonic() - self._began
        if self._bar is None:
            if of < _SHOWN_FROM and seconds < _PATIENCE:
                return
            turns.step_aside()
            with self._place.container():
                self._bar = st.empty()
                st.button(
                    "Stop", key=f"planning.stop.{self._name}.{hash(self._work)}", on_click=_stop, args=(self._work,),
                    help="Ends the work now. Nothing is changed by it, and what is solved is kept.",
                )  # fmt: skip
        told = f"Looking for the cheapest way: {done:,} of {of:,} situations … {int(seconds)} s"
        self._bar.progress(min(done / max(of, 1), 1.0), told)


def _stop(work: Hashable) -> None:
    st.session_state[_STOPPED] = work


def _go_on() -> None:
    st.session_state.pop(_STOPPED, None)
