"""Who is short in which area: the same reading for verdicts, past month ends and what was seen on a visit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from lib.domain.areas import AREAS

SETTLED: Final = ("not_required", "filed", "renewed")
"""Nothing more is asked of a holding in one of these statuses, whatever its points."""


def shortages(verdicts: pd.DataFrame, requirements: pd.DataFrame) -> pd.DataFrame:
    """Return the requirements with a gap in the sure counting, of the holdings of which something is still asked.

    ``requirements`` and the answer: :data:`lib.domain.tables.REQUIREMENTS`.
    """
    asked = verdicts.loc[~verdicts["status"].isin(SETTLED), "holding"]
    return requirements[(requirements["gap"] > 0) & requirements["holding"].isin(asked)]


def short_in(verdicts: pd.DataFrame, requirements: pd.DataFrame) -> pd.Series:
    """Return the requirements that each holding is short in as text, ``ethics;rest``; empty where there are none."""
    joined = shortages(verdicts, requirements).groupby("holding", sort=False)["requirement"].agg(";".join)
    return verdicts["holding"].map(joined).astype("str").fillna("")


def is_short(verdicts: pd.DataFrame, requirements: pd.DataFrame, areas: Sequence[str]) -> pd.Series:
    """Return which holdings are short in one of these areas; a requirement of several areas is of each of them."""
    gaps = shortages(verdicts, requirements)
    codes = [code for code in gaps["requirement"].unique() if set(code.split("+")) & set(areas)]
    return verdicts["holding"].isin(gaps.loc[gaps["requirement"].isin(codes), "holding"])


def was_short(texts: pd.Series, areas: Sequence[str]) -> pd.Series:
    """Return the same of texts as :func:`short_in` made them."""
    named = texts.fillna("").str.split("[;+]", regex=True).explode()
    return named.isin(areas).groupby(level=0).any()


def named_areas(requirements: pd.DataFrame) -> tuple[str, ...]:
    """Return the areas that requirements name, in the order of the domain, ``rest`` last."""
    named = {area for code in requirements["requirement"].unique() for area in code.split("+")}
    order = {area: number for number, area in enumerate(AREAS)}
    return tuple(sorted(named, key=lambda area: (order.get(area, len(AREAS)), area)))
