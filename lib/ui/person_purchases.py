"""What one person could buy to close the gaps: the cheapest set, looked for when it is asked for."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain import points
from lib.services import person
from lib.services.person import PersonRecord
from lib.ui import cached, navigation
from lib.ui.format import day, money
from lib.ui.guard import PageContext


def planned(context: PageContext, record: PersonRecord) -> None:
    """Show what is planned or ordered for the person and has given no credit yet; nothing where nothing is."""
    staff_id = str(record.staff["staff_id"])
    found = person.planned(context.app, context.principal, staff_id, context.as_of)
    if found.empty:
        return
    st.subheader(f"Planned ({len(found)})", anchor=False)
    st.caption("Nothing of it counts until it is on record as an activity.")
    st.dataframe(
        found.assign(points=found["points"].astype("Float64") / 100),
        key="person.planned",
        hide_index=True,
        placeholder="—",
        alt="Sessions planned and products ordered for this person, by day",
        column_config={
            "what": st.column_config.TextColumn("What", width=320),
            "day": st.column_config.DateColumn("On", format="ddd D MMM YYYY", help="Of the session, or of the order"),
            "provider": "From",
            "points": st.column_config.NumberColumn("Points", format="%.2f"),
            "state": "State",
        },
    )


def purchases(context: PageContext, record: PersonRecord) -> None:
    """Show the cheapest purchases in an expander that works only when it is open."""
    open_gaps = record.verdicts["missing"].fillna(0) > 0
    if not open_gaps.any() or "plan" not in context.principal.permissions:
        return
    section = st.expander("The cheapest way to close the gaps", on_change="rerun", key="person.purchases")
    if not section.open:
        return
    with section:
        staff_id = str(record.staff["staff_id"])
        plan = cached.purchases(context.app, context.principal, context.key, staff_id, context.as_of)
        for entry in plan.unplannable:
            st.markdown(f"No purchase closes these gaps: {entry.reason}")
        if not plan.people:
            if not plan.unplannable:
                st.markdown("Nothing to buy: no gap here can still be closed by a purchase.")
            return
        own = plan.people[0]
        hours = f", {points.text(own.hours_hundredths)} hours" if own.hours_hundredths else ""
        st.markdown(f"**{money(own.cost_cents)}**{hours}, as of {day(context.as_of)}, for all holdings together.")
        table = pd.DataFrame(
            [(i.product, i.provider, i.quantity, i.cost_cents / 100, i.as_member) for i in own.items],
            columns=["product", "provider", "quantity", "cost", "as_member"],
        )
        st.dataframe(
            table,
            key="person.purchases.table",
            hide_index=True,
            alt="What to buy, from whom, how many and at what cost",
            column_config={
                "product": "Buy",
                "provider": "From",
                "quantity": st.column_config.NumberColumn("How many"),
                "cost": st.column_config.NumberColumn("Cost", format="dollar"),
                "as_member": st.column_config.CheckboxColumn("Member price"),
            },
        )
        st.page_link(navigation.BUDGET.path, label="The whole team's budget ›", query_params=navigation.address())
