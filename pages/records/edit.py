"""Change one record: an activity, a credential or a person, added or corrected in place; a new person."""

import streamlit as st

from lib.ui import address, edit_person, record_people
from lib.ui.edit_credit import credit_form
from lib.ui.edit_holding import holding_form
from lib.ui.guard import open_page

context = open_page("edit", "Change one record", dated=False)
forms = {"Activity": credit_form, "Credential": holding_form, "Person": edit_person.person_form}
new_person = "New person"
what = st.segmented_control(
    "What",
    [*forms, new_person],
    required=True,
    help="An activity somebody completed, a credential they hold, or the person themselves: name, place, dates.",
    **address.bound("edit.what", address.one([*forms, new_person], "Activity")),
)
if what == new_person:
    edit_person.new_person_form(context)
else:
    staff_id = record_people.anybody(context)
    if staff_id is not None:
        forms[what](context, staff_id)
