"""Who must take part: a given answer, else the certification date against the day from which it is mandatory."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from lib.domain.tables import TEXT
from lib.rules.book import RuleBook
from lib.rules.terms import IntArray

MANDATORY: Final = "mandatory"
VOLUNTARY: Final = "voluntary"


def participation(holdings: pd.DataFrame, book: RuleBook, rows: IntArray | None = None) -> pd.Series:
    """Return ``mandatory`` or ``voluntary`` for each holding, indexed as ``holdings`` is.

    Reads the columns ``program``, ``credential``, ``certified_on`` (missing = not known) and ``participation``
    (missing = not said). A given value stands. Else a holding is voluntary where it was certified before the day from
    which its credential is mandatory, and mandatory otherwise: from that day on, where either date is not known, where
    the credential is mandatory for everyone, and where the book does not know it. ``rows``: the rows of the book's
    terms, where they are known already.
    """
    places = book.terms.of_credentials(holdings["program"], holdings["credential"]) if rows is None else rows
    # A comparison with a missing date is False, which is the mandatory side.
    before = holdings["certified_on"].to_numpy() < book.terms.mandatory_since(places)
    said = pd.Series([MANDATORY, VOLUNTARY], dtype=TEXT).array
    derived = pd.Series(said.take(before.astype(np.intp)), index=holdings.index, name="participation")
    given = holdings["participation"].astype(TEXT)
    known = given.notna().to_numpy()
    if known.all():
        return given
    return given.where(known, derived) if known.any() else derived
