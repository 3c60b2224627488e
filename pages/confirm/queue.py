"""To confirm: everything that is not sure, in one queue; one decision settles all rows that share the text."""

from lib.ui.confirm_queue import confirm_queue
from lib.ui.guard import open_page

context = open_page("edit", "To confirm", dated=False)
confirm_queue(context)
