"""This week: who needs you, and how far the data reach; on an empty database, three ways to begin."""

import streamlit as st

from lib.services.readiness import Filters, anybody
from lib.ui import cached, filters
from lib.ui.format import counted
from lib.ui.guard import open_page
from lib.ui.helpful_hour import helpful_hour
from lib.ui.last_visit import since_last_visit
from lib.ui.needs import needs_you
from lib.ui.reach import reach_strip
from lib.ui.since import changed_since, last_month_end
from lib.ui.tiles import standing
from lib.ui.welcome import welcome

context = open_page("view", "This week")
everybody = None
if anybody(context.app, context.principal):
    everybody = cached.team(context.app, context.principal, context.key, context.as_of, Filters())
if everybody is None or not everybody.people:
    welcome(context)
    st.stop()
chosen = filters.shown(everybody.choices, statuses=False)
team = cached.team(context.app, context.principal, context.key, context.as_of, chosen)
st.caption(
    f"{counted(team.people, 'person', 'people')} · {counted(len(team.choices.sites), 'site')} · "
    f"{counted(len(team.verdicts), 'holding')} in this view"
)
needs_you(context, team.verdicts, limit=10)
before = last_month_end(context, chosen)
standing(context, team, before)
helpful_hour(context, team.verdicts, team.requirements)
since_last_visit(context, everybody, chosen)
changed_since(team.verdicts, before)
reach_strip(team.reach)
