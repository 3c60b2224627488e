"""What is worth asking a quote for, on a page: unknown prices first, then seats and licences."""

from __future__ import annotations

from functools import partial

import streamlit as st

from lib.budget.licences import LicenceWorth
from lib.services import figures_opened, plans, quotes
from lib.ui import choosing, purchase_table
from lib.ui.format import counted, literal, money
from lib.ui.guard import PageContext
from lib.ui.planning import telling

_MONEY = st.column_config.NumberColumn


def worth_asking(context: PageContext) -> None:
    """Show an expander that works when it is open: whom a price would help, and from when on a licence pays."""
    section = st.expander("What is worth asking a quote for", on_change="rerun", key="quotes.open")
    if not section.open:
        return
    with section:
        _unknown(context)
        with telling(context, "quotes") as told:
            many = quotes.bought_by_many(context.app, context.principal, context.as_of, told)
            licences = quotes.licences(context.app, context.principal, context.as_of, told)
        if len(many):
            st.markdown("**Bought by many, one by one: ask for a price by the seat or a site licence**")
            selected = choosing.one_of(
                many.assign(cost=many["cost"].astype("float64") / 100)[["product", "provider", "people", "cost"]],
                "quotes.many",
                alt="Products that many people buy in the plan, and what that costs; select a row for the purchases",
                columns={
                    "product": "Product", "provider": "Provider", "people": "People",
                    "cost": _MONEY("They cost now", format="dollar"),
                },
            )  # fmt: skip
            if selected is not None:
                plan = plans.team_plan(context.app, context.principal, context.as_of)
                product_id = str(many["product_id"].iloc[selected])
                made = figures_opened.of_product(context.principal, plan, product_id)
                purchase_table.table(made, "quotes.many.purchases")
        for licence in licences:
            st.markdown(literal(licence_told(licence)))
            if licence.saved:
                purchase_table.opens(
                    f"{licence.name}: what makes {money(licence.saved)}",
                    partial(figures_opened.of_licence, context.principal, licence),
                    f"quotes.{licence.source_id}",
                )


def _unknown(context: PageContext) -> None:
    found = quotes.worth_asking(context.app, context.principal, context.as_of)
    if found.empty:
        st.markdown("Nothing in the catalogue lacks a price, credits or areas and could close a gap.")
        return
    first = found.iloc[0]
    may = "could complete up to" if first["at_most"] else "would complete"
    people = counted(int(first["people"]), "person", "people")
    st.markdown(
        literal(f"{first['product']} {may} {people} by itself: ask for its {_asked_for(str(first['ask_for']))}.")
    )
    st.dataframe(
        found.assign(points=found["points"] / 100)[
            ["product", "provider", "ask_for", "people", "points", "at_most", "where_found"]
        ],
        key="quotes.unknown",
        hide_index=True,
        placeholder="",
        alt="Products that something is not known of, by whom they could complete",
        column_config={
            "product": "Product", "provider": "Provider", "ask_for": "What to ask for",
            "people": _MONEY("Completes", help="People whom this product alone could complete."),
            "points": _MONEY("Points it closes", format="%.2f"),
            "at_most": st.column_config.CheckboxColumn(
                "At most", help="Its credits or areas are not known: taken to be enough, so it may be less."
            ),
            "where_found": "Where to find it",
        },
    )  # fmt: skip


def _asked_for(lacking: str) -> str:
    return " and ".join(part.removesuffix(" not set") for part in lacking.split("; "))


def licence_told(licence: LicenceWorth) -> str:
    """Return a licence's break-even in people as a sentence."""
    who = counted(len(licence.savings), "person", "people")
    if licence.pays_from is None:
        return f"Site licence of {licence.name} at {money(licence.price)}: it saves nobody anything here."
    verdict = "it pays" if licence.pays else "it does not pay here"
    return (
        f"Site licence of {licence.name} at {money(licence.price)}: it saves {who} {money(licence.saved)}; "
        f"at that much each it pays from {counted(licence.pays_from, 'person', 'people')} on, so {verdict}."
    )
