"""How a view of Readiness leaves the page: as a report, on paper or as the list that is shown, after one review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.sentences import status_words
from lib.services.leaving import RULE, released
from lib.services.readiness import Filters, TeamReadiness
from lib.ui.guard import PageContext
from lib.ui.plain import XLSX

if TYPE_CHECKING:
    from lib.services.holdings_list import ListView


def compliance_report(
    context: PageContext, team: TeamReadiness, chosen: Filters, view: ListView, known_on: date | None = None
) -> None:
    """Show the review, and the buttons for workbook, paper and list; all hold what the filters leave.

    Nothing for those who may write no report.
    """
    from lib.ui import names_review

    if "report" not in context.principal.permissions:
        return
    section = names_review.section("Download this view", "readiness.report")
    if section is None:
        return
    with section:
        people = team.staff.assign(status=status_words(team.staff))[["staff_id", "name", "status"]]
        reviewed = names_review.reviewed(
            context,
            team.reach,
            names_review.with_answers(context, people),
            "readiness.report",
            {**names_review.NAME, "status": st.column_config.TextColumn("Status", width=130)},
            known_on=known_on,
        )
        _files(context, chosen, view, known_on, reviewed=reviewed)


def _files(context: PageContext, chosen: Filters, view: ListView, known_on: date | None, *, reviewed: bool) -> None:
    from lib.services import holdings_list, reports

    asked = (context.app, context.principal, context.as_of)
    workbook = partial(reports.compliance_workbook, *asked, known_on=known_on, filters=chosen, view=view)
    paper = partial(reports.compliance_print, *asked, known_on=known_on, filters=chosen)
    listed = partial(holdings_list.list_csv, *asked, known_on=known_on, filters=chosen, view=view)
    with st.container(horizontal=True):
        _button("Report (.xlsx)", workbook, "readiness.report", f"labready-{context.as_of.isoformat()}.xlsx", XLSX,
                "The compliance report of this view: summary, every holding, gaps, how it was decided. Ready to print.",
                reviewed=reviewed)  # fmt: skip
        _button("Print (.pdf)", paper, "readiness.report.pdf", f"labready-{context.as_of.isoformat()}.pdf",
                "application/pdf",
                "One or two pages of this view: how many stand where, the exceptions, a line to sign.",
                reviewed=reviewed)  # fmt: skip
        _button("This table (.csv)", listed, "readiness.list", f"labready-list-{context.as_of.isoformat()}.csv",
                "text/csv", "The rows, the order and the columns of the table below, for a spreadsheet.",
                reviewed=reviewed)  # fmt: skip


def _button(
    label: str, write: Callable[[], bytes], key: str, file_name: str, mime: str, help: str, *, reviewed: bool
) -> None:
    st.download_button(
        label,
        data=partial(released, write, reviewed=reviewed),
        file_name=file_name,
        mime=mime,
        key=key,
        on_click="ignore",
        disabled=not reviewed,
        help=f"{help} {RULE}",
    )
