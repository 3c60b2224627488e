"""The points that each holding's window holds, as narrow columns: whose, of what kind, how many.

A team has millions of such entries and some hundred kinds of them; what a rule accepts is asked once for each kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

IntArray = npt.NDArray[np.integer]
KIND: Final = ("first_area", "area_mask", "activity_type", "eligibility")
"""All that decides where points may be allocated."""


class Entries(NamedTuple):
    """Some of the entries, as :class:`Supplied` says of all."""

    holding: IntArray
    kind: IntArray
    points: IntArray
    recent: IntArray


@dataclass(frozen=True)
class Supplied:
    """One entry for each credit (or sum of like ones) and window.

    ``holding`` numbers the windows; ``kind`` is a row of ``kinds``, which has the columns :data:`KIND` (areas as whole
    numbers, texts; ``activity_type`` missing: none of ours); ``points`` and ``recent`` (those of the last 365 days) are
    hundredths. They come in ``parts``: to lay millions of entries end to end takes longer than to add them up.
    """

    parts: Sequence[Entries]
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
        entries = Entries(
            given["holding"].to_numpy(dtype=np.int64),
            kind,
            given["points"].to_numpy(dtype=np.int64),
            given["recent"].to_numpy(dtype=np.int64),
        )
        return cls([entries], kinds)

    def blocks(self, at_once: int) -> Iterator[Entries]:
        """Yield all entries, up to ``at_once`` at a time."""
        for part in self.parts:
            for first in range(0, len(part.holding), at_once):
                yield Entries(*(column[first : first + at_once] for column in part))

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The same as a frame, one row for each entry; the texts are categories."""
        holding, kind, points, recent = (
            np.concatenate([np.empty(0, np.int64), *column])
            for column in (zip(*self.parts, strict=True) if self.parts else [()] * len(Entries._fields))
        )
        columns = {name: self.kinds[name].array.take(kind) for name in KIND[:2]}
        for name in KIND[2:]:
            codes, words = pd.factorize(self.kinds[name])
            columns[name] = pd.Categorical.from_codes(codes[kind], categories=words)
        return pd.DataFrame({"holding": holding, **columns, "points": points, "recent": recent}, copy=False)


class Facts(NamedTuple):
    """Of each window's person: the accepted credits up to the day of the view, whatever they count for, and the day of
    the last one (``datetime64[s]``, missing where there is none)."""

    accepted: npt.NDArray[np.int64]
    data_through: npt.NDArray[np.datetime64]


class Credited(NamedTuple):
    """What the credits of people say for a verdict: the points in their windows, and the facts beside them."""

    supplied: Supplied
    facts: Facts
