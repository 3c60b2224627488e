"""Bench risk: how many certified people remain in each department if those not on course lapse, month by month."""

import streamlit as st

from lib.services.readiness import Filters
from lib.ui import cached, filters
from lib.ui.bench import assumption, numbers, risk_chart, who_lapses
from lib.ui.empty import nobody_here
from lib.ui.guard import open_page

context = open_page("view", "Bench risk")
everybody = cached.bench_risk(context.app, context.principal, context.key, context.as_of, Filters())
if not everybody.people:
    nobody_here()
    st.stop()
chosen = filters.shown(everybody.choices, statuses=False, gaps=False)
found = cached.bench_risk(context.app, context.principal, context.key, context.as_of, chosen)
assumption(found)
row = risk_chart(context, found)
who_lapses(found, row)
numbers(found)
