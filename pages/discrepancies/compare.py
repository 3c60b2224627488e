"""Discrepancies: a person's transcript against our records, and what looks wrong in the whole team's credits."""

import streamlit as st

from lib.domain.errors import LabReadyError
from lib.services.readiness import Filters
from lib.ui import cached, feedback
from lib.ui.discrepancies import form, result, team_wrong
from lib.ui.empty import nobody_here
from lib.ui.guard import open_page

context = open_page("import", "Discrepancies", dated=False)
team = cached.team(context.app, context.principal, context.key, context.as_of, Filters())
if not team.people:
    nobody_here()
    st.stop()
asked = form(cached.people(context.app, context.principal, context.key))
if asked:
    try:
        found = cached.comparison(
            context.app, context.principal, context.key, asked.staff_id, asked.upload, context.as_of, asked.since,
            asked.date_order, asked.points,
        )  # fmt: skip
    except LabReadyError as error:
        feedback.refused(error)
    else:
        result(context, found)
team_wrong(cached.looks_wrong(context.app, context.principal, context.key, context.as_of))
