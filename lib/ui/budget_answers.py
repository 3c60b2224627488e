"""The budget's questions on a page, each with its number, its chart and the purchases or people behind it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.budget.made_of import TOGETHER
from lib.budget.team_plan import TeamPlan
from lib.charts import budget as charts
from lib.charts import spend
from lib.services import budget_questions, figures_opened
from lib.services.budget_questions import SPLITS
from lib.services.plans import Asked
from lib.ui import choosing, figures, purchase_table
from lib.ui.format import in_ones, literal, money
from lib.ui.guard import PageContext
from lib.ui.plan_view import nobody_planned, not_in_it
from lib.ui.planning import telling

_MONEY = st.column_config.NumberColumn
_ONE = {"site": "site", "department": "department", "credential": "credential", "quarter": "quarter", "name": "person"}


def costs_by(context: PageContext, asked: Asked, plan: TeamPlan) -> None:
    """Show the cost by site, department, credential, quarter or person; a row opens into its purchases."""
    st.subheader("What does it cost, by …", anchor=False)
    if not plan.people:
        st.info(nobody_planned(plan) + ".")
        return
    if plan.unplannable:
        st.caption(not_in_it(plan))
    column = st.segmented_control(
        "By", list(SPLITS), format_func=SPLITS.__getitem__, default="site", key="split", required=True,
        help="A purchase counts where the person works; a quarter is that of the person's first deadline.",
    )  # fmt: skip
    costs = budget_questions.costs(context.principal, asked, plan)
    table = budget_questions.split(context.principal, costs, column or "site")
    left, right = st.columns([1, 1.2])
    with left:
        figures.show(
            spend.spend_by(table, _ONE[column or "site"], dark=context.dark),
            "questions.split", alt="Cost by what was chosen; the table beside has every row",
        )  # fmt: skip
    with right:
        selected = choosing.one_of(
            table.assign(cost=in_ones(table["cost"]), hours=table["hours"] / 100),
            "questions.split.table",
            alt="Cost, people and hours; select a row for its purchases",
            columns={
                "label": SPLITS[column or "site"],
                "people": "People",
                "cost": _MONEY("Cost", format="dollar"),
                "hours": _MONEY("Hours", format="accounting"),
            },
        )
    label = None if selected is None else str(table["label"].iloc[selected])
    _purchases(context, plan, costs, column or "site", label)


def _purchases(context: PageContext, plan: TeamPlan, costs: pd.DataFrame, column: str, label: str | None) -> None:
    if label is None:
        st.caption("Select a row to see the purchases that make it.")
        return
    made = figures_opened.of_plan(context.principal, plan)
    if label == TOGETHER:
        made = made[made["staff_id"].isna()]
    else:
        own = costs["staff_id"].notna() & (costs[column].fillna("not known") == label)
        made = made[made["staff_id"].isin(costs.loc[own, "staff_id"])]
    st.markdown(literal(f"{label}: {money(int(made['cost'].sum()))}"))
    purchase_table.table(made, "questions.split.purchases")


def membership(context: PageContext, asked: Asked) -> None:
    """Show for each provider for whom joining pays, and the dues at which it stops."""
    st.subheader("Is membership worth it?", anchor=False)
    with telling(context, "membership") as told:
        found = budget_questions.worth_of_membership(context.app, context.principal, asked, context.as_of, told)
    if asked.shared:
        st.caption("Each person's own purchases are compared: without quotes, licences, sessions and what is owned.")
    if not found:
        st.markdown("The catalogue has no membership.")
    for worth in found:
        if not worth.people and not worth.priced:
            st.markdown(literal(
                f"{worth.provider}: not known. None of its products has a price for members and one for others, "
                "with known credits and areas, so what joining saves cannot be told."
            ))  # fmt: skip
            continue
        if worth.dues is None and worth.people:
            st.markdown(literal(f"{worth.provider}: the dues are not set, so it is only known up to which it pays."))
        each = [value for _, _, value in worth.people]
        figures.show(
            charts.joining_by_dues(worth.provider, each, worth.dues, dark=context.dark),
            f"questions.worth.{worth.provider}", alt="People for whom joining pays, by dues; the table names them",
        )  # fmt: skip
        if each:
            with st.expander(literal(f"For whom: {worth.provider}")):
                selected = choosing.one_of(
                    pd.DataFrame(
                        [(name, value / 100, staff_id) for staff_id, name, value in worth.people],
                        columns=["Name", "Pays up to dues of", "Employee ID"],
                    ),
                    f"questions.worth.table.{worth.provider}",
                    alt="People and the dues up to which joining is cheaper; select a row for what makes it",
                    columns={"Pays up to dues of": _MONEY(format="dollar")},
                )
                if selected is None:
                    st.caption("Select a row to see what makes its amount.")
                    continue
                staff_id, name, value = worth.people[selected]
                st.markdown(literal(f"{name}: {money(value)} is what joining saves, its dues aside."))
                made = figures_opened.of_worth(context.principal, worth, staff_id)
                purchase_table.table(made, f"questions.worth.purchases.{worth.provider}")
