"""Verdict cases as data, on the shipped rule book: what a holding with these dates and credits is on a day, and why.

``cases/verdict_*.yaml`` come in four shapes, named by their key:

* ``cases``: one sentence each (``name``), ``as_of``, what is ``given`` and what to ``expect``. A credit is a row
  ``[completed on, points, areas joined by ";", eligibility, activity type]``, the last two where they are not
  ``counts`` and none; a word in place of a row names one of the file's ``sets``. ``gaps`` and ``not_counted`` list
  every amount that is not zero; of the rest only what the case is about is said.
* ``versions``: for each rule version the points that are exactly enough. Four kinds of people are made of a row: with
  exactly these points, with a hundredth less of one requirement, with that hundredth in the rest instead, and with a
  hundredth of a named area in place of one of the rest.
* ``changes``: the same points judged with a cycle that ends the day before a change, and on its day.
* ``unknown``: what nothing is known of.

The expectations were worked out by hand from the domain definition and the facts; the arithmetic stands beside them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from lib.compliance.ledger import ledger
from lib.compliance.supply import supply
from lib.compliance.verdict import evaluate
from lib.compliance.windows import windows
from lib.domain import areas, tables
from lib.domain.activities import ACTIVITY_LABELS, COUNTS, ELIGIBILITIES
from lib.domain.points import hundredths
from lib.domain.sentences import LEDGER_REASONS
from lib.domain.statuses import STATUS_CODES
from lib.rules.loader import load_shipped

REST_AREA = "laboratory_operations"
"""What a ``rest`` of the compact tables is earned in: an area that no shipped version names."""

POINTS = {"total", "earned", "counted", "missing", "missing_at_best", "expected"}
DATES = {"cycle_start", "window_from", "window_to", "declare_opens", "declare_by"}
TEXTS = {"status", "participation", "rule_version"}
EXPECTED_WORDS = POINTS | DATES | TEXTS | {"days_left", "gaps", "not_counted"}
HOLDING_WORDS = set(tables.HOLDINGS) - {"staff_id"}

pytestmark = pytest.mark.xdist_group("verdict_cases")
"""One worker: many cases share one judged laboratory."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Person:
    """``holdings``: fields of ``tables.HOLDINGS`` as text; ``credits``: rows as in the files."""

    holdings: list[dict[str, str]]
    credits: list[list[str]]


def read(shape: str) -> list[tuple[Row, Row]]:
    """Every item of a shape, with the whole of its file before it."""
    return [(content, item) for content in contents() for item in content.get(shape, [])]


@cache
def contents() -> list[Row]:
    paths = sorted((Path(__file__).parent / "cases").glob("verdict_*.yaml"))
    return [yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for path in paths]


CASES = read("cases")
VERSIONS = [(table, row) for _, table in read("versions") for row in table["rows"]]
CHANGES = [(table, row) for _, table in read("changes") for row in table["rows"]]
UNKNOWN = [(table, row) for _, table in read("unknown") for row in table["rows"]]


def hundred(value: str) -> int | None:
    if value == "null":
        return None
    exact = Decimal(value)
    assert exact == exact.quantize(Decimal("0.01")), f"{value}: points have two places"
    return hundredths(exact)


def table_of_credits(people: Sequence[Person]) -> pd.DataFrame:
    made = []
    for staff, person in enumerate(people):
        for day, points, named, *words in person.credits:
            codes = [] if named == areas.UNASSIGNED else named.split(";")
            types = [word for word in words if word in ACTIVITY_LABELS]
            eligibility = [word for word in words if word in ELIGIBILITIES]
            assert len(types) + len(eligibility) == len(words), words
            number = len(made)
            made.append(
                {
                    "staff_id": f"{staff:05d}",
                    "title": f"Activity {number:05d}",
                    "completed_on": pd.Timestamp(date.fromisoformat(day)),
                    "points": hundred(points),
                    "areas": ";".join(codes),
                    "activity_type": types[0] if types else None,
                    "eligibility": eligibility[0] if eligibility else COUNTS,
                    "file": "case.xlsx",
                    "sheet": "Credits",
                    "row": number + 2,
                    "credit_id": number,
                    "first_area": areas.AREA_NUMBER[codes[0]] if codes else areas.UNASSIGNED_NUMBER,
                    "area_mask": areas.mask_of(codes or [areas.UNASSIGNED]),
                }
            )
    numbers = ["credit_id", "first_area", "area_mask"]
    frame = pd.DataFrame(made, columns=[*tables.CREDITS, *numbers])
    return pd.concat([tables.typed(frame, tables.CREDITS), frame[numbers].astype("int64")], axis=1)


