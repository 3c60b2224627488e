"""The entry point: `streamlit run dashboard.py`.

The script that is served is another file on purpose. Streamlit (1.67) takes a folder named `pages` beside the script
for pages of its own until the script has run once, and would tell the first visitor of a server who follows a link to a
page that there is no such page.
"""

import streamlit as st

from lib.ui import preparing

app = st.App("lib/ui/front/script.py", lifespan=preparing.beside_the_browser)
