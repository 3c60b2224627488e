"""What earlier imports left behind: what each sheet was taken for, what builds on an import, remembered mappings."""

from __future__ import annotations

import json
from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import tables
from lib.domain.errors import RefusedCommand
from lib.domain.import_fields import FIELDS
from lib.services.container import LabReady

SHEETS: Final[dict[str, str]] = {
    "sheet": tables.TEXT,
    "kind": tables.TEXT,
    "header_row": tables.MAYBE_WHOLE,
    "read": tables.WHOLE,
    "accepted": tables.WHOLE,
    "duplicates": tables.WHOLE,
    "skipped": tables.WHOLE,
    "rejected": tables.WHOLE,
    "columns": tables.TEXT,
}
"""``columns`` says in words what each column was taken for."""

MAPPINGS: Final[dict[str, str]] = dict.fromkeys(("fingerprint", "name", "mapping", "columns"), tables.TEXT)
"""``name`` is that of the file it was chosen for, or as renamed; ``mapping`` JSON, column index -> field ('' = not
read); ``columns`` the same in words, with the headings where they are known."""

_NOT_READ: Final = "not read"


def sheets(app: LabReady, principal: Principal, batch: int) -> pd.DataFrame:
    """Return what each sheet of an import was taken for and gave, :data:`SHEETS`, in the order of the file."""
    require(principal, "import")
    require_batch(app, batch)
    reports = app.store.import_reports(batch)
    found = [
        {**report, "columns": _in_words({c[0]: c[2] or "" for c in report["columns"]}, report)} for report in reports
    ]
    return tables.typed(pd.DataFrame(found, columns=list(SHEETS)), SHEETS)


def to_take_back_first(app: LabReady, principal: Principal, batch: int) -> pd.DataFrame:
    """Return the later imports that build on one, in the order in which to take them back: batch, file."""
    require(principal, "import")
    require_batch(app, batch)
    return app.store.to_take_back_first(batch)


def mappings(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return the remembered mappings of headers, :data:`MAPPINGS`, by name."""
    require(principal, "import")
    found = app.store.header_mappings()
    by_fingerprint: dict[str, dict[str, object]] = {}
    for report in app.store.import_reports():
        by_fingerprint.setdefault(str(report.get("fingerprint")), report)
    words = [
        _in_words({int(index): field for index, field in json.loads(mapping).items()}, by_fingerprint.get(fingerprint))
        for fingerprint, mapping in zip(found["fingerprint"], found["mapping"], strict=True)
    ]
    return tables.typed(found.assign(columns=words), MAPPINGS)


def rename_mapping(app: LabReady, principal: Principal, fingerprint: str, name: str, *, today: date) -> None:
    """Give a remembered mapping another name, under which the command line can ask for it.

    Raises :class:`RefusedCommand` where the name is empty or taken, or nothing is remembered for the fingerprint.
    """
    require(principal, "import")
    if not name.strip():
        raise RefusedCommand("The mapping was not renamed: a name needs at least one letter or digit.")
    app.store.rename_mapping(fingerprint, name.strip(), actor=principal.name, at=app.now(), on_date=today)


def forget_mapping(app: LabReady, principal: Principal, fingerprint: str, *, today: date) -> None:
    """Forget the mapping remembered for a header fingerprint; refused where there is none."""
    require(principal, "import")
    app.store.forget_mapping(fingerprint, actor=principal.name, at=app.now(), on_date=today)


def require_batch(app: LabReady, batch: int) -> None:
    """Raise :class:`RefusedCommand` where there is no import of this number."""
    if batch not in set(app.store.history()["batch"]):
        raise RefusedCommand(
            f"There is no import number {batch}. See the numbers in the list of imports.", code="unknown_batch"
        )


def _in_words(fields: dict[int, str], report: dict[str, object] | None) -> str:
    """Return what each column is taken for: ``Emp # → Employee ID; Course → Activity title; Remark → not read``."""
    columns = report["columns"] if report else []
    assert isinstance(columns, list)
    headers = {index: " ".join(str(header).split()) for index, header, *_ in columns}
    return "; ".join(
        f"{headers.get(index) or f'column {index + 1}'} → {FIELDS.get(fields[index], _NOT_READ)}"
        for index in sorted(fields)
    )