def table_of_holdings(people: Sequence[Person]) -> pd.DataFrame:
    made = []
    for staff, person in enumerate(people):
        for given in person.holdings:
            assert set(given) <= HOLDING_WORDS, given
            required = {"yes": True, "no": False}[given.get("required", "yes")]
            fields = {word: None if value == "null" else value for word, value in given.items()}
            made.append({"program": "ASCP", **fields, "required": required, "staff_id": f"{staff:05d}"})
    frame = tables.typed(pd.DataFrame(made), tables.HOLDINGS)
    return frame.assign(name=frame["staff_id"], site="Main", department="Core")


def judge(people: Sequence[Person], as_of: date) -> tuple[list[list[Row]], list[str]]:
    """Judge people as one laboratory: the rows of each person's holdings as they were given, and their worst status."""
    book = load_shipped()
    credits = table_of_credits(people)
    frame = windows(table_of_holdings(people), book, as_of)
    up_to = credits[credits["completed_on"] <= pd.Timestamp(as_of)]
    facts = (
        up_to.groupby("staff_id").agg(accepted=("points", "size"), data_through=("completed_on", "max")).reset_index()
    )
    verdicts = evaluate(frame, supply(frame, credits, as_of), facts, book, as_of)
    parts = ledger(frame, credits, book, as_of)
    own = verdicts.requirements.assign(met=verdicts.requirements["need"] - verdicts.requirements["gap"])
    gaps, met = sums(own, "requirement", "gap"), sums(own, "requirement", "met")
    allocated, not_counted = sums(parts, "requirement", "allocated"), sums(parts, "reason", "allocated")
    told_of = parts.groupby(["holding", "credit_id"])["allocated"].transform("sum")
    unexplained = set(parts.loc[told_of != parts["points"], "holding"])
    rows: list[list[Row]] = [[] for _ in people]
    worst: dict[str, str] = {}
    for row in verdicts.frame.to_dict("records"):
        worst.setdefault(row["staff_id"], row["status"])  # the frame is worst first
    for row in verdicts.frame.sort_values("holding").to_dict("records"):
        number = row["holding"]
        rows[int(row["staff_id"])].append(
            {word: plain(row[word]) for word in POINTS | DATES | TEXTS | {"days_left"}}
            | {"gaps": gaps.get(number, {}), "not_counted": not_counted.get(number, {})}
            | {"allocated": allocated.get(number, {}), "met": met.get(number, {})}
            | {"explained": number not in unexplained}
        )
    return rows, [worst[f"{staff:05d}"] for staff in range(len(people))]


def sums(frame: pd.DataFrame, by: str, of: str) -> dict[int, dict[str, int]]:
    """Sums that are not zero, by holding and then by the words of a column."""
    result: dict[int, dict[str, int]] = {}
    for (holding, word), value in frame.groupby(["holding", by])[of].sum().items():
        if value:
            result.setdefault(int(holding), {})[word] = int(value)
    return result


def plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value if isinstance(value, str) else int(value)


def wanted(expect: Row) -> Row:
    assert set(expect) <= EXPECTED_WORDS, expect
    result: Row = {}
    for word, value in expect.items():
        if word in POINTS:
            result[word] = hundred(value)
        elif word in DATES:
            result[word] = None if value == "null" else date.fromisoformat(value)
        elif word == "days_left":
            result[word] = None if value == "null" else int(value)
        elif word in TEXTS:
            result[word] = None if value == "null" else value
        else:
            assert word != "not_counted" or set(value) <= set(LEDGER_REASONS), value
            result[word] = {name: hundred(points) for name, points in value.items()}
    return result


def compare(told: Row, expect: Row) -> None:
    """What is expected, and that the ledger tells the same story: each requirement as full as its gap says."""
    want = wanted(expect)
    assert {word: told[word] for word in want} == want
    assert told["allocated"] == told["met"]
    assert told["explained"]


