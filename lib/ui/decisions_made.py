"""Decisions made: who, when, before, after; and taking one back."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.errors import LabReadyError
from lib.services import deciding
from lib.ui import cached, feedback, state
from lib.ui.deciding import show_moves
from lib.ui.format import counted, day
from lib.ui.guard import PageContext


def decisions_made(context: PageContext) -> None:
    """List the decisions, newest first, and take chosen ones back after saying whom that moves."""
    rows = cached.decisions_made(context.app, context.principal, context.key)
    if rows.empty:
        st.info("Nothing was decided yet. What you decide here is listed with who, when, before and after.")
        return
    st.dataframe(
        pd.DataFrame(
            {
                "on_date": rows["on_date"],
                "actor": rows["actor"],
                "what": rows["what"],
                "about": rows["about"],
                "before": rows["before"],
                "answer": rows["answer"],
                "state": _states(rows),
            }
        ),
        key="decisions.table",
        hide_index=True,
        alt="Every decision, newest first",
        column_config={
            "on_date": st.column_config.DateColumn("On", format="ddd D MMM YYYY", width=120),
            "actor": st.column_config.TextColumn("By", width=70),
            "what": st.column_config.TextColumn("Decided", width=160),
            "about": st.column_config.TextColumn("About", width=240),
            "before": st.column_config.TextColumn("Before", width=150),
            "answer": st.column_config.TextColumn("Then", width=210),
            "state": st.column_config.TextColumn("Now", width=170),
        },
    )
    in_force = rows[rows["in_force"].astype(bool)]
    if in_force.empty:
        return
    labels = {
        (row["kind"], row["subject"]): f"{row['about']}: {row['answer']} ({day(row['on_date'])})"
        for row in in_force.to_dict("records")
    }
    chosen = st.selectbox(
        "Take back",
        list(labels),
        index=None,
        format_func=lambda which: labels[which],
        placeholder="Choose a decision",
        key=f"decisions.chosen.{context.key.data_version}",
        help="All is then as it was before the decision: to the last digit, and for rows imported since.",
    )
    if chosen is None:
        return
    kind, subject = chosen
    try:
        show_moves(
            deciding.foresee_taking_back(context.app, context.principal, kind, [subject], today=context.today),
            "decisions",
        )
        if st.button("Take it back", key="decisions.take_back", type="primary"):
            number = deciding.take_back(context.app, context.principal, kind, [subject], today=context.today)
            state.say_next(f"{counted(number, 'decision')} taken back; all is as before.")
            st.rerun()
    except LabReadyError as error:
        feedback.refused(error)


def _states(rows: pd.DataFrame) -> list[str]:
    words = []
    for row in rows.to_dict("records"):
        if row["in_force"]:
            words.append("in force")
        elif isinstance(row["taken_back_by"], str):
            words.append(f"taken back {day(row['taken_back_on'])} by {row['taken_back_by']}")
        else:
            words.append("another answer since")
    return words
