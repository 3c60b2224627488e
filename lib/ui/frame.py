"""The frame around every page: configuration, menu, the page itself, and the footer that no page goes without."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from lib.domain.errors import LabReadyError
from lib.domain.sentences import DISCLAIMER
from lib.ui import address, feedback, identity, last_person, navigation, one_step

ICON: Final = Path(__file__).parent / "assets" / "icon.png"
"""A local picture: an icon by name would make the browser ask a font host."""

SIDEBAR: Final = 232
"""Pixels: what the filters need, so that the tables have the rest of 1280."""


def run() -> None:
    """Run the page that the address names. The menu is built on every run, whoever asks."""
    st.set_page_config(page_title="LabReady", page_icon=str(ICON), layout="wide", initial_sidebar_state=SIDEBAR)
    st.logo(str(ICON), size="medium")
    address.arrive()
    page = st.navigation(navigation.menu(identity.principal()), position="top")
    address.opened(page.url_path)
    # Both are made before the page runs, so that a page that stops early still has its footer.
    body, foot = st.container(), st.container()
    with foot:
        st.space("small")
        st.caption(f"LabReady · {DISCLAIMER}")
        one_step.keep()
    with body:
        try:
            page.run()
            last_person.shown()
        except LabReadyError as error:
            feedback.refused(error)
