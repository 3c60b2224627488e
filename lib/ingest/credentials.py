"""Credential codes as people write them: ``MLS(ASCP)CM``, ``MT (ASCP)``, ``MLS(ASCPi)CM``, several in one cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

import pandas as pd

from lib.ingest.vocabulary import compact, table, words

DEFAULT_PROGRAM: Final = "ASCP"
_SEPARATORS: Final = re.compile(r"\s*(?:[;,/|+&\r\n]|\band\b|\by\b|\bvà\b)\s*", re.IGNORECASE)
_BODY: Final = re.compile(r"^(.+?)(ascpi|ascp)(?:i)?(cm)?$")
_BEFORE_BODY: Final = re.compile(r"\s*(\((?:ASCPi?|BOC)\))\s*(?=CM\b|\s|$)\s?(?!CM)", re.IGNORECASE)
_BARE_CM: Final = re.compile(r"^(.+?)(cm)$")


@cache
def _program_words() -> Mapping[str, str]:
    return {
        compact(word): program
        for program, spellings in table("words")["programs"].items()
        for word in (program, *spellings)
    }


@dataclass(frozen=True)
class Reading:
    """The (program, credential) pairs a cell names, in order, and the parts that no program knows."""

    found: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]


class Credentials:
    """Every spelling the rule book knows, ready to look up."""

    def __init__(self, spellings: pd.DataFrame) -> None:
        self._codes: dict[str, dict[str, str]] = {}
        self._programs: dict[str, str] = {}
        for program, credential, spelling in zip(
            spellings["program"], spellings["credential"], spellings["spelling"], strict=True
        ):
            self._codes.setdefault(compact(spelling), {})[program] = credential
            self._codes.setdefault(compact(credential), {})[program] = credential
            self._programs[compact(program)] = program

    def program(self, text: str) -> str | None:
        """Return the program a text names, None where none is known by it."""
        key = compact(text)
        named = self._programs.get(key) or _program_words().get(key)
        return named if named in self._programs.values() else None

    def read(self, text: str, program: str | None) -> Reading:
        """Return what a cell says: first as a whole, then in parts. ``program`` is the one the row names, if any."""
        whole = self._one(text, program)
        if whole:
            return Reading((whole,), ())
        found: list[tuple[str, str]] = []
        unknown: list[str] = []
        for part in filter(None, _SEPARATORS.split(text)):
            pair = self._one(part, program)
            if pair is None:
                unknown.append(part)
            elif pair not in found:
                found.append(pair)
        spaced = [self._spaced(part, program) for part in unknown]
        found += [pair for pairs in spaced for pair in pairs if pair not in found]
        unknown = [part for part, pairs in zip(unknown, spaced, strict=True) if not pairs]
        if found:
            unknown = [part for part in unknown if compact(part) not in words("degrees")]
        return Reading(tuple(dict.fromkeys(found)), tuple(unknown))

    def _spaced(self, text: str, program: str | None) -> list[tuple[str, str]]:
        """Return the credentials of a text that parts them by spaces only, each of them known; none otherwise."""
        parts = _BEFORE_BODY.sub(r"\1", text).split()
        pairs = [self._one(part, program) for part in parts if len(parts) > 1 and compact(part) not in words("degrees")]
        return [pair for pair in pairs if pair is not None] if pairs and all(pairs) else []

    def _one(self, text: str, program: str | None) -> tuple[str, str] | None:
        key = compact(text.replace("™", "").replace("®", ""))
        tries: list[tuple[str, str | None]] = [(key, program)]
        if match := _BODY.match(key):
            international = match[2] == "ascpi" or key.removesuffix("cm").endswith("i")
            tries.append((match[1], program or ("ASCPi" if international else DEFAULT_PROGRAM)))
        elif match := _BARE_CM.match(key):
            tries.append((match[1], program))
        for code, wanted in tries:
            programs = self._codes.get(code)
            if not programs:
                continue
            if wanted is not None:
                if wanted in programs:
                    return wanted, programs[wanted]
                continue
            if DEFAULT_PROGRAM in programs:
                return DEFAULT_PROGRAM, programs[DEFAULT_PROGRAM]
            if len(programs) == 1:
                return next(iter(programs.items()))
        return None

    def nearby(self) -> str:
        """Return some codes for a sentence."""
        codes = sorted(
            {
                code
                for programs in self._codes.values()
                for program, code in programs.items()
                if program == DEFAULT_PROGRAM
            }
        )
        return ", ".join(codes[:12]) + ("…" if len(codes) > 12 else "")
