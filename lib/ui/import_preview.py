"""What was read from a file: each sheet's kind, columns and counts, its problems, the first rows, and every choice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st

from lib.domain.import_fields import FIELDS, OFFER_FIELDS
from lib.domain.imports import ACTIVITY_COLUMN, ImportOptions, SheetReport
from lib.services import imports
from lib.ui import feedback, state
from lib.ui.format import counted, literal
from lib.ui.guard import PageContext
from lib.ui.import_problems import problems_by_reason
from lib.ui.import_questions import question
from lib.ui.import_sheet_choices import kind_in_words, sheet_choices, shown_fields

_REMEMBERED = "remembered"


def preview_of(context: PageContext, preview: imports.Preview, number: int, people: Mapping[str, str]) -> None:
    """Show one file: what was read of it, or the sentences of its refusal; and the choices that read it again."""
    if number == 0:
        st.subheader("2 · What was read", anchor=False)
    with st.container(border=True, key=f"import.preview.{number}"):
        heading, back = st.columns([5, 1.6], vertical_alignment="center")
        heading.markdown(f"**{literal(preview.upload.name)}**")
        if preview.options != ImportOptions():
            back.button(
                "Forget my choices",
                key=f"import.forget.{number}",
                on_click=state.choose,
                args=(preview.upload.key, None),
                help="Reads the file as if nothing had been chosen for it.",
            )
        if preview.refused is not None:
            feedback.refused(preview.refused)
            question(preview, number)
        once = Counter(sheet.sheet for sheet in preview.sheets)
        left_open = preview.refused is not None
        for at, sheet in enumerate(preview.sheets):
            # Another reading of the same sheet gets another form: what was typed into the old one is in its options.
            key = f"{state.import_nonce()}.{preview.upload.key}.{number}.{at}.{abs(hash(repr(preview.options)))}"
            if preview.outcome is not None:
                _sheet(context, sheet, key)
            unfolded = left_open and preview.refused is not None and preview.refused.code == "nothing_to_import"
            sheet_choices(preview, sheet, key, people, alone=once[sheet.sheet] == 1, unfolded=unfolded)


def _sheet(context: PageContext, sheet: SheetReport, key: str) -> None:
    header = f", headings in row {sheet.header_row}" if sheet.header_row else ", no headings"
    st.markdown(f"Sheet “{literal(sheet.sheet)}”: **{literal(kind_in_words(sheet.kind))}**{header}")
    st.markdown(
        f"{counted(sheet.read, 'row')} read = **{sheet.accepted:,} accepted** + {sheet.duplicates:,} duplicates "
        f"+ {sheet.skipped:,} skipped + **{sheet.rejected:,} rejected**"
    )
    if any(column.evidence.startswith(_REMEMBERED) for column in sheet.columns):
        st.caption("The columns are those that were chosen before for files with these headings.")
    for note in sheet.notes:
        st.caption(literal(note))
    problems_by_reason(sheet, key, dark=context.dark)
    if sheet.unassigned_areas:
        texts = ", ".join(f"“{literal(text) or 'empty'}” ({count})" for text, count in sheet.unassigned_areas.items())
        st.caption(f"Areas not recognised, accepted and waiting to be assigned: {texts}")
    with st.expander(f"Columns and first rows of {literal(sheet.sheet)}", key=f"import.columns.{key}"):
        fields = shown_fields(sheet)
        st.dataframe(
            pd.DataFrame(
                {
                    "Column": [column.header for column in sheet.columns],
                    "Taken for": [_taken_for(fields[column.index]) for column in sheet.columns],
                    "Because": [column.evidence for column in sheet.columns],
                }
            ),
            key=f"import.columns.table.{key}",
            hide_index=True,
            alt="Each column, what it was taken for, and why",
        )
        if len(sheet.first_rows):
            st.caption("The first rows as they will be stored")
            st.dataframe(
                stored_rows(sheet.first_rows),
                key=f"import.rows.{key}",
                hide_index=True,
                alt="The first rows as they will be stored",
            )


_WORDS: Final = {**FIELDS, **OFFER_FIELDS}
"""Field -> its words, those of the sheets beside the catalogue among them."""


def _taken_for(field: str) -> str:
    return "the title of an activity" if field == ACTIVITY_COLUMN else _WORDS.get(field, "not read")


def stored_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows as they will be stored, for people: points with their decimals, days as days, no empty columns."""
    shown = rows.drop(columns=[name for name in ("file", "sheet") if name in rows])
    for name in shown.columns:
        if name == "points":
            shown[name] = shown[name] / 100
        elif shown[name].dtype.kind == "M":
            shown[name] = shown[name].dt.strftime("%Y-%m-%d")
    kept = shown.loc[:, shown.notna().any() & (shown.astype("str") != "").any()]
    return kept.rename(columns={name: _WORDS.get(str(name), str(name)).capitalize() for name in kept.columns})
