"""Rules and sources: every version with its numbers, where they come from, and how sure we are."""

import streamlit as st

from lib.services import rule_book
from lib.ui.guard import open_page
from lib.ui.rule_tables import versions

context = open_page("view", "Rules and sources", dated=False)
st.markdown(
    "A verdict uses the version whose span of cycle ends holds the cycle's end. What could not be read at the source "
    "stays unknown: nothing is guessed."
)
versions(context, rule_book.versions_table(context.app, context.principal))
