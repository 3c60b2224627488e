"""The frame around every page: configuration, menu, the page itself, and the footer that no page goes without."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Final

import streamlit as st

from lib.domain.disclaimer import DISCLAIMER
from lib.domain.errors import LabReadyError
from lib.ui import address, feedback, identity, last_person, navigation, one_step, preparing, theme_turned

_PICTURE: Final = (Path(__file__).parent / "assets" / "icon.png").read_bytes()
ICON: Final = f"data:image/png;base64,{b64encode(_PICTURE).decode('ascii')}"
"""The picture itself: by its name, the browser would ask a font host, and as a file, this server."""

SIDEBAR: Final = 232
"""Pixels: what the filters need, so that the tables have the rest of 1280."""


def run() -> None:
    """Run the page that the address names. The menu is built on every run, whoever asks."""
    # As wide as a sheet of paper, so that nothing is cut off when it is printed, and without filters beside it.
    printed = address.PRINT in st.query_params
    st.set_page_config(
        page_title="LabReady", page_icon=ICON, layout="centered" if printed else "wide",
        initial_sidebar_state="collapsed" if printed else SIDEBAR,
    )  # fmt: skip
    if not printed:
        st.logo(ICON, size="medium")
    address.arrive()
    page = st.navigation(navigation.menu(identity.principal()), position="top")
    address.opened(page.url_path)
    # The first page has no name in the address; where nobody is in the database, it shows no person and no chart.
    bare = not page.url_path and preparing.first_page_is_enough()
    # Both are made before the page runs, so that a page that stops early still has its footer.
    body, foot = st.container(), st.container()
    with foot:
        if not printed:
            st.space("small")
        told, view = st.columns([5, 1.3], vertical_alignment="center")
        told.caption(f"LabReady · {DISCLAIMER}")
        _view_for_printing(view, printed=printed)
        if not bare:
            one_step.keep()
            theme_turned.keep()
    with body:
        try:
            if not bare:
                preparing.everything()
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
