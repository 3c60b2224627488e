"""From a plan to its order list, and to the ledger."""

from __future__ import annotations

import streamlit as st

from lib.budget.team_plan import TeamPlan
from lib.domain.errors import LabReadyError
from lib.services import orders
from lib.services.plans import Team
from lib.ui import feedback, state
from lib.ui.format import counted
from lib.ui.guard import PageContext


def order_actions(context: PageContext, plan: TeamPlan, team: Team) -> None:
    """Offer the order list as a workbook, and to record the plan as ordered; nothing where nothing costs anything."""
    if not plan.total_cents:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.download_button(
            "Order list (Excel)",
            data=lambda: orders.order_list(context.app, context.principal, plan, team, context.as_of),
            file_name=f"order list {context.as_of.isoformat()}.xlsx",
            mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            key="budget.order_list",
            on_click="ignore",
        )
        with st.popover("Record as ordered …"), st.form("budget.record", border=False):
            name = st.text_input(
                "Name of the order", key="budget.order_name", placeholder="such as PO 4711",
                help="LabReady orders nothing. This notes what you ordered, so that it counts as committed.",
            )  # fmt: skip
            if st.form_submit_button("Record as ordered"):
                _record(context, plan, team, name)


def _record(context: PageContext, plan: TeamPlan, team: Team, name: str) -> None:
    try:
        lines = orders.record(context.app, context.principal, plan, team, name, today=context.today)
    except LabReadyError as error:
        feedback.refused(error)
        return
    state.say_next(
        f"Recorded as ordered: {counted(lines, 'line')}. They stand under “Orders and budgets” as committed."
    )
    st.rerun()
