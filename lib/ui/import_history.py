"""The imports as a table, and taking one back after a question."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from lib.domain.errors import LabReadyError
from lib.services import imports
from lib.ui import feedback, navigation, state
from lib.ui.format import day, literal
from lib.ui.guard import PageContext
from lib.ui.import_results import rejected_download


def history_table(context: PageContext, history: pd.DataFrame) -> None:
    """Show the imports; one that is selected can be taken back or its rejected rows downloaded."""
    if history.empty:
        st.info("Nothing has been imported yet.")
        st.page_link(navigation.UPLOAD.path, label="Import a file")
        return
    event: Any = st.dataframe(
        pd.DataFrame(
            {
                "batch": history["batch"],
                "file": history["file"],
                "on_date": history["on_date"],
                "actor": history["actor"],
                **{name: history[name] for name in ("read", "accepted", "duplicates", "skipped", "rejected")},
                "undone_on": history["undone_on"],
            }
        ),
        key="history.table",
        hide_index=True,
        on_select="rerun",
        selection_mode="single-row",
        placeholder="—",
        alt="Every import with its file, day and counts",
        column_config={
            "batch": st.column_config.NumberColumn("Import", format="%d", width=65),
            "file": st.column_config.TextColumn("File", width=230),
            "on_date": st.column_config.DateColumn("On", format="ddd D MMM YYYY"),
            "actor": "By",
            "read": st.column_config.NumberColumn("Rows read", width=85),
            "accepted": st.column_config.NumberColumn("Accepted", width=80),
            "duplicates": st.column_config.NumberColumn("Known already", width=105),
            "skipped": st.column_config.NumberColumn("Skipped", width=75),
            "rejected": st.column_config.NumberColumn("Not accepted", width=100),
            "undone_on": st.column_config.DateColumn("Taken back", format="ddd D MMM YYYY"),
        },
    )
    rows = event["selection"]["rows"] if event else []
    if not rows:
        st.caption("Select an import to take it back or to download the rows that were not accepted.")
        return
    row = history.iloc[rows[0]]
    _selected(context, int(row["batch"]), str(row["file"]), int(row["rejected"]), row["undone_on"])


def _selected(context: PageContext, batch: int, file: str, rejected: int, undone_on: object) -> None:
    with st.container(border=True, key="history.selected"):
        st.markdown(f"**Import {batch}**, {literal(file)}")
        if rejected:
            rejected_download(context, batch, "history")
        if not pd.isna(undone_on):  # type: ignore[call-overload]  # a cell of a date column
            st.caption(f"Taken back {day(undone_on)}.")
            return
        if state.batch_to_undo() != batch:
            st.button("Take this import back …", key="history.undo", on_click=state.ask_undo, args=(batch,))
            return
        st.warning("Everything this import added goes, and what it replaced comes back. Take it back?")
        with st.container(horizontal=True):
            sure = st.button("Yes, take it back", key="history.undo.yes", type="primary")
            st.button("Keep it", key="history.undo.no", on_click=state.ask_undo, args=(None,))
    if sure:
        _undo(context, batch)


def _undo(context: PageContext, batch: int) -> None:
    try:
        done = imports.undo(context.app, context.principal, batch, today=context.today)
    except LabReadyError as error:
        state.ask_undo(None)
        feedback.refused(error)
        return
    state.ask_undo(None)
    state.say_next(f"Import {batch} ({done.file}) is taken back whole.")
    st.rerun()
