"""The Readiness page, warm: the server's time from a click on a filter to the end of the run. Median of new choices."""

import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[3]

with tempfile.TemporaryDirectory() as folder:
    database = Path(folder, "labready.duckdb")
    shutil.copy(sys.argv[1], database)
    os.environ["LABREADY_DB"] = str(database)
    page = AppTest.from_file(str(ROOT / "lib/ui/front/script.py"), default_timeout=600)
    page.query_params["as_of"] = "2026-11-22"
    page.run()
    page.switch_page(str(ROOT / "pages/readiness/overview.py")).run()
    taken = []
    for number in range(6):
        page.multiselect(key="site").set_value([f"Site {number % 5}"])
        started = time.perf_counter()
        page.run()
        taken.append(time.perf_counter() - started)
        if page.exception:
            raise SystemExit(str(page.exception))
print(json.dumps({"seconds": statistics.median(taken[1:])}))
