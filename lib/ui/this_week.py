"""The first page of a laboratory: who needs you, where the team stands, what changed, how far the data reach."""

from __future__ import annotations

import streamlit as st

from lib.services.readiness import Filters
from lib.ui import cached, filters
from lib.ui.format import counted
from lib.ui.guard import PageContext
from lib.ui.helpful_hour import helpful_hour
from lib.ui.last_visit import since_last_visit
from lib.ui.needs import needs_you
from lib.ui.reach import reach_strip
from lib.ui.since import changed_since, last_month_end
from lib.ui.tiles import standing
from lib.ui.welcome import welcome


def this_week(context: PageContext) -> None:
    """Show the team's week; where nobody is employed, the ways to begin."""
    everybody = cached.team(context.app, context.principal, context.key, context.as_of, Filters())
    if not everybody.people:
        welcome()
        return
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
