"""Who gets what, what to order from whom, and what could not be planned or priced."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.budget.team_plan import Item, TeamPlan
from lib.charts import spend
from lib.domain import sentences
from lib.services import figures_opened
from lib.services.readiness import TeamReadiness
from lib.ui import choosing, figures, navigation, purchase_table
from lib.ui.format import counted, literal, money
from lib.ui.guard import PageContext

_MONEY = "dollar"


def people(context: PageContext, plan: TeamPlan, team: TeamReadiness) -> None:
    """Show each person's gaps beside their purchases and their cost, dearest first."""
    if not plan.people:
        return
    table = people_of(plan, team)
    st.subheader("Per person", anchor=False)
    figures.show(
        spend.spend_by_person(table[["name", "cents"]].rename(columns={"cents": "cost"}), limit=8, dark=context.dark),
        "budget.people",
        alt="Spend per person, dearest first; the table below has every person",
    )
    # Below the chart and not beside it: what to buy and what is missing are sentences.
    selected = choosing.one_of(
        table[["name", "cost", "hours", "items", "missing", "staff_id"]],
        "budget.people.table",
        most=430,
        alt="Each person's missing points, purchases, hours and cost; select a row for its purchases",
        columns={
            "name": st.column_config.TextColumn("Name", pinned=True, width=135),
            "cost": st.column_config.NumberColumn("Cost", format=_MONEY, width=75),
            "hours": st.column_config.NumberColumn("Hours", format="accounting", width=60),
            "items": st.column_config.TextColumn("Buy", width=375),
            "missing": st.column_config.TextColumn("Missing", width=245),
            "staff_id": st.column_config.TextColumn("Employee ID"),
        },
    )
    if selected is None:
        st.caption("Select a row to see the purchases that make it.")
        return
    chosen = table.iloc[selected]
    st.markdown(literal(f"**{chosen['name']}**: {money(int(chosen['cents']))}"))
    own = figures_opened.of_person(context.principal, plan, str(chosen["staff_id"]))
    purchase_table.table(own, "budget.people.purchases")


def people_of(plan: TeamPlan, team: TeamReadiness) -> pd.DataFrame:
    """Return one row per person of the plan, dearest first: what is missing, what to buy, hours, cost."""
    verdicts = team.verdicts[team.verdicts["missing"].fillna(0) > 0]
    lacking = sentences.missing_texts(verdicts, team.requirements)
    told = verdicts["credential"].astype("str") + ": " + lacking
    by_person = told.groupby(verdicts["staff_id"]).agg("; ".join).to_dict()
    rows = [
        {
            "name": person.name,
            "missing": by_person.get(person.staff_id, ""),
            "items": ", ".join(f"{item.quantity} × {item.product}" + _price_words(item) for item in person.items),
            "hours": person.hours_hundredths / 100,
            "cost": person.cost_cents / 100,
            "cents": person.cost_cents,
            "staff_id": person.staff_id,
        }
        for person in plan.people
    ]
    return pd.DataFrame(rows).sort_values(["cents", "name"], ascending=[False, True], kind="stable")


def _price_words(item: Item) -> str:
    if item.buyer_class:
        return f" ({item.buyer_class} price)"
    return " (member price)" if item.as_member else ""


def orders(context: PageContext, plan: TeamPlan) -> None:
    """Show what to order from whom, with the spend by product."""
    table = plan.orders
    if table.empty:
        return
    st.subheader("Order list", anchor=False)
    by_product = table.groupby("product")["cost"].sum().reset_index()
    figures.show(
        spend.spend_by_product(by_product, dark=context.dark),
        "budget.products",
        alt="Spend per product, dearest first; the table below has the order list",
    )
    selected = choosing.one_of(
        pd.DataFrame(
            {
                "product": table["product"],
                "provider": table["provider"],
                "kind": table["buyer_class"].fillna(table["as_member"].map({True: "member", False: "non-member"})),
                "quantity": table["quantity"],
                "people": table["people"],
                "price": table["unit_price"].astype("Float64") / 100,
                "cost": table["cost"].astype("Float64") / 100,
            }
        ),
        "budget.orders",
        alt="The order list: product, quantity, price and cost; select a row for whose purchases it holds",
        columns={
            "product": st.column_config.TextColumn("Product", width=340),
            "provider": st.column_config.TextColumn("Provider", width=125),
            "kind": st.column_config.TextColumn("Price for", width=95),
            "quantity": st.column_config.NumberColumn("Quantity", format="localized", width=75),
            "people": st.column_config.NumberColumn("People", format="localized", width=65),
            "price": st.column_config.NumberColumn("Unit price", format=_MONEY, width=90),
            "cost": st.column_config.NumberColumn("Cost", format=_MONEY, width=100),
        },
    )
    if selected is None:
        st.caption("Select a row to see whose purchases it holds.")
        return
    row = table.iloc[selected].to_dict()
    st.markdown(literal(f"**{row['product']}**: {money(int(row['cost']))}"))
    purchase_table.table(figures_opened.of_order(context.principal, plan, row), "budget.orders.purchases")


def unplanned(plan: TeamPlan) -> None:
    """List whom no purchase completes and which products are never bought, each with the reason."""
    if plan.unplannable or plan.left_out:
        with st.expander(
            f"▲ {counted(len(plan.unplannable) + len(plan.left_out), 'person', 'people')} not in the plan"
        ):
            rows = [(entry.name, entry.reason) for entry in plan.unplannable]
            rows += [(entry.name, "The budget is used up.") for entry in plan.left_out]
            st.dataframe(
                pd.DataFrame(rows, columns=["Name", "Why"]),
                key="budget.unplanned",
                hide_index=True,
                alt="Not in the plan",
            )
    if plan.unpriced:
        with st.expander(f"? {counted(len(plan.unpriced), 'product', 'products')} listed only: something is not set"):
            st.caption("They are never bought. Fill in what is not set in the catalogue.")
            st.dataframe(
                plan.unpriced_table[["product", "provider", "kind", "reason"]],
                key="budget.unpriced",
                hide_index=True,
                alt="Products that are never bought and why",
                column_config={"product": "Product", "provider": "Provider", "kind": "Kind", "reason": "Not set"},
            )
            st.page_link(navigation.CATALOGUE.path, label="Open the catalogue", query_params=navigation.address())
