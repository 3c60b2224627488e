"""Laws of the engine on random teams: it equals a plain max-flow, more credits never hurt, and the ledger adds up."""

from __future__ import annotations

import itertools
from collections import deque
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.compliance.ledger import ledger
from lib.compliance.supply import supply
from lib.compliance.verdict import evaluate
from lib.compliance.windows import windows
from lib.domain import areas, tables
from lib.domain.decisions import split_answer
from lib.rules.book import Cap, Credential, Program, Requirement, RuleBook, RuleVersion
from tests.properties.examples import laws

pytestmark = pytest.mark.laws
AS_OF = date(2026, 6, 1)
NAMES = ("safety", "ethics", "chemistry", "hematology", "histology")
TYPES = (None, "college", "employer", "drill")


@st.composite
def rules(draw):
    minimums = tuple(
        Requirement(
            draw(st.integers(0, 900)),
            tuple(draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True))),
        )
        for _ in range(draw(st.integers(0, 4)))
    )
    caps = tuple(
        Cap(kind, points=draw(st.integers(0, 1200))) for kind in draw(st.lists(st.sampled_from(TYPES[1:]), unique=True))
    )
    accepts = draw(st.sampled_from([(), (), ("drill",), ("staff_meeting", "drill")]))
    rest_areas = draw(st.sampled_from([("*",), ("chemistry", "safety"), ("ethics",)]))
    total = sum(minimum.points for minimum in minimums) + draw(st.integers(0, 2000))
    months = draw(st.sampled_from([12, 24, 36]))
    return RuleVersion(
        "X-1", "ASCP", "X", None, None, months, total, minimums, rest_areas, caps, ("S0",), "MED", accepts=accepts
    )


credit = st.fixed_dictionaries(
    {
        "days_ago": st.integers(-20, 500),
        "points": st.integers(1, 900),
        "named": st.lists(st.sampled_from(NAMES), max_size=3, unique=True),
        "activity_type": st.sampled_from(TYPES),
        "eligibility": st.sampled_from(["counts", "counts", "ask", "no"]),
        "title": st.sampled_from(["Alpha", "Beta", "beta"]),
        "split": st.none() | st.lists(st.integers(0, 4), min_size=2, max_size=3),
    }
)


