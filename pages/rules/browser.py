"""Rules and sources: those in use to be verified, all of them, corrections and additions, their history."""

import streamlit as st

from lib.ui import rule_views
from lib.ui.guard import open_page

context = open_page("view", "Rules and sources", dated=False)
st.markdown(
    "A verdict uses the version whose span of cycle ends holds the cycle's end. What could not be read at the source "
    "stays unknown: nothing is guessed."
)
rule_views.show(context)
