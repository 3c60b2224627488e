"""Training budget: the number and its sentence first; memberships compared; who gets what; what to order."""

import streamlit as st

from lib.services import plans
from lib.services.readiness import Filters
from lib.ui import cached, filing_view, filters, navigation
from lib.ui.empty import nobody_here
from lib.ui.guard import open_page
from lib.ui.order_actions import order_actions
from lib.ui.paid_time_view import paid_time_and_payers
from lib.ui.plan_compare import simple_beside_exact
from lib.ui.plan_inputs import PlanInputs, budget_inputs
from lib.ui.plan_tables import orders, people, unplanned
from lib.ui.plan_view import gaps_beside_spend, headline
from lib.ui.planning import asked_plan

context = open_page("plan", "Training budget")
everybody = cached.team(context.app, context.principal, context.key, context.as_of, Filters())
if everybody.people:
    chosen = filters.shown(everybody.choices, statuses=False, gaps=False)
    team = cached.team(context.app, context.principal, context.key, context.as_of, chosen)
    asked = budget_inputs(context)
    plan = asked_plan(context, asked, chosen)
    headline(context, plan)
    given = plans.asked(context.app, context.principal, context.as_of, asked.until, chosen)
    filing_view.beside_the_plan(context, given, plan)
    order_actions(context, plan, given.team, team)
    simple_beside_exact(context, given, asked_plan(context, PlanInputs(None, asked.until), chosen))
    gaps_beside_spend(context, plan, team)
    people(context, plan, team)
    orders(context, plan)
    unplanned(plan)
    paid_time_and_payers(context, plan, given)
    st.page_link(
        navigation.QUESTIONS.path,
        label="More questions: by site, membership, reach of the money ›",
        query_params=navigation.address(),
    )
else:
    nobody_here()
