"""The ledger on a page: budgets against what was ordered and paid, the orders, what was never used."""

from __future__ import annotations

from calendar import month_name
from datetime import date

import pandas as pd
import streamlit as st

from lib.domain import tables
from lib.domain.budget_tables import BUDGETS
from lib.domain.errors import LabReadyError
from lib.services import budget_data, orders
from lib.ui import choosing, feedback, state
from lib.ui.amounts import hundredths
from lib.ui.format import counted, literal
from lib.ui.format import money as dollars
from lib.ui.guard import PageContext

_MONEY = st.column_config.NumberColumn
_LINES = ["order_name", "state", "product", "provider", "staff_id", "department", "cost_centre", "quantity",
          "unit_price", "cost", "committed_on", "paid_on"]  # fmt: skip


def by_year(context: PageContext) -> None:
    """Show budget, committed, paid and left by fiscal year and department, and set the first month."""
    first = int(budget_data.settings(context.app, context.principal)["fiscal_first_month"])
    chosen = st.selectbox(
        "The fiscal year begins in", list(range(1, 13)), index=first - 1, format_func=lambda n: month_name[n],
        key="ledger.first_month", width=220, help="A fiscal year is named by the calendar year in which it ends.",
    )  # fmt: skip
    if chosen != first:
        budget_data.save_setting(context.app, context.principal, "fiscal_first_month", str(chosen), today=context.today)
        st.rerun()
    by = st.segmented_control(
        "Counted by", list(orders.SPLITS), format_func=orders.SPLITS.__getitem__, default="department",
        key="ledger.by", required=True, help="Cost centres of departments stand under “Owned, quotes and fees”.",
    )  # fmt: skip
    column = by or "department"
    table = orders.by_fiscal_year(context.app, context.principal, column)
    if table.empty:
        st.info("Nothing is ordered yet and no budget is set. Record a plan as ordered on “Training budget”.")
        return
    money = ["budget", "committed", "paid", "left"]
    shown = table.assign(**{name: (table[name].astype("Float64") / 100).astype("float64") for name in money})
    selected = choosing.one_of(
        shown.assign(**{column: shown[column].replace("", "all or not known")}),
        "ledger.years",
        placeholder="no budget set",
        alt="Budget, committed, paid and left by fiscal year and department or cost centre; select a row for its lines",
        columns={
            "fiscal_year": _MONEY("Fiscal year", format="%d"), column: orders.SPLITS[column],
            **{name: _MONEY(name.capitalize(), format="dollar") for name in money},
        },
    )  # fmt: skip
    if selected is None:
        st.caption("Select a row to see the order lines that make it.")
        return
    year, place = int(table["fiscal_year"].iloc[selected]), str(table[column].iloc[selected])
    behind = orders.lines_behind(context.app, context.principal, column, year, place)
    paid = behind["paid_on"].notna()
    ordered, settled = (dollars(int(behind.loc[mask, "cost"].sum())) for mask in (~paid, paid))
    st.caption(literal(f"{counted(len(behind), 'order line')}: {ordered} committed, {settled} paid."))
    _line_table(behind, "ledger.years.lines")


def budgets(context: PageContext) -> None:
    """Show the budgets as a table that can be edited."""
    st.subheader("Budgets", anchor=False)
    stored = orders.budgets(context.app, context.principal)
    edited = st.data_editor(
        stored.assign(
            amount=(stored["amount"].astype("Float64") / 100).astype("float64"),
            fiscal_year=stored["fiscal_year"].astype("float64"),
        ),
        key=f"ledger.budgets.{len(stored)}",
        num_rows="dynamic",
        hide_index=True,
        alt="Budgets by fiscal year, department and cost centre; every cell can be edited",
        column_config={
            "fiscal_year": _MONEY("Fiscal year", min_value=2000, max_value=2100, step=1, format="%d", required=True),
            "department": st.column_config.TextColumn("Department", help="Empty: all of them"),
            "cost_centre": st.column_config.TextColumn("Cost centre"),
            "amount": _MONEY("Amount", min_value=0, format="dollar", required=True),
        },
    )  # fmt: skip
    if not st.button(
        "Save the budgets", key="ledger.budgets.save", help="Stores the table as it stands here, a row taken out too."
    ):
        return
    frame = edited.reset_index(drop=True)
    frame["amount"] = pd.array([hundredths(value) for value in frame["amount"]], dtype="Int64")
    frame["fiscal_year"] = frame["fiscal_year"].astype("Int64")
    for name in ("department", "cost_centre"):
        frame[name] = frame[name].astype(object).where(frame[name].notna(), "").astype("str")
    try:
        orders.save_budgets(context.app, context.principal, frame[list(BUDGETS)], today=context.today)
    except LabReadyError as error:
        feedback.refused(error)
        return
    state.say_next("The budgets are saved.")
    st.rerun()


