"""Certificate programs: who is enrolled, how many courses are done and needed; enrolling and marking by hand."""

from lib.ui import cached
from lib.ui.certificate_decisions import enrolling, marking
from lib.ui.certificate_programs import about_programs, team_table
from lib.ui.empty import nobody_here
from lib.ui.guard import open_page

context = open_page("view", "Certificate programs")
found = cached.certificate_programs(context.app, context.principal, context.key, context.as_of)
if len(found.people):
    team_table(found)
    enrolling(context, found)
    marking(context, found)
    about_programs(found.programs)
else:
    nobody_here()
