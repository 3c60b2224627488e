"""Credits that a stored split divides between their areas, as one row for each part."""

from __future__ import annotations

import pandas as pd

from lib.domain.areas import AREA_NUMBER


def in_parts(credits: pd.DataFrame) -> pd.DataFrame:
    """Return credits with a stored split (``allocation``, ``ethics=100;chemistry=50``) as one row for each part.

    A part has its own ``points`` (hundredths) and ``first_area``; all else, the areas it may serve at best among it,
    is the credit's. Rows keep their order; without a column ``allocation`` nothing is split.
    """
    if "allocation" not in credits or not credits["allocation"].notna().any():
        return credits
    is_split = credits["allocation"].notna()
    parts = credits[is_split].assign(part=credits.loc[is_split, "allocation"].str.split(";")).explode("part")
    said = parts["part"].str.split("=", expand=True)
    parts = parts.assign(first_area=said[0].map(AREA_NUMBER).astype("int64"), points=said[1].astype("int64"))
    return pd.concat([credits[~is_split], parts.drop(columns="part")]).sort_index(kind="stable").reset_index(drop=True)
