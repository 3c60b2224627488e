"""Bare HiGHS on the distinct situations of the same plan: their matrices, one call each, the cost alone minimised.

The matrices are made before its time begins, nothing is read from the answers but the objective, ties are not broken
and nothing is re-checked: less than what a plan needs. ``argv[2]``: ``all`` situations of the plan, or those of the
``best_mix`` alone.
"""

import json
import sys
import time
from pathlib import Path

import highspy

from lib.access.policy import local_principal
from lib.budget import plan_team
from lib.budget.products import read_products
from lib.budget.programme import matrix, model_of
from lib.budget.situations import Scenario, Shelf, Situation, situation_of
from lib.services import plans
from lib.services.container import open_application
from lib.settings import Settings
from tests.bench.material import AS_OF, catalogue

app = open_application(Settings(database=Path(sys.argv[1])), today=lambda: AS_OF)
team = plans.team_needs(app, local_principal(), AS_OF)
solved: dict[Situation, object] = {}
if sys.argv[2] == "all":
    plan_team(team.needs, catalogue(), as_of=AS_OF, time_limit_seconds=None, solved=solved)  # type: ignore[arg-type]
else:
    shelf = Shelf(read_products(catalogue()), AS_OF)
    found = (situation_of(person, shelf, Scenario.BEST_MIX) for person in team.needs if person.short_holdings)
    solved = {situation: None for situation in found if situation is not None}
problems = []
for situation in solved:
    model = model_of(situation, None)
    problems.append(matrix(model, model.cost))

started = time.process_time()
total = 0.0
for problem in problems:
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", 0.5)
    solver.setOptionValue("random_seed", 0)
    solver.passModel(problem)
    solver.run()
    total += solver.getInfo().objective_function_value
seconds = time.process_time() - started
print(json.dumps({"seconds": seconds, "situations": len(problems), "total": total}))