def lines(context: PageContext) -> None:
    """Show every order line, and mark a whole order as paid or cancelled."""
    ledger = orders.ledger(context.app, context.principal)
    if ledger.empty:
        return
    st.subheader("Orders", anchor=False)
    _line_table(ledger, "ledger.lines")
    with st.form("ledger.mark", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            "Order",
            sorted(set(ledger["order_name"])),
            key="ledger.order",
            width=260,
            help="The name that was given when the plan was recorded as ordered.",
        )
        what = st.selectbox(
            "Is", ["paid_on", "cancelled_on"], key="ledger.what", width=160,
            format_func={"paid_on": "paid", "cancelled_on": "cancelled"}.__getitem__,
            help="Paid moves its cost from ordered to paid; cancelled frees the money again.",
        )  # fmt: skip
        on = st.date_input(
            "On",
            value=context.today,
            key="ledger.on",
            format="YYYY-MM-DD",
            width=160,
            help="The day of the payment or of the cancellation.",
        )
        pressed = st.form_submit_button(
            "Mark it", help="On every line of the order. LabReady pays and cancels nothing itself."
        )
        if pressed and name and isinstance(on, date):
            orders.mark(context.app, context.principal, name, what, on, today=context.today)
            state.say_next(f"The order is marked as {'paid' if what == 'paid_on' else 'cancelled'}.")
            st.rerun()


def never_used(context: PageContext) -> None:
    """Show what was ordered for somebody and brought no credit yet."""
    waiting = orders.never_used(context.app, context.principal, context.today)
    if waiting.empty:
        return
    st.subheader("Bought, and no credit yet", anchor=False)
    st.markdown(
        literal(f"{counted(len(waiting), 'purchase')} brought no credit that came with an import since the order.")
    )
    st.dataframe(
        waiting[["staff_id", "product", "provider", "committed_on", "order_name"]],
        key="ledger.unused", hide_index=True, alt="Purchases without a credit since",
        column_config={
            "staff_id": "Employee ID", "product": "Product", "provider": "Provider", "order_name": "Order",
            "committed_on": st.column_config.DateColumn("Ordered on", format="D MMM YYYY"),
        },
    )  # fmt: skip


def _line_table(lines: pd.DataFrame, key: str) -> None:
    """Show order lines (``ORDER_LINES``), each with its quantity, unit price, cost and state."""
    shown = lines.assign(
        unit_price=lines["unit_price"].astype("Float64") / 100,
        cost=(lines["unit_price"] * lines["quantity"]).astype("Float64") / 100,
        state=_states(lines),
    )
    st.dataframe(
        shown[_LINES],
        key=key, hide_index=True, alt="Order lines with their state, quantity, unit price and cost", placeholder="—",
        column_config={
            "order_name": "Order", "state": "State", "product": "Product", "provider": "Provider",
            "staff_id": "Employee ID", "department": "Department", "cost_centre": "Cost centre",
            "quantity": _MONEY("Quantity", format="localized"), "unit_price": _MONEY("Unit price", format="dollar"),
            "cost": _MONEY("Cost", format="dollar"),
            "committed_on": st.column_config.DateColumn("Ordered on", format="D MMM YYYY"),
            "paid_on": st.column_config.DateColumn("Paid on", format="D MMM YYYY"),
        },
    )  # fmt: skip


def _states(ledger: pd.DataFrame) -> pd.Series:
    states = pd.Series("committed", index=ledger.index, dtype=tables.TEXT)
    states = states.mask(ledger["paid_on"].notna(), "paid")
    return states.mask(ledger["cancelled_on"].notna(), "cancelled")
