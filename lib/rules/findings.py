"""What is wrong with a rule file: one set of checks, two behaviours. Without a list the first problem raises; with one,
every problem is collected and the reading goes on."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, NoReturn

from lib.domain.errors import RuleFileError

SHOWN_LENGTH = 80
"""How much of a value found in a file a message repeats; the rest is cut."""


class Findings:
    """The problems of one file. ``collected`` None: :meth:`report` raises; a list: it appends the sentence."""

    def __init__(self, file: str, collected: list[str] | None = None) -> None:
        self.file = file
        self.collected = collected
        self.count = 0

    def report(self, key: str, found: str, accepted: str) -> None:
        """Report one problem: the dotted ``key``, what was ``found`` there (``is "x"``), and what is accepted.

        Raises ``RuleFileError`` unless the problems are being collected.
        """
        self.count += 1
        message = self.sentence(key, found, accepted)
        if self.collected is None:
            raise RuleFileError(message)
        self.collected.append(message)

    def stop(self, key: str, found: str, accepted: str) -> NoReturn:
        """Raise a problem after which the file cannot be read any further."""
        raise RuleFileError(self.sentence(key, found, accepted))

    def sentence(self, key: str, found: str, accepted: str) -> str:
        """Return the message: what happened, where, what was found, what is accepted, what to do."""
        return (
            f"The rule file {self.file} was not accepted: {key} {found}. Accepted: {accepted}. "
            "Correct the file and check it again."
        )


def shown(value: Any) -> str:
    """Return a value found in a file as a message repeats it: quoted, on one line, cut where it is long."""
    if value is None:
        return "empty"
    if isinstance(value, dict):
        return "a list of keys"
    if isinstance(value, list | tuple):
        return "a list"
    text = " ".join(str(value).split())
    text = "".join(c if c.isprintable() else "�" for c in text)
    return f'"{text[:SHOWN_LENGTH]}…"' if len(text) > SHOWN_LENGTH else f'"{text}"'


def nearest(word: str, accepted: Iterable[str]) -> str:
    """Return the accepted words as text, after the one most like ``word`` where there is one."""
    words = list(accepted)
    plain = word.strip().casefold().replace(" ", "_").replace("-", "_")
    by_plain = {w.casefold().replace("-", "_"): w for w in words}
    close = get_close_matches(plain, by_plain, n=1, cutoff=0.6)
    listed = ", ".join(words)
    return f"{by_plain[close[0]]} (the nearest), or another of {listed}" if close else f"one of {listed}"
