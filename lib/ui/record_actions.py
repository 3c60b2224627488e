"""What can be done on a person's page, and what stands beside their verdicts: circumstances, notes, removals."""

from __future__ import annotations

import streamlit as st

from lib.services import credit_editing
from lib.services.person import PersonRecord
from lib.ui import cached, message_list, navigation
from lib.ui.format import counted, literal
from lib.ui.guard import PageContext


def person_actions(context: PageContext, record: PersonRecord) -> None:
    """Show a person's circumstances and notes, and the ways to change what is on record of them."""
    staff_id = str(record.staff["staff_id"])
    found = cached.circumstances(context.app, context.principal, context.key, context.as_of)
    for says in found.loc[found["staff_id"] == staff_id, "says"]:
        st.info(literal(says))
    with st.container(horizontal=True):
        if "edit" in context.principal.permissions:
            st.page_link(
                navigation.EDIT.path, label="Change a record", query_params=navigation.address(person=staff_id)
            )
            st.page_link(navigation.BULK.path, label="Record a declaration or renewal")
            st.page_link(
                navigation.CHANGE_LOG.path,
                label="Change log",
                query_params=navigation.address(**{"log.person": staff_id}),
            )
        if "report" in context.principal.permissions:
            st.page_link(navigation.MESSAGES.path, label="Messages")
    gone = credit_editing.removed_credits(context.app, context.principal, staff_id)
    if len(gone):
        st.caption(f"{counted(len(gone), 'activity', 'activities')} removed by hand: see “Change a record”.")
    with st.expander("Answers and notes"):
        message_list.notes_of(context, staff_id)
        if "edit" in context.principal.permissions:
            message_list.note_form(context, staff_id, "person")
