"""How the points that count came together: a running sum per holding, from the ledger."""

from __future__ import annotations

import numpy as np
import pandas as pd


def progress(parts: pd.DataFrame) -> pd.DataFrame:
    """Return one row per holding and day on which points that count were earned, by day.

    ``parts`` is :func:`lib.compliance.ledger.ledger`. Columns: ``holding``, ``day``, ``added`` (hundredths counted of
    that day's activities), ``reached`` (their running sum; the last one is the verdict's ``counted``).
    """
    counted = parts["requirement"].notna().to_numpy()
    holding = parts["holding"].to_numpy(dtype=np.int64)[counted]
    day = parts["completed_on"].to_numpy(dtype="datetime64[s]")[counted]
    order = np.lexsort((day, holding))
    holding, day = holding[order], day[order]
    added = parts["allocated"].to_numpy(dtype=np.int64)[counted][order]
    new_holding = np.diff(holding, prepend=-1) != 0
    new = np.flatnonzero(new_holding | np.append(True, day[1:] != day[:-1])[: len(day)])
    sums = np.add.reduceat(added, new) if len(new) else added
    running = np.cumsum(sums)
    first = np.flatnonzero(new_holding[new])
    before = np.repeat((running - sums)[first], np.diff(first, append=len(new)))
    return pd.DataFrame({"holding": holding[new], "day": day[new], "added": sums, "reached": running - before})
