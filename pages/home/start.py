"""This week: who needs you, and how far the data reach; on an empty database, three ways to begin."""

from lib.ui.guard import open_if_anybody
from lib.ui.welcome import welcome

context = open_if_anybody("view", "This week")
if context is None:
    welcome()
else:
    # What shows people is loaded where there are any: the first page of a new user is painted without it.
    from lib.ui.this_week import this_week

    this_week(context)
