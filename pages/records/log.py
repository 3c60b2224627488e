"""Change log: who changed what and when, what was there before and after; taking a change back."""

from lib.ui.change_log import log_table, person_filter
from lib.ui.guard import open_page

context = open_page("edit", "Change log", dated=False)
log_table(context, person_filter(context))
