"""The one way a report leaves the page: a button that writes the workbook for the view when it is clicked."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from lib.services.readiness import Filters
from lib.ui.guard import PageContext

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def compliance_report(context: PageContext, chosen: Filters, known_on: date | None = None) -> None:
    """Show the buttons side by side, workbook and paper; both hold what the filters leave."""
    from lib.services import reports

    side_by_side = st.container(horizontal=True, horizontal_alignment="right")
    side_by_side.download_button(
        "Report (.xlsx)",
        data=lambda: reports.compliance_workbook(
            context.app, context.principal, context.as_of, known_on=known_on, filters=chosen
        ),
        file_name=f"labready-{context.as_of.isoformat()}.xlsx",
        mime=XLSX,
        key="readiness.report",
        on_click="ignore",
        help="The compliance report of this view: summary, every holding, gaps, how it was decided. Ready to print.",
    )
    side_by_side.download_button(
        "Print (.pdf)",
        data=lambda: reports.compliance_print(
            context.app, context.principal, context.as_of, known_on=known_on, filters=chosen
        ),
        file_name=f"labready-{context.as_of.isoformat()}.pdf",
        mime="application/pdf",
        key="readiness.report.pdf",
        on_click="ignore",
        help="One or two pages of this view: how many stand where, the exceptions, a line to sign.",
    )
