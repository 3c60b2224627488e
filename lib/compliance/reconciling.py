"""The ledger's totals: points accepted = points counted + every reason for which the others were not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from lib.domain.sentences import LEDGER_REASONS

ACCEPTED = "accepted"
COUNTED = "counted"


def totals(parts: pd.DataFrame) -> pd.DataFrame:
    """Return one row per holding of a ledger: ``holding``, ``accepted``, ``counted``, then every reason code.

    ``parts`` is :func:`lib.compliance.ledger.ledger`. All in hundredths. ``accepted`` is summed over the credits,
    ``counted`` and the reasons over their parts, so that ``accepted = counted + the reasons`` says that no point is
    lost or told twice; ``counted`` is the verdict's.
    """
    columns = (COUNTED, *LEDGER_REASONS)
    holding = parts["holding"].to_numpy(dtype=np.int64)
    holdings, of = np.unique(holding, return_inverse=True)
    reason = pc.index_in(pa.array(parts["reason"], from_pandas=True).cast("large_string"), value_set=_words(columns))
    # What is allocated to a requirement is counted, which is the first column.
    place = np.where(parts["requirement"].notna(), 0, pc.fill_null(reason, 0).to_numpy(zero_copy_only=False))
    sums = np.zeros((len(holdings), len(columns)), dtype=np.int64)
    np.add.at(sums, (of, place), parts["allocated"].to_numpy(dtype=np.int64))
    credit = parts["credit_id"].to_numpy(dtype=np.int64)
    order = np.lexsort((credit, holding))
    once = order[np.append(True, (np.diff(credit[order]) != 0) | (np.diff(holding[order]) != 0))[: len(order)]]
    accepted = np.zeros(len(holdings), dtype=np.int64)
    np.add.at(accepted, of[once], parts["points"].to_numpy(dtype=np.int64)[once])
    by_place = {name: sums[:, number] for number, name in enumerate(columns)}
    return pd.DataFrame({"holding": holdings, ACCEPTED: accepted, **by_place})


def _words(words: tuple[str, ...]) -> pa.Array:
    return pa.array(words, pa.large_string())
