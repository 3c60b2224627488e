"""Person: every requirement of every credential, and where each activity was counted or why not."""

import streamlit as st

from lib.services.readiness import Filters
from lib.ui import cached, filters, people
from lib.ui.certificate_programs import person_programs
from lib.ui.empty import nobody_here, nothing_left
from lib.ui.guard import open_page
from lib.ui.ledger_table import ledger_table, waiting_table
from lib.ui.person_cards import holding_card, person_line

context = open_page("view", "Person")
everybody = cached.team(context.app, context.principal, context.key, context.as_of, Filters())
if not everybody.people:
    nobody_here()
    st.stop()
chosen = filters.shown(everybody.choices)
team = cached.team(context.app, context.principal, context.key, context.as_of, chosen)
if team.staff.empty:
    nothing_left()
    st.stop()

staff_id = people.picker(team.staff)
record = cached.record(context.app, context.principal, context.key, staff_id, context.as_of)
person_line(record)
for holding in record.verdicts["holding"].tolist():
    holding_card(context, record, holding)
person_programs(context, record)
waiting_table(record)
ledger_table(record)
