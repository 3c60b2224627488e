"""Change many at once: declarations, verifications, renewals, leave and the like, from the table or a pasted list."""

import streamlit as st

from lib.services.readiness import Filters
from lib.services.recordings import ACTIONS
from lib.ui import bulk_forms, cached, filters
from lib.ui.empty import nobody_here, nothing_left
from lib.ui.guard import open_page

context = open_page("edit", "Change many at once")
everybody = cached.team(context.app, context.principal, context.key, context.as_of, Filters())
if not everybody.people:
    nobody_here()
    st.stop()
chosen = filters.shown(everybody.choices)
team = cached.team(context.app, context.principal, context.key, context.as_of, chosen)
if team.verdicts.empty:
    nothing_left()
    st.stop()

action = bulk_forms.what()
if action in ACTIONS:
    bulk_forms.holdings_form(context, team, action)
else:
    bulk_forms.people_form(context, team, action)
