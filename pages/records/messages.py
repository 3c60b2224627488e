"""Messages: what to ask of whom, ready to copy or to mail-merge, and what was answered."""

import streamlit as st

from lib.services.readiness import Filters
from lib.ui import cached, filters
from lib.ui.empty import nobody_here
from lib.ui.guard import open_page
from lib.ui.message_list import message_page

context = open_page("report", "Messages")
everybody = cached.team(context.app, context.principal, context.key, context.as_of, Filters())
if not everybody.people:
    nobody_here()
    st.stop()
message_page(context, filters.shown(everybody.choices))
