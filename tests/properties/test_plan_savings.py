"""What free sources and one in-house ethics hour save, against exhaustive search: person by person, and where shared.

The judges know neither: without free sources is a catalogue without those rows, the hour one more row of it that gives
a point of ethics for nothing.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.access.policy import local_principal
from lib.budget import PersonNeed, SharedSource
from lib.services import budget_questions
from lib.services.budget_questions import ETHICS_HOUR, FREE_SOURCES
from lib.services.container import LabReady
from lib.services.plan_memory import PlanMemory
from lib.services.plans import Asked, Team
from tests.properties import sharing, sharing_judge, test_plan_exact
from tests.properties.examples import laws
from tests.properties.sharing import DAY

Rows = list[dict[str, Any]]
HOUR = {
    "provider": None, "product": "An hour of nobody else", "kind": "course", "credits": 100, "areas": "ethics",
    "member_price": None, "non_member_price": 0, "hours": 100, "last_day_of_sale": None, "repeatable": False,
    "product_id": "ZZ",
}  # fmt: skip


def told(needs: list[PersonNeed], products: pd.DataFrame, shared: tuple[SharedSource, ...] = ()) -> dict[str, Any]:
    """What the service answers, by its words; planned anew each time."""
    app = cast("LabReady", SimpleNamespace(plans=PlanMemory()))
    staff = pd.DataFrame({"staff_id": [person.staff_id for person in needs]})
    asked = Asked(Team(tuple(needs), staff, ()), products, shared, ())
    found = budget_questions.savings(app, local_principal(), asked, DAY)
    return {str(row["what"]): row for row in found.to_dict("records")}


@laws(40)
@given(st.lists(test_plan_exact.PERSON, min_size=1, max_size=3), test_plan_exact.catalogues())
def test_what_each_person_saves_is_what_search_finds(team: test_plan_exact.Team, rows: Rows) -> None:
    needs = [person for person in test_plan_exact.people(team) if person.short_holdings]
    found = told(needs, test_plan_exact.frame(rows))
    now = costs(needs, rows)
    without = costs(needs, [row for row in rows if row["kind"] != "free"])
    beside = costs(needs, [*rows, HOUR])
    for what, changed, fewer, more in (
        (FREE_SOURCES, without, without, now),
        (ETHICS_HOUR.name, beside, now, beside),
    ):
        both = fewer.keys() & more.keys()
        assert found[what] == {
            "what": what,
            "cost": sum(changed.values()),
            "people": len(changed),
            "saved": sum(fewer[staff_id] - more[staff_id] for staff_id in both),
            "more_people": len(more) - len(fewer),
            "compared": len(both),
        }


def costs(needs: list[PersonNeed], rows: Rows) -> dict[str, int]:
    """Staff ID -> the least that completes the person, over every combination of purchases; out whom nothing does."""
    best = {person.staff_id: test_plan_exact.search(person, rows, "best_mix") for person in needs}
    return {staff_id: int(cast("int", one[0][0])) for staff_id, one in best.items() if one is not None}


FREE = st.sampled_from(
    (
        {"kind": "free", "credits": 100, "areas": "*"},
        {"kind": "free", "credits": 200, "areas": "safety"},
        {"kind": "free", "credits": 100, "areas": "ethics", "repeatable": True},
    )
)


@laws(30, 1000)
@given(
    st.lists(sharing.PERSON, min_size=1, max_size=3),
    st.lists(sharing.PRODUCT, max_size=2),
    st.lists(FREE, min_size=1, max_size=1),
    st.lists(sharing.SOURCE, min_size=1, max_size=2),
)
def test_what_a_team_that_shares_saves_is_what_search_finds(
    team: sharing.Team, paid: Rows, free: Rows, shared: sharing.Shared
) -> None:
    needs = [person for person in sharing.people_of(team) if person.missing > 0]
    sources = sharing.sources_of(shared)
    given_away = [{"member_price": None, "non_member_price": 0, "repeatable": False, **row} for row in free]
    rows = [*paid, *given_away]
    found = told(needs, sharing.frame(rows), tuple(sources))
    now, without, beside = (
        sharing_judge.search(needs, sold, used, None)
        for sold, used in ((rows, sources), (paid, sources), (rows, [*sources, ETHICS_HOUR]))
    )
    for what, changed, fewer, more in (
        (FREE_SOURCES, without, without, now),
        (ETHICS_HOUR.name, beside, now, beside),
    ):
        row = found[what]
        assert (row["people"], row["cost"], row["more_people"]) == (changed[0], changed[2], more[0] - fewer[0])
        # Who is completed where seats are few is not always one answer; where it is the same people, so is the saving.
        if row["compared"] == fewer[0] == more[0]:
            assert row["saved"] == fewer[2] - more[2]
