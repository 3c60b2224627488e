"""What is missing, by kind of points: the numbers beside the charts."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.charts.behind import behind
from lib.domain.palette import GAP_KINDS


def lacking_table(verdicts: pd.DataFrame) -> None:
    """Show how many of those behind lack each kind of points."""
    rows = behind(verdicts)
    if not rows.empty:
        st.markdown("**What those behind lack**")
        gaps_table(rows, "readiness.gaps", columns=("kind", "people", "points"))


def gaps_table(
    verdicts: pd.DataFrame, key: str, *, columns: tuple[str, ...] = ("kind", "people", "points", "holdings")
) -> None:
    """Show the points missing, and the people and holdings that lack them, by kind of points."""
    st.dataframe(
        gaps_of(verdicts),
        key=key,
        hide_index=True,
        column_order=columns,
        alt="Points missing and people who lack them, by kind of points",
        column_config={
            "kind": st.column_config.TextColumn("Kind of points", width=105),
            "people": st.column_config.NumberColumn("People", format="localized", width=65),
            "points": st.column_config.NumberColumn("Points missing", format="accounting", width=105),
            "holdings": st.column_config.NumberColumn("Holdings", format="localized", width=75),
        },
    )


def gaps_of(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return per kind of gap the people who lack it, the points missing (as shown) and the holdings."""
    rows = []
    for kind, words in GAP_KINDS.items():
        short = verdicts[verdicts[f"gap_{kind}"].fillna(0) > 0]
        rows.append((words, short["staff_id"].nunique(), int(short[f"gap_{kind}"].sum()) / 100, len(short)))
    return pd.DataFrame(rows, columns=["kind", "people", "points", "holdings"])
