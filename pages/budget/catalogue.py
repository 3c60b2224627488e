"""Catalogue: what can be bought, at what price, by which source; edited in place, checked on saving."""

import streamlit as st

from lib.services import budget_data, catalogue
from lib.ui import quotes_view
from lib.ui.catalogue_editor import as_sheets, edited, save
from lib.ui.guard import open_page

context = open_page("plan", "Catalogue and prices", dated=False)
st.markdown(
    "The plan buys only what has a price, credits and areas; an empty price is *price not set* and is never guessed. "
    "Write where each price comes from and of which day it is."
)
products = catalogue.products(context.app, context.principal)
notes = budget_data.table(context.app, context.principal, "product_notes")
save(context, edited(products, notes))
as_sheets(context)
quotes_view.worth_asking(context)
