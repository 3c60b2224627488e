"""The catalogue as a table that can be edited; dollars and points on screen, cents and hundredths below."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from lib.domain import tables
from lib.domain.areas import ANY, AREAS
from lib.domain.errors import LabReadyError
from lib.domain.sentences import area_word
from lib.services import catalogue, catalogue_sheet
from lib.ui import feedback, state
from lib.ui.amounts import hundredths
from lib.ui.format import counted, in_ones
from lib.ui.guard import PageContext
from lib.ui.plain import XLSX

_SCALED: Final = ("credits", "member_price", "non_member_price", "hours")
"""Columns that the table holds in hundredths and the screen shows in ones."""
_FIRST: Final = ("product", "provider", "kind", "price_note", "member_price", "non_member_price", "credits", "areas")
_KINDS: Final = (
    "course and free: its credits; pack: up to its credits, any mix of its areas; unlimited: any number of points; "
    "membership: member prices of that provider, for its dues (the non-member price)"
)
_BESIDE: Final = ("form", "good_for", "where_found")
"""Columns of the notes on products that stand beside them, to be read only."""


def edited(products: pd.DataFrame, notes: pd.DataFrame) -> pd.DataFrame:
    """Show the editor and return the table as it stands on screen, typed as :data:`lib.domain.tables.PRODUCTS`.

    ``notes``: what each product is good for and where it is found, shown beside it.
    """
    unpriced = int(
        (products["member_price"].isna() & products["non_member_price"].isna() & (products["kind"] != "free")).sum()
    )
    st.caption(f"{counted(len(products), 'product')}; price not set: {unpriced}. Empty cells are not known.")
    price = st.column_config.NumberColumn
    beside = notes.set_index("product_id")
    shown = on_screen(products)
    result: pd.DataFrame = st.data_editor(
        shown.assign(**{name: shown["product_id"].map(beside[name]) for name in _BESIDE}),
        column_order=_beside_the_kind(shown.columns.tolist()),
        key=f"catalogue.editor.{len(products)}",
        num_rows="dynamic",
        hide_index=True,
        height=520,
        placeholder="not set",
        alt="The catalogue; every cell can be edited",
        column_config={
            "product_id": st.column_config.TextColumn(
                "Product ID", required=True, help="Your own short name; prices, orders and imports go by it"
            ),
            "provider": st.column_config.TextColumn("Provider", width=100),
            "product": st.column_config.TextColumn("Product", required=True, width=230, pinned=True),
            "kind": st.column_config.SelectboxColumn(
                "Kind", options=list(tables.PRODUCT_KINDS), required=True, width=100, help=_KINDS
            ),
            "price_note": st.column_config.TextColumn("Price", width=105, disabled=True),
            "member_price": price("Member price", min_value=0, format="dollar", width=125),
            "non_member_price": price("Non-member price", min_value=0, format="dollar", width=155),
            "credits": price(
                "Credits", min_value=0, format="%.2f", width=85, help="Points; empty: not known, or no limit"
            ),
            "areas": st.column_config.MultiselectColumn(
                "Areas",
                width=190,
                options=[ANY, *AREAS],
                format_func=_area,
                color="gray",
                help="Where its points may count; “Any area” where all of them may",
            ),
            "hours": price("Hours", min_value=0, format="%.2f", width=70),
            "access_months": price("Access months", min_value=0, step=1, format="%d"),
            "last_day_of_sale": st.column_config.DateColumn("Last day of sale", format="D MMM YYYY"),
            "repeatable": st.column_config.CheckboxColumn(
                "Again", width=60, help="Can be bought more than once per person"
            ),
            "source": st.column_config.TextColumn("Source", width=220),
            "as_of": st.column_config.DateColumn("Price of", format="D MMM YYYY"),
            "form": st.column_config.TextColumn("What it is", disabled=True, width=130),
            "good_for": st.column_config.TextColumn("Good for", disabled=True, width=260),
            "where_found": st.column_config.TextColumn("Where staff find it", disabled=True, width=220),
        },
    )
    return from_screen(result)


def _beside_the_kind(columns: list[str]) -> list[str]:
    """Return the columns with what a product is beside its kind, and the other notes before its source."""
    at = {"kind": ["form"], "areas": ["good_for", "where_found"]}
    return [name for column in columns for name in (column, *at.get(column, ()))]


def save(context: PageContext, frame: pd.DataFrame) -> None:
    """Show the button that checks and stores the table as it stands on screen."""
    if not st.button(
        "Save the catalogue", key="catalogue.save", type="primary",
        help="Checks every row and stores the table as it stands here. Where a row is wrong, nothing is stored.",
    ):  # fmt: skip
        return
    try:
        catalogue.save_products(context.app, context.principal, frame, today=context.today)
    except LabReadyError as error:
        feedback.refused(error)
        return
    state.say_next(f"The catalogue is saved: {counted(len(frame), 'product')}.")
    st.rerun()


def as_sheets(context: PageContext) -> None:
    """Offer the catalogue as a workbook to edit elsewhere, and say how it comes back."""
    st.download_button(
        "Catalogue as a workbook (.xlsx)",
        data=partial(catalogue_sheet.workbook, context.app, context.principal),
        file_name="catalogue.xlsx",
        mime=XLSX,
        key="catalogue.workbook",
        on_click="ignore",
        help="The template's sheets Catalogue, Prices (quotes, site licences, sessions, bundles) and Product Notes.",
    )
    st.caption(
        "Edit it in a spreadsheet, or one sheet of it as a CSV, and bring it back under “Import”; the same rules hold. "
        "An empty cell keeps what is stored; what is to be emptied or removed is so here."
    )


def on_screen(products: pd.DataFrame) -> pd.DataFrame:
    """Return the table in dollars, points and hours, with a column that says where no price is set."""
    shown = products.copy()
    for name in _SCALED:
        shown[name] = in_ones(products[name])
    shown["access_months"] = products["access_months"].astype("float64")
    shown["repeatable"] = products["repeatable"].fillna(value=False).astype(bool)
    no_price = products["member_price"].isna() & products["non_member_price"].isna()
    shown["price_note"] = no_price.map({True: "? price not set", False: "set"})
    split = [None if pd.isna(areas) else str(areas).split(";") for areas in products["areas"]]
    shown["areas"] = pd.Series(split, index=products.index, dtype=object)
    last = ["source", "as_of", "product_id"]
    return shown[[*_FIRST, *[name for name in tables.PRODUCTS if name not in (*_FIRST, *last)], *last]]


def from_screen(shown: pd.DataFrame) -> pd.DataFrame:
    """Return what is on screen as :data:`lib.domain.tables.PRODUCTS`; a third decimal is rounded half up."""
    frame = shown.drop(columns=["price_note", *_BESIDE], errors="ignore").reset_index(drop=True)
    for name in _SCALED:
        frame[name] = pd.array([hundredths(value) for value in frame[name]], dtype="Int64")
    frame["access_months"] = frame["access_months"].astype("Int64")
    frame["areas"] = [_joined(areas) for areas in frame["areas"]]
    for name in ("last_day_of_sale", "as_of"):
        frame[name] = pd.to_datetime(frame[name])
    return tables.typed(frame, tables.PRODUCTS)


def _area(code: str) -> str:
    word = area_word(code)
    return "Any area" if code == ANY else word[:1].upper() + word[1:]


def _joined(areas: object) -> str | None:
    """Return the areas of a cell as the table holds them; the editor gives a list, or nothing for an empty cell."""
    chosen = [str(area) for area in areas] if isinstance(areas, list | tuple | np.ndarray) else []
    return ";".join(chosen) or None
