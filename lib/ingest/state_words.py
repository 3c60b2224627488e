"""Words for completed or not, and for yes and no, as cells have them."""

from __future__ import annotations

from itertools import pairwise

from lib.domain.text import words_key
from lib.ingest.vocabulary import compact, words


def state_of(text: str) -> str:
    """Return ``yes`` (completed), ``no`` (not completed) or '' for a state as written.

    Longer texts are read by the words they begin with; ``Completed - Failed`` and ``Attended, not passed`` are *no* by
    what follows.
    """
    key = compact(text)
    if key in words("not_completed"):
        return "no"
    if key in words("completed"):
        return "yes"
    tokens = words_key(text).split(" ")
    if len(tokens) > 1 and tokens[0] in ("not", "never", "no"):
        return "no"
    for size in range(min(len(tokens), 4), 0, -1):
        head = "".join(tokens[:size])
        if len(head) < 4:
            continue
        if head in words("not_completed"):
            return "no"
        if head in words("completed"):
            return "no" if _undone(tokens[size:]) or "not" in tokens or "no" in tokens else "yes"
    return ""


def _undone(tokens: list[str]) -> bool:
    return any(token in words("undone") for token in tokens) or any(
        first + second in words("undone") for first, second in pairwise(tokens)
    )


def truth_of(text: str) -> int:
    """Return 1 for a word for yes, 0 for one for no, -1 for anything else."""
    key = compact(text)
    return 1 if key in words("yes") else 0 if key in words("no") else -1
