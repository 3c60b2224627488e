"""Imports: what was imported and taking it back; the columns that are remembered."""

import streamlit as st

from lib.ui import cached, navigation
from lib.ui.guard import open_page
from lib.ui.import_history import history_table
from lib.ui.import_mappings import remembered_mappings

context = open_page("import", "Imports", dated=False)
history_table(context, cached.history(context.app, context.principal, context.key))
remembered_mappings(context)
st.page_link(
    navigation.CONFIRM.path,
    label="What files left open (whose row it is, which area) is settled on To confirm",
    query_params=navigation.address(),
)
