"""Teams: sites, departments and supervisors compared; the people of the one chosen."""

import streamlit as st

from lib.services.readiness import Filters
from lib.ui import cached, filters
from lib.ui.empty import nobody_here, nothing_left
from lib.ui.guard import open_page
from lib.ui.teams import grouping, people_of, team_bars, teams_table

context = open_page("view", "Teams compared")
by = grouping()
everybody = cached.teams(context.app, context.principal, context.key, context.as_of, by, Filters())
if not everybody.everybody:
    nobody_here()
    st.stop()
chosen = filters.shown(everybody.choices, statuses=False)
found = cached.teams(context.app, context.principal, context.key, context.as_of, by, chosen)
if found.people.empty:
    nothing_left()
    st.stop()
clicked = team_bars(context, found)
selected = teams_table(found)
team = selected or clicked
if team and team in set(found.teams["team"]):
    people_of(found, team)
else:
    st.caption("Click a bar or select a row to see the team's people.")
