"""Person: every requirement of every credential, and where each activity was counted or why not."""

import streamlit as st

from lib.services.readiness import Filters
from lib.ui import cached, filters, known, people
from lib.ui.certificate_programs import person_programs
from lib.ui.empty import nobody_here
from lib.ui.guard import open_page
from lib.ui.ledger_table import ledger_table, waiting_table
from lib.ui.person_cards import holding_cards, person_line
from lib.ui.person_packet import packet_buttons
from lib.ui.person_purchases import planned, purchases
from lib.ui.record_actions import person_actions
from lib.ui.what_if import what_if_person

context = open_page("view", "Person")
everybody = cached.team(context.app, context.principal, context.key, context.as_of, Filters())
known_people = cached.people(context.app, context.principal, context.key)
if known_people.empty:
    nobody_here()
    st.stop()
chosen = filters.shown(everybody.choices)
known_on = known.shown(context.today)
team = cached.team(context.app, context.principal, context.key, context.as_of, chosen, known_on)

staff_id = people.picker(team.staff, known_people)
record = cached.record(context.app, context.principal, context.key, staff_id, context.as_of, known_on)
person_line(record)
holding_cards(context, record)
person_actions(context, record)
person_programs(context, record)
waiting_table(context, record)
ledger_table(context, record)
planned(context, record)
purchases(context, record)
what_if_person(context, record)
packet_buttons(context, record)
