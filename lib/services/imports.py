"""Importing: what files would change, storing them one transaction each, and taking an import back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain.errors import RefusedFile, StoppedFile
from lib.domain.imports import ImportOptions, ImportOutcome, SheetReport, chosen_for
from lib.services import import_workbooks
from lib.services.container import LabReady
from lib.services.import_records import (
    forget_mapping,
    mappings,
    rename_mapping,
    require_batch,
    sheets,
    to_take_back_first,
)
from lib.services.import_workbooks import template_workbook
from lib.services.matching import people_to_match
from lib.services.rehearsing import Stage
from lib.services.sample import load_sample
from lib.services.uploads import Changes, Imported, Preview, Upload, expanded, prepared, strict
from lib.store.stale import StaleData
from lib.store.undoing import TakenBack as Undone

__all__ = [
    "Changes", "Imported", "Preview", "Undone", "Upload", "as_dry_run", "commit",
    "forget_mapping", "history", "load_sample", "mappings", "people_to_match", "preview", "problems",
    "read", "rejected_workbook", "rename_mapping", "report_document", "sheets", "strict", "template_workbook",
    "to_take_back_first", "undo",
]  # fmt: skip

TRIES: Final = 5
"""So often a file is read again where others stored something meanwhile, before it is refused."""

Progress = Callable[[float, str], None]
"""Called with the share that is done (0 to 1) and words for it."""


def preview(
    app: LabReady,
    principal: Principal,
    uploads: Sequence[Upload],
    options: ImportOptions = ImportOptions(),  # noqa: B008 - frozen
    *,
    today: date,
    chosen: Mapping[str, ImportOptions] = MappingProxyType({}),
    progress: Progress | None = None,
) -> list[Preview]:
    """Return what each file would change; zips count as the files in them. Nothing is stored.

    ``chosen`` has the options of single files by :attr:`Upload.key`, in place of ``options``. What ``progress`` raises
    ends the reading there.

    Several files are taken as they would be stored, one after the other; one with rows whose person is not known waits
    for the others, which may bring that person.
    """
    require(principal, "import")
    files = expanded(app, uploads, options, chosen)
    readable = [number for number, file in enumerate(files) if file.refused is None]
    if not readable:
        return files
    told = progress or _silent
    told(0.0, f"Reading {files[readable[0]].upload.name}")
    # Reading takes the longest; the first file is read before the copy to try it in is made.
    first = prepared(app, app.store, files[readable[0]], today)
    told(0.6 / len(readable), "Comparing with what is stored")
    with app.store.rehearsal() as rehearsal:
        stage = Stage(app, rehearsal, principal, today)
        postponed = []
        for turn, number in enumerate(readable):
            if turn or first.version != rehearsal.data_version():
                told(turn / len(readable), f"Reading {files[number].upload.name}")
                found = prepared(app, rehearsal, files[number], today)
            else:
                found = first
            if len(readable) > 1 and found.outcome is not None and len(found.outcome.waiting):
                postponed.append(number)
            else:
                files[number] = stage.stored(found)
        for number in postponed:
            told(1.0, f"Reading {files[number].upload.name} again, with the people of the other files")
            files[number] = stage.stored(prepared(app, rehearsal, files[number], today))
    told(1.0, "Read")
    return files


def read(
    app: LabReady,
    principal: Principal,
    upload: Upload,
    options: ImportOptions = ImportOptions(),  # noqa: B008 - frozen
    *,
    today: date,
) -> list[Preview]:
    """Return what is in a file (a zip counts as the files in it) without working out what it would change.

    Half the time of :func:`preview`, for callers who store at once or only report what was read.
    """
    require(principal, "import")
    files = expanded(app, [upload], options)
    return [file if file.refused is not None else prepared(app, app.store, file, today) for file in files]


def commit(
    app: LabReady,
    principal: Principal,
    previews: Sequence[Preview],
    *,
    today: date,
    progress: Progress | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> list[Imported]:
    """Store what was previewed, each file in its own transaction; one that is refused leaves the others as they are.

    Once ``stop`` says so, the file that is being stored is taken back whole and those after it are not begun: each
    is told as refused. Files that were stored before stay.

    A file is read again first where what is stored has changed since its preview.
    """
    require(principal, "import")
    told = progress or _silent
    done: dict[int, Imported] = {}
    for turn, number in enumerate(sorted(range(len(previews)), key=lambda number: previews[number].place)):
        told(turn / len(previews), f"Storing {previews[number].upload.name}")
        done[number] = _stored(app, principal, previews[number], today, stop)
    told(1.0, "Stored")
    return [done[number] for number in range(len(previews))]


def _stored(app: LabReady, principal: Principal, file: Preview, today: date, stop: Callable[[], bool]) -> Imported:
    name = file.upload.name

    def go_on() -> None:
        if stop():
            raise StoppedFile(
                f"{name} was not imported: somebody stopped it. Nothing of it was stored. Import it again if needed."
            )

    for _ in range(TRIES):
        try:
            go_on()
            if file.refused is None and (file.outcome is None or file.version != app.store.data_version()):
                file = prepared(app, app.store, file, today)
            if file.refused is not None or file.outcome is None:
                return Imported(name, None, None, file.refused)
            stored = app.store.import_outcome(
                file.outcome,
                actor=principal.name,
                at=app.now(),
                on_date=today,
                remember=_chosen_mappings(file.outcome, file.options),
                expected_version=file.version,
                go_on=go_on,
            )
        except StaleData:
            file = replace(file, outcome=None)
            continue
        except StoppedFile as stopped:
            return Imported(name, None, None, stopped)
        return Imported(name, stored.batch, file.outcome)
    busy = RefusedFile(
        f"{name} was not imported: others kept storing data while it was read. Nothing of it was stored. "
        "Import it again.",
        code="busy",
    )
    return Imported(name, None, None, busy)


def _chosen_mappings(outcome: ImportOutcome, options: ImportOptions) -> dict[str, dict[int, str]]:
    """Return the mapping of each header of which a person chose a column, to be remembered by its fingerprint."""
    found = {}
    for sheet in outcome.sheets:
        chosen = chosen_for(options.columns, sheet.sheet, sheet.header_row)
        if sheet.fingerprint and chosen:
            found[sheet.fingerprint] = {c.index: chosen.get(c.index, c.field or "") for c in sheet.columns}
    return found


def as_dry_run(preview: Preview) -> Imported:
    """Return a preview in the form of an import that stored nothing."""
    return Imported(preview.upload.name, None, None if preview.refused else preview.outcome, preview.refused)


def history(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return the imports, oldest first: batch, at, on_date, actor, file, size, sha256, the counts, undone_on."""
    require(principal, "view")
    return app.store.history()


