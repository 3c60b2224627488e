"""The distinct texts of a column as Arrow holds them: a million certificate numbers need not be objects of Python."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, overload

import pyarrow as pa
import pyarrow.compute as pc

_FEW: Final = 5_000
"""So many texts are a list from the beginning, and a list is made where so many were asked for one by one."""


class Texts(Sequence[str]):
    """Texts that are looked for, compared and stored as a whole; a list where they are gone through one by one."""

    def __init__(self, words: pa.Array) -> None:
        self.words = words
        self._listed: list[str] | None = None
        self._asked = 0

    def __len__(self) -> int:
        return len(self.words)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if self._listed is None and not isinstance(at, slice) and self._asked < _FEW:
            self._asked += 1
            return str(self.words[int(at)].as_py())
        return self._list()[at]

    def __iter__(self) -> Iterator[str]:
        return iter(self._list())

    def _list(self) -> list[str]:
        if self._listed is None:
            self._listed = self.words.to_pylist()
        return self._listed


def texts_of(words: pa.Array) -> Sequence[str]:
    """Return the texts of an array without missing ones."""
    return Texts(words) if len(words) > _FEW else words.to_pylist()


def words_of(texts: Sequence[str]) -> pa.Array:
    """Return texts as Arrow has them."""
    return texts.words if isinstance(texts, Texts) else pa.array(texts, pa.string())


def or_missing(texts: Sequence[str]) -> pa.Array:
    """Return texts as Arrow has them, the empty ones missing."""
    words = words_of(texts)
    return pc.if_else(pc.equal(words, ""), pa.scalar(None, words.type), words)
