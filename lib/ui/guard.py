"""The first line of every page: may this principal open it, on which database, as of which day."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import streamlit as st

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain.errors import LabReadyError
from lib.services.opening import anybody
from lib.settings import read_settings
from lib.ui import address, cached, feedback, figures, identity, preparing, state

if TYPE_CHECKING:
    from lib.services.container import LabReady

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
    with _refusal_told(title):
        require(principal, permission)
        app = application()
    today = app.today()
    as_of = _header(title, today) if dated else _title_alone(title, today)
    _say_what_was_left()
    return PageContext(app, principal, today, as_of, figures.is_dark(), cached.key_of(app, principal))


def open_if_anybody(permission: str, title: str) -> PageContext | None:
    """Do as :func:`open_page`; None, with the title shown, where nobody was ever stored: the program is not loaded."""
    principal = identity.principal()
    with _refusal_told(title):
        require(principal, permission)
        settings = read_settings(os.environ)
        if settings.rules is not None:
            # The shipped rules are right; what is wrong with the laboratory's own is told on the first page, too.
            application()
        opened = cached.opened(settings)
        somebody = anybody(opened, principal)
    if somebody:
        return open_page(permission, title)
    # Without a date: nothing is there that could stand otherwise on another day.
    st.title(title)
    _say_what_was_left()
    return None


def application() -> LabReady:
    """Return the application with the rule book of this moment, once all is loaded that it needs."""
    preparing.everything()
    return cached.application(read_settings(os.environ)).holding_rules()


@contextmanager
def _refusal_told(title: str) -> Iterator[None]:
    """Show the title and say what is refused inside the block; the page stops there."""
    try:
        yield
    except LabReadyError as error:
        st.title(title)
        feedback.refused(error)
        st.stop()


def _say_what_was_left() -> None:
    if message := state.said_before():
        feedback.said(message)


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
