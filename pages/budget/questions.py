"""Questions of the budget: cost by place and deadline, reach of money, membership, break-even, next step, a lapse."""

from lib.services import plans
from lib.services.readiness import Filters
from lib.ui import break_even_view, budget_answers, budget_steps, cached, filters
from lib.ui.empty import nobody_here
from lib.ui.guard import open_page
from lib.ui.plan_inputs import PlanInputs
from lib.ui.planning import asked_plan

context = open_page("plan", "Budget questions")
everybody = cached.team(context.app, context.principal, context.key, context.as_of, Filters())
if everybody.people:
    chosen = filters.shown(everybody.choices, statuses=False, gaps=False)
    asked = plans.asked(context.app, context.principal, context.as_of, filters=chosen)
    plan = asked_plan(context, PlanInputs(None, None), chosen)
    budget_answers.costs_by(context, asked, plan)
    budget_steps.money_reaches(context, asked, plan)
    budget_answers.membership(context, asked)
    break_even_view.shown(context, asked, plan)
    budget_steps.one_step(context, asked)
    budget_steps.lapse(context, asked, plan)
else:
    nobody_here()