def stored_split(row):
    """A stored split of a credit that names several areas: its points shared out by weights."""
    if row["split"] is None or len(row["named"]) < 2:
        return None
    weights = [*row["split"], 0, 0][: len(row["named"])]
    shares = [row["points"] * weight // (sum(weights) + 1) for weight in weights[:-1]]
    parts = dict(zip(row["named"], [*shares, row["points"] - sum(shares)], strict=True))
    return split_answer(parts)


def parts_of(credit):
    """What a counted credit gives to the sure counting: its parts, or all of it in its first area."""
    if not isinstance(credit.allocation, str):
        return [(credit.points, 1 << credit.first_area, credit.activity_type)]
    parts = (part.split("=") for part in credit.allocation.split(";"))
    return [(int(points), 1 << areas.AREA_NUMBER[area], credit.activity_type) for area, points in parts]


teams = st.lists(st.tuples(st.integers(-200, 900), st.lists(credit, max_size=8)), min_size=1, max_size=12)


def frames(team, version):
    book = RuleBook(
        (
            Program(
                "ASCP", "", "", None, 36, 90, 30, (Credential("ASCP", "X", "X", "", None, True, (), None, (version,)),)
            ),
        )
    )
    holdings = pd.DataFrame(
        {
            "staff_id": [str(i) for i in range(len(team))],
            "cycle_end": [pd.Timestamp(AS_OF + timedelta(days=end)) for end, _ in team],
        }
    ).assign(program="ASCP", credential="X", required=True)
    holdings = tables.typed(holdings, tables.HOLDINGS).assign(name="N", site=None, department=None)
    rows = [
        {
            "staff_id": str(i), "title": row["title"],
            "completed_on": pd.Timestamp(AS_OF - timedelta(days=row["days_ago"])),
            "points": row["points"], "activity_type": row["activity_type"], "areas": ";".join(row["named"]),
            "eligibility": "ask" if row["eligibility"] == "counts" and not row["named"] else row["eligibility"],
            "credit_id": i * 100 + n, "file": "f", "sheet": "s", "row": n,
            "first_area": areas.AREA_NUMBER[row["named"][0]] if row["named"] else areas.UNASSIGNED_NUMBER,
            "area_mask": areas.mask_of(row["named"] or [areas.UNASSIGNED]),
            "allocation": stored_split(row),
        }
        for i, (_, given_credits) in enumerate(team)
        for n, row in enumerate(given_credits)
    ]  # fmt: skip
    made = pd.DataFrame(rows, columns=[*tables.CREDITS, "credit_id", "first_area", "area_mask", "allocation"])
    credits = tables.typed(made, tables.CREDITS).assign(
        **{name: made[name].astype("int64") for name in ("credit_id", "first_area", "area_mask")},
        allocation=made["allocation"].astype("str"),
    )
    return book, holdings, credits


def eligibility(credit, version):
    """The eligibility of a credit by a version, as the definition has it: ``no`` stands unless its type is accepted."""
    if credit.eligibility != "no" or credit.activity_type not in version.accepts:
        return credit.eligibility
    return "counts" if credit.first_area != areas.UNASSIGNED_NUMBER else "ask"


def judged(team, version):
    book, holdings, credits = frames(team, version)
    frame = windows(holdings, book, AS_OF)
    facts = pd.DataFrame({"staff_id": holdings["staff_id"], "accepted": 1, "data_through": pd.NaT})
    return evaluate(frame, supply(frame, credits, AS_OF), facts, book, AS_OF), frame, credits, book


def plain_missing(needs, accepts, caps, offers):
    """Missing points by a textbook max-flow on an adjacency matrix: source, caps, credits, requirements, sink."""
    kinds = list(caps)
    size = 2 + len(kinds) + len(offers) + len(needs)
    sink = size - 1
    graph = [[0] * size for _ in range(size)]
    for k, kind in enumerate(kinds):
        graph[0][1 + k] = caps[kind]
    for c, (points, mask, kind) in enumerate(offers):
        node = 1 + len(kinds) + c
        graph[1 + kinds.index(kind) if kind in caps else 0][node] = points
        for r, accepted in enumerate(accepts):
            if mask & accepted:
                graph[node][1 + len(kinds) + len(offers) + r] = points
    for r, need in enumerate(needs):
        graph[1 + len(kinds) + len(offers) + r][sink] = need
    flow = 0
    while True:
        parent = {0: 0}
        queue = deque([0])
        while queue and sink not in parent:
            node = queue.popleft()
            for head in range(size):
                if graph[node][head] > 0 and head not in parent:
                    parent[head] = node
                    queue.append(head)
        if sink not in parent:
            return sum(needs) - flow
        node, amount = sink, 10**9
        while node != 0:
            amount = min(amount, graph[parent[node]][node])
            node = parent[node]
        node = sink
        while node != 0:
            graph[parent[node]][node] -= amount
            graph[node][parent[node]] += amount
            node = parent[node]
        flow += amount


@laws(15)
@given(rules(), teams)
def test_both_countings_and_every_gap_equal_a_plain_max_flow(version, team):
    verdicts, frame, credits, _ = judged(team, version)
    needs = [*(m.points for m in version.minimums), version.rest]
    accepts = [*(m.mask for m in version.minimums), version.rest_mask]
    caps = {cap.activity_type: cap.points for cap in version.caps}
    for holding in frame.itertuples():
        day = credits["completed_on"]
        in_window = (day >= holding.window_from) & (day <= holding.window_to) & (day <= pd.Timestamp(AS_OF))
        own = credits[(credits["staff_id"] == holding.staff_id) & in_window]
        sure = [part for c in own.itertuples() if eligibility(c, version) == "counts" for part in parts_of(c)]
        best = [(c.points, c.area_mask, c.activity_type) for c in own.itertuples() if eligibility(c, version) != "no"]
        row = verdicts.frame[verdicts.frame["holding"] == holding.holding].iloc[0]
        prefixes = [plain_missing(needs[:k], accepts[:k], caps, sure) for k in range(len(needs) + 1)]
        gaps = [later - earlier for earlier, later in itertools.pairwise(prefixes)]
        found = verdicts.requirements[verdicts.requirements["holding"] == holding.holding]
        assert found["gap"].tolist() == gaps
        assert row["missing"] == prefixes[-1]
        assert row["missing_at_best"] == plain_missing(needs, accepts, caps, best)
        assert row["missing_at_best"] <= row["missing"]
        assert row["earned"] == sum(points for points, _, _ in best)


@laws(8)
@given(rules(), teams, credit)
def test_one_more_credit_never_raises_what_is_missing(version, team, extra):
    before, *_ = judged(team, version)
    after, *_ = judged([(team[0][0], [*team[0][1], extra]), *team[1:]], version)
    pairs = before.frame.merge(after.frame, on="holding")
    assert (pairs["missing_y"] <= pairs["missing_x"]).all()
    assert (pairs["missing_at_best_y"] <= pairs["missing_at_best_x"]).all()


@laws(15)
@given(rules(), teams)
def test_the_ledger_attains_the_gaps_and_every_point_ends_in_one_place(version, team):
    verdicts, frame, credits, book = judged(team, version)
    parts = ledger(frame, credits, book, AS_OF)
    assert ((parts["requirement"].notna()) != (parts["reason"].notna())).all()
    assert (parts["allocated"] > 0).all()
    expected = frame.merge(credits, on="staff_id").set_index(["holding", "credit_id"])["points"].sort_index()
    per_credit = parts.groupby(["holding", "credit_id"])["allocated"].sum().sort_index()
    assert per_credit.to_dict() == expected.to_dict()
    allocated = parts.dropna(subset=["requirement"]).groupby(["holding", "requirement"])["allocated"].sum().to_dict()
    wanted: dict[tuple[int, str], int] = {}
    for row in verdicts.requirements.itertuples():
        wanted[(row.holding, row.requirement)] = wanted.get((row.holding, row.requirement), 0) + row.need - row.gap
    assert allocated == {key: points for key, points in wanted.items() if points}
    again = ledger(frame, credits.sample(frac=1, random_state=1), book, AS_OF)
    pd.testing.assert_frame_equal(parts, again)
