"""The first line of every page: may this principal open it, on which database, as of which day."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from typing import Final

import streamlit as st

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain.errors import LabReadyError
from lib.services.container import LabReady
from lib.settings import read_settings
from lib.ui import address, cached, feedback, figures, identity, state

_DATE: Final = 175
"""Pixels that a date and its calendar need."""


@dataclass(frozen=True)
class PageContext:
    """What a page works with: the application, who asks, today, the day asked about, the theme, the cache key."""

    app: LabReady
    principal: Principal
    today: date
    as_of: date
    dark: bool
    key: cached.Key


def open_page(permission: str, title: str, *, dated: bool = True) -> PageContext:
    """Check the permission, open the database, show the title (and beside it the as-of date); stop where refused.

    ``dated`` False: the page is about what is stored, not about a day.
    """
    principal = identity.principal()
    try:
        require(principal, permission)
        app = cached.application(read_settings(os.environ)).holding_rules()
    except LabReadyError as error:
        st.title(title)
        feedback.refused(error)
        st.stop()
    today = app.today()
    as_of = _header(title, today) if dated else _title_alone(title, today)
    if message := state.said_before():
        feedback.said(message)
    return PageContext(app, principal, today, as_of, figures.is_dark(), cached.key_of(app, principal))


def _header(title: str, today: date) -> date:
    # Side by side with a width of its own, so that the whole date is seen on a tablet, too.
    heading = st.container(horizontal=True, vertical_alignment="center")
    heading.title(title)
    chosen = heading.date_input(
        "As of",
        width=_DATE,
        format="YYYY-MM-DD",
        help="The day the verdicts are for. Credits completed later do not count.",
        **address.bound("as_of", address.day(today)),
    )
    return chosen if isinstance(chosen, date) else today


def _title_alone(title: str, today: date) -> date:
    st.title(title)
    return today
