"""Tiny outcomes built by hand, as the reader would give them."""

from __future__ import annotations

from datetime import date, datetime

import pandas as pd

from lib.domain import decisions as kinds
from lib.domain import tables
from lib.domain.imports import ImportOutcome, Problem, SheetReport
from lib.store.batches import Stored
from lib.store.database import Store
from lib.store.decisions import Decision

AT = datetime(2026, 11, 22, 9, 30)
TODAY = date(2026, 11, 22)
WAITING = {
    **tables.CREDITS,
    **dict.fromkeys(("person_id", "person_number", "person_email", "person_name", "code"), "str"),
}
del WAITING["staff_id"]
DUPLICATE_OF = {"sheet": "str", "row": "int64", "credit_id": "Int64"}


def frame(rows: list[dict[str, object]], columns: dict[str, str]) -> pd.DataFrame:
    return tables.typed(pd.DataFrame(rows, columns=list(columns)), columns)


def credit(staff_id: str, title: str, completed_on: str, points: int = 100, **more: object) -> dict[str, object]:
    areas = more.get("areas", "chemistry")
    return {
        "staff_id": staff_id,
        "title": title,
        "provider": "LabCE",
        "completed_on": completed_on,
        "points": points,
        "area_text": areas,
        "areas": areas,
        "activity_type": None,
        "eligibility": "counts" if areas else "ask",
        "file": "given.xlsx",
        "sheet": "Credits",
        **more,
    }


def outcome(
    *,
    staff: list[dict[str, object]] = [],  # noqa: B006 (never changed)
    credentials: list[dict[str, object]] = [],  # noqa: B006
    credits: list[dict[str, object]] = [],  # noqa: B006
    memberships: list[dict[str, object]] = [],  # noqa: B006
    catalogue: list[dict[str, object]] = [],  # noqa: B006
    waiting: list[dict[str, object]] = [],  # noqa: B006
    duplicate_of: list[dict[str, object]] = [],  # noqa: B006
    problems: list[Problem] = [],  # noqa: B006
    rejected_cells: dict[int, list[str]] = {},  # noqa: B006
    file: str = "given.xlsx",
) -> ImportOutcome:
    placed = [{"row": number + 2, **row} for number, row in enumerate(credits)]
    report = SheetReport(
        sheet="Credits",
        kind="credits",
        header_row=1,
        read=len(credits) + len(duplicate_of) + len(rejected_cells),
        accepted=len(credits),
        duplicates=len(duplicate_of),
        rejected=len(rejected_cells),
        problems=list(problems),
        header=["Employee ID", "Activity Title", "Completed On", "Points"],
        rejected_cells=dict(rejected_cells),
    )
    return ImportOutcome(
        file=file,
        size=1234,
        sha256="ab" * 32,
        sheets=[report],
        staff=frame(staff, tables.STAFF),
        credentials=frame(credentials, tables.HOLDINGS),
        credits=frame(placed, tables.CREDITS),
        memberships=frame(memberships, tables.MEMBERSHIPS),
        catalogue=frame(catalogue, tables.PRODUCTS),
        waiting=frame(waiting, WAITING),
        duplicate_of=frame(duplicate_of, DUPLICATE_OF),
    )


def store_outcome(store: Store, given: ImportOutcome, on: date = TODAY) -> Stored:
    return store.import_outcome(given, actor="local", at=AT, on_date=on)


def undo(store: Store, batch: int, on: date = TODAY) -> None:
    store.undo(batch, actor="local", at=AT, on_date=on)


def rows(found: pd.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    """The rows of a frame as plain tuples: dates as ISO text, missing as None."""
    shown = found[list(columns)] if columns else found
    return [tuple(_plain(cell) for cell in row) for row in shown.itertuples(index=False)]


def _plain(cell: object) -> object:
    if pd.isna(cell):  # type: ignore[call-overload]
        return None
    return cell.date().isoformat() if isinstance(cell, pd.Timestamp) else cell


def assign(store: Store, key: str, *areas: str, kind: str = kinds.AREA) -> None:
    """Say what areas a text, or (``kinds.TITLE_AREA``) a title, means."""
    said = Decision(kind, key, ";".join(areas), key)
    store.decide([said], actor="local", at=AT, on_date=TODAY, note="area")


def match(store: Store, key: str = "name:lopez maria", staff_id: str = "E1") -> int:
    """Say that a person as written is this staff member; returns how many credits came of it."""
    before = len(store.credit_keys())
    said = Decision(kinds.MATCH, key, staff_id, key)
    store.decide([said], actor="local", at=AT, on_date=TODAY, note="match")
    return len(store.credit_keys()) - before
