"""The rule book as it stands: the shipped rules, the laboratory's own files, and what is stored in the database."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from typing import Final

from lib.domain.calendar import spoken
from lib.domain.errors import RuleFileError
from lib.rules.book import RuleBook
from lib.rules.loader import load_files
from lib.rules.verifying import Verified, with_verifications
from lib.store import rule_versions
from lib.store.database import Store
from lib.store.rule_versions import StoredDocument, StoredVerification

_KEPT: Final = 8


@dataclass(frozen=True)
class Assembled:
    """A book put together. ``set_aside``: one sentence for each stored document that does not fit the others."""

    book: RuleBook
    set_aside: tuple[str, ...] = ()


class RuleShelf:
    """Puts the book together when what is stored of rules has changed; safe to ask from several threads.

    ``base`` are the rules that come with the program and with ``LABREADY_RULES``: they are read once, at the start.
    """

    def __init__(self, base: RuleBook, store: Store) -> None:
        self.base = base
        self._store = store
        self._lock = threading.Lock()
        self._kept: OrderedDict[object, Assembled] = OrderedDict()
        self._seen: tuple[int, Assembled] | None = None

    def now(self) -> Assembled:
        """Return the book of this moment. Any write bumps the data version, so an older book is never given."""
        version = self._store.data_version()
        with self._lock:
            if self._seen is not None and self._seen[0] == version:
                return self._seen[1]
        found = self._assembled(None)
        with self._lock:
            self._seen = (version, found)
        return found

    def on(self, known_on: date) -> Assembled:
        """Return the book with what was stored of rules by that day.

        What ships with the program, and the files of ``LABREADY_RULES``, carry no day: they are those of this program.
        """
        return self._assembled(known_on)

    def without(self, number: int) -> Assembled:
        """Return the book as it would be without one of the stored documents."""
        with self._store.reading() as cursor:
            documents = rule_versions.documents(cursor)
            verifications = rule_versions.verifications(cursor)
        return assemble(self.base, tuple(d for d in documents if d.number != number), verifications)

    def _assembled(self, known_on: date | None) -> Assembled:
        with self._store.reading() as cursor:
            documents = rule_versions.documents(cursor, known_on)
            verifications = rule_versions.verifications(cursor, known_on)
        key = (tuple(document.number for document in documents), verifications)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = assemble(self.base, documents, verifications)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return made


def assemble(
    base: RuleBook, documents: tuple[StoredDocument, ...], verifications: tuple[StoredVerification, ...]
) -> Assembled:
    """Return the base with the stored documents added in their order.

    A document that does not fit (a shipped version it corrects may be gone after an update) is set aside and said: it
    is then for the manager to look at, while all others hold.
    """
    book = base
    set_aside: list[str] = []
    for document in documents:
        try:
            book = load_files([(document.name, document.text)], book)
        except RuleFileError as problem:
            set_aside.append(
                f"Rule change {document.number} ({document.name}, stored by {document.author} on "
                f"{spoken(document.added_on)}) is not in force. {problem.message}"
            )
    entries = [Verified(v.version, v.numbers, v.verified_by, v.verified_on) for v in verifications]
    return Assembled(with_verifications(book, entries), tuple(set_aside))
