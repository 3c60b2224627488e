"""The last step of every decision: whom it moves is said beforehand, then one click."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import streamlit as st

from lib.domain.errors import LabReadyError
from lib.domain.sentences import points_texts, status_word
from lib.services import deciding
from lib.ui import cached, feedback, state
from lib.ui.format import counted, literal
from lib.ui.guard import PageContext


def decide_step(
    context: PageContext, prepare: Callable[[], deciding.Proposal], label: str, said: str, key: str
) -> None:
    """Show whom a decision moves and the button that makes it; ``said`` is told when it is made."""
    try:
        proposal = prepare()
        moves = cached.moves(
            context.app, context.principal, context.key, proposal, repr(proposal.decided), context.today
        )
    except LabReadyError as error:
        feedback.refused(error)
        return
    show_moves(moves, key)
    if not st.button(label, key=f"{key}.decide", type="primary"):
        return
    try:
        made = deciding.decide(context.app, context.principal, proposal, today=context.today)
    except LabReadyError as error:
        feedback.refused(error)
        return
    state.say_next(f"{said} {counted(made, 'decision')} kept; see “Decisions made” to take it back.")
    st.rerun()


def show_moves(moves: deciding.Moves, key: str) -> None:
    """Say whom a decision moves, with every holding that comes out otherwise."""
    st.markdown(f"**If you decide so:** {literal(moves.sentence())}")
    if moves.holdings.empty:
        return
    rows = moves.holdings
    with st.expander(counted(len(rows), "holding comes out otherwise", "holdings come out otherwise")):
        st.dataframe(
            {
                "name": rows["name"],
                "credential": rows["credential"],
                "before": _words(rows["status_before"]),
                "after": _words(rows["status_after"]),
                "missing_before": points_texts(rows["missing_before"]),
                "missing_after": points_texts(rows["missing_after"]),
            },
            key=f"{key}.moves",
            hide_index=True,
            alt="Holdings that come out otherwise, before and after",
            column_config={
                "name": st.column_config.TextColumn("Name", width=200),
                "credential": "Credential",
                "before": "Status now",
                "after": "Status then",
                "missing_before": st.column_config.TextColumn("Missing now", alignment="right"),
                "missing_after": st.column_config.TextColumn("Missing then", alignment="right"),
            },
        )


def _words(statuses: pd.Series) -> list[str]:
    return [status_word(status) if isinstance(status, str) else "—" for status in statuses]
