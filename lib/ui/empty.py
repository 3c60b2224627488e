"""What a page says where there is nothing yet, with the step that mends it."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from lib.ui import filters, navigation


def nobody_here() -> None:
    """Say that the database is empty and where to begin."""
    st.info("There is nobody on record yet. Load the sample laboratory or upload your own export to begin.")
    if purpose := _purpose():
        st.markdown(f"What will stand here: {purpose[:1].lower()}{purpose[1:]}")
    with st.container(horizontal=True):
        st.page_link(navigation.HOME.path, label="Begin on “This week”")
        st.page_link(navigation.UPLOAD.path, label="Upload an export")


def _purpose() -> str:
    """Return what the page in the address is for; empty where the address is not known."""
    here = urlsplit(str(st.context.url or "")).path.rsplit("/", 1)[-1]
    return next((entry.purpose for entry in navigation.PAGES if entry.url_path == here), "")


def nothing_left() -> None:
    """Say that the filters leave nothing."""
    st.info("The filters leave nobody. Widen them in the side bar, or show everybody.")
    st.button("Show everybody", key="empty.clear", on_click=filters.clear)
