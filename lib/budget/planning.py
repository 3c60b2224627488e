"""One planning: what it is asked, and how long it may look."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lib.budget.needs import PersonNeed
from lib.budget.programme import Deadline, Solution
from lib.budget.shared import SharedSource
from lib.budget.shelf import Shelf
from lib.budget.situations import Situation


@dataclass(frozen=True)
class Planning:
    """The people, what each can buy on a day and what they can use together.

    ``solved`` is read and filled with what situations came to; ``progress(done, of)`` is called after each distinct one
    and may end the planning by raising. After the ``deadline`` nothing new is begun.
    """

    people: Sequence[PersonNeed]
    shelf: Shelf
    as_of: date
    deadline: Deadline
    sources: Sequence[SharedSource] = ()
    solved: MutableMapping[Situation, Solution | None] = field(default_factory=dict)
    progress: Callable[[int, int], None] | None = None
