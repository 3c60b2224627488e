"""Why a person cannot be completed, in sentences for a laboratory manager."""

from __future__ import annotations

from datetime import date

from lib.budget.needs import HoldingNeed, PersonNeed
from lib.budget.situations import Shelf
from lib.domain import areas as area_words
from lib.domain import points
from lib.domain.calendar import spoken

OUT_OF_TIME = "No plan was found in the time allowed. Allow more time, or take products out of the catalogue."
"""What is said of a person for whom the solver found nothing before the deadline."""

NO_REASON_FOUND = (
    "No set of products that can be bought together covers everything missing. "
    "Add products, or fill in prices and credits, in the catalogue."
)


def past_reason(person: PersonNeed, as_of: date) -> str | None:
    """Return a sentence where a holding's last day for earning points is over; None where none is."""
    past = [holding for holding in person.short_holdings if holding.usable_by < as_of]
    if not past:
        return None
    return " ".join(
        f"{holding.credential}: the last day to earn points for this cycle was {spoken(holding.usable_by)}."
        for holding in past
    )


def uncovered_reason(person: PersonNeed, shelf: Shelf) -> str:
    """Return sentences that say which areas nothing on the shelf covers, or not far enough, holding by holding."""
    sentences = [sentence for holding in person.short_holdings for sentence in _uncovered(holding, person, shelf)]
    if not sentences:
        return NO_REASON_FOUND
    sentences.append("Fill in prices and credits in the catalogue, or add products.")
    return " ".join(sentences)


def _uncovered(holding: HoldingNeed, person: PersonNeed, shelf: Shelf) -> list[str]:
    """One sentence per smallest set of requirements that everything on the shelf together leaves short."""
    supplies = _supplies(holding, person, shelf)
    sentences: list[str] = []
    named: list[int] = []
    for subset in sorted(range(1, len(holding.deficits)), key=lambda t: (t.bit_count(), t)):
        deficit = holding.deficits[subset]
        if deficit <= 0 or any(part & subset == part for part in named):
            continue
        supply = _supply(supplies, subset)
        if supply is None or supply >= deficit:
            continue
        named.append(subset)
        what = _areas_named(holding, subset)
        sentences.append(
            f"{holding.credential}: no product with a known price and known credits covers {what} "
            f"({_points(deficit)} missing)."
            if supply == 0
            else f"{holding.credential}: the products with a known price and known credits give at most "
            f"{_points(supply)} in {what} ({_points(deficit)} missing)."
        )
    return sentences


def _supplies(holding: HoldingNeed, person: PersonNeed, shelf: Shelf) -> list[tuple[int, int | None]]:
    """Return (requirements reached, most points or None for any number) of each product open to the person."""
    supplies: list[tuple[int, int | None]] = []
    for product, mask in zip(shelf.products, shelf.area_masks, strict=True):
        reach = sum(1 << k for k, accepted in enumerate(holding.accepts) if accepted & mask)
        member = product.provider_key in person.member_keys
        if not reach or (not product.repeatable and product.title in person.titles):
            continue
        if not product.may_buy(person.classes):
            continue
        if product.is_membership and member:
            continue
        if product.price(member=member, classes=person.classes) is None and not _can_join(
            product.provider_key, person, shelf
        ):
            continue
        endless = product.is_unlimited or (product.repeatable and not product.is_membership)
        supplies.append((reach, None if endless else product.credits))
    return supplies


def _can_join(provider_key: str, person: PersonNeed, shelf: Shelf) -> bool:
    return any(
        product.is_membership
        and product.provider_key == provider_key
        and product.title not in person.titles
        and product.may_buy(person.classes)
        and product.price(member=False, classes=person.classes) is not None
        for product in shelf.products
    )


def _supply(supplies: list[tuple[int, int | None]], subset: int) -> int | None:
    """Return the most points the set can get, None for any number."""
    total = 0
    for reach, most in supplies:
        if reach & subset:
            if most is None:
                return None
            total += most
    return total


def _areas_named(holding: HoldingNeed, subset: int) -> str:
    names = []
    for k, accepted in enumerate(holding.accepts):
        if subset >> k & 1:
            areas = area_words.areas_of(accepted & area_words.ALL_MASK)
            names.append(
                "any area"
                if len(areas) == len(area_words.AREAS)
                else " or ".join(area_words.label(area).lower() for area in areas)
            )
    return ", ".join(dict.fromkeys(names))


def _points(hundredths: int) -> str:
    return f"{points.text(hundredths)} point" if hundredths == 100 else f"{points.text(hundredths)} points"
