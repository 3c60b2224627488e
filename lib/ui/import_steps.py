"""The steps of an import: files, reading under the answers given, what would change, confirm."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from lib.domain.imports import ImportOptions
from lib.services import imports
from lib.ui import cached, navigation, state
from lib.ui.format import counted, literal
from lib.ui.guard import PageContext

TYPES: Final = ("xlsx", "xlsm", "xls", "ods", "csv", "tsv", "txt", "html", "htm", "zip")
"""Endings that the field offers; what a file really is, the reader finds out."""

_NAMED: Final = 5
"""So many holdings that become complete are named."""


def chosen_files() -> tuple[imports.Upload, ...]:
    """Show the upload field and return the files in it."""
    st.subheader("1 · Choose files", anchor=False)
    files = st.file_uploader(
        "Excel workbooks or text files",
        type=TYPES,
        accept_multiple_files=True,
        key=f"import.files.{state.import_nonce()}",
        help="The template, an export of your system with one activity per row, or a transcript. Any number at once.",
    )
    if not files:
        st.caption("You will see what was read and what would change. Nothing is stored before you confirm.")
        return ()
    return tuple(imports.Upload(file.name, file.getvalue()) for file in files)


def read(context: PageContext, uploads: tuple[imports.Upload, ...]) -> list[imports.Preview]:
    """Return what the files would change, read under the answers given so far."""
    date_order, points = state.answers()
    options = ImportOptions(date_order=date_order, set_fields={"points": points} if points else {})
    return cached.previews(
        context.app, context.principal, context.key, uploads, options, repr((date_order, points)), context.today
    )


def changes_and_confirm(context: PageContext, previews: Sequence[imports.Preview]) -> None:
    """Show what would change and the button that stores it; a second press cannot store it twice."""
    readable = [preview for preview in previews if preview.outcome is not None]
    if not readable:
        return
    st.subheader("3 · What will change", anchor=False)
    for preview in readable:
        if preview.changes is not None:
            st.markdown(f"{literal(preview.upload.name)}: {_changes(preview.changes)}")
    left_out = len(previews) - len(readable)
    if left_out:
        st.caption(f"{counted(left_out, 'file is', 'files are')} left out: see above what to do about it.")
    nonce = state.import_nonce()
    label = f"Store {counted(len(readable), 'file')}"
    if st.button(label, key=f"import.store.{nonce}", type="primary"):
        with st.spinner("Storing …"):
            done = imports.commit(context.app, context.principal, readable, today=context.today)
            # Before anything is drawn: a rerun that interrupts the drawing must find the import finished.
            state.finish_import(nonce, tuple(_result(each) for each in done))
        st.rerun()


def _result(done: imports.Imported) -> state.FileResult:
    sheets = done.outcome.sheets if done.outcome else []
    return state.FileResult(
        file=done.file,
        batch=done.batch,
        accepted=sum(sheet.accepted for sheet in sheets),
        rejected=sum(sheet.rejected for sheet in sheets),
        duplicates=sum(sheet.duplicates for sheet in sheets),
        skipped=sum(sheet.skipped for sheet in sheets),
        refused=done.refused.message if done.refused else None,
    )


def _changes(changes: imports.Changes) -> str:
    parts = [
        (changes.new_staff, "new person", "new people"),
        (changes.changed_staff, "changed person", "changed people"),
        (changes.new_holdings, "new holding", "new holdings"),
        (changes.changed_holdings, "changed holding", "changed holdings"),
        (changes.new_credits, "new activity", "new activities"),
        (changes.duplicates, "already known", "already known"),
        (len(changes.newly_complete), "holding becomes complete", "holdings become complete"),
    ]
    told = [f"**{counted(number, one, many)}**" for number, one, many in parts if number]
    if not told:
        return "nothing: everything in it is known already"
    names = ", ".join(literal(name) for name in changes.newly_complete[:_NAMED])
    more = f" and {len(changes.newly_complete) - _NAMED} more" if len(changes.newly_complete) > _NAMED else ""
    return ", ".join(told) + (f" ({names}{more})" if names else "")


def history_link() -> None:
    """Show the way to the imports and to what they left open."""
    st.page_link(navigation.HISTORY.path, label="Imports and open questions")
