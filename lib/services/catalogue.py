"""The catalogue that plans buy from: the shipped products, those of imported files, and what the manager edits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.budget.catalogue import validate
from lib.domain import tables
from lib.domain.activities import NO
from lib.domain.errors import LabReadyError
from lib.ingest.product_words import kind_of, product_areas
from lib.services.container import LabReady


def products(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return the catalogue, :data:`tables.PRODUCTS`, by product ID."""
    require(principal, "plan")
    return app.store.products()


def save_products(app: LabReady, principal: Principal, frame: pd.DataFrame, *, today: date) -> None:
    """Make the catalogue exactly this frame (:data:`tables.PRODUCTS`, in its units).

    Kinds and areas may be in any words that a sheet may have; rows are judged by the rules of the import. Raises
    :class:`LabReadyError` with one sentence for each thing wrong with it; then nothing is stored.
    """
    require(principal, "plan")
    frame = _in_our_words(app, frame)
    problems = validate(frame)
    if problems:
        raise LabReadyError("The catalogue was not saved. " + " ".join(problems), code="catalogue")
    wanted = tables.typed(frame.drop_duplicates("product_id"), tables.PRODUCTS)
    if not wanted.sort_values("product_id", ignore_index=True).equals(app.store.products()):
        app.store.save_products(wanted, actor=principal.name, at=app.now(), on_date=today)


def _in_our_words(app: LabReady, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table with kinds and areas read as the import reads them."""
    read: dict[str, Callable[[str], str]] = {"kind": kind_of}
    if "areas" in frame:
        assigned = app.store.assigned_areas()
        known = {words: areas for words, areas in assigned.items() if areas != NO}
        read["areas"] = partial(product_areas, known=known)
    return frame.assign(
        **{
            name: pd.Series(
                [cell if pd.isna(cell) or not str(cell).strip() else words(str(cell).strip()) for cell in frame[name]],
                index=frame.index,
                dtype=object,
            )
            for name, words in read.items()
            if name in frame
        }
    )
