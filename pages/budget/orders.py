"""Orders and budgets: what may be spent, what is ordered and paid, what was bought and never used."""

from lib.ui import ledger_view
from lib.ui.guard import open_page

context = open_page("plan", "Orders and budgets", dated=False)
ledger_view.by_year(context)
ledger_view.budgets(context)
ledger_view.lines(context)
ledger_view.never_used(context)
