"""The why-ledger of a view: every credit of everybody in it, where its points were counted or why not, and the sums."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.compliance.ledger import ledger
from lib.compliance.reconciling import totals
from lib.services.container import LabReady


def team_ledger(
    app: LabReady, principal: Principal, verdicts: pd.DataFrame, as_of: date, *, known_on: date | None = None
) -> pd.DataFrame:
    """Return the ledger of the holdings in ``verdicts`` (:data:`tables.VERDICTS` of this day, narrowed or not).

    Columns: ``holding``, ``staff_id``, ``name``, then :data:`tables.LEDGER`, then ``rule_version``; by person and
    holding in the order of ``verdicts``, each holding's credits by day and title.
    """
    require(principal, "view")
    people = verdicts["staff_id"].unique().tolist()
    credits = app.store.credits_in(people, principal.scope, known_on)
    parts = ledger(verdicts, credits, app.book_on(known_on), as_of)
    who = verdicts[["holding", "staff_id", "name", "rule_version"]].assign(place=range(len(verdicts)))
    first = who.groupby("staff_id", sort=False)["place"].transform("min")
    named = parts.merge(who.assign(first=first), on="holding", how="left")
    named = named.sort_values(["first", "place"], kind="stable", ignore_index=True)
    return named[["holding", "staff_id", "name", *parts.columns.drop("holding"), "rule_version"]]


def reconciled(verdicts: pd.DataFrame, parts: pd.DataFrame) -> pd.DataFrame:
    """Return :func:`lib.compliance.reconciling.totals` for every holding in ``verdicts``; one without credits has
    zeros."""
    sums = totals(parts)
    holding = verdicts["holding"].to_numpy(dtype=np.int64)
    # The holdings of the sums are in their order; one that is not among them gets a row of zeros behind them.
    there = sums["holding"].to_numpy()
    place = np.where(np.isin(holding, there), np.searchsorted(there, holding), len(there))
    found = {name: np.append(sums[name].to_numpy(), 0)[place] for name in sums.columns}
    return pd.DataFrame({**found, "holding": holding})
