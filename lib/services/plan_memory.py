"""What planning has worked out already: solved situations and whole plans, kept as long as the application runs.

Nothing here is stored. A situation holds all that its answer depends on, so a solution stays right whatever else
changes; a plan is kept under everything that it was made from.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, MutableMapping
from typing import Any, Final, TypeVar, cast

Kept = TypeVar("Kept")
Name = TypeVar("Name", bound=Hashable)

SITUATIONS_KEPT: Final = 100_000
"""A team of 5,000 has about as many situations in its three scenarios; each takes a few kilobytes."""

ANSWERS_KEPT: Final = 48


class Remembered(MutableMapping[Name, Kept]):
    """A mapping of limited size that several sessions may use at once; what was not asked for longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._entries: OrderedDict[Name, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def __getitem__(self, key: Name) -> Kept:
        with self._lock:
            self._entries.move_to_end(key)
            return self._entries[key]

    def __setitem__(self, key: Name, kept: Kept) -> None:
        with self._lock:
            self._entries[key] = kept
            self._entries.move_to_end(key)
            while len(self._entries) > self._most:
                self._entries.popitem(last=False)

    def __delitem__(self, key: Name) -> None:
        with self._lock:
            del self._entries[key]

    def __iter__(self) -> Iterator[Name]:
        with self._lock:
            return iter(list(self._entries))

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: object) -> bool:
        return key in self._entries


class PlanMemory:
    """``solved``: situation -> its solution; ``answer``: anything else that is worked out from what its key names."""

    def __init__(self) -> None:
        self.solved: Remembered[Any, Any] = Remembered(SITUATIONS_KEPT)
        self._answers: Remembered[Hashable, Any] = Remembered(ANSWERS_KEPT)

    def answer(self, key: Hashable, work_out: Callable[[], Kept]) -> Kept:
        """Return what is kept under the key, or work it out and keep it. What it returns must not be changed."""
        try:
            return cast("Kept", self._answers[key])
        except KeyError:
            found = self._answers[key] = work_out()
            return found
