"""Which credits lie in which windows, in numpy: millions of credits, some hundred thousand windows, nothing joined.

A person is a number, so the windows of a person stand at that number in arrays, and each credit looks there. Credits
come in batches that hardly leave the processor's own cache; what is made of each is small, since memory that is asked
for anew costs more than the work done in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.domain.activities import ACTIVITY_LABELS, ASK, COUNTS, NOT_EDUCATION
from lib.domain.supplied import Credited, Entries, Facts, Supplied

IntArray = npt.NDArray[np.integer]
BoolArray = npt.NDArray[np.bool_]
DayArray = npt.NDArray[np.int32]

TYPES: Final = tuple(ACTIVITY_LABELS)
_AREAS: Final = 64
"""More areas than a mask has bits."""
_CODES: Final = 2 * (len(TYPES) + 1) * _AREAS
"""What a credit is, as one number: whether it is sure to count, its activity type (0: none of ours), its first area."""
_NEVER: Final = np.iinfo(np.int32).min
"""No credit's day: that of a person who has none."""


class Windows(NamedTuple):
    """Windows that have a beginning and an end, by the number of their person; ``accepted``: a bit for each type.

    ``person_of``: the number of each window that was asked for, with or without a beginning, 0 (nobody's) where the
    person has none; ``numbers``: one more than the greatest number that a credit which is read can have.
    """

    person: IntArray
    holding: npt.NDArray[np.int32]
    first: DayArray
    last: DayArray
    accepted: IntArray
    person_of: IntArray
    numbers: int

    @classmethod
    def of(cls, windows: pd.DataFrame, person_of: IntArray, numbers: int) -> Windows:
        """Lay out ``windows`` (:data:`lib.store.credits.WINDOWS`), whose people have the numbers ``person_of``."""
        first, last = (_whole_days(windows[name]) for name in ("window_from", "window_to"))
        spans = windows["window_from"].notna().to_numpy() & windows["window_to"].notna().to_numpy() & (first <= last)
        rows = np.flatnonzero((person_of > 0) & spans)
        holding = windows["holding"].to_numpy(dtype=np.int32)
        rows = rows[np.lexsort((holding[rows], person_of[rows]))]
        kinds, words = pd.factorize(windows["accepted_types"])
        masks = [
            sum(1 << number for number, code in enumerate(TYPES, 1) if code in NOT_EDUCATION and f";{code};" in text)
            for text in words
        ]
        # A missing text has the place -1, which is the last.
        accepted = np.array([*masks, 0], dtype=np.int64)[kinds[rows]]
        return cls(person_of[rows], holding[rows], first[rows], last[rows], accepted, person_of, numbers)


class Credits(NamedTuple):
    """Some credits. ``no``: they count only where a rule says so, None: none of them; ``of_interest``: the others are
    in no window, None: all may be."""

    person: npt.NDArray[np.intp]
    day: DayArray
    points: IntArray
    area: IntArray
    area_mask: IntArray
    type: IntArray
    sure: BoolArray
    no: BoolArray | None
    of_interest: BoolArray | None


class _Turn(NamedTuple):
    """At each person's number their window of this turn; ``span`` is its first day and the days that follow it."""

    span: npt.NDArray[np.int64]
    holding: npt.NDArray[np.int32]
    accepted: IntArray
    there: BoolArray


