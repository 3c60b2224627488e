"""The compliance workbook of a team, from the report's model to the bytes; the judging before it is not timed."""

import json
import sys
import time
from datetime import date
from pathlib import Path

from lib.access.policy import local_principal
from lib.reports.workbook import compliance_workbook
from lib.services.container import open_application
from lib.services.reports import compliance_report
from lib.settings import Settings

AS_OF = date(2026, 11, 22)
app = open_application(Settings(database=Path(sys.argv[1])), today=lambda: AS_OF)
model = compliance_report(app, local_principal(), AS_OF)
started, began = time.perf_counter(), time.process_time()
written = compliance_workbook(model)
seconds, cpu = time.perf_counter() - started, time.process_time() - began
Path(sys.argv[2]).write_bytes(written)
print(json.dumps({"seconds": seconds, "cpu": cpu, "bytes": len(written)}))
