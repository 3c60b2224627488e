"""Who must take part: a given answer, else the certification date against the day from which it is mandatory."""

from __future__ import annotations

from typing import Final

import pandas as pd

from lib.domain.tables import TEXT
from lib.rules.book import RuleBook

MANDATORY: Final = "mandatory"
VOLUNTARY: Final = "voluntary"


def participation(holdings: pd.DataFrame, book: RuleBook) -> pd.Series:
    """Return ``mandatory`` or ``voluntary`` for each holding, indexed as ``holdings`` is.

    Reads the columns ``program``, ``credential``, ``certified_on`` (missing = not known) and ``participation``
    (missing = not said). A given value stands. Else a holding is voluntary where it was certified before the day from
    which its credential is mandatory, and mandatory otherwise: from that day on, where either date is not known, where
    the credential is mandatory for everyone, and where the book does not know it.
    """
    since = pd.DataFrame(
        [(c.program, c.code, None if c.always_mandatory else c.mandatory_since) for c in book.credentials.values()],
        columns=["program", "credential", "mandatory_since"],
    ).astype({"program": TEXT, "credential": TEXT, "mandatory_since": "datetime64[s]"})
    joined = holdings[["program", "credential"]].merge(since, how="left", on=["program", "credential"], validate="m:1")
    # A comparison with a missing date is False, which is the mandatory side.
    before = holdings["certified_on"].to_numpy() < joined["mandatory_since"].to_numpy()
    derived = pd.Series(MANDATORY, index=holdings.index, dtype=TEXT).mask(before, VOLUNTARY)
    given = holdings["participation"].astype(TEXT)
    return given.where(given.notna(), derived).rename("participation")