def person_of(content: Row, case: Row) -> Person:
    given = case["given"]
    assert set(given) <= {"holding", "holdings", "credits"}, given
    credits: list[list[str]] = []
    for item in given.get("credits", []):
        credits += content["sets"][item] if isinstance(item, str) else [item]
    return Person(given["holdings"] if "holdings" in given else [given["holding"]], credits)


def expectations(case: Row) -> list[Row]:
    expect = case["expect"]
    assert "holdings" not in expect or set(expect) <= {"holdings", "worst"}, expect
    return expect.get("holdings", [expect])


@cache
def laboratory_of(day: str) -> dict[str, list[Any]]:
    """The cases of a day judged as one laboratory: their rows and worst status by name."""
    group = [(content, case) for content, case in CASES if case["as_of"] == day]
    rows, worst = judge([person_of(content, case) for content, case in group], date.fromisoformat(day))
    return {case["name"]: [told, most] for (_, case), told, most in zip(group, rows, worst, strict=True)}


@pytest.mark.parametrize("case", [case for _, case in CASES], ids=lambda case: case["name"])
def test_case(case: Row) -> None:
    rows, worst = laboratory_of(case["as_of"])[case["name"]]
    for told, expect in zip(rows, expectations(case), strict=True):
        compare(told, expect)
    if "worst" in case["expect"]:
        assert worst == case["expect"]["worst"]


def test_a_verdict_does_not_depend_on_who_else_is_judged() -> None:
    busiest = Counter(case["as_of"] for _, case in CASES).most_common(1)[0][0]
    of_day = [(content, case) for content, case in CASES if case["as_of"] == busiest]
    together = laboratory_of(busiest)
    for content, case in of_day[::6]:  # some of each file
        (rows,), (worst,) = judge([person_of(content, case)], date.fromisoformat(busiest))
        assert [rows, worst] == together[case["name"]]


def variations(row: Row) -> Iterator[tuple[dict[str, int], Row]]:
    """Points by requirement (hundredths) and what to expect of them, from the points that are exactly enough."""
    total = hundred(row["total"])
    exactly = {name: hundred(value) or 0 for name, value in row["exactly"].items()}
    assert total == sum(exactly.values()), row
    complete = {"status": "complete", "total": total, "counted": total, "missing": 0, "gaps": {}}
    yield exactly, {**complete, "earned": total}
    for name, points in exactly.items():
        short = {"status": "on_track", "total": total, "counted": total - 1, "missing": 1, "gaps": {name: 1}}
        below = {**exactly, name: points - 1}
        yield below, {**short, "earned": total - 1}
        if name != "rest":
            yield {**below, "rest": below.get("rest", 0) + 1}, {**short, "earned": total}
            if "rest" in exactly:
                yield {**exactly, name: points + 1, "rest": exactly["rest"] - 1}, {**complete, "earned": total}


def earned(points: dict[str, int], day: str) -> list[list[str]]:
    return [
        [day, str(Decimal(value) / 100), REST_AREA if name == "rest" else name]
        for name, value in points.items()
        if value
    ]


def id_of(pair: tuple[Row, Row]) -> str:
    table, row = pair
    return f"{row.get('program', 'ASCP')}-{row['credential']}-{table.get('cycle_end') or table['on']}"


def holding_of(table: Row, row: Row) -> dict[str, str]:
    return {"program": row.get("program", "ASCP"), "credential": row["credential"], "cycle_end": table["cycle_end"]}


@cache
def judged_versions() -> dict[str, list[tuple[Row, dict[str, int], Row]]]:
    """By row: what the verdict told, the points, and what to expect of them. One laboratory for each table."""
    result = {}
    for _, table in read("versions"):
        made = [(row, list(variations(row))) for row in table["rows"]]
        people = [
            Person([holding_of(table, row)], earned(points, table["earned_on"]))
            for row, all_of in made
            for points, _ in all_of
        ]
        told = iter(judge(people, date.fromisoformat(table["as_of"]))[0])
        for row, all_of in made:
            result[id_of((table, row))] = [(next(told)[0], points, want) for points, want in all_of]
    return result


