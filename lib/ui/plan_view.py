"""The plan's number and its sentence; memberships compared; the gaps beside the spend."""

from __future__ import annotations

from functools import partial

import streamlit as st

from lib.budget.how_far import how_far
from lib.budget.plan import TIME_LIMIT_SECONDS
from lib.budget.team_plan import TeamPlan
from lib.budget.together import TOGETHER_TIME_LIMIT_SECONDS
from lib.charts import spend
from lib.services import figures_opened
from lib.services.readiness import TeamReadiness
from lib.ui import figures, purchase_table
from lib.ui.format import counted, literal, money
from lib.ui.gaps import gaps_table
from lib.ui.guard import PageContext


def headline(context: PageContext, plan: TeamPlan) -> None:
    """Say what the plan costs, whom it completes, how sure it is, and what memberships change."""
    with st.container(border=True):
        people = counted(len(plan.people), "person", "people")
        told = f"{money(plan.total_cents)} completes {people}" if plan.people else nobody_planned(plan)
        st.subheader(literal(told), anchor=False)
        sentences = [_membership(plan)] if plan.people else []
        if plan.people:
            hours = f"{plan.hours_hundredths / 100:,.10g} hours of learning in all."
            sentences.append(f"No plan can cost less; {hours}" if plan.proven_optimal else f"{sure(plan)} {hours}")
        if plan.left_out:
            sentences.append(
                f"{counted(len(plan.left_out), 'person is', 'people are')} left out: the budget is used up."
            )
        if plan.unplannable and not plan.people:
            sentences.append(
                "That is no zero: what they lack has no product with a known price and known credits. The reasons "
                "stand below; prices and credits are set in Catalogue and prices."
            )
        elif plan.unplannable:
            sentences.append(
                f"{counted(len(plan.unplannable), 'person', 'people')} cannot be completed from this catalogue."
            )
        st.markdown(literal(" ".join(text for text in sentences if text)))
        st.caption(
            "Estimated from the catalogue's prices; taxes, shipping, time at work and filing fees are not in it."
        )
        if plan.people:
            purchase_table.opens(
                f"The purchases that make {money(plan.total_cents)}",
                partial(figures_opened.of_plan, context.principal, plan),
                "budget.headline",
            )
            saved = _saved_by_joining(plan)
            if saved:
                purchase_table.opens(
                    f"What makes {money(saved)} less than if nobody joins",
                    partial(figures_opened.of_joining, context.principal, plan),
                    "budget.joining",
                )


def nobody_planned(plan: TeamPlan) -> str:
    """Say why a plan buys nothing: nobody is short, nobody can be completed, or the budget is too small for anyone.

    A plan that cannot be made costs nothing because nothing is known, and must not read as *nothing to buy*.
    """
    if plan.left_out:
        return "The budget completes nobody"
    if plan.unplannable:
        return f"{counted(len(plan.unplannable), 'person', 'people')} cannot be completed from this catalogue"
    return "Nothing needs to be bought"


def sure(plan: TeamPlan) -> str:
    """Say how far from the best a plan may be that is not proven best, and why."""
    far = how_far(plan)
    return f"{far[:1].upper()}{far[1:]}: {time_ended(plan)}."


def not_in_it(plan: TeamPlan) -> str:
    """Say whom no amount of money completes, for want of prices, credits or time; empty where there is nobody."""
    if not plan.unplannable:
        return ""
    who = counted(len(plan.unplannable), "more person", "more people")
    return (
        f"{who} cannot be completed at any amount: what they lack has nothing on sale with a known price and credits."
    )


def time_ended(plan: TeamPlan) -> str:
    """Say how long was allowed for looking, and that it ended first."""
    if plan.budget_cents is not None and not plan.together:
        return "the time allowed for looking ended first"
    seconds = TOGETHER_TIME_LIMIT_SECONDS if plan.together else TIME_LIMIT_SECONDS
    return f"the {counted(round(seconds / 60), 'minute')} allowed for looking ended first"


def gaps_beside_spend(context: PageContext, plan: TeamPlan, team: TeamReadiness) -> None:
    """Show the points that are missing beside what it costs to close them under each membership scenario.

    Nothing where the plan completes nobody although somebody is short: its $0 is not the cost of their gaps.
    """
    if not plan.people and (plan.unplannable or plan.left_out):
        return
    left, right = st.columns(2, border=True)
    with left:
        figures.show(
            spend.spend_by_scenario(plan.scenarios, dark=context.dark),
            "budget.scenarios",
            alt="Spend when nobody joins, everybody joins, and in the cheapest mix",
        )
        for name, cents in plan.scenarios.items():
            if cents is not None:
                purchase_table.opens(
                    f"{spend.SCENARIOS[name]}: {money(cents)}",
                    partial(figures_opened.of_scenario, context.principal, plan, name),
                    f"budget.scenario.{name}",
                )
    with right:
        planned = {person.staff_id for person in plan.people}
        st.markdown("**The gaps that this closes**")
        gaps_table(team.verdicts[team.verdicts["staff_id"].isin(planned)], "budget.gaps")


def _saved_by_joining(plan: TeamPlan) -> int:
    """Return the cents by which the cheapest mix is below nobody joining; 0 where that is not known."""
    best, nobody = plan.scenarios.get("best_mix"), plan.scenarios.get("nobody_joins")
    return 0 if best is None or nobody is None else max(0, nobody - best)


def _membership(plan: TeamPlan) -> str:
    scenarios = plan.scenarios
    best, nobody, everyone = (scenarios.get(name) for name in ("best_mix", "nobody_joins", "everyone_joins"))
    if best is None or nobody is None:
        return ""
    if everyone is None:
        return "Memberships are not compared: no membership in the catalogue has a price."
    if best < nobody:
        return f"Joining pays for some: {money(nobody - best)} less than if nobody joins."
    return "Membership does not pay for these gaps: nobody needs to join."
