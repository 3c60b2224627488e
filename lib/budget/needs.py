"""What a plan starts from: the points missing in each holding of each person, as subset deficits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from lib.domain.text import words_key


@dataclass(frozen=True)
class HoldingNeed:
    """What one holding still misses in the sure counting.

    ``accepts`` holds one area bit mask per requirement in rule order, the rest last. ``deficits[T]`` is ``need(T) -
    supply(T)`` in hundredths for the set T of requirements whose bits are set in the index (bit k is requirement k);
    ``deficits[0]`` is 0. Purchases complete the holding if and only if, for every T, the points bought that at least
    one requirement in T accepts reach ``deficits[T]`` (max-flow/min-cut; bought points are divisible among a product's
    areas). ``usable_by`` is the last day on which points can still be earned for it, ``window_from`` the first day of
    its window.
    """

    program: str
    credential: str
    accepts: tuple[int, ...]
    deficits: tuple[int, ...]
    usable_by: date
    window_from: date

    def __post_init__(self) -> None:
        if len(self.deficits) != 1 << len(self.accepts):
            raise ValueError(
                f"{self.program} {self.credential}: {len(self.accepts)} requirements need {1 << len(self.accepts)} "
                f"deficits, one for each set of them; found {len(self.deficits)}."
            )

    @property
    def missing(self) -> int:
        """Points missing (hundredths): the largest deficit, at least 0."""
        return max(0, *self.deficits)


@dataclass(frozen=True)
class PersonNeed:
    """One person's needs.

    ``member_of`` are the providers whose membership is current on the day (any spelling), ``titles`` the ``title_key``
    of every credit the person already has in the window, ``classes`` the further classes of buyers that the person is
    of on the day (:func:`lib.domain.text.words_key`), such as *student*.
    """

    staff_id: str
    name: str
    holdings: tuple[HoldingNeed, ...]
    member_of: frozenset[str] = field(default_factory=frozenset)
    titles: frozenset[str] = field(default_factory=frozenset)
    classes: frozenset[str] = field(default_factory=frozenset)

    @property
    def missing(self) -> int:
        """Points missing (hundredths), summed over the holdings."""
        return sum(holding.missing for holding in self.holdings)

    @property
    def short_holdings(self) -> tuple[HoldingNeed, ...]:
        """The holdings in which something is missing."""
        return tuple(holding for holding in self.holdings if holding.missing > 0)

    @property
    def member_keys(self) -> frozenset[str]:
        """``member_of`` made comparable (:func:`lib.domain.text.words_key`)."""
        return frozenset(words_key(provider) for provider in self.member_of) - {""}
