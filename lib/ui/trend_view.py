"""Month by month: how many stood where, as known then or as known now, and what arrived late."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from lib.charts.trend_columns import finding, status_trend
from lib.domain import sentences
from lib.domain.calendar import month_ends
from lib.domain.statuses import GROUPS
from lib.services.readiness import Filters, narrowed
from lib.services.trends import arrived_late
from lib.ui import cached, figures
from lib.ui.format import counted
from lib.ui.guard import PageContext

MONTHS = 12
THEN, NOW = "As known then", "As known now"


def trend_section(context: PageContext, chosen: Filters) -> None:
    """Show the section in an expander that works only when it is open; it follows site, department and credential."""
    section = st.expander("Month by month", on_change="rerun", key="readiness.trend")
    if not section.open:
        return
    with section:
        how = st.segmented_control(
            "Each month end",
            [THEN, NOW],
            default=THEN,
            key="readiness.trend.how",
            required=True,
            help="As known then: only what had been imported or entered by that day, so that a month never changes "
            "again. As known now: with what arrived later.",
        )
        ends = month_ends(context.as_of, MONTHS)
        months = {end: _month(context, chosen, end, known_now=how == NOW) for end in ends}
        counts = counts_of(months)
        left, right = st.columns([1.6, 1])
        with left:
            figures.show(
                status_trend(counts, subtitle=f"Month ends, {str(how).lower()}", dark=context.dark),
                "readiness.trend.chart",
                alt=f"{finding(counts)}. The table beside it has every number.",
            )
        with right:
            _counts_table(counts)
        _late(context, chosen, ends)


def counts_of(months: dict[date, pd.DataFrame]) -> pd.DataFrame:
    """Return ``end`` and the number of holdings in each status group, oldest month first."""
    rows = []
    for end, frame in months.items():
        found = frame["status_group"].value_counts()
        rows.append({"end": end} | {group: int(found.get(group, 0)) for group in GROUPS})
    return pd.DataFrame(rows, columns=["end", *GROUPS])


def _month(context: PageContext, chosen: Filters, end: date, *, known_now: bool) -> pd.DataFrame:
    known_on = None if known_now else end
    return narrowed(cached.month(context.app, context.principal, context.key, end, known_on), chosen)


def _counts_table(counts: pd.DataFrame) -> None:
    st.dataframe(
        counts.iloc[::-1],
        key="readiness.trend.table",
        hide_index=True,
        alt="Holdings in each group at each month end, newest first",
        column_config={"end": st.column_config.DateColumn("Month end", format="D MMM YYYY", width=95)}
        | {group: st.column_config.NumberColumn(words, width=60) for group, words in GROUPS.items()},
    )


def _late(context: PageContext, chosen: Filters, ends: list[date]) -> None:
    """Show what a month says otherwise now than it did then, for one month."""
    end = st.selectbox(
        "What arrived late for",
        ends[::-1],
        format_func=lambda day: f"{day:%B %Y}",
        key="readiness.trend.late",
        help="The credentials that stand otherwise at that month end with what is known now.",
    )
    then = _month(context, chosen, end, known_now=False)
    differing = arrived_late(then, _month(context, chosen, end, known_now=True))
    if differing.empty:
        st.caption("Nothing: what is known now says the same of that day.")
        return
    st.caption(f"{counted(len(differing), 'credential stands', 'credentials stand')} otherwise as known now.")
    st.dataframe(
        late_of(differing),
        key="readiness.trend.late.table",
        hide_index=True,
        alt="Credentials that stand otherwise at that month end as known now",
        column_config={
            "name": "Name",
            "credential": "Credential",
            "then": "As known then",
            "now": "As known now",
            "missing_then": st.column_config.NumberColumn("Missing then", format="%.2f"),
            "missing_now": st.column_config.NumberColumn("Missing now", format="%.2f"),
            "staff_id": "Employee ID",
        },
    )


def late_of(differing: pd.DataFrame) -> pd.DataFrame:
    """Return :func:`lib.services.trends.arrived_late` as people read it."""

    def words(column: str) -> list[str]:
        return ["not counted" if pd.isna(code) else sentences.status_word(code) for code in differing[column]]

    return pd.DataFrame(
        {
            "name": differing["name"],
            "credential": differing["credential"],
            "then": words("status_then"),
            "now": words("status_now"),
            "missing_then": differing["missing_then"].astype("Float64") / 100,
            "missing_now": differing["missing_now"].astype("Float64") / 100,
            "staff_id": differing["staff_id"],
        }
    )
