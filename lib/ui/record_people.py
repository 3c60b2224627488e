"""Choosing anybody on the staff, leavers included: the person in the address comes along from the Person page."""

from __future__ import annotations

import streamlit as st

from lib.services import imports
from lib.ui import address, people
from lib.ui.empty import nobody_here
from lib.ui.guard import PageContext


def anybody(context: PageContext) -> str | None:
    """Show the choice of a person and return the employee ID; None where nobody is on record."""
    everybody = imports.people_to_match(context.app, context.principal)
    if everybody.empty:
        nobody_here()
        return None
    labels = {
        staff_id: people.person_label(name, staff_id)
        for staff_id, name in zip(everybody["staff_id"], everybody["name"], strict=True)
    }
    return str(
        st.selectbox(
            "Person",
            list(labels),
            format_func=labels.__getitem__,
            help="Type a part of the name or the employee ID. Leavers are in the list too.",
            **address.bound(
                people.PERSON_KEY,
                address.one(list(labels), next(iter(labels)), labels.__getitem__, always=True),
            ),
        )
    )
