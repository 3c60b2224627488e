"""How required credentials stand with their issuers: verified current, or why not (:mod:`lib.domain.standing`)."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from lib.domain import tables
from lib.domain.standing import STANDING, STANDINGS


def standing(verdicts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return every required holding with its standing on ``as_of`` (``STANDING``); ``verdicts`` of that day.

    A verification counts for the cycle in which it was made: one of an earlier cycle, or dated after ``as_of``, proves
    nothing of this one. The first of ``STANDINGS`` that holds is a credential's standing, so the counts add up.
    """
    today = pd.Timestamp(as_of)
    rows = verdicts[verdicts["status"] != "not_required"]
    verified = (rows["verified_on"] >= rows["cycle_start"]) & (rows["verified_on"] <= today)
    tests = [
        ("ended", rows["cycle_end"] < today),
        ("no_end", rows["cycle_end"].isna()),
        ("unverified", ~verified),
    ]
    code = np.select([test.to_numpy(dtype=bool) for _, test in tests], [name for name, _ in tests], "current")
    filed = rows["status"].isin(["filed", "renewed"])
    in_window = (rows["declare_opens"] <= today) & (today <= rows["cycle_end"]) & ~filed
    rows = rows.assign(standing=code, in_window=in_window)
    rows["exception"] = (rows["standing"] != "current") | in_window | (rows["status_group"] == "act")
    order = {name: rank for rank, name in enumerate(STANDINGS)}
    rows = rows.assign(rank=rows["standing"].map(order), calm=~rows["exception"])
    rows = rows.sort_values(
        ["calm", "rank", "cycle_end", "name", "staff_id", "credential"], kind="stable", ignore_index=True
    )
    return tables.typed(rows, STANDING)
