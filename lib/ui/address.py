"""What is chosen on a page lives in the address: the address decides, and every choice is one step of the back button.

Streamlit's own ``bind="query-params"`` is not used. It overwrites the current step when a person chooses something, so
that nothing is left to go back to; and it takes what belongs to another page out of the address in steps of its own, on
which the back button seems dead. Here a widget is told before it is drawn what the address says, and its callback
writes the new address, all of it at once.

What the address carries is for everybody who gets the link: unknown names and values in it are no error, they are left
out of the view.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeVar

import streamlit as st

from lib.ui import arriving

Query = dict[str, list[str]]
"""A query: each name with its values, in their order."""

SHARED: Final = ("find", "site", "department", "credential", "area", "status", "who", "as_of", "known_on", "person")
"""What goes along from page to page; the rest is left behind by the first choice on another page."""

PRINT: Final = "print"
"""Asks a page for a view as wide as paper (``page``), or for its sheet alone; the first choice on it leaves it."""

_CHOICES: Final = "kept.address.choices"
_QUERY: Final = "kept.address.query"
_PAGE: Final = "kept.address.page"

Option = TypeVar("Option")


@dataclass(frozen=True)
class Choice:
    """How one choice stands in the address: ``read`` gives None for what is no choice (any more)."""

    default: Any
    read: Callable[[list[str]], Any]
    write: Callable[[Any], list[str]]
    always: bool = False
    """Written when it is chosen, and only then, even where it is the default: another view has another default."""


def many(options: Sequence[str], label: Callable[[str], str] = str) -> Choice:
    """Return the choice of any number of options; the default is none of them, which means all."""
    named = _named(options, label)
    return Choice([], lambda texts: [named[text] for text in texts if text in named], list)


def texts() -> Choice:
    """Return the choice of any texts, as they are; the default is none."""
    return Choice([], list, list)


def words(longest: int = 80) -> Choice:
    """Return the choice of a few words, as they are typed; the default is none."""
    return Choice("", lambda texts: texts[-1][:longest], lambda value: [str(value).strip()])


def some(options: Sequence[str], default: Sequence[str]) -> Choice:
    """Return the choice of some of these options, in their order; none of them means the default ones."""
    known = list(options)
    return Choice(
        list(default),
        lambda texts: [name for name in known if name in texts] or None,
        lambda value: [name for name in known if name in value],
    )


def one(
    options: Sequence[Option], default: Option, label: Callable[[Option], str] = str, *, always: bool = False
) -> Choice:
    """Return the choice of one option; a link may name it by its label, too."""
    named = _named(options, label)
    return Choice(default, lambda texts: named.get(texts[-1]), lambda value: [str(value)], always)


def day(default: date | None, *, earliest: date | None = None, latest: date | None = None) -> Choice:
    """Return the choice of a day within these bounds, written as 2026-11-23."""

    def read(texts: list[str]) -> date | None:
        try:
            found = date.fromisoformat(texts[-1])
        except ValueError:
            return None
        return found if (earliest or found) <= found <= (latest or found) else None

    return Choice(default, read, lambda value: [value.isoformat()])


def number(largest: int) -> Choice:
    """Return the choice of a whole number from 0; the default is none."""

    def read(texts: list[str]) -> int | None:
        found = int(texts[-1]) if texts[-1].isdecimal() and len(texts[-1]) <= len(str(largest)) else None
        return found if found is None or found <= largest else None

    return Choice(None, read, lambda value: [str(value)])


def arrive() -> None:
    """Take the address as the browser gives it; to be called once on every run, before the menu is built.

    A link of the menu has no query. What was chosen goes along: said before the menu is built, the browser adds it to
    the step to the new page instead of a step of its own. With the back button, an address without a query means that.
    """
    query, before = current(), _before()
    if not query and before and not arriving.by_back_or_forward():
        st.query_params.from_dict(before)
    else:
        st.session_state[_QUERY] = query


def opened(page: str) -> None:
    """Begin the page with this address: the choices of another are no longer shown."""
    if st.session_state.get(_PAGE) != page:
        st.session_state[_PAGE] = page
        st.session_state[_CHOICES] = {}


def bound(key: str, choice: Choice) -> dict[str, Any]:
    """Give the widget with this key what the address says; return its arguments. It has no other default value."""
    texts = st.query_params.get_all(key)
    found = choice.read(texts) if texts else None
    value = choice.default if found is None else found
    shown: dict[str, Choice] = st.session_state.setdefault(_CHOICES, {})
    # A widget new to the page shows its own default until it is told, even what the session knows by its key.
    if key not in shown or key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    shown[key] = choice
    return {"key": key, "on_change": _chosen, "args": (key, choice)}


def put(changes: Mapping[str, Sequence[str]]) -> None:
    """Change the address: a name without values leaves it. To be called before the page runs, by a callback."""
    shown: dict[str, Choice] = st.session_state.get(_CHOICES, {})
    kept = {name: texts for name, texts in current().items() if name in SHARED or name in shown}
    query = {name: list(texts) for name, texts in {**kept, **changes}.items() if texts}
    if query != current():
        st.query_params.from_dict(query)
    st.session_state[_QUERY] = query


def is_shown(key: str) -> bool:
    """Return whether the page shows the widget of this choice."""
    return key in st.session_state.get(_CHOICES, {})


def current() -> Query:
    """Return the query of the address."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def shared() -> Query:
    """Return the part of the query that goes along to other pages."""
    return {name: texts for name, texts in current().items() if name in SHARED}


def _before() -> Query:
    found: Query = st.session_state.get(_QUERY, {})
    return found


def _chosen(chosen: str, its_choice: Choice) -> None:
    """Write what all widgets of the page say: the one that was changed, and any whose address is still on its way."""
    # A run that was cut short by this choice may not have come to the widget.
    shown: dict[str, Choice] = {**st.session_state.get(_CHOICES, {}), chosen: its_choice}
    query = {}
    for key, choice in shown.items():
        if key in st.session_state and (key == chosen or not choice.always):
            value = st.session_state[key]
            said = value is not None and (choice.always or value != choice.default)
            query[key] = choice.write(value) if said else []
    put(query)


def _named(options: Sequence[Option], label: Callable[[Option], str]) -> dict[str, Option]:
    """Return the options by their label and by themselves; where a label is another option's name, the option wins."""
    return {**{label(option): option for option in options}, **{str(option): option for option in options}}
