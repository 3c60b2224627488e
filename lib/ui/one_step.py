"""A row or a bar that opens a person is one step of the browser's history, so that one step back is the page it is on.

``st.switch_page`` tells the browser of the new address first and of the new page after it, and the browser makes each a
step of its own (seen in Streamlit 1.67.0, which offers no other order): the first step back would show the same page
again. A few lines in the browser let the address on the way take the place of the one it follows, where nothing but the
person differs and the page has no choice of a person, on which each person is a step. Where the browser does not run
them, it is two steps.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from lib.ui import navigation
from lib.ui.people import PERSON_KEY

_SCRIPT: Final = (Path(__file__).parent / "assets" / "one_step.js").read_text("utf-8")
_CHOOSING: Final = (navigation.PERSON.url_path, navigation.EDIT.url_path)
"""The pages on which a person is chosen. No list: Streamlit would load pandas to see whether it is a table."""
_ONE_STEP: Final = st.components.v2.component("labready_one_step", js=_SCRIPT)


def keep() -> None:
    """Have the browser keep to it. It shows nothing; to be called once on every page with people."""
    _ONE_STEP(key="one_step", data={"name": PERSON_KEY, "pages": _CHOOSING}, height=1)
