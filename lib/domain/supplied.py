"""The points that each holding's window holds, as narrow columns: whose, of what kind, how many.

A team has millions of such entries and some hundred kinds of them; what a rule accepts is asked once for each kind.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

KIND: Final = ("first_area", "area_mask", "activity_type", "eligibility")
"""All that decides where points may be allocated."""


@dataclass(frozen=True)
class Supplied:
    """One entry for each credit (or sum of like ones) and window.

    ``holding`` numbers the windows; ``kind`` is a row of ``kinds``, which has the columns :data:`KIND` (areas as whole
    numbers, texts; ``activity_type`` missing: none of ours); ``points`` and ``recent`` (those of the last 365 days) are
    hundredths.
    """

    holding: npt.NDArray[np.integer]
    kind: npt.NDArray[np.integer]
    points: npt.NDArray[np.integer]
    recent: npt.NDArray[np.integer]
    kinds: pd.DataFrame

    @classmethod
    def of(cls, given: Supplied | pd.DataFrame) -> Supplied:
        """Return a frame of ``holding``, the columns of :data:`KIND`, ``points`` and ``recent`` as such."""
        if isinstance(given, Supplied):
            return given
        kind: npt.NDArray[np.integer] = np.zeros(len(given), dtype=np.int64)
        kinds = given[list(KIND)].iloc[:0]
        if len(given):
            by = given.groupby(list(KIND), dropna=False, sort=False, observed=True)
            kind = by.ngroup().to_numpy()
            kinds = given.loc[~pd.Series(kind).duplicated().to_numpy(), list(KIND)].reset_index(drop=True)
        return cls(
            given["holding"].to_numpy(dtype=np.int64),
            kind,
            given["points"].to_numpy(dtype=np.int64),
            given["recent"].to_numpy(dtype=np.int64),
            kinds,
        )

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The same as a frame, one row for each entry; the texts are categories."""
        columns = {name: self.kinds[name].array.take(self.kind) for name in KIND[:2]}
        for name in KIND[2:]:
            codes, words = pd.factorize(self.kinds[name])
            columns[name] = pd.Categorical.from_codes(codes[self.kind], categories=words)
        return pd.DataFrame(
            {"holding": self.holding, **columns, "points": self.points, "recent": self.recent}, copy=False
        )
