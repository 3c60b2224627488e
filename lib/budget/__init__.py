"""The training budget: the cheapest purchases after which nothing is missing, per person, proven and re-checked.

Data flow: :mod:`needs` (what is missing, from the engine) and :mod:`products` (what can be bought) make
:mod:`situations` (reduced by :mod:`reductions`); :mod:`search` solves each distinct one once, :mod:`programme` what it
leaves; :mod:`recheck` verifies every plan without either; :mod:`plan` puts the team's answer together; :mod:`together`
does where sources are shared (:mod:`shared`): :mod:`ways` finds what completes each person beside them, :mod:`joint` is
one integer programme of who uses what, :mod:`bought` makes purchases of it, :mod:`answers` keeps what was answered.
:mod:`planning` is what they are all asked. :mod:`gap`, :mod:`floor` and :mod:`bounds` prove how far an answer may be
from the best where time ended first.
:mod:`catalogue` validates product tables and reads the shipped one.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from lib.budget.needs import HoldingNeed, PersonNeed
    from lib.budget.plan import plan_team, with_ceiling
    from lib.budget.shared import Part, SharedSource, Tier
    from lib.budget.team_plan import Item, PersonPlan, SharedPurchase, TeamPlan, Unplannable
    from lib.budget.together import plan_together

__all__ = [
    "HoldingNeed",
    "Item",
    "Part",
    "PersonNeed",
    "PersonPlan",
    "SharedPurchase",
    "SharedSource",
    "TeamPlan",
    "Tier",
    "Unplannable",
    "plan_team",
    "plan_together",
    "with_ceiling",
]

_HOMES: Final = {
    **dict.fromkeys(("HoldingNeed", "PersonNeed"), "needs"),
    **dict.fromkeys(("plan_team", "with_ceiling"), "plan"),
    **dict.fromkeys(("Part", "SharedSource", "Tier"), "shared"),
    **dict.fromkeys(("Item", "PersonPlan", "SharedPurchase", "TeamPlan", "Unplannable"), "team_plan"),
    "plan_together": "together",
}


def __getattr__(name: str) -> Any:
    """Load a name where it is asked for: a new database reads the catalogue at the start and needs no solver."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
