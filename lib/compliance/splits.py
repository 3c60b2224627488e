"""How credits that name several areas are best split: the part of an exact allocation that falls to each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.compliance.allocation import allocate
from lib.compliance.coverage import Requirements
from lib.domain.areas import AREA_NUMBER, mask_of


@dataclass(frozen=True)
class Offer:
    """Points of a counted credit: ``areas`` as named; ``free`` where they may still be split between these."""

    credit_id: int
    points: int
    areas: tuple[str, ...]
    activity_type: str | None
    free: bool


def best_splits(offers: Sequence[Offer], requirements: Requirements) -> tuple[dict[int, dict[str, int]], int]:
    """Return for each free credit that should be split (or counted in another area than its first) its parts by area,
    and the points (hundredths) that are missing then.

    The parts add up to the credit's points and leave as few points missing as any split does: they are read off an
    exact allocation in which free credits may go to any of their areas. Credits that are not free go first, so that a
    free one is split only where that is of use.
    """
    ordered = sorted(offers, key=lambda offer: offer.free)
    masks = [mask_of(offer.areas if offer.free else offer.areas[:1]) for offer in ordered]
    shares, _ = allocate(
        [offer.points for offer in ordered], masks, [offer.activity_type for offer in ordered], requirements
    )
    found = {}
    for offer, share in zip(ordered, shares, strict=True):
        if not offer.free:
            continue
        parts: dict[str, int] = {}
        for position, points in share.items():
            accepted = requirements.accepts[position]
            area = next(area for area in offer.areas if accepted >> AREA_NUMBER[area] & 1)
            parts[area] = parts.get(area, 0) + points
        left = offer.points - sum(parts.values())
        if left:
            parts[offer.areas[0]] = parts.get(offer.areas[0], 0) + left
        if parts != {offer.areas[0]: offer.points}:
            found[offer.credit_id] = parts
    return found, sum(requirements.needs) - sum(sum(share.values()) for share in shares)
