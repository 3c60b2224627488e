"""From a plan to its order list, which names people and is reviewed first, and to the ledger."""

from __future__ import annotations

from functools import partial

import streamlit as st

from lib.budget.team_plan import TeamPlan
from lib.domain.errors import LabReadyError
from lib.services import figures_opened, orders
from lib.services.leaving import RULE
from lib.services.plans import Team
from lib.services.readiness import TeamReadiness
from lib.ui import feedback, names_review, purchase_table, state
from lib.ui.format import counted, money
from lib.ui.guard import PageContext
from lib.ui.plain import XLSX


def order_actions(context: PageContext, plan: TeamPlan, team: Team, readiness: TeamReadiness) -> None:
    """Offer to record the plan as ordered, and its order list after a review; nothing where nothing costs anything."""
    if not plan.total_cents:
        return
    with st.popover("Record as ordered …"), st.form("budget.record", border=False):
        name = st.text_input(
            "Name of the order", key="budget.order_name", placeholder="such as PO 4711",
            help="LabReady orders nothing. This notes what you ordered, so that it counts as committed.",
        )  # fmt: skip
        if st.form_submit_button("Record as ordered"):
            _record(context, plan, team, name)
    section = names_review.section("Order list (Excel)", "budget")
    if section is not None:
        with section:
            _reviewed_list(context, plan, team, readiness)


def _reviewed_list(context: PageContext, plan: TeamPlan, team: Team, readiness: TeamReadiness) -> None:
    """Show how far the data reach and who is named, take the confirmation, and offer the workbook for it."""
    found = orders.named(context.app, context.principal, plan, team)
    sure = names_review.reviewed(
        context,
        readiness.reach,
        found.assign(cost=found["cost"] / 100),
        "budget",
        {**names_review.NAME, "cost": st.column_config.NumberColumn("Own cost", format="dollar", width=90)},
    )
    purchase_table.opens(
        f"The purchases that make these costs, {money(plan.total_cents)} with what is paid together",
        partial(figures_opened.of_plan, context.principal, plan),
        "budget.named.purchases",
    )
    st.download_button(
        "Order list (Excel)",
        data=partial(orders.order_list, context.app, context.principal, plan, team, context.as_of, reviewed=sure),
        file_name=f"order list {context.as_of.isoformat()}.xlsx",
        mime=XLSX,
        key="budget.order_list",
        on_click="ignore",
        disabled=not sure,
        help=f"Per provider what to order with seats and names, and a sheet that says who gets what. {RULE}",
    )


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
