"""The limit of the verdicts: the same rows and types, summed by person and area, and nothing else. Warm, as ours is."""

import json
import sys
import time

import duckdb

QUERY = "select staff_id, first_area, sum(points) as points from credits group by all"
connection = duckdb.connect(sys.argv[1])
connection.execute(QUERY).to_arrow_table()
started, began = time.perf_counter(), time.process_time()
rows = connection.execute(QUERY).to_arrow_table().num_rows
seconds, cpu = time.perf_counter() - started, time.process_time() - began
print(json.dumps({"seconds": seconds, "cpu": cpu, "rows": rows}))
