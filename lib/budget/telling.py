"""How a planning tells how far it is, within one long search, too: what the telling raises ends the work there."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Final

EVERY_SECONDS: Final = 0.3
"""At most so often the same is told again; often enough for somebody who waits or wants it stopped."""


class Telling:
    """``progress(done, of)`` for each step, and the last of it once more now and then while a step lasts."""

    def __init__(self, progress: Callable[[int, int], None]) -> None:
        self._progress = progress
        self._last = (0, 1)
        self._told_at = monotonic()

    def __call__(self, done: int, of: int) -> None:
        self._last = (done, of)
        self._told_at = monotonic()
        self._progress(done, of)

    def again(self) -> None:
        """Tell once more how far it is, unless it was told just now. What the progress raises goes through."""
        if monotonic() - self._told_at >= EVERY_SECONDS:
            self(*self._last)


def telling_of(progress: Callable[[int, int], None] | None) -> Telling | None:
    """Return what tells this progress; None where nobody asks, and itself where it tells again already."""
    return progress if progress is None or isinstance(progress, Telling) else Telling(progress)
