"""Imports: what was imported and taking it back; rows that wait for a person; areas to assign."""

import streamlit as st

from lib.ui import cached
from lib.ui.guard import open_page
from lib.ui.import_history import history_table
from lib.ui.import_mappings import remembered_mappings
from lib.ui.open_questions import areas_to_assign, waiting_rows

context = open_page("import", "Imports and open questions", dated=False)
waiting_rows(context)
areas_to_assign(context)
st.subheader("Imports", anchor=False)
history_table(context, cached.history(context.app, context.principal, context.key))
remembered_mappings(context)
