"""What people write: a group for each person, and a function of Python that applies the rule to it."""

import json
import sys
import time

import pandas as pd

from tests.bench.contestants.given import AS_OF, frames, rules

holdings, credits = frames(sys.argv[1])
book = rules()
today = pd.Timestamp(AS_OF)
started, began = time.perf_counter(), time.process_time()
by_person = dict(iter(credits[credits["completed_on"] <= today].groupby("staff_id")))
results = []
for holding in holdings.itertuples():
    rule = book[holding.credential]
    own = by_person.get(holding.staff_id)
    counted, gaps = 0.0, {}
    if own is not None:
        within = own[(own["completed_on"] >= holding.cycle_start) & (own["completed_on"] <= holding.cycle_end)]
        sums = within.groupby("area")["points"].sum()
        counted = float(sums.sum())
        gaps = {code: max(0.0, needed - float(sums.get(code, 0.0))) for code, needed in rule.minimums}
    missing = max(rule.total - counted, sum(gaps.values()))
    results.append((holding.staff_id, holding.credential, counted, missing, gaps))
frame = pd.DataFrame(results, columns=["staff_id", "credential", "counted", "missing", "gaps"])
seconds, cpu = time.perf_counter() - started, time.process_time() - began
print(json.dumps({"seconds": seconds, "cpu": cpu, "holdings": len(frame)}))
