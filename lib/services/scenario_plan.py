"""The plan under a kept scenario, with a ceiling and a horizon of its own: for the command line and for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lib.access.policy import require
from lib.access.principal import Principal
from lib.budget import TeamPlan
from lib.domain.errors import LabReadyError
from lib.services import budget_questions, plans, scenarios
from lib.services.budget_questions import SideBySide
from lib.services.container import LabReady
from lib.services.plans import Asked, Progress


@dataclass(frozen=True)
class Planned:
    """A plan with what it was made from; ``beside``: the simple plan beside the exact one, where that was asked for."""

    asked: Asked
    plan: TeamPlan
    budget_cents: int | None
    beside: SideBySide | None = None


def planned(
    app: LabReady,
    principal: Principal,
    as_of: date,
    *,
    scenario: str | None = None,
    budget_cents: int | None = None,
    until: date | None = None,
    simple: bool = False,
    progress: Progress | None = None,
) -> Planned:
    """Return the plan as things stand, or under the scenario kept by that name, until a day, within a ceiling.

    A ceiling that is given goes before the scenario's own. ``LabReadyError`` where no scenario is kept by that name.
    """
    require(principal, "plan")
    asked = plans.asked(app, principal, as_of, until)
    if scenario is not None:
        kept = {each.scenario.name: each.scenario for each in scenarios.kept(app, principal)}
        if scenario not in kept:
            names = ", ".join(f"“{name}”" for name in kept) or "none is kept yet; make one on the page Scenarios"
            raise LabReadyError(f"There is no scenario “{scenario}”. Accepted: {names}.", code="budget")
        asked, _ = scenarios.asked_under(app, principal, as_of, asked, kept[scenario])
        budget_cents = kept[scenario].budget_cents if budget_cents is None else budget_cents
    plan = plans.made(app, asked, as_of, budget_cents=budget_cents, progress=progress)
    if not simple:
        return Planned(asked, plan, budget_cents)
    whole = plans.made(app, asked, as_of, progress=progress)
    return Planned(asked, plan, budget_cents, budget_questions.side_by_side(app, principal, asked, as_of, whole))
