"""Past month ends: how every holding stood, as known then and as known now, and what arrived late."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.services.container import LabReady
from lib.services.judging import judge
from lib.services.shortages import short_in

MONTH: Final = ("staff_id", "name", "site", "department", "program", "credential", "status", "status_group", "missing")
"""The columns of a month, beside ``short_in`` (:func:`lib.services.shortages.short_in`)."""
_KEYS: Final = ["staff_id", "program", "credential"]


def month_holdings(app: LabReady, principal: Principal, end: date, *, known_on: date | None) -> pd.DataFrame:
    """Return how every holding stood on a month end, as known on a day (None: now): :data:`MONTH` and ``short_in``.

    A holding is counted if its person was employed on that day and its cycle had begun (domain definition, "The
    verdict", 11).
    """
    require(principal, "view")
    verdicts = judge(app, principal.scope, end, known_on).verdicts
    frame = verdicts.frame.assign(short_in=short_in(verdicts.frame, verdicts.requirements))
    begun = frame["cycle_start"].isna() | (frame["cycle_start"] <= pd.Timestamp(end))
    return frame.loc[begun, [*MONTH, "short_in"]].reset_index(drop=True)


def arrived_late(then: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return the holdings that stand otherwise for a month as known now than as known then, both :data:`MONTH`.

    Columns: ``staff_id``, ``name``, ``program``, ``credential``, ``status_then``, ``status_now`` (missing: not counted
    then, or not any more), ``missing_then``, ``missing_now``; by name.
    """
    pairs = then.merge(now, on=_KEYS, how="outer", suffixes=("_then", "_now"))
    same_status = pairs["status_then"] == pairs["status_now"]
    both_none = pairs["missing_then"].isna() & pairs["missing_now"].isna()
    same_points = (pairs["missing_then"] == pairs["missing_now"]).fillna(value=False).astype(bool) | both_none
    differing = pairs[~(same_status & same_points)]
    differing = differing.assign(name=differing["name_now"].fillna(differing["name_then"]))
    columns = ["name", *_KEYS, "status_then", "status_now", "missing_then", "missing_now"]
    return differing[columns].sort_values(["name", *_KEYS], kind="stable", ignore_index=True)
