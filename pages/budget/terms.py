"""Owned, quotes and fees: what stands beside the catalogue, edited in place and checked on saving."""

from lib.ui import terms_editor
from lib.ui.guard import open_page

context = open_page("plan", "Owned, quotes and fees", dated=False)
for table in ("owned_seats", "price_terms", "buyer_classes", "fees", "product_notes", "cost_centres"):
    terms_editor.editor(context, table)
terms_editor.history(context)
terms_editor.price_history(context)
