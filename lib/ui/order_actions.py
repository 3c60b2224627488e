"""From a plan to its order list, which names people and is reviewed first, and to the ledger."""

from __future__ import annotations

from functools import partial

import streamlit as st

from lib.budget.team_plan import TeamPlan
from lib.domain.errors import LabReadyError
from lib.services import figures_opened, orders
from lib.services.plans import Team
from lib.services.readiness import TeamReadiness
from lib.ui import choosing, feedback, purchase_table, state
from lib.ui.format import counted, money
from lib.ui.guard import PageContext
from lib.ui.reach import reach_strip
from lib.ui.report_button import XLSX


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
    section = st.expander(
        "Order list (Excel): review before names leave the building", on_change="rerun", key="budget.review"
    )
    if section.open:
        with section:
            _reviewed_list(context, plan, team, readiness)


def _reviewed_list(context: PageContext, plan: TeamPlan, team: Team, readiness: TeamReadiness) -> None:
    """Show how far the data reach and who is named, take the confirmation, and offer the workbook for it."""
    st.markdown("1 · **How far do the data reach?** An old import buys what somebody has already.")
    reach_strip(readiness.reach)
    found = orders.named(context.app, context.principal, plan, team)
    answered = int(found["last_answer"].notna().sum())
    st.markdown(
        f"2 · **Who is on the list?** {counted(len(found), 'person', 'people')} with names and employee IDs, "
        f"{counted(answered, 'of them has', 'of them have')} answered before."
    )
    st.dataframe(
        found[["name", "cost", "last_asked_on", "last_answered_on", "last_answer"]].assign(cost=found["cost"] / 100),
        key="budget.named",
        hide_index=True,
        placeholder="—",
        height=choosing.height(len(found), 320),
        alt="Everybody named on the order list with the cost, when they were asked and what they answered",
        column_config={
            "name": st.column_config.TextColumn("Name", width=170),
            "cost": st.column_config.NumberColumn("Own cost", format="dollar", width=90),
            "last_asked_on": st.column_config.DateColumn("Last asked", format="D MMM YYYY", width=95),
            "last_answered_on": st.column_config.DateColumn("Answered on", format="D MMM YYYY", width=95),
            "last_answer": st.column_config.TextColumn("Answered"),
        },
    )
    purchase_table.opens(
        f"The purchases that make these costs, {money(plan.total_cents)} with what is paid together",
        partial(figures_opened.of_plan, context.principal, plan),
        "budget.named.purchases",
    )
    # The key carries what was reviewed: where the data, the day, the view or the plan change, it is asked again.
    listed = hash((*found["staff_id"], *found["cost"], plan.total_cents))
    mark = f"{context.key.data_version}.{context.as_of.isoformat()}.{listed}"
    sure = st.checkbox(
        "3 · I have looked at how far our records reach and at the answers, and these names may be handed on.",
        key=f"budget.sure.{mark}",
        help="Without it the order list cannot be downloaded; it is asked again after any change.",
    )
    st.download_button(
        "Order list (Excel)",
        data=partial(orders.order_list, context.app, context.principal, plan, team, context.as_of, reviewed=sure),
        file_name=f"order list {context.as_of.isoformat()}.xlsx",
        mime=XLSX,
        key="budget.order_list",
        on_click="ignore",
        disabled=not sure,
        help="Per provider what to order with seats and names, and a sheet that says who gets what.",
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
