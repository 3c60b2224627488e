"""The person opened last, under the filters of a page that is not about one person: one click back to them."""

from __future__ import annotations

import os

import streamlit as st

from lib.settings import read_settings
from lib.ui import address, cached, identity, navigation
from lib.ui.people import PERSON_KEY
from lib.ui.plain import literal


def shown() -> None:
    """Show the link on a page with filters that is not about one person, where the address still has a person."""
    staff_id = "".join(address.current().get(PERSON_KEY, [])[-1:])
    if not staff_id or not address.is_shown("site") or address.is_shown(PERSON_KEY):
        return
    principal = identity.principal()
    app = cached.application(read_settings(os.environ))
    people = cached.people(app, principal, cached.key_of(app, principal))
    names = people.loc[people["staff_id"] == staff_id, "name"]
    if names.empty:
        return
    with st.sidebar:
        st.page_link(
            navigation.PERSON.path,
            label=f"Last opened: {literal(names.iloc[0])} ›",
            query_params=navigation.address(),
            help="The person whose record was open last",
        )
