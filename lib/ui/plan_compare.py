"""The simple plan beside the exact one: what each costs, how many orders it takes, what the difference brings."""

from __future__ import annotations

from functools import partial

import streamlit as st

from lib.budget.team_plan import TeamPlan
from lib.services import budget_questions, figures_opened
from lib.services.plans import Asked
from lib.ui import purchase_table
from lib.ui.format import counted, literal, money
from lib.ui.guard import PageContext


def simple_beside_exact(context: PageContext, asked: Asked, exact: TeamPlan) -> None:
    """Show both plans for the people whom both complete. ``exact``: without a ceiling."""
    if not exact.people:
        return
    with st.spinner("Looking for the simplest plan …"):
        both = budget_questions.side_by_side(context.app, context.principal, asked, context.as_of, exact)
    left, right = st.columns(2, border=True)
    with left:
        st.markdown("**Simple: ordered in an afternoon**")
        if both.compared:
            names = asked.products.set_index("product_id")["product"]
            bought = " and ".join(str(names[product]) for product in both.simple.products)
            st.markdown(literal(f"{money(both.simple_cents)} with {bought}"))
            st.caption(_orders(both.simple_orders))
            purchase_table.opens(
                f"The purchases that make {money(both.simple_cents)}",
                partial(figures_opened.of_simple, context.principal, both),
                "budget.simple",
            )
        else:
            st.markdown("No single product or pair completes anybody.")
    with right:
        st.markdown("**Exact: the cheapest there is**")
        st.markdown(literal(f"{money(both.exact_cents)}: {money(both.saved)} less"))
        st.caption(_orders(both.exact_orders))
        if both.compared:
            purchase_table.opens(
                f"The purchases that make {money(both.exact_cents)}",
                partial(figures_opened.of_exact, context.principal, both),
                "budget.exact",
            )
            purchase_table.opens(
                f"What makes {money(both.saved)} less",
                partial(figures_opened.of_saved, context.principal, both),
                "budget.saved",
            )
    waiting = len(exact.people) - both.compared
    told = f"Compared on the {counted(both.compared, 'person', 'people')} whom both complete."
    if waiting > 0:
        told += f" {counted(waiting, 'person', 'people')} more only the exact plan completes."
    st.caption(told)


def _orders(number: int) -> str:
    return f"{counted(number, 'different order')} to place"
