"""Books read a moment ago: a choice about a file reads its rows again, and its cells need not be."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from lib.ingest.book import Book
from lib.ingest.limits import Limits
from lib.ingest.reading import parse

_KEPT: Final = 4
_LARGEST: Final = 20_000_000
"""Larger files are read anew each time: their cells would take too much memory to keep."""

_books: OrderedDict[tuple[str, str, Limits], Book] = OrderedDict()
_lock = threading.Lock()


@dataclass(frozen=True)
class _Begun:
    """A file that another thread reads since before anybody asked for it."""

    name: str
    data: bytes
    limits: Limits
    book: Future[Book]


_begun: list[_Begun] = []


def begin(name: str, data: bytes, limits: Limits) -> None:
    """Start reading a file that :func:`recently_parsed` will be asked for, and do not wait for it."""
    beside = ThreadPoolExecutor(max_workers=1)
    book = beside.submit(parse, name, data, limits)
    beside.shutdown(wait=False)
    with _lock:
        _begun[:] = [_Begun(name, data, limits, book)]


def _parsed(name: str, data: bytes, limits: Limits) -> Book:
    with _lock:
        begun = [each for each in _begun if (each.name, each.limits) == (name, limits) and each.data == data]
        if begun:
            _begun.clear()
    return begun[0].book.result() if begun else parse(name, data, limits)


def recently_parsed(name: str, data: bytes, limits: Limits) -> Book:
    """Return :func:`lib.ingest.reading.parse` of a file, kept for a few files; nobody may change a book.

    :class:`RefusedFile` as :func:`parse` raises it; a refusal is not kept.
    """
    if len(data) > _LARGEST:
        return _parsed(name, data, limits)
    key = (name, hashlib.sha256(data).hexdigest(), limits)
    with _lock:
        if key in _books:
            _books.move_to_end(key)
            return _books[key]
    book = _parsed(name, data, limits)
    with _lock:
        _books[key] = book
        while len(_books) > _KEPT:
            _books.popitem(last=False)
    return book
