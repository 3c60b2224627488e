"""What became of the import just stored, with the rows to correct."""

from __future__ import annotations

import streamlit as st

from lib.services import imports
from lib.ui import feedback, navigation, state
from lib.ui.format import counted, literal
from lib.ui.guard import PageContext
from lib.ui.plain import XLSX


def results(context: PageContext) -> None:
    """Show each file's result until the next import begins."""
    found = state.import_results()
    if not found:
        return
    with st.container(border=True, key="import.results"):
        st.subheader("Done", anchor=False)
        for result in found:
            if result.refused is not None or result.batch is None:
                st.error(feedback.paragraphs(result.refused or f"{result.file}: nothing of it was stored."))
                continue
            st.success(
                f"{literal(result.file)} is stored, import {result.batch}: {counted(result.accepted, 'row')} accepted, "
                f"{result.duplicates:,} duplicates, {result.skipped:,} skipped, {result.rejected:,} rejected."
            )
            if result.rejected:
                rejected_download(context, result.batch, "import")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.page_link(navigation.READINESS.path, label="Open Readiness", query_params=navigation.address())
            st.page_link(navigation.CONFIRM.path, label="To confirm", query_params=navigation.address())
            st.page_link(navigation.HISTORY.path, label="Imports", query_params=navigation.address())
            st.button("Put this away", key="import.put_away", on_click=state.forget_results, type="tertiary")


def rejected_download(context: PageContext, batch: int, where: str) -> None:
    """Show the button for the rows that were not accepted, as they stood, with the reasons."""
    st.download_button(
        "Download the rows to correct (.xlsx)",
        data=lambda: imports.rejected_workbook(context.app, context.principal, batch),
        file_name=f"labready-import-{batch}-to-correct.xlsx",
        mime=XLSX,
        key=f"{where}.rejected.{batch}",
        on_click="ignore",
        help="The original cells with the reason beside them. Correct them and import the workbook again. They go back "
        "to whoever made the file and say nothing of how anybody stands, so they leave without a review.",
    )
