"""Paid time and who pays, beside the plan and on request; it never changes which plan is cheapest."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from lib.budget.team_plan import TeamPlan
from lib.domain import points
from lib.domain.errors import LabReadyError
from lib.domain.tables import PRODUCT_KINDS
from lib.services import budget_data, figures_opened, paid_time
from lib.services.filing import PAYS_FILING
from lib.services.paid_time import Payers
from lib.services.plans import Asked
from lib.ui import feedback, filing_view, purchase_table, state
from lib.ui.amounts import hundredths
from lib.ui.format import in_ones, literal, money
from lib.ui.guard import PageContext

_MONEY = st.column_config.NumberColumn


def paid_time_and_payers(context: PageContext, plan: TeamPlan, asked: Asked) -> None:
    """Show an expander that works when it is open: hours at a wage, what laboratory and employees pay."""
    section = st.expander("Paid time, and who pays", on_change="rerun", key="budget.paid_time")
    if not plan.people or not section.open:
        return
    products = asked.products
    with section:
        who = paid_time.payers(context.app, context.principal)
        _settings(context, who)
        table = paid_time.per_person(context.app, context.principal, plan, products, who)
        for sentence in told(table, who):
            st.markdown(literal(sentence))
        filing_view.beside_the_plan(context, asked, plan, opened=False)
        shown = table.assign(
            **{
                name: in_ones(table[name])
                for name in ("hours", "estimated", "laboratory", "employee", "time", "together")
            }
        )
        st.dataframe(
            shown[["name", "laboratory", "employee", "hours", "estimated", "time", "together", "staff_id"]],
            key="budget.paid_time.table",
            hide_index=True,
            placeholder="wage not set",
            alt="Each person's purchases by who pays, hours, and the time at the wage",
            column_config={
                "name": st.column_config.TextColumn("Name", pinned=True),
                "laboratory": _MONEY("Laboratory buys", format="dollar"),
                "employee": _MONEY("Employee buys", format="dollar"),
                "hours": _MONEY("Hours", format="%.2f"),
                "estimated": _MONEY(
                    "Of them estimated", format="%.2f",
                    help="A product here states no hours: a credit is taken for an hour.",
                ),
                "time": _MONEY("Time at the wage", format="dollar"),
                "together": _MONEY("Laboratory in all", format="dollar"),
                "staff_id": "Employee ID",
            },
        )  # fmt: skip
        for column, words in (("laboratory", "the laboratory buys"), ("employee", "employees buy")):
            purchase_table.opens(
                f"What {words}: {money(int(table[column].sum()))}",
                partial(figures_opened.of_payer, context.principal, plan, products, who, employee=column == "employee"),
                f"budget.payers.{column}",
            )


def told(table: pd.DataFrame, who: Payers) -> list[str]:
    """Return what the table adds up to, in sentences."""
    laboratory, employee = int(table["laboratory"].sum()), int(table["employee"].sum())
    sentences = [f"Purchases: the laboratory pays {money(laboratory)}, employees pay {money(employee)}."]
    hours = int(table["hours"].sum())
    if who.wage is None:
        sentences.append(f"{points.text(hours)} hours of learning; no wage is set, so their cost is not known.")
    elif not who.paid_hours:
        sentences.append(f"{points.text(hours)} hours of learning in the employees' own time, at no cost here.")
    else:
        time = int(table["time"].sum())
        sentences.append(
            f"{points.text(hours)} hours at {money(who.wage)} an hour: {money(time)}; "
            f"{money(laboratory + time)} with what the laboratory buys. The plan is the cheapest by price alone."
        )
    estimated = int(table["estimated"].sum())
    if estimated:
        sentences.append(
            f"{points.text(estimated)} of these hours are of people who use a product that states none: "
            "one hour is taken for each credit."
        )
    return sentences


def _settings(context: PageContext, who: Payers) -> None:
    with st.form("budget.paid_time.form", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            wage = st.number_input(
                "Wage (dollars an hour)", min_value=0.0, max_value=1000.0, step=1.0, placeholder="not set", width=200,
                value=None if who.wage is None else who.wage / 100, key="budget.wage",
                help="What an hour at work costs the laboratory, benefits included if you like. Empty: not counted.",
            )  # fmt: skip
            hours = st.selectbox(
                "Hours are", ["yes", "no"], index=0 if who.paid_hours else 1, key="budget.paid_hours", width=200,
                format_func={"yes": "paid working time", "no": "the employee's own time"}.__getitem__,
                help="Whether learning is done at work. Paid hours cost the wage; own time is counted and free.",
            )  # fmt: skip
            kinds = st.multiselect(
                "Employees pay themselves", [*PRODUCT_KINDS, PAYS_FILING], default=sorted(who.employee_kinds),
                help="What the laboratory does not pay for: kinds of products, such as membership, and the filing fee.",
                key="budget.employee", width=300,
            )  # fmt: skip
        if not st.form_submit_button("Save"):
            return
    given = {"wage": "" if wage is None else str(hundredths(wage)), "employee_pays": ";".join(kinds)}
    try:
        for name, value in {**given, "paid_hours": hours}.items():
            budget_data.save_setting(context.app, context.principal, name, value, today=context.today)
    except LabReadyError as error:
        feedback.refused(error)
        return
    state.say_next("Saved: wage and who pays.")
    st.rerun()
