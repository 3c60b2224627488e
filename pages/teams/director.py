"""Director: how the required credentials stand, exceptions only; the sheet to sign after a review."""

import streamlit as st

from lib.services.readiness import Filters
from lib.ui import cached, filters
from lib.ui.director import alone, alone_asked_for, confirmed, counts, review, sheet
from lib.ui.empty import nobody_here
from lib.ui.guard import open_page

context = open_page("report", "Director's page")
everybody = cached.director_view(context.app, context.principal, context.key, context.as_of, Filters())
if not everybody.people:
    nobody_here()
    st.stop()
chosen = filters.in_address(everybody.choices, statuses=False)
found = cached.director_view(context.app, context.principal, context.key, context.as_of, chosen)
confirmation = confirmed(found)
if confirmation and alone_asked_for():
    alone(context, confirmation, chosen)
else:
    filters.shown(everybody.choices, statuses=False)
    if confirmation:
        sheet(context, found, confirmation, chosen)
    else:
        counts(found)
        review(context, found)
