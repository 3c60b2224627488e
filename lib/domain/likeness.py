"""When two activities may be one told twice: the project's own choice (domain definition, "Which credits count")."""

from __future__ import annotations

import re
from typing import Final

ALIKE_DAYS: Final = 3
"""At most so many days apart."""

ALIKE_TITLES: Final = 90
"""The least ``token_sort_ratio`` (with ``default_process``) at which two titles are alike."""

_DIGITS: Final = re.compile(r"\d+")


def digit_groups(title: str) -> str:
    """Return the groups of digits in a title, sorted: two titles with different ones are not alike (part 1, part 2)."""
    return " ".join(sorted(_DIGITS.findall(title)))


def titles_alike(one: str, other: str) -> bool:
    """Return whether two titles are alike and have the same groups of digits; two without any word are not."""
    from rapidfuzz import fuzz, utils

    if digit_groups(one) != digit_groups(other) or not utils.default_process(one):
        return False
    return fuzz.token_sort_ratio(one, other, processor=utils.default_process) >= ALIKE_TITLES