def problems(app: LabReady, principal: Principal, batch: int) -> pd.DataFrame:
    """Return the problems of an import: sheet, row, column, value, code, message."""
    require(principal, "import")
    require_batch(app, batch)
    return app.store.problems(batch)


def undo(app: LabReady, principal: Principal, batch: int, *, today: date) -> Undone:
    """Take an import back whole.

    Raises :class:`RefusedCommand` where there is none of this number, where it was taken back before, and where later
    imports build on it, naming them in the order in which to take them back.
    """
    require(principal, "import")
    return app.store.undo(batch, actor=principal.name, at=app.now(), on_date=today)


def rejected_workbook(app: LabReady, principal: Principal, batch: int) -> bytes:
    """Return the rejected rows of an import in the layout of their file, with reasons, to correct and import again."""
    require(principal, "import")
    require_batch(app, batch)
    return import_workbooks.rejected_workbook(app.store.rejected_rows(batch))


def report_document(imported: Sequence[Imported]) -> dict[str, Any]:
    """Return what ``import --format json`` prints: the files with their sheets, counts and problems, or the refusal."""
    return {"files": [_file_document(each) for each in imported]}


def _file_document(imported: Imported) -> dict[str, Any]:
    if imported.refused is not None:
        refused = imported.refused
        return {"file": imported.file, "refused": {"code": refused.code, "message": refused.for_a_terminal}}
    sheets = imported.outcome.sheets if imported.outcome is not None else []
    return {"file": imported.file, "batch": imported.batch, "sheets": [_sheet_document(sheet) for sheet in sheets]}


def _sheet_document(sheet: SheetReport) -> dict[str, Any]:
    return {
        "sheet": sheet.sheet,
        "kind": sheet.kind,
        "header_row": sheet.header_row,
        "read": sheet.read,
        "accepted": sheet.accepted,
        "duplicates": sheet.duplicates,
        "skipped": sheet.skipped,
        "rejected": sheet.rejected,
        "problems": [
            {
                "row": problem.row,
                "column": problem.column,
                "value": problem.value,
                "code": problem.code,
                "message": problem.message,
            }
            for problem in sheet.problems
        ],
        "unassigned_areas": dict(sheet.unassigned_areas),
        "new_staff": sheet.new_staff,
    }


def _silent(share: float, words: str) -> None:
    """Tell nobody how far it is."""
