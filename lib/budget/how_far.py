"""How far an answer may be from the best, in words: in people first, then in points, then in dollars."""

from __future__ import annotations

from lib.budget.team_plan import TeamPlan
from lib.domain import points


def how_far(plan: TeamPlan) -> str:
    """Return what is proven of a plan that is not proven best, as a phrase without a full stop; empty where it is.

    Points are told where no more people can be completed, dollars of the same people.
    """
    if plan.proven_optimal:
        return ""
    told = []
    if plan.people_gap:
        people = "person" if plan.people_gap == 1 else "people"
        told.append(f"at most {plan.people_gap:,} more {people} could be completed")
    elif plan.points_gap:
        told.append(f"as many people could make up at most {points.text(plan.points_gap)} more points")
    if plan.gap_cents or not told:
        above = points.money_text(plan.gap_cents)
        told.append(f"these people could cost at most {above} less" if told else f"at most {above} above the cheapest")
    return ", and ".join(told)
