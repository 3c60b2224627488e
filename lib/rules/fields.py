"""One mapping of a rule file, read key by key; every problem is reported with its dotted key."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from lib.domain.points import hundredths
from lib.rules.findings import Findings, nearest, shown

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DECIMAL: Final = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")
_WHOLE: Final = re.compile(r"[0-9]{1,4}")
_CODE: Final = re.compile(r"[A-Za-z0-9]+([._-][A-Za-z0-9]+)*")
_LINK: Final = re.compile(r"https?://[^\s<>\"']+")

LONGEST_CODE: Final = 40
LONGEST_LINE: Final = 300
LONGEST_NOTE: Final = 2_000


def is_code(text: str) -> bool:
    """Whether a text can be a code: letters and digits in groups joined by one of ``. _ -``, at most 40 characters."""
    return len(text) <= LONGEST_CODE and _CODE.fullmatch(text) is not None


CODE_WORDS: Final = f"letters and digits, joined by - . or _, at most {LONGEST_CODE} characters"


class Fields:
    """The keys of one mapping. A reader returns a harmless value after a problem, so that the reading can go on."""

    def __init__(self, findings: Findings, path: str, value: Any, accepted: Sequence[str]) -> None:
        self.findings = findings
        self.path = path
        self.readable = isinstance(value, dict)
        self.values: dict[str, Any] = {str(k): v for k, v in value.items()} if isinstance(value, dict) else {}
        if not self.readable:
            findings.report(path or "the file", f"is {shown(value)}", f"the keys {', '.join(accepted)}")
        for key in self.values:
            if key not in accepted:
                findings.report(self.key(key), "is not a known key", nearest(key, accepted))

    def key(self, name: str) -> str:
        """Return the dotted key of one of the keys of this mapping."""
        return f"{self.path}.{name}" if self.path else name

    def refuse(self, name: str, accepted: str) -> None:
        """Report the value of a key as not accepted."""
        self.findings.report(self.key(name), f"is {shown(self.values.get(name))}", accepted)

    def given(self, name: str) -> bool:
        """Whether the key is there with a value."""
        return self.values.get(name) is not None

    def demand(self, name: str, accepted: str) -> bool:
        """Return whether the key has a value; report it as missing otherwise."""
        if self.given(name):
            return True
        if self.readable:
            self.findings.report(self.key(name), "is empty" if name in self.values else "is missing", accepted)
        return False

    def scalar(self, name: str) -> str | None:
        """Return the value as the text that was written; None where it is absent or no text, number or date."""
        value = self.values.get(name)
        if isinstance(value, str):
            return value.strip()
        if isinstance(value, date):
            return value.isoformat()
        return str(value) if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else None

    def line(self, name: str, *, required: bool = True, longest: int = LONGEST_LINE) -> str | None:
        """Return one piece of text; None where it is absent and need not be there."""
        accepted = f"text of 1 to {longest} characters"
        if not (self.demand(name, accepted) if required else self.given(name)):
            return None
        text = self.scalar(name)
        if not text or len(text) > longest or not all(c.isprintable() or c.isspace() for c in text):
            self.refuse(name, accepted)
            return None
        return text

    def code(self, name: str, what: str, *, required: bool = True) -> str | None:
        """Return a code; ``what`` says of what, with an example."""
        accepted = f"{what}: {CODE_WORDS}"
        if not (self.demand(name, accepted) if required else self.given(name)):
            return None
        text = self.scalar(name)
        if text is None or not is_code(text):
            self.refuse(name, accepted)
            return None
        return text

    def choice(self, name: str, accepted: Iterable[str]) -> str | None:
        """Return one of a closed list of words; the nearest is suggested for one that is not in it."""
        words = list(accepted)
        if not self.demand(name, f"one of {', '.join(words)}"):
            return None
        text = self.scalar(name)
        if text not in words:
            self.refuse(name, nearest(text or "", words))
            return None
        return text

    def points(self, name: str) -> int | None:
        """Return an amount as hundredths; None where it is absent or not accepted."""
        text = self.scalar(name)
        if text is None or not _DECIMAL.fullmatch(text) or Decimal(text) <= 0:
            self.refuse(name, "a number above 0 with at most two decimals, such as 36 or 1.5")
            return None
        return hundredths(Decimal(text))

    def whole(self, name: str, lowest: int, highest: int, unit: str) -> int:
        """Return a required whole number from ``lowest`` to ``highest``; ``lowest`` after a problem."""
        accepted = f"a whole number of {unit} from {lowest} to {highest}"
        if not self.demand(name, accepted):
            return lowest
        text = self.scalar(name)
        if text is None or not _WHOLE.fullmatch(text) or not lowest <= int(text) <= highest:
            self.refuse(name, accepted)
            return lowest
        return int(text)

    def day(self, name: str, accepted: str = "a date that exists, written as 2024-02-29, or null") -> date | None:
        """Return a date, or None where it is absent."""
        if not self.given(name):
            return None
        text = self.scalar(name) or ""
        try:
            # Python 3.11 reads other ISO forms too (20240229, 2024-W09-4); a file uses one.
            day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
        except ValueError:
            day = None
        if day is None:
            self.refuse(name, accepted)
        return day

    def link(self, name: str) -> str | None:
        """Return a web address, or None where it is absent."""
        text = self.line(name, required=False, longest=1_000)
        if text is not None and not _LINK.fullmatch(text):
            self.refuse(name, "an address that begins with http:// or https://, or null")
            return None
        return text

    def listed(self, name: str, accepted: str, *, required: bool = True) -> list[tuple[str, Any]]:
        """Return the items of a list, each with its dotted key; none where it is absent."""
        if not (self.demand(name, accepted) if required else self.given(name)):
            return []
        value = self.values[name]
        if not isinstance(value, list | tuple):
            self.refuse(name, accepted)
            return []
        return [(f"{self.key(name)}[{index}]", item) for index, item in enumerate(value)]

    def mapped(self, name: str, accepted: str, *, required: bool = True) -> list[tuple[str, str, Any]]:
        """Return the items of a mapping: code, dotted key, value; none where it is absent."""
        if not (self.demand(name, accepted) if required else self.given(name)):
            return []
        value = self.values[name]
        if not isinstance(value, dict):
            self.refuse(name, accepted)
            return []
        return [(str(key), f"{self.key(name)}.{key}", item) for key, item in value.items()]
