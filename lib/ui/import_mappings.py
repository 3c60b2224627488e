"""The mappings of columns that are remembered: listed, renamed, deleted."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.errors import LabReadyError
from lib.services import imports
from lib.ui import choosing, feedback, state
from lib.ui.format import literal
from lib.ui.guard import PageContext


def remembered_mappings(context: PageContext) -> None:
    """Show what is remembered for files with the same headings; one that is selected can be renamed or deleted."""
    st.subheader("Remembered columns", anchor=False)
    found = imports.mappings(context.app, context.principal)
    if found.empty:
        st.caption(
            "Nothing is remembered yet. What you choose for the columns of a file is remembered when you import it, "
            "and used for every file with the same headings."
        )
        return
    selected = choosing.one_of(
        found[["name", "columns"]],
        "mappings.table",
        alt="Each remembered mapping: the file it was chosen for, and what each column is taken for",
        columns={
            "name": st.column_config.TextColumn("Chosen for", width=230),
            "columns": st.column_config.TextColumn("Columns", width="large"),
        },
    )
    if selected is None:
        st.caption("Select one to rename or delete it. Deleted, such files are read by their headings again.")
        return
    _selected(context, found.iloc[selected])


def _selected(context: PageContext, row: pd.Series) -> None:
    fingerprint = str(row["fingerprint"])
    with st.container(border=True, key="mappings.selected"):
        for part in str(row["columns"]).split("; "):
            st.caption(literal(part))
        with st.form(f"mappings.rename.{fingerprint}", border=False):
            name = st.text_input(
                "Name",
                value=str(row["name"]),
                max_chars=120,
                key=f"mappings.name.{fingerprint}",
                help="The command line asks for it by this name: import --mapping NAME.",
            )
            with st.container(horizontal=True):
                renamed = st.form_submit_button("Rename", key=f"mappings.renamed.{fingerprint}")
                deleted = st.form_submit_button("Delete", key=f"mappings.deleted.{fingerprint}")
    try:
        if renamed:
            imports.rename_mapping(context.app, context.principal, fingerprint, name, today=context.today)
            state.say_next(f"The columns are remembered as {name.strip()}.")
        elif deleted:
            imports.forget_mapping(context.app, context.principal, fingerprint, today=context.today)
            state.say_next("Deleted. Files with these headings are read by their headings again.")
        else:
            return
    except LabReadyError as error:
        feedback.refused(error)
        return
    st.rerun()
