"""The first page of an empty database: three ways to begin."""

from __future__ import annotations

import streamlit as st

from lib.ui import guard, identity, navigation, preparing, state
from lib.ui.plain import XLSX, counted


def welcome() -> None:
    """Show the three ways: the sample laboratory, the user's own export, the template to fill in."""
    st.markdown(
        "LabReady reads the continuing education of your staff and says who is behind in their certification "
        "maintenance, in what, and what it costs to close the gaps. Nothing leaves this computer."
    )
    sample, upload, template = st.columns(3, border=True)
    with sample:
        st.subheader("Try the sample laboratory", anchor=False)
        st.write("About 120 invented people on three sites, in every status, with some messy rows.")
        if st.button("Load the sample", key="welcome.sample", type="primary", width="stretch"):
            _load_sample()
    with upload:
        st.subheader("Upload your export", anchor=False)
        st.write("An Excel workbook or text file as your system gives it. You see what would change first.")
        if st.button("Go to Import", key="welcome.import", width="stretch"):
            navigation.go(navigation.UPLOAD)
    with template:
        st.subheader("Download the template", anchor=False)
        st.write("Sheets for staff, credentials, credits, memberships, catalogue and prices. Any of them alone works.")
        st.download_button(
            "Download the template (.xlsx)",
            data=_template,
            file_name="labready-template.xlsx",
            mime=XLSX,
            key="welcome.template",
            on_click="ignore",
            help="Empty sheets with their headings, and how to fill them in on the last one.",
            width="stretch",
        )


def _template() -> bytes:
    preparing.everything()
    from lib.services import imports

    return imports.template_workbook()


def _load_sample() -> None:
    with st.spinner("Loading the sample laboratory …"):
        app = guard.application()
        from lib.services import imports

        done = imports.load_sample(app, identity.principal(), today=app.today())
        accepted = sum(sheet.accepted for each in done if each.outcome for sheet in each.outcome.sheets)
        state.say_next(
            f"The sample laboratory is loaded: {counted(accepted, 'row')} accepted. Its dates are moved to today."
        )
    st.rerun()
