"""One person in a large store: the sums that the verdict needs, and all that the person's page needs.

Medians of 15 people; the whole team three times.
"""

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


def median_of(work: object, times: int) -> tuple[float, float]:
    """Return the median seconds of some runs, each about somebody else, and the median of the processor's."""
    taken, spent = [], []
    for number in range(times):
        started, began = time.perf_counter(), time.process_time()
        work(f"E{number * 37:06}")
        taken.append(time.perf_counter() - started)
        spent.append(time.process_time() - began)
    return statistics.median(taken), statistics.median(spent)


query, query_cpu = median_of(lambda staff_id: judge(app, principal.scope, AS_OF, None, staff_id), 15)
page, page_cpu = median_of(lambda staff_id: person.record(app, principal, staff_id, AS_OF), 15)
team, team_cpu = median_of(lambda _: judge(app, principal.scope, AS_OF), 3)
cpu = {"query": query_cpu, "page": page_cpu, "team": team_cpu}
print(json.dumps({"seconds": page, "query": query, "page": page, "team": team, "cpu": cpu}))
