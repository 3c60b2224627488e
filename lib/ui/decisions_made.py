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
    groups = in_force.groupby(["change_id", "kind"], sort=False)
    labels = {
        which: f"{rows_of['about'].iloc[0]}"
        + (f" and {len(rows_of) - 1} more" if len(rows_of) > 1 else "")
        + f": {rows_of['answer'].iloc[0]} ({day(rows_of['on_date'].iloc[0])})"
        for which, rows_of in groups
    }
    chosen = st.selectbox(
        "Take back",
        list(labels),
        index=None,
        format_func=lambda which: labels[which],
        placeholder="Choose a decision",
        key=f"decisions.chosen.{context.key.data_version}",
        help="What is stored then counts as before the decision, rows imported since too. Only rows of later files "
        "that were read with a match of a person stay with their import.",
    )
    if chosen is None:
        return
    parts = groups.get_group(chosen)
    about = dict(zip(parts["subject"], parts["about"], strict=True))
    subjects = list(about)
    if len(subjects) > 1:
        subjects = st.multiselect(
            "Of it, take back",
            subjects,
            default=subjects,
            format_func=lambda subject: about[subject],
            key=f"decisions.parts.{context.key.data_version}.{chosen[0]}",
            help="Only what is chosen here; the rest of the decision stays.",
        )
    if subjects:
        _take_back(context, str(chosen[1]), subjects)


def _take_back(context: PageContext, kind: str, subjects: list[str]) -> None:
    try:
        show_moves(
            deciding.foresee_taking_back(context.app, context.principal, kind, subjects, today=context.today),
            "decisions",
        )
        if st.button("Take it back", key="decisions.take_back", type="primary"):
            number = deciding.take_back(context.app, context.principal, kind, subjects, today=context.today)
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
