"""Record a session: one in-service for everybody who attended, planned before and recorded after, with its sheet."""

import streamlit as st

from lib.services.readiness import Filters
from lib.ui import cached, filters
from lib.ui.empty import nobody_here
from lib.ui.guard import open_page
from lib.ui.session_form import session_page

context = open_page("edit", "Record a session")
everybody = cached.team(context.app, context.principal, context.key, context.as_of, Filters())
if not everybody.people:
    nobody_here()
    st.stop()
chosen = filters.shown(everybody.choices)
team = cached.team(context.app, context.principal, context.key, context.as_of, chosen)
session_page(context, team)
