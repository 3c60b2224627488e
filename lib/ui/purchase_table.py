"""A figure opened into the purchases that make it."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from lib.ui.choosing import height
from lib.ui.format import counted, literal, money

_DOLLARS = st.column_config.NumberColumn
_MOST = 430


def opens(label: str, purchases: Callable[[], pd.DataFrame], key: str) -> None:
    """Show a line that opens into a table of purchases (``MADE_OF``); they are looked up only where it is open."""
    section = st.expander(literal(label), on_change="rerun", key=f"{key}.open")
    if section.open:
        with section:
            table(purchases(), key)


def table(purchases: pd.DataFrame, key: str) -> None:
    """Show purchases one row each, with their number and their sum; below zero where others take their place."""
    negative = bool((purchases["quantity"] < 0).any())
    signs = " What takes their place is below zero." if negative else ""
    total = money(int(purchases["cost"].sum()))
    st.caption(literal(f"{counted(len(purchases), 'purchase')}, {total} in all.{signs}"))
    shown = purchases.assign(
        unit_price=purchases["unit_price"].astype("Float64").astype("float64") / 100,
        cost=purchases["cost"].astype("Float64").astype("float64") / 100,
    )
    st.dataframe(
        shown[["name", "product", "quantity", "unit_price", "cost", "provider", "staff_id"]],
        key=key,
        hide_index=True,
        height=height(len(shown), _MOST),
        alt="The purchases that make the figure: who, product, quantity, unit price and sum",
        placeholder="—",
        column_config={
            "name": st.column_config.TextColumn("Who", pinned=True, width=150),
            "product": st.column_config.TextColumn("Product", width=340),
            "quantity": _DOLLARS("Quantity", format="localized", width=75),
            "unit_price": _DOLLARS("Unit price", format="dollar", width=90),
            "cost": _DOLLARS("Sum", format="dollar", width=90),
            "provider": st.column_config.TextColumn("Provider", width=120),
            "staff_id": st.column_config.TextColumn("Employee ID", width=100),
        },
    )
