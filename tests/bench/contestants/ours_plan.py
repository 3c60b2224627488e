"""The cheapest plan of everybody: from the verdicts to the plan with its three scenarios, re-checked; nothing kept.

The reading of what people need is timed too; the start of Python and the opening of the database are not.
"""

import json
import sys
import time
from pathlib import Path

from lib.access.policy import local_principal
from lib.budget import plan_team
from lib.services import plans
from lib.services.container import open_application
from lib.settings import Settings
from tests.bench.material import AS_OF, catalogue

app = open_application(Settings(database=Path(sys.argv[1])), today=lambda: AS_OF)
products = catalogue()
started = time.process_time()
team = plans.team_needs(app, local_principal(), AS_OF)
plan = plan_team(team.needs, products, as_of=AS_OF, time_limit_seconds=None)
seconds = time.process_time() - started
print(
    json.dumps(
        {
            "seconds": seconds,
            "people": len(plan.people),
            "situations": plan.situations,
            "total": plan.total_cents,
            "proven": plan.proven_optimal,
        }
    )
)
