"""From who uses what together to what everybody buys, and what is paid for together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lib.budget.joint import Joint
from lib.budget.needs import PersonNeed
from lib.budget.shared import SharedSource, after
from lib.budget.situations import Scenario
from lib.budget.team_plan import Item, PersonPlan, SharedPurchase
from lib.budget.ways import Finder


def purchases(
    finder: Finder, people: Sequence[PersonNeed], joint: Joint, scenario: Scenario
) -> tuple[tuple[PersonPlan, ...], tuple[SharedPurchase, ...]]:
    """Return each completed person's purchases, re-checked, and what is paid for together."""
    used = {
        staff_id: (*finder.used_first[staff_id], *(finder.priced[n] for n in sorted(chosen)))
        for staff_id, chosen in joint.chosen.items()
    }
    shared = _paid_together(used)
    each = {purchase.source_id: purchase.each_cents for purchase in shared}
    plans = tuple(
        _own(finder, person, used[person.staff_id], each, scenario) for person in people if person.staff_id in used
    )
    return plans, shared


def _paid_together(used: Mapping[str, Sequence[SharedSource]]) -> tuple[SharedPurchase, ...]:
    sources: dict[str, SharedSource] = {}
    users: dict[str, list[str]] = {}
    for staff_id, mine in used.items():
        for source in mine:
            sources[source.source_id] = source
            users.setdefault(source.source_id, []).append(staff_id)
    found = []
    for source_id, staff_ids in sorted(users.items()):
        source = sources[source_id]
        tier = source.tier(len(staff_ids))
        cost = source.cost(len(staff_ids))
        assert tier is not None
        assert cost is not None, "the model gives no source more users than it has seats"
        found.append(
            SharedPurchase(
                source_id, source.product_id, source.name, source.provider, source.form, tuple(staff_ids),
                max(len(staff_ids), tier.least), tier.fixed, tier.each, cost,
            )
        )  # fmt: skip
    return tuple(found)


def _own(
    finder: Finder, person: PersonNeed, mine: Sequence[SharedSource], each: Mapping[str, int], scenario: Scenario
) -> PersonPlan:
    """Return one person's purchases: the seats used, what is bought beside them, and dues where everyone joins."""
    rest = after(person, mine)
    private = None
    if rest.short_holdings:
        private = finder.team.plan_of(rest, finder.situation(rest, scenario), scenario)
    dues = [] if rest.short_holdings else finder.dues(rest, scenario)
    items = tuple(
        Item(s.product_id, s.name, s.provider, 1, each[s.source_id], as_member=False, form=s.form) for s in mine
    ) + (() if private is None else private.items) + tuple(
        Item(
            card.product_id, card.product, card.provider, 1, price, as_member=False,
            buyer_class=card.buyer_class(member=False, classes=rest.classes),
        )
        for card, price in dues
    )  # fmt: skip
    return PersonPlan(
        staff_id=person.staff_id,
        name=person.name,
        cost_cents=sum(item.cost_cents for item in items),
        hours_hundredths=sum(s.hours for s in mine)
        + (0 if private is None else private.hours_hundredths)
        + sum(card.hours_for(0) for card, _ in dues),
        missing_hundredths=person.missing,
        items=items,
    )
