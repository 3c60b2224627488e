"""Words for kinds of products and for the areas that a product counts in, as people write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from lib.domain.areas import ANY
from lib.ingest.area_texts import areas_of_text
from lib.ingest.vocabulary import compact

_KINDS: Final = {
    "course": (
        "course", "courses", "single", "single course", "course set", "webinar", "event", "meeting", "conference",
        "seminar", "certificate", "certificate program", "exam preparation", "session", "in-house session",
        "live event",
    ),
    "pack": ("pack", "package", "bundle", "capped pack", "credit pack"),
    "unlimited": (
        "unlimited", "subscription", "unlimited seat", "unlimited package", "unlimited subscription", "site licence",
        "site license", "library",
    ),
    "free": ("free", "free source", "free credit"),
    "membership": ("membership", "dues", "member dues"),
}  # fmt: skip
_KIND_OF: Final = {compact(word): kind for kind, words in _KINDS.items() for word in words}


def kind_of(text: str) -> str:
    """Return the kind of product that a text names, or the text as it stands where it names none."""
    return _KIND_OF.get(compact(text), text)


def product_areas(text: str, known: Mapping[str, str]) -> str:
    """Return area codes joined by ``;``, ``*`` for any; parts that are no area follow as they stand."""
    if compact(text) in (ANY, "any", "all", "anyarea", "allareas", "every"):
        return ANY
    found, rest = areas_of_text(text, known)
    return ";".join((*found, *rest))
