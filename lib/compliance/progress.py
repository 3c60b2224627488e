"""How the points that count came together: a running sum per holding, from the ledger."""

from __future__ import annotations

import pandas as pd


def progress(parts: pd.DataFrame) -> pd.DataFrame:
    """Return one row per holding and day on which points that count were earned, by day.

    ``parts`` is :func:`lib.compliance.ledger.ledger`. Columns: ``holding``, ``day``, ``added`` (hundredths counted of
    that day's activities), ``reached`` (their running sum; the last one is the verdict's ``counted``).
    """
    counted = parts[parts["requirement"].notna()]
    sums = counted.groupby(["holding", "completed_on"])["allocated"].sum().sort_index()
    days = pd.DataFrame({"added": sums, "reached": sums.groupby(level="holding").cumsum()})
    return days.rename_axis(index={"completed_on": "day"}).reset_index()
