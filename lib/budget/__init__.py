"""The training budget: the cheapest purchases after which nothing is missing, per person, proven and re-checked.

Data flow: :mod:`needs` (what is missing, from the engine) and :mod:`products` (what can be bought) make
:mod:`situations`; :mod:`programme` solves each distinct one once; :mod:`recheck` verifies every plan without the
solver; :mod:`plan` puts the team's answer together. :mod:`catalogue` validates product tables and reads the shipped
one.
"""

from lib.budget.needs import HoldingNeed, PersonNeed
from lib.budget.plan import plan_team, with_ceiling
from lib.budget.team_plan import Item, PersonPlan, TeamPlan, Unplannable

__all__ = ["HoldingNeed", "Item", "PersonNeed", "PersonPlan", "TeamPlan", "Unplannable", "plan_team", "with_ceiling"]
