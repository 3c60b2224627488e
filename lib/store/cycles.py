"""Credential rows merged into what is stored: of several ends for one credential the latest is current."""

from __future__ import annotations

from typing import Final

import pandas as pd

from lib.domain import tables
from lib.store.versioned import PAST_CYCLES

KEY: Final = list(tables.KEYS["credentials"])
OF_THE_CYCLE: Final = ["cycle_start", "declaration_filed_on", "declaration_accepted_on"]
"""What a new cycle does not take over from the one before it."""
OF_THE_HOLDING: Final = [name for name in tables.HOLDINGS if name not in {*KEY, *OF_THE_CYCLE, "cycle_end"}]


def merged_cycles(
    incoming: pd.DataFrame, current: pd.DataFrame, past: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the full rows of the holdings and of their past cycles after a file, for the holdings that it names.

    ``incoming`` are the file's rows (:data:`tables.HOLDINGS`) in their order, ``current`` and ``past`` what is stored
    of these holdings. A missing value keeps what is stored. A later end opens a new cycle, whose start and declaration
    come from the file alone; an earlier end is history and changes nothing of the current cycle; a row without an end
    speaks of the current one.
    """
    ends = current[[*KEY, "cycle_end"]].rename(columns={"cycle_end": "stored_end"})
    rows = incoming.merge(ends, on=KEY, how="left")
    in_file = rows.groupby(KEY)["cycle_end"].transform("max")
    rows["latest"] = pd.concat([in_file, rows["stored_end"]], axis=1).max(axis=1).astype(tables.DATE)
    rows["cycle_end"] = rows["cycle_end"].fillna(rows["latest"])
    latest = rows.groupby(KEY, as_index=False, sort=False)["latest"].first()
    stored = current.merge(latest, on=KEY)
    stored["cycle_end"] = stored["cycle_end"].fillna(stored["latest"])
    cycles = _cycles(pd.concat([past.merge(latest, on=KEY), stored, rows], ignore_index=True))
    is_current = cycles["cycle_end"].eq(cycles["latest"]) | cycles["latest"].isna()
    holdings = cycles.loc[is_current].merge(_facts(stored, rows), on=KEY)
    return tables.typed(holdings, tables.HOLDINGS), tables.typed(cycles.loc[~is_current], PAST_CYCLES)


def _cycles(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row per holding and end; of each value the last that is there, in the order of the rows."""
    grouped = rows.groupby([*KEY, "cycle_end"], dropna=False, sort=False, as_index=False)
    return grouped[[*OF_THE_CYCLE, "latest"]].last()


def _facts(stored: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return what is said of each holding: the stored, then what the file says from the stored end on, latest last."""
    told = rows.loc[~(rows["cycle_end"] < rows["stored_end"])]
    ordered = pd.concat([stored.assign(of_file=0), told.assign(of_file=1)], ignore_index=True)
    ordered = ordered.sort_values(["of_file", "cycle_end"], kind="stable")
    return ordered.groupby(KEY, sort=False, as_index=False)[OF_THE_HOLDING].last()
