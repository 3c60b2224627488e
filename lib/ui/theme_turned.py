"""Charts follow the theme: when it turns, by the operating system at dusk or by hand, the page is run again.

Streamlit turns its own elements in the browser and runs nothing (seen in 1.67.0). A chart has its colours from the
server, chosen to be read on its ground, and would keep dark words on a dark ground until the next click.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

_SCRIPT: Final = (Path(__file__).parent / "assets" / "theme_turned.js").read_text("utf-8")
_TURNED: Final = st.components.v2.component("labready_theme_turned", js=_SCRIPT)


def keep() -> None:
    """Have the page run again when the theme turns. It shows nothing; to be called once on every page with charts."""
    _TURNED(key="theme_turned", on_turned_change=_run_again, height=1)


def _run_again() -> None:
    """Nothing is to be done but the run itself."""
