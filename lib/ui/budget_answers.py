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
from lib.ui.format import literal, money
from lib.ui.guard import PageContext
from lib.ui.planning import telling

_MONEY = st.column_config.NumberColumn
_ONE = {"site": "site", "department": "department", "credential": "credential", "quarter": "quarter", "name": "person"}

_PRICED = {"single": "Single courses", "pack": "Packs", "unlimited": "Unlimited"}


def costs_by(context: PageContext, asked: Asked, plan: TeamPlan) -> None:
    """Show the cost by site, department, credential, quarter or person; a row opens into its purchases."""
    st.subheader("What does it cost, by …", anchor=False)
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
            _dollars(table, "cost").assign(hours=table["hours"] / 100),
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
    with telling() as told:
        found = budget_questions.worth_of_membership(context.app, context.principal, asked, context.as_of, told)
    if asked.shared:
        st.caption("Each person's own purchases are compared: without quotes, licences, sessions and what is owned.")
    if not found:
        st.markdown("The catalogue has no membership.")
    for worth in found:
        each = [value for _, _, value in worth.people]
        figures.show(
            charts.joining_by_dues(worth.provider, each, worth.dues, dark=context.dark),
            f"questions.worth.{worth.provider}", alt="People for whom joining pays, by dues; the table names them",
        )  # fmt: skip
        if each:
            with st.expander(literal(f"For whom: {worth.provider}")):
                st.dataframe(
                    pd.DataFrame(
                        [(name, value / 100, staff_id) for staff_id, name, value in worth.people],
                        columns=["Name", "Pays up to dues of", "Employee ID"],
                    ),
                    key=f"questions.worth.table.{worth.provider}",
                    hide_index=True,
                    alt="People and the dues up to which joining is cheaper",
                    column_config={"Pays up to dues of": _MONEY(format="dollar")},
                )


def break_even(context: PageContext, asked: Asked, plan: TeamPlan) -> None:
    """Show what so many points cost as single courses, packs and unlimited, and how many people each fits."""
    st.subheader("Single courses, packs or unlimited?", anchor=False)
    with st.spinner("Working out what so many points cost …"):
        curve = budget_questions.curve(context.app, context.principal, asked, context.as_of)
    kinds = asked.products.set_index("product_id")["kind"]
    bought = plan.purchases.assign(kind=plan.purchases["product_id"].map(kinds))
    counts = bought.groupby("kind")["staff_id"].nunique().to_dict()
    words = {"course": "single courses", "pack": "a pack", "unlimited": "an unlimited seat"}
    told = [f"{words[kind]} for {counts[kind]:,}" for kind in words if kind in counts]
    if told:
        st.markdown("In the cheapest plan, people buy: " + ", ".join(told) + ".")
    figures.show(
        charts.points_by_kind(curve, dark=context.dark), "questions.curve",
        alt="Least price by points needed and kind; the table below has the numbers",
    )  # fmt: skip
    if len(curve):
        with st.expander("The prices as a table"):
            wide = curve.pivot_table(index="points", columns="kind", values="cost") / 100
            st.dataframe(
                wide.reindex(columns=list(_PRICED)),
                key="questions.curve.table",
                alt="Least price for so many points by kind",
                placeholder="—",
                column_config={
                    "_index": st.column_config.NumberColumn("Points needed", width=110),
                    **{kind: _MONEY(heading, format="dollar") for kind, heading in _PRICED.items()},
                },
            )


def _dollars(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return frame.assign(**{name: (frame[name].astype("Float64") / 100).astype("float64") for name in columns})
