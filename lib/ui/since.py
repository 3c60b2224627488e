"""What changed since the last month end: the tiles' differences and the list of what stands otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from lib.domain.calendar import month_ends
from lib.domain.statuses import SEVERITY
from lib.services.readiness import Filters, narrowed
from lib.services.trends import MONTH, arrived_late
from lib.ui import cached
from lib.ui.format import counted, day
from lib.ui.guard import PageContext
from lib.ui.trend_view import late_of


@dataclass(frozen=True)
class MonthEnd:
    """How the view stood at the last month end before the page's day, as known then."""

    end: date
    holdings: pd.DataFrame

    @property
    def groups(self) -> dict[str, int] | None:
        """Holdings in each status group; None where nothing was on record yet."""
        if self.holdings.empty:
            return None
        return {str(group): int(count) for group, count in self.holdings["status_group"].value_counts().items()}


def last_month_end(context: PageContext, chosen: Filters, known_on: date | None = None) -> MonthEnd:
    """Return how the sites, departments and credentials of a view stood at the last month end before its day."""
    end = next(each for each in reversed(month_ends(context.as_of, 2)) if each < context.as_of)
    known = min(end, known_on or end)
    holdings = cached.month(context.app, context.principal, context.key, end, known)
    return MonthEnd(end, narrowed(holdings, chosen))


def difference(now: int, before: int) -> str:
    """Return a difference with its sign: ``+3``, ``−2``, ``±0``."""
    moved = now - before
    return "±0" if not moved else f"{'+' if moved > 0 else '−'}{abs(moved):,}"


def changed_since(verdicts: pd.DataFrame, before: MonthEnd) -> None:
    """Show how many credentials of a view stand better or worse than at the last month end, with their list."""
    with st.container(border=True):
        st.subheader(f"Since {day(before.end)}", anchor=False)
        if before.groups is None:
            st.caption(
                f"Nothing of this view was on record here on {day(before.end)}: there is nothing to compare with."
            )
            return
        moved = arrived_late(before.holdings, verdicts[list(MONTH)])
        moved = moved[moved["status_then"].fillna("") != moved["status_now"].fillna("")]
        st.markdown(sentence_of(moved))
        if moved.empty:
            return
        section = st.expander("Who", on_change="rerun", key="home.since")
        if section.open:
            with section:
                moved_table(moved, "home.since.table", then="At the month end")


def moved_table(moved: pd.DataFrame, key: str, *, then: str) -> None:
    """Show the credentials that stand otherwise; ``then`` heads how they stood before."""
    st.dataframe(
        late_of(moved),
        key=key,
        hide_index=True,
        alt=f"Each credential that stands otherwise than {then[:1].lower()}{then[1:]}",
        column_config={
            "name": "Name",
            "credential": "Credential",
            "then": then,
            "now": "In this view",
            "missing_then": st.column_config.NumberColumn("Missing then", format="%.2f"),
            "missing_now": st.column_config.NumberColumn("Missing now", format="%.2f"),
            "staff_id": "Employee ID",
        },
    )


def sentence_of(moved: pd.DataFrame, than: str = "as known then") -> str:
    """Return how many credentials stand worse, stand better, came and went, by ``status_then`` and ``status_now``."""
    then, now = moved["status_then"].map(SEVERITY), moved["status_now"].map(SEVERITY)
    # Severity 0 is the worst.
    worse, better = int((now < then).sum()), int((now > then).sum())
    came, went = int((then.isna() & now.notna()).sum()), int((now.isna() & then.notna()).sum())
    parts = [
        words
        for number, words in (
            (worse, f"**{counted(worse, 'credential stands', 'credentials stand')} worse**"),
            (better, f"{better:,} better"),
            (came, f"{came:,} new"),
            (went, f"{went:,} no longer counted"),
        )
        if number
    ]
    return f"{' · '.join(parts)}, {than}." if parts else f"No credential stands otherwise, {than}."
