"""The steps of an import: files or pasted tables, reading them beside the page, storing them once confirmed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from lib.domain.errors import LabReadyError
from lib.services import imports
from lib.ui import background, feedback, state
from lib.ui.format import counted
from lib.ui.guard import PageContext
from lib.ui.import_changes import what_will_change
from lib.ui.import_paste import pasted_tables

TYPES: Final = ("xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "txt", "html", "htm", "xml", "zip")
"""Endings that the field offers; what a file really is, the reader finds out."""
_READING: Final = "import.reading"
_STORING: Final = "import.storing"


def people_of(context: PageContext) -> dict[str, str]:
    """Return everybody whom rows can be of, by name: staff ID -> name and ID."""
    listed = imports.people_to_match(context.app, context.principal)
    return {staff_id: f"{name} ({staff_id})" for staff_id, name in zip(listed["staff_id"], listed["name"], strict=True)}


def chosen_files(people: Mapping[str, str]) -> tuple[imports.Upload, ...]:
    """Show the upload field and the field to paste into; return the files in both."""
    st.subheader("1 · Choose files or paste a table", anchor=False)
    upload, paste = st.tabs(["Files", "Paste a table"])
    with upload:
        files = st.file_uploader(
            "Excel workbooks or text files",
            type=TYPES,
            accept_multiple_files=True,
            key=f"import.files.{state.import_nonce()}",
            help="The template, an export of your system with one activity per row, or a transcript. Any number at "
            "once.",
        )
    with paste:
        pasted = pasted_tables(people)
    if not files and not pasted:
        background.forget(_READING)
        st.caption("You will see what was read and what would change. Nothing is stored before you confirm.")
        return ()
    return (*(imports.Upload(file.name, file.getvalue()) for file in files or ()), *pasted)


def read(context: PageContext, uploads: tuple[imports.Upload, ...]) -> list[imports.Preview] | None:
    """Return what the files would change, read under what was chosen so far; None while they are read."""
    choices = state.file_choices()
    key = (context.key, context.today, tuple(upload.key for upload in uploads), repr(sorted(choices.items())))
    app, principal, today = context.app, context.principal, context.today
    try:
        return background.done(
            _READING,
            key,
            lambda progress: imports.preview(app, principal, uploads, today=today, chosen=choices, progress=progress),
            stop="Stop reading",
        )
    except LabReadyError as error:
        feedback.refused(error)
        return None


def changes_and_confirm(context: PageContext, previews: Sequence[imports.Preview]) -> None:
    """Show what would change and the button that stores it; a second press cannot store it twice."""
    readable = [preview for preview in previews if preview.outcome is not None]
    if readable:
        what_will_change(readable)
    left_out = len(previews) - len(readable)
    if left_out and readable:
        st.caption(f"{counted(left_out, 'file is', 'files are')} left out: see above what to do about it.")
    if any(preview.options.columns for preview in readable):
        st.caption("The columns you chose are remembered with the import, for files with the same headings.")
    nonce = state.import_nonce()
    with st.container(horizontal=True):
        if readable:
            st.button(
                f"Store {counted(len(readable), 'file')}",
                key=f"import.store.{nonce}",
                type="primary",
                on_click=state.begin_storing,
                args=(tuple(readable),),
            )
        st.button("Start over", key=f"import.over.{nonce}", on_click=state.start_over, help="Nothing is stored.")


def stored(context: PageContext) -> bool:
    """Store what was confirmed, beside the page; return whether nothing is being stored (any more)."""
    readable, nonce = state.storing(), state.import_nonce()
    if not readable:
        return True
    app, principal, today = context.app, context.principal, context.today
    asked_to_stop = state.asked_to_stop()
    try:
        done = background.done(
            _STORING,
            nonce,
            lambda progress: imports.commit(
                app, principal, readable, today=today, progress=progress, stop=asked_to_stop.is_set
            ),
            stop="Stop storing",
            on_stop=asked_to_stop.set,
        )
    except LabReadyError as error:
        state.start_over()
        feedback.refused(error)
        return True
    except Exception:
        state.start_over()  # or every look at the page would try again
        raise
    if done is None:
        return False
    # Before anything is drawn: a rerun that interrupts the drawing must find the import finished.
    state.finish_import(nonce, tuple(_result(each) for each in done))
    background.forget(_STORING)
    background.forget(_READING)
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
