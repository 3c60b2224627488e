"""Laws of the why-ledger: its sums are the verdict's, and what is allocated stays where it is unless that helps."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.compliance import windows as dates
from lib.compliance.allocation import allocate
from lib.compliance.coverage import Requirements, requirements_of
from lib.compliance.ledger import ledger
from lib.compliance.reconciling import totals
from lib.domain import areas
from lib.domain.sentences import LEDGER_REASONS
from lib.rules.book import Requirement, RuleVersion
from tests.properties.examples import laws
from tests.properties.test_engine_laws import AS_OF, NAMES, credit, frames, judged, rules, teams

pytestmark = pytest.mark.laws
OFFERS = st.lists(
    st.tuples(st.integers(1, 900), st.sampled_from(NAMES), st.sampled_from([None, "college"])), min_size=1, max_size=9
)
PLAIN = RuleVersion(
    "X-1", "ASCP", "X", None, None, 36, 1500,
    (Requirement(100, ("safety",)), Requirement(100, ("ethics",)), Requirement(600, ("chemistry",))),
    ("*",), (), ("S0",), "MED",
)  # fmt: skip
"""As most that ship: no area in two minimums, the rest takes all, nothing capped."""


def shares(requirements: Requirements, offers: list[tuple[int, str, str | None]]) -> list[dict[int, int]]:
    points, names, types = zip(*offers, strict=True)
    return allocate(points, [areas.mask_of([name]) for name in names], types, requirements)[0]


@laws(20)
@given(rules(), teams)
def test_points_accepted_are_counted_or_explained(version, team):
    verdicts, frame, credits, book = judged(team, version)
    sums = totals(ledger(frame, credits, book, AS_OF)).set_index("holding")
    accepted = frame.merge(credits, on="staff_id").groupby("holding")["points"].sum()
    assert sums["accepted"].to_dict() == accepted.to_dict()
    assert (sums["accepted"] == sums["counted"] + sums[list(LEDGER_REASONS)].sum(axis=1)).all()
    counted = verdicts.frame.set_index("holding")["counted"].reindex(sums.index)
    assert sums["counted"].tolist() == counted.tolist()


@laws(40)
@given(rules(), OFFERS)
def test_a_later_credit_that_fills_nothing_moves_nothing(version, offers):
    requirements = requirements_of(version)
    before, after = shares(requirements, offers[:-1]) if offers[:-1] else [], shares(requirements, offers)
    filled = [sum(sum(share.values()) for share in made) for made in (before, after)]
    assert filled[0] <= filled[1]
    if not after[-1]:
        assert after[:-1] == before


@laws(40)
@given(rules(), OFFERS)
def test_without_caps_no_requirement_loses_by_a_later_credit(version, offers):
    requirements = requirements_of(version)
    free = Requirements(requirements.codes, requirements.needs, requirements.accepts, {})

    def full(made):
        return [sum(share.get(position, 0) for share in made) for position in range(len(free.needs))]

    before = full(shares(free, offers[:-1])) if offers[:-1] else [0] * len(free.needs)
    assert all(more >= less for more, less in zip(full(shares(free, offers)), before, strict=True))


@laws(15)
@given(st.lists(credit, max_size=8), credit, st.integers(0, 90))
def test_neither_a_later_credit_nor_another_day_reshuffles_what_stands(credits, extra, days):
    later = extra | {"days_ago": -days, "title": "Omega", "eligibility": "counts"}
    team = [(500, [row | {"days_ago": abs(row["days_ago"]) + 1} for row in credits])]
    day = AS_OF + timedelta(days=days)
    before = parts_on(team, AS_OF)
    after = parts_on([(500, [*team[0][1], later])], day)
    old = after[after["credit_id"] < len(credits)]
    pd.testing.assert_frame_equal(old.reset_index(drop=True), before)


def parts_on(team: list[tuple[int, list[dict[str, object]]]], day: date) -> pd.DataFrame:
    book, holdings, credits = frames(team, PLAIN)
    return ledger(dates.windows(holdings, book, day), credits, book, day).reset_index(drop=True)
