"""Scenarios: what would be different, kept by name, and the plans under each side by side."""

from lib.services.readiness import Filters
from lib.ui import cached, scenario_form, scenario_table
from lib.ui.empty import nobody_here
from lib.ui.guard import open_page

context = open_page("plan", "Scenarios")
everybody = cached.team(context.app, context.principal, context.key, context.as_of, Filters())
if everybody.people:
    scenario_table.compared(context)
    scenario_form.editor(context)
else:
    nobody_here()
