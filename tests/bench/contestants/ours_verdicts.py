"""From the store to the frame: both countings, gaps, status and forecast. Warm: the second of two runs is timed."""

import json
import sys
import time
from datetime import date
from pathlib import Path

from lib.access.policy import local_principal
from lib.compliance.forecast import forecast
from lib.services.container import open_application
from lib.services.judging import judge
from lib.settings import Settings

AS_OF = date(2026, 11, 22)
app = open_application(Settings(database=Path(sys.argv[1])), today=lambda: AS_OF)
scope = local_principal().scope


def verdicts() -> int:
    judged = judge(app, scope, AS_OF)
    return len(forecast(judged.verdicts.frame, judged.supplied, AS_OF))


verdicts()
started, began = time.perf_counter(), time.process_time()
holdings = verdicts()
seconds, cpu = time.perf_counter() - started, time.process_time() - began
print(json.dumps({"seconds": seconds, "cpu": cpu, "holdings": holdings}))
