"""Readiness: who needs you, how many stand where, who is behind and in what, and the list."""

from dataclasses import replace
from functools import partial

import streamlit as st

from lib.charts.behind import who_is_behind
from lib.services.holdings_list import arranged
from lib.services.readiness import Filters
from lib.ui import cached, figures, filters, known
from lib.ui.empty import nobody_here, nothing_left
from lib.ui.format import counted
from lib.ui.gap_map_view import gap_map_section
from lib.ui.gaps import lacking_table
from lib.ui.guard import open_page
from lib.ui.helpful_hour import helpful_hour
from lib.ui.holdings_table import holdings_table, list_view
from lib.ui.narrowed_to import narrow_to_kind, narrowed_to
from lib.ui.needs import needs_you
from lib.ui.places import by_place
from lib.ui.reach import reach_strip
from lib.ui.report_button import compliance_report
from lib.ui.since import last_month_end
from lib.ui.tiles import group_tiles
from lib.ui.trend_view import trend_section
from lib.ui.what_if import what_if_team

context = open_page("view", "Readiness")
everybody = cached.team(context.app, context.principal, context.key, context.as_of, Filters())
if not everybody.people:
    nobody_here()
    st.stop()
chosen = filters.shown(everybody.choices)
known_on = known.shown(context.today)
asked = (context.app, context.principal, context.key, context.as_of)
of_any_status = cached.team(*asked, replace(chosen, statuses=()), known_on)
team = cached.team(*asked, chosen, known_on)

needs_you(context, of_any_status.verdicts, limit=4)
group_tiles(context, of_any_status.verdicts, chosen, last_month_end(context, chosen, known_on), known_on)
narrowed_to(chosen, dict(zip(everybody.staff["staff_id"], everybody.staff["name"], strict=True)))
helpful_hour(context, team.verdicts, team.requirements)
if team.verdicts.empty:
    nothing_left()
    st.stop()

left, right = st.columns([1.75, 1], border=True)
with left:
    figures.acting(
        who_is_behind(team.verdicts, dark=context.dark),
        "readiness.behind",
        partial(narrow_to_kind, areas=team.choices.areas),
        alt="Points missing by kind for each holding that is behind, worst first; the table below has the numbers",
    )
with right:
    by_place(of_any_status, dark=context.dark)
    lacking_table(team.verdicts)
gap_map_section(team.verdicts, team.requirements, dark=context.dark)

shown, order = st.columns([3, 1], vertical_alignment="center")
with order, st.container(horizontal=True, horizontal_alignment="right"):
    view = list_view()
shown.caption(
    f"{counted(len(team.verdicts), 'holding')} of {counted(len(team.staff), 'person', 'people')}, {view.words}. "
    "Select a row to open the person; click a bar or a mark to narrow to it."
)
compliance_report(context, team, chosen, view, known_on)
several = "edit" in context.principal.permissions and st.toggle(
    "Select several rows to change them together",
    key="readiness.several",
    help="On: a row that is selected is marked for a change of many at once. Off: it opens the person.",
)
listed = arranged(team.verdicts, view)
holdings_table(cached.holdings_text(*asked, listed, known_on), listed, view, several=several)
trend_section(context, chosen)
what_if_team(context, team.staff)
reach_strip(team.reach)
