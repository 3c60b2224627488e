"""The frame around every page: configuration, menu, the page itself, and the footer that no page goes without."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from lib.domain.errors import LabReadyError
from lib.domain.sentences import DISCLAIMER
from lib.ui import address, feedback, identity, last_person, navigation, one_step, theme_turned

ICON: Final = Path(__file__).parent / "assets" / "icon.png"
"""A local picture: an icon by name would make the browser ask a font host."""

SIDEBAR: Final = 232
"""Pixels: what the filters need, so that the tables have the rest of 1280."""


def run() -> None:
    """Run the page that the address names. The menu is built on every run, whoever asks."""
    # As wide as a sheet of paper, so that nothing is cut off when it is printed, and without filters beside it.
    printed = address.PRINT in st.query_params
    st.set_page_config(
        page_title="LabReady", page_icon=str(ICON), layout="centered" if printed else "wide",
        initial_sidebar_state="collapsed" if printed else SIDEBAR,
    )  # fmt: skip
    if not printed:
        st.logo(str(ICON), size="medium")
    address.arrive()
    page = st.navigation(navigation.menu(identity.principal()), position="top")
    address.opened(page.url_path)
    # Both are made before the page runs, so that a page that stops early still has its footer.
    body, foot = st.container(), st.container()
    with foot:
        if not printed:
            st.space("small")
        told, view = st.columns([5, 1.3], vertical_alignment="center")
        told.caption(f"LabReady · {DISCLAIMER}")
        _view_for_printing(view, printed=printed)
        one_step.keep()
        theme_turned.keep()
    with body:
        try:
            page.run()
            last_person.shown()
        except LabReadyError as error:
            feedback.refused(error)


def _view_for_printing(place: st.delta_generator.DeltaGenerator, *, printed: bool) -> None:
    """Offer the page as wide as paper; there, the menu and the back button lead to the whole width again."""
    if not printed:
        place.button(
            "View for printing", key="frame.print", type="tertiary", on_click=address.put,
            args=({address.PRINT: ["page"]},),
            help="As wide as an A4 or letter sheet and without the filters; then print it from the browser. The back "
            "button brings the whole width again.",
        )  # fmt: skip
