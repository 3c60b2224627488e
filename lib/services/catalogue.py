"""The catalogue that plans buy from: the shipped products, those of imported files, and what the manager edits."""

from __future__ import annotations

from datetime import date

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.budget.catalogue import validate
from lib.domain import tables
from lib.domain.errors import LabReadyError
from lib.services.container import LabReady


def products(app: LabReady, principal: Principal) -> pd.DataFrame:
    """Return the catalogue, :data:`tables.PRODUCTS`, by product ID."""
    require(principal, "plan")
    return app.store.products()


def save_products(app: LabReady, principal: Principal, frame: pd.DataFrame, *, today: date) -> None:
    """Make the catalogue exactly this frame (:data:`tables.PRODUCTS`, in its units).

    Raises :class:`LabReadyError` with one sentence for each thing wrong with it; then nothing is stored.
    """
    require(principal, "plan")
    problems = validate(frame)
    if problems:
        raise LabReadyError("The catalogue was not saved. " + " ".join(problems), code="catalogue")
    wanted = tables.typed(frame, tables.PRODUCTS)
    if not wanted.sort_values("product_id", ignore_index=True).equals(app.store.products()):
        app.store.save_products(wanted, actor=principal.name, at=app.now(), on_date=today)
