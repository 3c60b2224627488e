"""The table of pages: menu and tests read it. Hidden is not protected: every page and every service checks again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import streamlit as st

from lib.access.principal import Principal
from lib.ui.address import shared

_ROOT: Final = Path(__file__).parents[2]


@dataclass(frozen=True)
class PageEntry:
    """One page: its file, title, menu section, the permission it asks for, its address and what it is for."""

    file: str
    title: str
    section: str
    permission: str
    url_path: str
    purpose: str

    @property
    def path(self) -> str:
        """The whole path of the file: the script that is served lies in another folder."""
        return str(_ROOT / self.file)


HOME: Final = PageEntry(
    "pages/home/start.py",
    "This week",
    "",
    "view",
    "this-week",
    "Who needs you, until when, and how far the data reach.",
)
READINESS: Final = PageEntry(
    "pages/readiness/overview.py",
    "Readiness",
    "",
    "view",
    "readiness",
    "Everybody's standing: who is behind, in what, by site, with the list and the report to download.",
)
PERSON: Final = PageEntry(
    "pages/readiness/person.py",
    "Person",
    "",
    "view",
    "person",
    "One person: every requirement of every credential, and where each activity was counted or why not.",
)
DEADLINES: Final = PageEntry(
    "pages/deadlines/calendar.py",
    "Deadlines",
    "",
    "view",
    "deadlines",
    "Filing windows and cycle ends over the coming 24 months, by month and by person.",
)
TEAMS: Final = PageEntry(
    "pages/teams/compare.py",
    "Teams compared",
    "Team",
    "view",
    "teams",
    "Sites, departments and supervisors side by side.",
)
DIRECTOR: Final = PageEntry(
    "pages/teams/director.py",
    "Director's page",
    "Team",
    "report",
    "director",
    "Required credentials verified current, the exceptions, and one sheet to sign.",
)
BENCH: Final = PageEntry(
    "pages/deadlines/bench.py",
    "Bench risk",
    "Team",
    "view",
    "bench",
    "How many certified people remain in each department if those not on course lapse.",
)
BUDGET: Final = PageEntry(
    "pages/budget/plan.py",
    "Training budget",
    "",
    "plan",
    "budget",
    "What it costs to close the gaps, with and without memberships, and what to order for whom.",
)
UPLOAD: Final = PageEntry(
    "pages/imports/upload.py",
    "Import",
    "",
    "import",
    "import",
    "Read a workbook or text file, see what it would change, then store it.",
)
CONFIRM: Final = PageEntry(
    "pages/confirm/queue.py",
    "To confirm",
    "",
    "edit",
    "confirm",
    "Everything that is not sure: people, areas, possible duplicates, splits; decided once, remembered, taken back.",
)
BULK: Final = PageEntry(
    "pages/records/bulk.py",
    "Change many at once",
    "Records",
    "edit",
    "change-many",
    "Declarations, verifications, renewals, leave and the like for many people, from the table or a pasted list.",
)
EDIT: Final = PageEntry(
    "pages/records/edit.py",
    "Change one record",
    "Records",
    "edit",
    "change",
    "Add or correct one activity, one credential or one person in place; remove what should not be there.",
)
SESSION: Final = PageEntry(
    "pages/records/session.py",
    "Record a session",
    "Records",
    "edit",
    "session",
    "One in-service for everybody who attended: planned before, recorded after, with a sign-in sheet to print.",
)
MESSAGES: Final = PageEntry(
    "pages/records/messages.py",
    "Messages",
    "Records",
    "report",
    "messages",
    "What to ask of whom, ready to copy or to mail-merge, and what was answered.",
)
CHANGE_LOG: Final = PageEntry(
    "pages/records/log.py",
    "Change log",
    "Records",
    "edit",
    "changes",
    "Who changed what and when, what was there before and after, and taking a change back.",
)
HISTORY: Final = PageEntry(
    "pages/imports/history.py",
    "Imports",
    "More",
    "import",
    "imports",
    "What was imported, its files, sheets and problems, taking an import back, columns that are remembered.",
)
CERTIFICATES: Final = PageEntry(
    "pages/certificates/programs.py",
    "Certificate programs",
    "Team",
    "view",
    "certificates",
    "Programs counted in courses: who is enrolled, courses done and needed.",
)
DISCREPANCIES: Final = PageEntry(
    "pages/discrepancies/compare.py",
    "Discrepancies",
    "More",
    "import",
    "discrepancies",
    "A person's transcript against our records, and credits that look wrong.",
)
CATALOGUE: Final = PageEntry(
    "pages/budget/catalogue.py",
    "Catalogue and prices",
    "More",
    "plan",
    "catalogue",
    "What can be bought, for how many points, at what price, by which source.",
)
QUESTIONS: Final = PageEntry(
    "pages/budget/questions.py",
    "Budget questions",
    "More",
    "plan",
    "budget-questions",
    "What costs what, how far money reaches, what membership is worth, what one more step would bring.",
)
SCENARIOS: Final = PageEntry(
    "pages/budget/scenarios.py",
    "Scenarios",
    "More",
    "plan",
    "scenarios",
    "Other prices, dues and people, a planned session, a ceiling: kept by name, their plans side by side.",
)
ORDERS: Final = PageEntry(
    "pages/budget/orders.py",
    "Orders and budgets",
    "More",
    "plan",
    "orders",
    "Budgets against what is ordered and paid, and what was bought and never used.",
)
TERMS: Final = PageEntry(
    "pages/budget/terms.py",
    "Owned, quotes and fees",
    "More",
    "plan",
    "terms",
    "Seats that are paid already, quotes for many seats or a site, sessions, fees, and the history of prices.",
)
RULES: Final = PageEntry(
    "pages/rules/browser.py",
    "Rules and sources",
    "More",
    "view",
    "rules",
    "Every rule version with its numbers, sources and how sure we are of it.",
)
GLOSSARY: Final = PageEntry(
    "pages/about/glossary.py",
    "What the words mean",
    "More",
    "view",
    "words",
    "The terms and signs used on these pages.",
)

PAGES: Final[tuple[PageEntry, ...]] = (
    HOME,
    READINESS,
    PERSON,
    DEADLINES,
    BUDGET,
    UPLOAD,
    CONFIRM,
    TEAMS,
    DIRECTOR,
    BENCH,
    CERTIFICATES,
    EDIT,
    BULK,
    SESSION,
    MESSAGES,
    CHANGE_LOG,
    HISTORY,
    DISCREPANCIES,
    CATALOGUE,
    TERMS,
    QUESTIONS,
    SCENARIOS,
    ORDERS,
    RULES,
    GLOSSARY,
)
"""Every page, in menu order; the first is the default."""


def allowed(principal: Principal) -> tuple[PageEntry, ...]:
    """Return the pages that the principal may open, in menu order."""
    return tuple(entry for entry in PAGES if entry.permission in principal.permissions)


def menu(principal: Principal) -> dict[str, list[Any]]:
    """Return the pages that the principal may open, by section, as Streamlit wants them."""
    sections: dict[str, list[Any]] = {}
    for entry in allowed(principal):
        page = st.Page(
            entry.path, title=entry.title, url_path=entry.url_path, default=entry is HOME, help=entry.purpose
        )
        sections.setdefault(entry.section, []).append(page)
    return sections or {"": [st.Page(_nothing_to_open, title="LabReady", default=True)]}


def address(*without: str, **changes: str) -> dict[str, list[str]]:
    """Return the query for a link to another page: the filters come along, with these changes.

    ``without`` names what is left behind: a filter that would keep the person gone to out of the view.
    """
    kept = {name: texts for name, texts in shared().items() if name not in without}
    return {**kept, **{name: [value] for name, value in changes.items()}}


def go(entry: PageEntry, **query: str) -> None:
    """Leave for a page at once; the filters and the as-of date come along."""
    st.switch_page(entry.path, query_params=address(**query))


def _nothing_to_open() -> None:
    st.info("You hold no permission to open any page. Ask whoever administers LabReady here.")
