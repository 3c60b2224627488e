"""The ledger's totals: points accepted = points counted + every reason for which the others were not."""

from __future__ import annotations

import pandas as pd

from lib.domain.sentences import LEDGER_REASONS

ACCEPTED = "accepted"
COUNTED = "counted"


def totals(parts: pd.DataFrame) -> pd.DataFrame:
    """Return one row per holding of a ledger: ``holding``, ``accepted``, ``counted``, then every reason code.

    ``parts`` is :func:`lib.compliance.ledger.ledger`. All in hundredths. ``accepted`` is summed over the credits,
    ``counted`` and the reasons over their parts, so that ``accepted = counted + the reasons`` says that no point is
    lost or told twice; ``counted`` is the verdict's.
    """
    credits = parts.drop_duplicates(["holding", "credit_id"]).groupby("holding")["points"].sum()
    places = parts["reason"].where(parts["requirement"].isna(), COUNTED)
    by_place = parts["allocated"].groupby([parts["holding"], places]).sum().unstack(fill_value=0)
    columns = [COUNTED, *LEDGER_REASONS]
    frame = by_place.reindex(columns=columns, fill_value=0).astype("int64")
    frame.insert(0, ACCEPTED, credits.reindex(frame.index).fillna(0).astype("int64"))
    return frame.rename_axis(columns=None).reset_index().astype({"holding": "int64"})
