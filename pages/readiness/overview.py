"""Readiness: who needs you, how many stand where, who is behind and in what, and the list."""

from dataclasses import replace

import streamlit as st

from lib.charts.behind import who_is_behind
from lib.charts.sites import statuses_by_site
from lib.services.readiness import Filters
from lib.ui import cached, figures, filters, known
from lib.ui.empty import nobody_here, nothing_left
from lib.ui.format import counted
from lib.ui.gaps import lacking_table
from lib.ui.guard import open_page
from lib.ui.holdings_table import holdings_table, open_person
from lib.ui.needs import needs_you
from lib.ui.reach import reach_strip
from lib.ui.report_button import compliance_report
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
by_place = cached.team(*asked, replace(chosen, statuses=()), known_on)
team = cached.team(*asked, chosen, known_on)

needs_you(by_place.verdicts, limit=4)
group_tiles(by_place.verdicts, chosen)
if team.verdicts.empty:
    nothing_left()
    st.stop()

left, right = st.columns([1.75, 1], border=True)
with left:
    person = figures.clicked(
        who_is_behind(team.verdicts, dark=context.dark),
        "readiness.behind",
        alt="Points missing by kind for each holding that is behind, worst first; the table below has the numbers",
    )
with right:
    figures.show(
        statuses_by_site(by_place.staff, dark=context.dark),
        "readiness.sites",
        alt="People by status group at each site; the table below has every holding",
    )
    lacking_table(team.verdicts)
if person:
    names = team.staff.set_index("staff_id")["name"]
    open_person(names[person], person)

shown, report = st.columns([3, 1], vertical_alignment="center")
shown.caption(
    f"{counted(len(team.verdicts), 'holding')} of {counted(len(team.staff), 'person', 'people')}, worst first. "
    "Select a row, or click a bar, to open the person."
)
with report:
    compliance_report(context, chosen, known_on)
holdings_table(cached.holdings_text(*asked, team.verdicts, known_on))
trend_section(context, chosen)
what_if_team(context, team.staff)
reach_strip(team.reach)
