"""One person in a large store: the sums that the verdict needs, and all that the person's page needs. Medians of 15."""

import json
import statistics
import sys
import time
from datetime import date
from pathlib import Path

from lib.access.policy import local_principal
from lib.services import person
from lib.services.container import open_application
from lib.services.judging import judge
from lib.settings import Settings

AS_OF = date(2026, 11, 22)
app = open_application(Settings(database=Path(sys.argv[1])), today=lambda: AS_OF)
principal = local_principal()
judge(app, principal.scope, AS_OF)


def median_of(work: object) -> float:
    taken = []
    for number in range(15):
        started = time.perf_counter()
        work(f"E{number * 37:06}")
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


query = median_of(lambda staff_id: judge(app, principal.scope, AS_OF, None, staff_id))
page = median_of(lambda staff_id: person.record(app, principal, staff_id, AS_OF))
started = time.perf_counter()
judge(app, principal.scope, AS_OF)
team = time.perf_counter() - started
print(json.dumps({"seconds": page, "query": query, "page": page, "team": team}))
