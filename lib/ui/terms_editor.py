"""What is owned, quotes, fees and notes as tables that can be edited, and the history of prices."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from lib.budget.further import CONFIDENCES, HEADINGS
from lib.domain import tables
from lib.domain.budget_tables import BUDGET_TABLES, PRODUCT_FORMS, TERM_FORMS
from lib.domain.errors import LabReadyError
from lib.domain.rule_doubt import CONFIDENCE_WORDS
from lib.services import budget_data
from lib.ui import feedback, state
from lib.ui.amounts import hundredths
from lib.ui.format import counted
from lib.ui.guard import PageContext

_WORDS: Final[dict[str, tuple[str, str]]] = {
    "owned_seats": (
        "Owned",
        (
            "Seats and licences that are paid already. With an employee ID: that person's. With a number of seats: "
            "nobody's yet. With neither: everybody's, or everybody's at the sites. They are used before anything "
            "is bought."
        ),
    ),
    "price_terms": (
        "Quotes and shared prices",
        (
            "Quantity prices, site licences, in-house sessions and bundles of products in the catalogue, and prices "
            "for other classes of buyers. Write each quote's source and the day until which it holds. A file brings "
            "them too: the sheet Prices of the template, or a CSV with its headings."
        ),
    ),
    "fees": ("Fees", "Fees of certification maintenance. Where a source states no amount, none is assumed."),
    "product_notes": (
        "Notes on products",
        (
            "What each product is good for and where staff find it; whether staff may buy it, or only some classes of "
            "buyers (joined by ;); the last day on which it can be used. A file brings them in the sheet Product Notes."
        ),
    ),
    "buyer_classes": (
        "Buyer classes",
        (
            "Who pays the price of which further class of buyers, such as student or resident: one person, or "
            "everybody of a job title, until a day. Each pays the lowest price that is open to them on the day."
        ),
    ),
    "cost_centres": (
        "Cost centres",
        "Where a department's orders are counted. With a site: of the people there; without: of all others.",
    ),
}
_TRUTHS: Final = {True: "yes", False: "no"}
_HUNDREDTHS: Final = ("price", "amount", "points_left")
_WHOLE: Final = ("least_seats", "most_seats", "seats", "term_months")


def editor(context: PageContext, name: str) -> None:
    """Show one table with the button that checks and stores it."""
    heading, told = _WORDS[name]
    st.subheader(heading, anchor=False)
    st.caption(told)
    stored = budget_data.table(context.app, context.principal, name)
    columns = BUDGET_TABLES[name][0]
    result: pd.DataFrame = st.data_editor(
        _on_screen(stored),
        key=f"terms.{name}.{len(stored)}",
        num_rows="dynamic",
        hide_index=True,
        placeholder="not set",
        alt=f"{heading}; every cell can be edited",
        column_config={column: _config(name, column, dtype) for column, dtype in columns.items()},
    )
    if not st.button(
        f"Save: {heading.lower()}", key=f"terms.{name}.save",
        help="Checks the table and stores it as it stands here; what it was before stays in the history.",
    ):  # fmt: skip
        return
    try:
        wanted = _from_screen(result, columns)
        budget_data.save(context.app, context.principal, name, wanted, today=context.today)
    except LabReadyError as error:
        feedback.refused(error)
        return
    state.say_next(f"{heading}: saved, {counted(len(wanted), 'row')}.")
    st.rerun()


def history(context: PageContext) -> None:
    """Show every version of every row of one of the tables above, chosen by name."""
    section = st.expander("History of what is owned, quoted and due", on_change="rerun", key="terms.versions")
    if not section.open:
        return
    with section:
        name = st.selectbox(
            "Of",
            list(_WORDS),
            format_func=lambda one: _WORDS[one][0],
            key="terms.versions.of",
            width=300,
            help="Which of the tables above: every version of each of its rows, with who changed it and when.",
        )
        versions = budget_data.history(context.app, context.principal, name)
        if versions.empty:
            st.markdown("Nothing was entered here yet; what ships with LabReady has no history.")
            return
        columns = BUDGET_TABLES[name][0]
        st.dataframe(
            _on_screen(versions),
            key=f"terms.versions.{name}",
            hide_index=True,
            alt=f"Every version of every row of {_WORDS[name][0]}, newest first",
            column_config={
                **{column: _config(name, column, dtype) for column, dtype in columns.items()},
                "known_from": st.column_config.DateColumn("Known from", format="D MMM YYYY"),
                "known_until": st.column_config.DateColumn("Known until", format="D MMM YYYY"),
                "entered_by": "Entered by",
            },
        )


def price_history(context: PageContext) -> None:
    """Show every price that a product ever had here, where any changed."""
    history = budget_data.price_history(context.app, context.principal)
    changed = history[history.groupby("product_id")["product_id"].transform("size") > 1]
    with st.expander(f"History of prices: {counted(changed['product_id'].nunique(), 'product')} changed"):
        st.dataframe(
            _on_screen(changed, ("member_price", "non_member_price")),
            key="terms.history",
            hide_index=True,
            alt="Every price that a product had, newest first",
            column_config={
                "product_id": "Product ID", "product": "Product", "source": "Source", "entered_by": "Entered by",
                "member_price": st.column_config.NumberColumn("Member price", format="dollar"),
                "non_member_price": st.column_config.NumberColumn("Non-member price", format="dollar"),
                "as_of": st.column_config.DateColumn("Price of", format="D MMM YYYY"),
                "known_from": st.column_config.DateColumn("Known from", format="D MMM YYYY"),
                "known_until": st.column_config.DateColumn("Known until", format="D MMM YYYY"),
            },
        )  # fmt: skip


def _config(table: str, column: str, dtype: str) -> Any:
    label = HEADINGS[column]
    if column == "form" and table == "price_terms":
        told = "; ".join(f"{code}: {words}" for code, words in TERM_FORMS.items())
        return st.column_config.SelectboxColumn(label, options=list(TERM_FORMS), help=told)
    if column == "form" and table == "product_notes":
        return st.column_config.SelectboxColumn(label, options=list(PRODUCT_FORMS))
    if column == "confidence":
        return st.column_config.SelectboxColumn(
            label, options=list(CONFIDENCES), format_func=lambda code: CONFIDENCE_WORDS.get(str(code), str(code))
        )
    if column in ("price", "amount"):
        return st.column_config.NumberColumn(label, min_value=0, format="dollar")
    if column == "points_left":
        return st.column_config.NumberColumn(label, min_value=0, format="%.2f", help="Empty: all of it")
    if column in _WHOLE:
        return st.column_config.NumberColumn(label, min_value=0, step=1, format="%d")
    if dtype == tables.DATE:
        return st.column_config.DateColumn(label, format="D MMM YYYY")
    if dtype == tables.TRUTH:
        # A box without a tick would look like *no* where nothing was said.
        return st.column_config.SelectboxColumn(label, options=list(_TRUTHS.values()), help="Empty: not said")
    return st.column_config.TextColumn(label)


def _on_screen(frame: pd.DataFrame, scaled: tuple[str, ...] = _HUNDREDTHS) -> pd.DataFrame:
    shown = frame.copy()
    for name in scaled:
        if name in shown:
            shown[name] = (frame[name].astype("Float64") / 100).astype("float64")
    for name in _WHOLE:
        if name in shown:
            shown[name] = frame[name].astype("float64")
    for name in [one for one in frame.columns if frame[one].dtype == "boolean"]:
        shown[name] = frame[name].astype(object).map(_TRUTHS)
    # The editor adds rows with None in every cell that is not filled, which only objects can hold.
    return shown.astype(object)


def _from_screen(shown: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    frame = shown.reset_index(drop=True)
    for name, dtype in columns.items():
        if name in _HUNDREDTHS:
            frame[name] = pd.array([hundredths(value) for value in frame[name]], dtype="Int64")
        elif name in _WHOLE:
            frame[name] = frame[name].astype("Int64")
        elif dtype == tables.DATE:
            frame[name] = pd.to_datetime(frame[name])
        elif dtype == tables.TRUTH:
            said = {words: truth for truth, words in _TRUTHS.items()}
            frame[name] = pd.array([said.get(cell) for cell in frame[name]], dtype="boolean")
        elif dtype == tables.TEXT:
            frame[name] = [None if pd.isna(cell) or not str(cell).strip() else str(cell) for cell in frame[name]]
    return tables.typed(frame, columns)