class Matching:
    """Takes credits, batch by batch, and gives what lies in the windows and the facts about their people."""

    def __init__(self, windows: Windows, as_of: date) -> None:
        self._windows = windows
        self._turns = list(_turns(windows))
        self._year_ago = np.datetime64(as_of - timedelta(days=365), "D").astype(np.int32)
        self._accepted = np.zeros(windows.numbers, dtype=np.int64)
        self._through = np.full(windows.numbers, _NEVER, dtype=np.int32)
        self._seen = np.zeros(_CODES, dtype=bool)
        self._parts: list[Entries] = []
        self._several: list[tuple[npt.NDArray[np.intp], npt.NDArray[np.int64]]] = []

    @property
    def accepts(self) -> bool:
        """Whether any window accepts what is no continuing education."""
        return bool(self._windows.accepted.any())

    def note(self, person: npt.NDArray[np.intp], day: DayArray) -> None:
        """Take note of accepted credits, whatever they count for."""
        np.add.at(self._accepted, person, np.ones(len(person), dtype=np.int64))
        np.maximum.at(self._through, person, day)

    def add(self, credits: Credits) -> None:
        """Compare credits with the windows.

        A person's first window stands at their number in one array, their second in the next, and hardly anybody has
        more than two or three.
        """
        code = credits.sure * np.int16(len(TYPES) + 1)
        code += credits.type
        code *= np.int16(_AREAS)
        code += credits.area
        several = np.left_shift(np.int32(1), credits.area.astype(np.int32)) != credits.area_mask
        for number, turn in enumerate(self._turns):
            # Everybody may have a first window; those with another one are looked for.
            rows = None if number == 0 else np.flatnonzero(turn.there.take(credits.person, mode="clip"))
            inside = _inside(credits, turn, rows)
            if len(inside):
                self._parts.append(self._entries(credits, inside, turn, code, several))

    def _entries(
        self, credits: Credits, inside: npt.NDArray[np.intp], turn: _Turn, code: IntArray, several: BoolArray
    ) -> Entries:
        points, codes = _small(credits.points.take(inside)), code.take(inside)
        recent = points * (credits.day.take(inside) > self._year_ago)
        named = np.flatnonzero(several.take(inside))
        # Those that name more than their first area are told apart by their mask, and numbered when all are known.
        masks = credits.area_mask.take(inside.take(named)).astype(np.int64)
        self._several.append((named, (codes.take(named).astype(np.int64) << 32) | masks))
        self._seen[codes] = True
        return Entries(turn.holding.take(credits.person.take(inside), mode="clip"), codes, points, recent)

    def result(self) -> Credited:
        """Return the points of the windows by kind, and the facts of the person of each window that was asked for."""
        words = [word for _, word in self._several]
        several, several_of = pd.factorize(np.concatenate([np.empty(0, np.int64), *words]))
        single = np.flatnonzero(self._seen)
        kind_of_code = np.zeros(_CODES, dtype=np.int32)
        kind_of_code[single] = np.arange(len(single))
        parts, done = [], 0
        for part, (named, word) in zip(self._parts, self._several, strict=True):
            kind = kind_of_code.take(part.kind)
            kind[named] = len(single) + several[done : done + len(word)]
            done += len(word)
            parts.append(part._replace(kind=kind))
        codes = np.concatenate([single, several_of >> 32])
        first_area, sure = codes % _AREAS, codes // (_AREAS * (len(TYPES) + 1))
        kinds = pd.DataFrame(
            {
                "first_area": first_area,
                "area_mask": np.concatenate([1 << first_area[: len(single)], several_of & 0xFFFFFFFF]),
                "activity_type": pd.Series([None, *TYPES], dtype="str").array.take(codes // _AREAS % (len(TYPES) + 1)),
                "eligibility": pd.Series([ASK, COUNTS], dtype="str").array.take(sure),
            }
        )
        person = self._windows.person_of
        through = self._through[person].astype("datetime64[D]").astype("datetime64[s]")
        through[self._through[person] == _NEVER] = np.datetime64("NaT", "s")
        return Credited(Supplied(parts, kinds), Facts(self._accepted[person], through))


def _inside(credits: Credits, turn: _Turn, rows: npt.NDArray[np.intp] | None) -> npt.NDArray[np.intp]:
    """Return which of the credits (of ``rows`` alone, where given) lie in the window of their person's turn."""
    person, day = (credits.person, credits.day) if rows is None else (credits.person.take(rows), credits.day.take(rows))
    span = turn.span.take(person, mode="clip").view(np.int32).reshape(-1, 2)
    # Days before the first wrap round to a great number: one comparison says both.
    fits = (day - span[:, 0]).view(np.uint32) <= span[:, 1].view(np.uint32)
    if credits.of_interest is not None:
        fits &= credits.of_interest if rows is None else credits.of_interest.take(rows)
    found = np.flatnonzero(fits)
    inside: npt.NDArray[np.intp] = found if rows is None else rows.take(found)
    if credits.no is not None and len(inside):
        accepted = turn.accepted.take(credits.person.take(inside)) >> credits.type.take(inside)
        inside = inside[~credits.no.take(inside) | (accepted & 1).astype(bool)]
    return inside


def _turns(windows: Windows) -> Iterator[_Turn]:
    """Yield the first window of each person, then the second of those who have one, and so on."""
    new = np.flatnonzero(np.diff(windows.person, prepend=-1))
    turn = np.arange(len(windows.person)) - np.repeat(new, np.diff(new, append=len(windows.person)))
    for each in range(int(turn.max(initial=-1)) + 1):
        ours = np.flatnonzero(turn == each)
        at = windows.person[ours]
        # Where nobody has such a window it is one day that is after every other.
        span = np.zeros((windows.numbers, 2), dtype=np.int32)
        span[:, 0] = np.iinfo(np.int32).max
        span[at, 0] = windows.first[ours]
        span[at, 1] = windows.last[ours] - windows.first[ours]
        holding, accepted = np.zeros(windows.numbers, dtype=np.int32), np.zeros(windows.numbers, dtype=np.int64)
        there = np.zeros(windows.numbers, dtype=bool)
        holding[at], accepted[at], there[at] = windows.holding[ours], windows.accepted[ours], True
        yield _Turn(span.view(np.int64).ravel(), holding, accepted, there)


def _small(points: IntArray) -> IntArray:
    """Return points in half the memory where they fit, as they do unless somebody stores millions."""
    most = np.iinfo(np.int32).max
    return points.astype(np.int32) if len(points) and -most <= points.min() and points.max() <= most else points


def _whole_days(column: pd.Series) -> DayArray:
    """Return days as whole numbers since 1970; of a missing one, 0."""
    days: DayArray = column.fillna(pd.Timestamp(0)).to_numpy().astype("datetime64[D]").astype(np.int32)
    return days
