"""The side bar's filters: the same on every page, kept in the address, so that a link brings the same view."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import streamlit as st

from lib.domain.sentences import area_word
from lib.domain.statuses import BY_CODE, STATUSES
from lib.services.readiness import FilterChoices, Filters
from lib.ui import address

STATUS_KEY: Final = "status"
AREA_KEY: Final = "area"
PEOPLE_KEY: Final = "who"
FIND_KEY: Final = "find"
_KEYS: Final = (FIND_KEY, "site", "department", "credential", AREA_KEY, STATUS_KEY, PEOPLE_KEY)


def shown(choices: FilterChoices, *, statuses: bool = True, gaps: bool = True) -> Filters:
    """Show the filters at the top of the side bar and return what they narrow to.

    ``statuses``, ``gaps`` False: a page whose answer is not narrowed by status, or by area and single people.
    """
    with st.sidebar:
        st.subheader("Show")
        find = _find() if gaps else ""
        sites = _filter("Site", choices.sites, "site", help=_SITE)
        departments = _filter("Department", choices.departments, "department", help=_DEPARTMENT)
        credentials = _filter("Credential", choices.credentials, "credential", help=_CREDENTIAL)
        areas = _filter("Short in", choices.areas, AREA_KEY, words=area_word, help=_SHORT) if gaps else ()
        chosen = _statuses() if statuses else ()
        people = _people() if gaps else ()
        found = Filters(sites, departments, credentials, chosen, areas, people, find)
        if found != Filters():
            st.button("Show everybody", key="filters.clear", on_click=clear, width="stretch")
    return found


def in_address(choices: FilterChoices, *, statuses: bool = True, gaps: bool = True) -> Filters:
    """Return what :func:`shown` would, as the address says it, without showing anything: for what is printed."""

    def chosen(key: str, options: Sequence[str], words: Callable[[str], str] = str) -> tuple[str, ...]:
        texts = address.current().get(key, [])
        return tuple(address.many(options, words).read(texts)) if texts else ()

    codes = [status.code for status in STATUSES]
    return Filters(
        chosen("site", choices.sites),
        chosen("department", choices.departments),
        chosen("credential", choices.credentials),
        chosen(STATUS_KEY, codes, _word) if statuses else (),
        chosen(AREA_KEY, choices.areas, area_word) if gaps else (),
        tuple(address.current().get(PEOPLE_KEY, [])) if gaps else (),
        "".join(address.current().get(FIND_KEY, [])[-1:]).strip() if gaps else "",
    )


_SITE: Final = "The site in each person's record. Several may be chosen; nothing chosen is everybody."
_DEPARTMENT: Final = (
    "The department in each person's record. Together with the other filters: only who fits all of them is shown."
)
_CREDENTIAL: Final = (
    "The credential a person holds, such as MLS. Somebody who holds two is shown with those chosen here only."
)
_STATUS: Final = (
    "Where a credential stands on our records, worst first. The glossary says what each word means; a tile on "
    "Readiness chooses its statuses here."
)
_SHORT: Final = (
    "Credentials that still lack points in one of these areas, in the sure counting; those filed, renewed or not "
    "required are not asked for any."
)


def clear() -> None:
    """Widen the view to everybody again."""
    address.put({key: [] for key in _KEYS})


def toggle_group(group: str) -> None:
    """Narrow the view to one group of statuses, or widen it again where it is narrowed to just that group."""
    codes = group_statuses(group)
    current = st.session_state.get(STATUS_KEY, [])
    address.put({STATUS_KEY: [] if set(current) == set(codes) else codes})


def show_only(key: str, options: Sequence[str], value: str) -> None:
    """Narrow one filter to one value, or widen it again where it is narrowed to just that; other values do nothing."""
    if value in options:
        address.put({key: [] if st.session_state.get(key) == [value] else [value]})


def show_these(chosen: Mapping[str, Sequence[str]]) -> None:
    """Narrow these filters to these values, or widen them again where they are narrowed to just that."""
    same = all(set(st.session_state.get(key) or []) == set(values) for key, values in chosen.items())
    address.put({key: [] if same else list(values) for key, values in chosen.items()})


def widen(key: str) -> None:
    """Take one filter away."""
    address.put({key: []})


def group_statuses(group: str) -> list[str]:
    """Return the status codes of a group, worst first."""
    return [status.code for status in STATUSES if status.group == group]


def _filter(
    label: str, options: Sequence[str], key: str, *, words: Callable[[str], str] = str, help: str | None = None
) -> tuple[str, ...]:
    return tuple(
        st.multiselect(
            label,
            options,
            format_func=words,
            placeholder="All",
            help=help,
            **address.bound(key, address.many(options, words)),
        )
    )


def _find() -> str:
    found = st.text_input(
        "Find",
        placeholder="Name or employee ID",
        help="A part of a name or of an employee ID; several words must all be there, in any order. Everything on the "
        "page narrows to whom it finds, the downloads too.",
        **address.bound(FIND_KEY, address.words()),
    )
    return str(found).strip()


def _people() -> tuple[str, ...]:
    # No list of thousands: the map narrows to one person, and an ID can be typed or come with the address.
    here = address.current().get(PEOPLE_KEY, [])
    return tuple(
        st.multiselect(
            "Employee ID",
            here,
            placeholder="All",
            accept_new_options=True,
            help="Type an employee ID and press Enter, or click a person's row in the map of people and areas.",
            **address.bound(PEOPLE_KEY, address.texts()),
        )
    )


def _statuses() -> tuple[str, ...]:
    codes = [status.code for status in STATUSES]
    return tuple(
        st.multiselect(
            "Status",
            codes,
            format_func=_word,
            placeholder="All",
            help=_STATUS,
            **address.bound(STATUS_KEY, address.many(codes, _word)),
        )
    )


def _word(code: str) -> str:
    return BY_CODE[code].word
