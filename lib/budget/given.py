"""What is there already: used first, by everybody whom it is open to and helps."""

from __future__ import annotations

from collections.abc import Sequence

from lib.budget.needs import PersonNeed
from lib.budget.shared import SharedSource, after


def used_first(people: Sequence[PersonNeed], sources: Sequence[SharedSource]) -> dict[str, tuple[SharedSource, ...]]:
    """Return what is there already and helps each person: their own first, then what several may use."""
    own: dict[str, list[SharedSource]] = {}
    common = []
    for source in sources:
        if source.given and source.open_to is not None and len(source.open_to) == 1:
            own.setdefault(next(iter(source.open_to)), []).append(source)
        elif source.given:
            common.append(source)
    return {person.staff_id: _given(person, [*own.get(person.staff_id, ()), *common]) for person in people}


def _given(person: PersonNeed, sources: Sequence[SharedSource]) -> tuple[SharedSource, ...]:
    """Return what is there already and helps the person, each product once, in the order given."""
    used: list[SharedSource] = []
    left = person
    for source in sources:
        if source.given and source.is_open_to(left) and source.helps(left):
            used.append(source)
            left = after(left, [source])
    return tuple(used)
