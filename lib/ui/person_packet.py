"""The person's packet to download: on paper or as a workbook."""

from __future__ import annotations

import streamlit as st

from lib.services import packets
from lib.services.leaving import NO_LIST
from lib.services.person import PersonRecord
from lib.ui.guard import PageContext
from lib.ui.plain import XLSX


def packet_buttons(context: PageContext, record: PersonRecord) -> None:
    """Show the two buttons; each file is made when it is asked for."""
    if "report" not in context.principal.permissions:
        return
    staff_id = str(record.staff["staff_id"])
    asked = (context.app, context.principal, staff_id, context.as_of)
    st.subheader("This record to hand out", anchor=False)
    with st.container(horizontal=True):
        st.download_button(
            "Packet to print (.pdf)",
            data=lambda: packets.packet_print(*asked, known_on=record.known_on),
            file_name=f"labready-{staff_id}-{context.as_of.isoformat()}.pdf",
            mime="application/pdf",
            key="person.packet.pdf",
            on_click="ignore",
            help=f"Each credential with its requirements and every activity, with lines to sign. {NO_LIST}",
        )
        st.download_button(
            "Packet as a workbook (.xlsx)",
            data=lambda: packets.packet_xlsx(*asked, known_on=record.known_on),
            file_name=f"labready-{staff_id}-{context.as_of.isoformat()}.xlsx",
            mime=XLSX,
            key="person.packet.xlsx",
            on_click="ignore",
            help=f"The same as sheets: summary, requirements, every activity, how it was decided. {NO_LIST}",
        )
