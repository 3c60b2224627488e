"""The imports as a table, and taking one back after a question."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.errors import LabReadyError
from lib.services import imports
from lib.ui import choosing, feedback, navigation, state, taking_back
from lib.ui.format import day, literal
from lib.ui.guard import PageContext
from lib.ui.import_records import what_it_gave
from lib.ui.import_results import rejected_download


def history_table(context: PageContext, history: pd.DataFrame) -> None:
    """Show the imports; one that is selected can be taken back or its rejected rows downloaded."""
    if history.empty:
        st.info("Nothing has been imported yet.")
        st.page_link(navigation.UPLOAD.path, label="Import a file")
        return
    selected = choosing.one_of(
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
        "history.table",
        alt="Every import with its file, day and counts",
        columns={
            "batch": st.column_config.NumberColumn("Import", format="%d", width=65),
            "file": st.column_config.TextColumn("File", width=230),
            "on_date": st.column_config.DateColumn("On", format="ddd D MMM YYYY"),
            "actor": "By",
            "read": st.column_config.NumberColumn("Rows read", format="localized", width=85),
            "accepted": st.column_config.NumberColumn("Accepted", format="localized", width=80),
            "duplicates": st.column_config.NumberColumn(
                "Duplicates", format="localized", width=90, help="Known already, from this file or before"
            ),
            "skipped": st.column_config.NumberColumn(
                "Skipped", format="localized", width=75, help="Blank, headings, totals, examples"
            ),
            "rejected": st.column_config.NumberColumn(
                "Rejected", format="localized", width=80, help="Kept with the reason, to be mended"
            ),
            "undone_on": st.column_config.DateColumn("Taken back", format="ddd D MMM YYYY"),
        },
    )
    if selected is None:
        st.caption("Select an import for its file, its sheets, its problems, and to take it back.")
        return
    _selected(context, history.iloc[selected])


def _selected(context: PageContext, row: pd.Series) -> None:
    batch, file = int(row["batch"]), str(row["file"])
    with st.container(border=True, key="history.selected"):
        st.markdown(f"**Import {batch}**, {literal(file)}")
        st.caption(
            f"By {literal(row['actor'])}, {day(row['on_date'])}, entered {row['at']:%Y-%m-%d %H:%M} · "
            f"{int(row['size']):,} bytes · SHA-256 {row['sha256']}"
        )
        what_it_gave(context, batch)
        if int(row["rejected"]):
            rejected_download(context, batch, "history")
        if not pd.isna(row["undone_on"]):
            st.caption(f"Taken back {day(row['undone_on'])}.")
            return
        question = taking_back.Question("history", "import", batch)
        if not question.asked():
            return
        first = imports.to_take_back_first(context.app, context.principal, batch)
        if len(first):
            _built_on(batch, first)
            question.keep()
            return
        sure = question.sure("Everything this import added goes, and what it replaced comes back.")
    if sure:
        _undo(context, batch)


def _built_on(batch: int, first: pd.DataFrame) -> None:
    """Say which later imports must go first, in their order."""
    named = ", then ".join(
        f"import {number} ({literal(name)})" for number, name in zip(first["batch"], first["file"], strict=True)
    )
    st.error(f"Later imports build on import {batch}: without it they would not be what they are. Nothing was changed.")
    st.markdown(f"Take back first {named}; then import {batch}.")


def _undo(context: PageContext, batch: int) -> None:
    taking_back.answered()
    try:
        done = imports.undo(context.app, context.principal, batch, today=context.today)
    except LabReadyError as error:
        feedback.refused(error)
        return
    state.say_next(f"Import {batch} ({done.file}) is taken back whole.")
    st.rerun()
