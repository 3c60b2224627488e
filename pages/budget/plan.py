"""Training budget: the number and its sentence first; memberships compared; who gets what; what to order."""

from lib.services.readiness import Filters
from lib.ui import cached, filters
from lib.ui.empty import nobody_here
from lib.ui.guard import open_page
from lib.ui.plan_inputs import budget_inputs
from lib.ui.plan_tables import orders, people, unplanned
from lib.ui.plan_view import gaps_beside_spend, headline
from lib.ui.planning import asked_plan

context = open_page("plan", "Training budget")
everybody = cached.team(context.app, context.principal, context.key, context.as_of, Filters())
if everybody.people:
    chosen = filters.shown(everybody.choices, statuses=False)
    team = cached.team(context.app, context.principal, context.key, context.as_of, chosen)
    asked = budget_inputs(context)
    plan = asked_plan(context, asked, chosen)
    headline(context, plan)
    gaps_beside_spend(context, plan, team)
    people(context, plan, team)
    orders(context, plan)
    unplanned(plan)
else:
    nobody_here()
