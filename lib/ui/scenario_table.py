"""The kept scenarios side by side: a sentence, a chart, its table."""

from __future__ import annotations

import streamlit as st

from lib.charts import budget as charts
from lib.services import scenarios
from lib.ui import figures
from lib.ui.format import literal
from lib.ui.guard import PageContext
from lib.ui.planning import telling

_MONEY = st.column_config.NumberColumn


def compared(context: PageContext) -> None:
    """Show the plan as things stand and under each kept scenario."""
    kept = scenarios.kept(context.app, context.principal)
    if not kept:
        st.info("No scenario is kept yet. Say below what would be different, give it a name and save it.")
        return
    with telling() as told:
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
    for outcome in found:
        if outcome.unknown:
            names = ", ".join(outcome.unknown)
            st.caption(literal(f"“{outcome.scenario.name}” names what is no longer here and changes nothing: {names}."))
