"""The table of holdings: points as `27 / 36` with a bar, what is missing, until when, in which status."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from lib.services.holdings_list import COLUMNS, NAMES, SORTS, STANDING, ListView
from lib.ui import address, choosing, navigation, people, record_state
from lib.ui.format import counted

_COLUMNS: Final[dict[str, Any]] = {
    "name": st.column_config.TextColumn("Name", pinned=True, width=140),
    "credential": st.column_config.TextColumn("Credential", width=72),
    "points": st.column_config.TextColumn("Points", width=70, help="Counted of asked", alignment="right"),
    "reached": st.column_config.ProgressColumn(
        "Counted", min_value=0, max_value=100, format="%d %%", width=86, color="blue"
    ),
    "status": st.column_config.TextColumn("Status", width=112),
    "missing": st.column_config.TextColumn("Missing", width=150),
    "beside": st.column_config.TextColumn(
        "Beside it", width=95, help="Leave, per diem, new hires: what is asked of them is another thing"
    ),
    "declare_by": st.column_config.DateColumn("Declare by", format="ddd D MMM YYYY", width=114),
    "cycle_end": st.column_config.DateColumn("Cycle ends", format="ddd D MMM YYYY", width=114),
    "site": st.column_config.TextColumn("Site"),
    "department": st.column_config.TextColumn("Department"),
    "data_through": st.column_config.DateColumn("Data through", format="D MMM YYYY"),
    "rule_doubt": st.column_config.TextColumn("The rule", help="Empty: verified here within the year"),
    "staff_id": st.column_config.TextColumn("Employee ID"),
}
_CHOOSABLE: Final = [column.name for column in COLUMNS[1:]]
_UP, _DOWN = "up", "down"
_WAYS: Final = {_UP: "Ascending", _DOWN: "Descending"}


def list_view() -> ListView:
    """Show what the table is sorted by and which columns it has; both stand in the address."""
    with st.popover(
        "Sort and columns", key="readiness.view", help="The order and the columns of the table; a link brings the same."
    ):
        sort = st.selectbox(
            "Sort by",
            list(SORTS),
            format_func=SORTS.__getitem__,
            help="The order of the table, of the list to download and of the report's lists. What is not known stands "
            "last; equal ones stay worst first.",
            **address.bound("sort", address.one(list(SORTS), STANDING)),
        )
        way = st.segmented_control(
            "Order",
            list(_WAYS),
            format_func=_WAYS.__getitem__,
            required=True,
            help="Ascending: A to Z, the earliest day, the fewest points; for the standing, the worst first.",
            **address.bound("order", address.one(list(_WAYS), _UP)),
        )
        columns = st.multiselect(
            "Columns",
            _CHOOSABLE,
            format_func=NAMES.__getitem__,
            help="The name always stands first. None chosen: all of them again.",
            **address.bound("columns", address.some(_CHOOSABLE, _CHOOSABLE)),
        )
    chosen = () if set(columns) in (set(), set(_CHOOSABLE)) else tuple(columns)
    return ListView(str(sort), way == _DOWN, chosen)


def holdings_table(table: pd.DataFrame, verdicts: pd.DataFrame, view: ListView, *, several: bool = False) -> None:
    """Show the table with the columns of a view; a selected row opens the person.

    ``table``: rows as :func:`lib.services.holdings_list.table_of` of these verdicts. ``several``: rows are selected to
    be changed together instead, and a button leads to the forms for it.
    """
    choose = choosing.many_of if several else choosing.one_of
    names = [column.name for column in view.shown]
    # Of another order it is another table: a row that was selected would be somebody else's.
    order = "" if view.words == ListView().words else f".{view.sort}.{'down' if view.descending else 'up'}"
    selected = choose(
        table[names],
        ("readiness.table.several" if several else "readiness.table") + order,
        alt=f"Every holding with its points, status, what is missing and its dates, {view.words}",
        columns={name: _COLUMNS[name] for name in names},
        most=520,
    )
    if isinstance(selected, list):
        _change_these(verdicts.iloc[selected])
    else:
        people.open_selected(verdicts, selected)


def _change_these(chosen: pd.DataFrame) -> None:
    """Lead to Change many at once with these holdings selected there."""
    who = chosen["staff_id"].nunique()
    label = (
        f"Change {counted(len(chosen), 'credential')} of {counted(who, 'person', 'people')} ›"
        if len(chosen)
        else "Select rows to change them together"
    )
    if st.button(
        label,
        key="readiness.change",
        type="primary",
        disabled=chosen.empty,
        help="Renewed end dates, verified today, declaration filed, leave, supervisor, left: chosen on the next page, "
        "which shows what it changes before anything is stored.",
    ):
        record_state.choose([tuple(key) for key in chosen[["staff_id", "program", "credential"]].to_numpy()])
        navigation.go(navigation.BULK)