@pytest.mark.parametrize("pair", VERSIONS, ids=id_of)
def test_a_version_is_met_by_exactly_its_points_and_missed_by_a_hundredth_of_any(pair: tuple[Row, Row]) -> None:
    for told, points, want in judged_versions()[id_of(pair)]:
        assert {word: told[word] for word in want} == want, points
        assert told["rule_version"] == pair[1]["version"]
        assert told["allocated"] == told["met"]


def ends_of(table: Row) -> dict[str, str]:
    """The cycle ends of a change: by ``day_before`` and ``day_of``."""
    day = date.fromisoformat(table["on"])
    return {"day_before": (day - timedelta(days=1)).isoformat(), "day_of": day.isoformat()}


@cache
def judged_changes() -> dict[str, dict[str, Row]]:
    """By row: what the verdict told, by ``day_before`` and ``day_of``."""
    result: dict[str, dict[str, Row]] = {}
    for _, table in read("changes"):
        sides = [(row, side, end) for row in table["rows"] for side, end in ends_of(table).items()]
        people = [
            Person(
                [holding_of({"cycle_end": end}, row)],
                earned({name: hundred(value) or 0 for name, value in row["points"].items()}, table["earned_on"]),
            )
            for row, _, end in sides
        ]
        told, _ = judge(people, date.fromisoformat(table["as_of"]))
        for (row, side, _), (holding,) in zip(sides, told, strict=True):
            result.setdefault(id_of((table, row)), {})[side] = holding
    return result


@pytest.mark.parametrize("pair", CHANGES, ids=id_of)
def test_the_same_points_are_judged_by_the_rule_of_the_cycle_end(pair: tuple[Row, Row]) -> None:
    for side, told in judged_changes()[id_of(pair)].items():
        compare(told, pair[1][side])


@cache
def judged_unknown() -> dict[str, Row]:
    result = {}
    for _, table in read("unknown"):
        # Enough for any rule of this size, so that a guessed total would show as complete.
        credits = [[table["earned_on"], "100", named] for named in ("safety", "ethics", REST_AREA)]
        people = [Person([holding_of(table, row)], credits) for row in table["rows"]]
        told, _ = judge(people, date.fromisoformat(table["as_of"]))
        result |= {id_of((table, row)): rows[0] for row, rows in zip(table["rows"], told, strict=True)}
    return result


@pytest.mark.parametrize("pair", UNKNOWN, ids=id_of)
def test_what_is_not_known_is_said_and_not_guessed(pair: tuple[Row, Row]) -> None:
    told = judged_unknown()[id_of(pair)]
    unknown = dict.fromkeys(("total", "counted", "missing", "missing_at_best", "expected"))
    assert {word: told[word] for word in unknown} == unknown
    assert (told["status"], told["gaps"], told["allocated"]) == ("rule_unknown", {}, {})
    assert told["rule_version"] == (None if pair[1]["version"] == "null" else pair[1]["version"])


def test_every_shipped_version_appears_in_a_verdict_case() -> None:
    judged = {row["version"] for _, row in (*VERSIONS, *UNKNOWN)}
    shipped = load_shipped().versions
    assert {version.version for version in shipped} - judged == set()
    # A version whose total is known is judged to the hundredth, not only named.
    known = {version.version for version in shipped if version.total is not None}
    assert known == {row["version"] for _, row in VERSIONS}


def test_every_dated_change_is_judged_on_the_day_before_and_on_the_day() -> None:
    judged = {tuple(holding_of(table, row).values()) for table, row in (*VERSIONS, *UNKNOWN)}
    wanted_ends = set()
    for version in load_shipped().versions:
        if version.ends_from is not None:
            for day in (version.ends_from - timedelta(days=1), version.ends_from):
                wanted_ends.add((version.program, version.credential, day.isoformat()))
        if version.ends_to is not None:
            wanted_ends.add((version.program, version.credential, version.ends_to.isoformat()))
    assert wanted_ends
    assert wanted_ends - judged == set()


def test_every_status_is_expected_of_a_holding_and_each_case_has_its_own_name() -> None:
    expected = {expect.get("status") for _, case in CASES for expect in expectations(case)}
    assert set(STATUS_CODES) - expected == set()
    names = [case["name"] for _, case in CASES]
    assert sorted(set(names)) == sorted(names)
