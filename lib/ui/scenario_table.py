"""The kept scenarios side by side: a sentence, a chart, its table."""

from __future__ import annotations

from functools import partial

import streamlit as st

from lib.charts import budget as charts
from lib.services import figures_opened, scenarios
from lib.ui import figures, purchase_table
from lib.ui.format import literal, money
from lib.ui.guard import PageContext
from lib.ui.planning import telling

_MONEY = st.column_config.NumberColumn


def compared(context: PageContext) -> None:
    """Show the plan as things stand and under each kept scenario."""
    kept = scenarios.kept(context.app, context.principal)
    if not kept:
        st.info("No scenario is kept yet. Say below what would be different, give it a name and save it.")
        return
    with telling(context, "scenarios") as told:
        found = scenarios.outcomes(
            context.app, context.principal, context.as_of, [each.scenario for each in kept], progress=told
        )
    joinable = scenarios.memberships(context.app, context.principal)
    table = scenarios.side_by_side(context.principal, found, joinable)
    figures.show(
        charts.scenarios_compared(table, dark=context.dark), "scenarios.chart",
        alt="What the plan of each scenario costs; the table below has every number",
    )  # fmt: skip
    st.dataframe(
        table.assign(total=table["total"] / 100, change=table["change"] / 100),
        key="scenarios.table",
        hide_index=True,
        alt="The plan under each scenario: total, people, orders, who joins",
        column_config={
            "scenario": "Scenario",
            "total": _MONEY("Total", format="dollar"),
            "change": _MONEY("Against now", format="dollar"),
            "proven": st.column_config.CheckboxColumn("Proven", help="Proven to be the cheapest plan there is."),
            "people": _MONEY("Complete", help="People whom the plan completes."),
            "waiting": _MONEY("Wait", help="People whom money would complete, but the ceiling is reached."),
            "not_planned": _MONEY("Nothing helps", help="People whom nothing on sale completes."),
            "orders": _MONEY("Orders", help="Different orders to place."),
            "joins": _MONEY("Join", help="People for whom the plan buys a membership."),
            "who": "Who joins",
        },
    )
    for number, outcome in enumerate(found):
        name, total = outcome.scenario.name, outcome.plan.total_cents
        key = "scenarios.now" if number == 0 else f"scenarios.of.{name}"
        purchase_table.opens(
            f"{name}: the purchases that make {money(total)}",
            partial(figures_opened.of_outcome, context.principal, outcome),
            key,
        )
        change = total - found[0].plan.total_cents
        if change:
            more = "more" if change > 0 else "less"
            purchase_table.opens(
                f"{name}: what makes {money(abs(change))} {more} than now",
                partial(figures_opened.of_change, context.principal, outcome, found[0]),
                f"{key}.change",
            )
    for outcome in found:
        if outcome.unknown:
            names = ", ".join(outcome.unknown)
            st.caption(literal(f"“{outcome.scenario.name}” names what is no longer here and changes nothing: {names}."))
