"""What changed since the person looking was here last: what was stored meanwhile, and what stands otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.changes import kind_word
from lib.services import visits
from lib.services.readiness import Filters, TeamReadiness, narrowed
from lib.services.shortages import short_in
from lib.services.trends import MONTH, arrived_late
from lib.ui.format import counted, day, literal
from lib.ui.guard import PageContext
from lib.ui.since import moved_table, sentence_of

if TYPE_CHECKING:
    import pandas as pd


def since_last_visit(context: PageContext, everybody: TeamReadiness, chosen: Filters) -> None:
    """Show what was stored and what stands better or worse since the last visit, for what the filters leave.

    ``everybody`` is the team as of the page's day, not narrowed; of another day than today nothing is shown.
    """
    if context.as_of != context.today:
        return
    last = visits.look(context.app, context.principal, everybody)
    with st.container(border=True):
        if last is None:
            st.subheader("Since your last visit", anchor=False)
            st.caption("This is your first visit. The next one begins with what has changed in between.")
            return
        st.subheader(f"Since your last visit, {day(last.seen_at.date())}, {last.seen_at:%H:%M}", anchor=False)
        # Worked out only where it narrows: it is the one part of this that a large team would feel on every click.
        short = short_in(everybody.verdicts, everybody.requirements) if chosen.areas else ""
        now = everybody.verdicts.assign(short_in=short)
        moved = arrived_late(narrowed(last.standings, chosen), narrowed(now[[*MONTH, "short_in"]], chosen))
        moved = moved[moved["status_then"].fillna("") != moved["status_now"].fillna("")]
        if moved.empty and last.changes.empty:
            st.caption("Nothing was stored and no credential stands otherwise since.")
            return
        st.markdown(f"{stored_sentence(last.changes)}  \n{sentence_of(moved, 'against what you saw then')}")
        section = st.expander("Who and what", on_change="rerun", key="home.visit")
        if section.open:
            with section:
                if not moved.empty:
                    moved_table(moved, "home.visit.table", then="On your last visit")
                if not last.changes.empty:
                    _changes(last.changes)


def stored_sentence(changes: pd.DataFrame) -> str:
    """Return what was stored since, and by whom: *2 imports and 3 other changes were stored, by Ana and Ben*."""
    if changes.empty:
        return "Nothing was stored since: what moves, moves by the calendar."
    imports = int((changes["kind"] == "import").sum())
    others = len(changes) - imports
    parts = [
        words
        for number, words in (
            (imports, counted(imports, "import")),
            (others, counted(others, "other change" if imports else "change")),
        )
        if number
    ]
    actors = list(dict.fromkeys(changes["actor"].astype("str")))
    named = [literal(actor) for actor in actors[:3]] + ([f"{len(actors) - 3} more"] if len(actors) > 3 else [])
    by = " and ".join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else named[0]
    return f"{' and '.join(parts)} {'was' if len(changes) == 1 else 'were'} stored, by {by}."


def _changes(changes: pd.DataFrame) -> None:
    st.dataframe(
        changes.assign(kind=[kind_word(kind) for kind in changes["kind"]])[["on_date", "actor", "kind", "summary"]],
        key="home.visit.changes",
        hide_index=True,
        placeholder="—",
        alt="What was stored since the last visit, newest first",
        column_config={
            "on_date": st.column_config.DateColumn("On", format="D MMM YYYY", width=95),
            "actor": st.column_config.TextColumn("By", width=110),
            "kind": st.column_config.TextColumn("What", width=150),
            "summary": st.column_config.TextColumn("Summary"),
        },
    )
