"""A table pasted from a transcript page or a mail: it goes the same way as a file."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lib.domain.imports import ImportOptions
from lib.services import imports
from lib.ui import state
from lib.ui.format import counted, literal


def pasted_tables(people: Mapping[str, str]) -> tuple[imports.Upload, ...]:
    """Show the field to paste into, and what was pasted so far; ``people`` is staff ID -> name."""
    tables = state.pasted_tables()
    nonce = state.import_nonce()
    with st.form(f"import.paste.{nonce}.{len(tables)}"):
        text = st.text_area(
            "Paste a table",
            height=140,
            key=f"import.paste.text.{nonce}.{len(tables)}",
            placeholder="Mark the rows on the page or in the mail, headings included, copy them, and paste them here.",
            help="Columns apart by tabs (as copied from a web page or Excel), commas, semicolons or |, or HTML.",
        )
        person = st.selectbox(
            "All rows are of",
            ["", *people],
            format_func=lambda staff_id: people.get(staff_id, "whom the rows name"),
            key=f"import.paste.person.{nonce}.{len(tables)}",
            help="For one person's transcript that does not repeat the name in each row.",
        )
        pressed = st.form_submit_button("Read the table", key=f"import.paste.read.{nonce}.{len(tables)}")
    if pressed and not text.strip():
        st.warning("There is nothing in the field. Copy the rows, headings included, and paste them into it.")
    elif pressed:
        table = imports.Upload(f"Pasted table {len(tables) + 1}.txt", text.encode("utf-8", "replace"))
        state.keep_pasted((*tables, table))
        if person:
            state.choose(table.key, ImportOptions(set_fields={"staff_id": person}))
        st.rerun()
    for number, table in enumerate(tables):
        lines = len([line for line in table.data.splitlines() if line.strip()])
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{literal(table.name)}**, {counted(lines, 'line')}")
            st.button("Remove", key=f"import.paste.remove.{nonce}.{number}", on_click=_remove, args=(number,))
    return tables


def _remove(number: int) -> None:
    tables = state.pasted_tables()
    state.keep_pasted(tuple(table for at, table in enumerate(tables) if at != number))
