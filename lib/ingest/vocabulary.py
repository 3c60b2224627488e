"""The tables of words that recognising rests on: headers, areas, activity types, states, units. All of it data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow.compute as pc
import yaml

from lib.domain.text import words_key
from lib.ingest.texts import words_of

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Ten times as fast where the package has it: the tables are read by every process that imports."""

_FOLDER: Final = Path(__file__).parent / "data"
_BRACKETS: Final = re.compile(r"[(\[{<][^)\]}>]*[)\]}>]")
_STARS: Final = re.compile(r"[*†‡:?]+")
_PREFIX: Final = re.compile(r"^\s*([^\W\d_]+)\s*(?:[-–—:./|>]|_)\s*(?=\S)")
_NUMBER_SIGN: Final = re.compile(r"(?<=\w)[\s.]*#$")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def table(name: str) -> Any:
    """Return one of the data files of this package as plain data, read once."""
    return yaml.load((_FOLDER / f"{name}.yaml").read_text(encoding="utf-8"), Loader=_LOADER)


def compact(words: str) -> str:
    """Return words apart from case, accents, punctuation and spaces; signs alone stay as they are (``#``, ``✓``)."""
    return words_key(words).replace(" ", "") or words.strip()


def is_nothing(text: str) -> bool:
    """Whether a text is empty or a word for nothing (``n/a``, ``-``, ``none``)."""
    if not text:
        return "" in words("nothing")
    # No such word has a digit in it: most of what is asked about, IDs and numbers, is answered by that.
    if any(map(str.isdecimal, text)) and not _nothing_has_digits():
        return False
    return compact(text) in words("nothing")


def nothings(texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Return :func:`is_nothing` of many texts."""
    asked = np.asarray(pc.invert(pc.match_substring_regex(words_of(texts), "[0-9]")))
    if _nothing_has_digits():
        asked = np.ones(len(texts), bool)
    found = np.zeros(len(texts), bool)
    for number in np.flatnonzero(asked).tolist():
        found[number] = is_nothing(texts[number])
    return found


@cache
def _nothing_has_digits() -> bool:
    return any(sign.isdecimal() for word in words("nothing") for sign in word)


@cache
def words(name: str) -> frozenset[str]:
    """Return one list of ``words.yaml``, compact."""
    return frozenset(compact(str(word)) for word in table("words")[name])


@cache
def lookup(name: str) -> Mapping[str, str]:
    """Return word -> code of ``areas`` or ``activities``, compact; the first code that lists a word has it."""
    found: dict[str, str] = {}
    for code, spellings in table(name).items():
        for spelling in (code.replace("_", " "), *spellings):
            found.setdefault(compact(str(spelling)), code)
    return found


@cache
def months() -> Mapping[str, int]:
    """Return month word -> its number."""
    return {compact(word): number for word, number in table("words")["months"].items()}


@cache
def units() -> Mapping[str, str]:
    """Return unit word -> key of :data:`lib.domain.points.UNIT_FACTORS`."""
    names = ("points", "contact_hours", "ceu", "minutes", "semester_hours", "quarter_hours")
    return {compact(str(word)): name for name in names for word in table("words")[name]}


@cache
def spellings() -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Return header spelling -> the fields it can mean, each with its rank in that field's list (0 = preferred)."""
    found: dict[str, list[tuple[str, int]]] = {}
    for field, names in table("fields")["fields"].items():
        seen = set()
        for rank, name in enumerate((field.replace("_", " "), *names)):
            key = compact(str(name))
            if key not in seen:
                seen.add(key)
                found.setdefault(key, []).append((field, max(rank - 1, 0)))
    return {key: tuple(fields) for key, fields in found.items()}


@cache
def ignored() -> Mapping[str, str]:
    """Return header spelling -> why it is not read."""
    return {compact(name): why for name, why in table("fields")["ignored"].items()}


@cache
def template_fields(kind: str) -> Mapping[str, str]:
    """Return header spelling -> field of one sheet of the template workbook."""
    return {compact(name): field for name, field in table("fields")["templates"][kind].items()}


@cache
def _prefixes() -> frozenset[str]:
    return frozenset(table("fields")["prefixes"])


@lru_cache(maxsize=10_000)
def header_forms(header: str) -> tuple[str, ...]:
    """Return the compact forms under which a header is looked up, best first: a ``#`` at its end read as *number*
    (``Personnel #`` is no name), whole, without hints, without prefixes."""
    plain = _STARS.sub("", header).strip()
    bare = _BRACKETS.sub(" ", plain).strip()
    forms = [_NUMBER_SIGN.sub(" number", bare)] if _NUMBER_SIGN.search(bare) else []
    forms += [plain, bare]
    rest = bare
    while (match := _PREFIX.match(rest)) and words_key(match[1]) in _prefixes():
        rest = rest[match.end() :]
        forms.append(rest)
    forms += [form.split(" - ")[-1] for form in (bare,) if words_key(form.split(" - ")[0]) in _prefixes()]
    forms += [part for part in re.split(r"[\r\n]+", bare)[:1] if part != bare]
    return tuple(dict.fromkeys(compact(form) for form in forms if words_key(form) or form in {"#", "✓"}))


def header_words(header: str) -> frozenset[str]:
    """Return the separate words of a header, ``LastName`` as two."""
    return frozenset(words_key(_CAMEL.sub(" ", header)).split())
