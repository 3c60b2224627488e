"""Deadlines: filing windows and ends over the coming 24 months, by month and by person."""

import streamlit as st

from lib.services.readiness import Filters
from lib.ui import cached, filters, navigation
from lib.ui.deadlines import by_month, by_person, dates_table, headline, kind_of_date, months_table
from lib.ui.empty import nobody_here, nothing_left
from lib.ui.guard import open_page

context = open_page("view", "Deadlines")
everybody = cached.deadlines(context.app, context.principal, context.key, context.as_of, Filters())
if not everybody.people:
    nobody_here()
    st.stop()
chosen = filters.shown(everybody.choices)
found = cached.deadlines(context.app, context.principal, context.key, context.as_of, chosen)
if found.events.empty and found.passed.empty:
    nothing_left()
    st.stop()
told, bench = st.columns([2.6, 1], vertical_alignment="center")
with told:
    headline(found)
bench.page_link(navigation.BENCH.path, label="Who would be left ›", query_params=navigation.address())
kind = kind_of_date()
chart, table = st.columns([2.1, 1])
with chart:
    month = by_month(context, found, kind)
with table:
    months_table(found)
by_person(context, found)
dates_table(found, kind, month)
