"""What the cells of a column look like: the shares that decide between the meanings a header can have."""

from __future__ import annotations

from collections.abc import Callable, Set
from datetime import date
from functools import cached_property

import numpy as np

from lib.ingest.amounts import amount
from lib.ingest.book import EMPTY, NUMBER, TEXT, TIME, TRUTH, Codes, Column
from lib.ingest.credentials import Credentials
from lib.ingest.dates import looks_like_dates
from lib.ingest.state_words import state_of
from lib.ingest.vocabulary import compact, lookup, words

_LOOKED_AT = 200


class ColumnWords:
    """Shares (0 to 1) of the distinct values of a column under its header that are dates, numbers, states and so on."""

    def __init__(self, column: Column, used: Codes, today: date, credentials: Credentials) -> None:
        self._column, self._used, self._today, self._credentials = column, used, today, credentials
        codes = [code for code in used[: 2 * _LOOKED_AT].tolist() if column.kinds[code] != EMPTY][:_LOOKED_AT]
        self._texts = [column.texts[code] for code in codes]
        self._kinds = [int(column.kinds[code]) for code in codes]

    @property
    def empty(self) -> bool:
        """Whether no cell holds anything."""
        return not self._texts

    def _share(self, fits: Callable[[str], bool]) -> float:
        return sum(map(fits, self._texts)) / len(self._texts) if self._texts else 0.0

    def among(self, known: Set[str]) -> float:
        """Return the share of values that are one of these compact words."""
        return self._share(lambda text: compact(text) in known)

    @cached_property
    def dates(self) -> float:
        return looks_like_dates(self._column, self._used, self._today)

    @cached_property
    def numbers(self) -> float:
        pairs = zip(self._kinds, self._texts, strict=True)
        hits = sum(kind in (NUMBER, TIME) or (kind == TEXT and amount(text) is not None) for kind, text in pairs)
        return hits / len(self._texts) if self._texts else 0.0

    @cached_property
    def counts_rows(self) -> bool:
        """Whether the values are 1, 2, 3 and so on, in this order and each in one row only."""
        if len(self._texts) < 2 or self._texts != [str(number) for number in range(1, len(self._texts) + 1)]:
            return False
        times = np.bincount(self._column.codes, minlength=len(self._column.kinds))[self._used]
        return bool((times[self._column.kinds[self._used] != EMPTY] == 1).all())

    @cached_property
    def truths(self) -> float:
        if TRUTH in self._kinds:
            return 1.0
        return self.among(words("yes") | words("no"))

    @cached_property
    def states(self) -> float:
        return self._share(lambda text: len(text) < 60 and state_of(text) != "")

    @cached_property
    def employment(self) -> float:
        return self.among(words("employed") | words("left") | words("leave") | {"1", "0"})

    @cached_property
    def areas(self) -> float:
        return self.among(lookup("areas").keys())

    @cached_property
    def activities(self) -> float:
        return self.among(lookup("activities").keys())

    @cached_property
    def credentials(self) -> float:
        return self._share(lambda text: bool(self._credentials.read(text, None).found))

    @cached_property
    def programs(self) -> float:
        return self._share(lambda text: self._credentials.program(text) is not None)

    @cached_property
    def names(self) -> float:
        return self._share(lambda text: (" " in text or "," in text) and not any(sign.isdigit() for sign in text))

    @cached_property
    def codes(self) -> float:
        return self._share(lambda text: " " not in text and any(sign.isdigit() for sign in text))
