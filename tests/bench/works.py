"""What is measured against what: each work runs its contestants in turn and gives rows of the table."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench import material
from tests.bench.processes import Run, run

CONTESTANTS = "tests.bench.contestants."


@dataclass(frozen=True)
class Row:
    """One line of the table. ``ratio`` is what the goal is about; seconds are medians, memory the highest of a run.

    ``name`` is the work's, ``part`` which of its rows this is; ``cpu_ratio`` is the ratio of processor seconds, where
    both sides say those of the same work: on a machine that is not quiet it says more than the other.
    """

    work: str
    against: str
    goal: str
    ratio: float
    met: bool
    ours_seconds: float
    other_seconds: float
    ours_memory: int
    other_memory: int
    rounds: int
    name: str = ""
    part: str = "limit"
    cpu_ratio: float | None = None


@dataclass(frozen=True)
class Bench:
    """Where the material is kept, how often a pair is run, and what part of the rows is used (1 = all)."""

    folder: Path
    rounds: int
    scale: float

    def rows(self, number: int) -> int:
        return max(10, int(number * self.scale))

    def workbook(self, rows: int) -> str:
        return str(material.workbook(self.folder, rows))

    def delimited(self, rows: int) -> str:
        return str(material.delimited(self.folder, rows))

    def laboratory(self, people: int) -> str:
        return str(material.laboratory(self.folder, people))

    def scratch(self, name: str) -> str:
        """Return the path of a file that does not exist yet."""
        path = self.folder / name
        for old in (path, path.with_name(path.name + ".wal")):
            old.unlink(missing_ok=True)
        return str(path)

    def contestant(self, name: str, *arguments: str) -> Run:
        return run(["-m", CONTESTANTS + name, *arguments])


def _pairs(
    bench: Bench, ours: Callable[[], Run], other: Callable[[], Run], rounds: int | None = None
) -> list[tuple[Run, Run]]:
    found = []
    for turn in range(rounds or bench.rounds):
        # Who begins changes with each pair: a machine that grows slower or warmer favours neither.
        if turn % 2:
            theirs = other()
            found.append((ours(), theirs))
        else:
            mine = ours()
            found.append((mine, other()))
    return found


def _row(
    work: str, against: str, goal: float, pairs: list[tuple[Run, Run]], *, faster: bool = False, part: str = ""
) -> Row:
    """Return the row of a contest; ``faster``: the goal says how many times as fast we are, else how much slower."""
    ratios = [theirs.seconds / ours.seconds if faster else ours.seconds / theirs.seconds for ours, theirs in pairs]
    ratio = statistics.median(ratios)
    by_cpu = [theirs.cpu / ours.cpu if faster else ours.cpu / theirs.cpu for ours, theirs in pairs if theirs.cpu]
    whole = all(ours.whole and theirs.whole for ours, theirs in pairs)
    return Row(
        work=work,
        against=against,
        part=part or ("peer" if faster else "limit"),
        cpu_ratio=statistics.median(by_cpu) if whole and by_cpu else None,
        goal=f"at least {goal:g} × faster" if faster else f"at most {goal:g} ×",
        ratio=ratio,
        met=ratio >= goal if faster else ratio <= goal,
        ours_seconds=statistics.median(ours.seconds for ours, _ in pairs),
        other_seconds=statistics.median(theirs.seconds for _, theirs in pairs),
        ours_memory=max(ours.memory for ours, _ in pairs),
        other_memory=max(theirs.memory for _, theirs in pairs),
        rounds=len(pairs),
    )


def _linear(work: str, whole: list[Run], tenth: list[Run]) -> Row:
    """Return the row that compares a work with a tenth of it."""
    ratio = statistics.median(run.seconds for run in whole) / (10 * statistics.median(run.seconds for run in tenth))
    memory = max(run.memory for run in whole)
    return Row(
        work=work,
        against="ten times a tenth of it",
        part="linear",
        goal="at most 1.1 ×, memory at most linear",
        ratio=ratio,
        met=ratio <= 1.1 and memory <= 10 * max(run.memory for run in tenth),
        ours_seconds=statistics.median(run.seconds for run in whole),
        other_seconds=statistics.median(run.seconds for run in tenth),
        ours_memory=memory,
        other_memory=max(run.memory for run in tenth),
        rounds=len(whole),
    )


def _import(bench: Bench, path: str) -> Run:
    return run(
        [
            "-m",
            "lib",
            "--db",
            bench.scratch("ours.duckdb"),
            "--as-of",
            "2026-11-22",
            "--format",
            "json",
            "import",
            path,
        ],
        {"LABREADY_MAX_CELLS": "20000000", "LABREADY_MAX_UPLOAD_MB": "500"},
    )


def import_workbook(bench: Bench) -> Iterator[Row]:
    rows = bench.rows(100_000)
    path = bench.workbook(rows)
    title = f"import a workbook of {rows:,} activities × 12 columns, file to stored and reported"
    pairs = _pairs(bench, lambda: _import(bench, path), lambda: bench.contestant("limit_calamine", path))
    yield _row(title, "the limit: python-calamine parsing the same file, nothing else", 3, pairs)
    peers = _pairs(
        bench,
        lambda: _import(bench, path),
        lambda: bench.contestant("peer_read_excel", path, bench.scratch("peer.duckdb")),
        rounds=min(bench.rounds, 3),
    )
    yield _row(title, "pandas.read_excel, a loop of checks, the frame into DuckDB", 5, peers, faster=True)
    tenth = bench.workbook(rows // 10)
    yield _linear(title, [ours for ours, _ in pairs], [_import(bench, tenth) for _ in range(bench.rounds)])


def import_text(bench: Bench) -> Iterator[Row]:
    rows = bench.rows(1_000_000)
    path = bench.delimited(rows)
    title = f"import a CSV of {rows:,} activities"
    pairs = _pairs(
        bench,
        lambda: _import(bench, path),
        lambda: bench.contestant("limit_read_csv", path, bench.scratch("limit.duckdb")),
        rounds=min(bench.rounds, 3),
    )
    yield _row(title, "the limit: DuckDB's read_csv into a typed table", 4, pairs)
    tenth = bench.delimited(rows // 10)
    yield _linear(title, [ours for ours, _ in pairs], [_import(bench, tenth) for _ in range(len(pairs))])


def verdicts(bench: Bench) -> Iterator[Row]:
    people = bench.rows(100_000)
    path = bench.laboratory(people)
    title = f"verdicts for {people:,} people, {people * 6 // 5:,} holdings, {people * 50:,} activities, store to frame"

    def ours() -> Run:
        return bench.contestant("ours_verdicts", path)

    pairs = _pairs(bench, ours, lambda: bench.contestant("limit_group_by", path))
    yield _row(title, "the limit: one bare DuckDB group-by of the same rows by person and area", 2, pairs)
    polars = _pairs(bench, ours, lambda: bench.contestant("peer_polars_verdicts", path))
    yield _row(title, "polars doing the equivalent on frames in memory", 1, polars, faster=True)
    tenth = bench.laboratory(people // 10)
    # A tenth of the people for both, as the row says: all of them would take the peer a quarter of an hour. It grows
    # with them at least in proportion, and what does not grow is in our time, so that it has the better of it here.
    slow = _pairs(
        bench,
        lambda: bench.contestant("ours_verdicts", tenth),
        lambda: bench.contestant("peer_pandas_verdicts", tenth),
        rounds=1,
    )
    yield _row(
        f"verdicts for {people // 10:,} people (a tenth: the other is too slow for all of them), store to frame",
        "pandas groupby and a function for each person, frames in memory", 40, slow, faster=True, part="pandas",
    )  # fmt: skip
    small = [bench.contestant("ours_verdicts", tenth) for _ in range(bench.rounds)]
    yield _linear(title, [mine for mine, _ in pairs], small)


def one_person(bench: Bench) -> Iterator[Row]:
    people = bench.rows(100_000)
    path = bench.laboratory(people)
    runs = [bench.contestant("ours_person", path) for _ in range(bench.rounds)]
    for part, words, goal in (("query", "the query", 0.01), ("page", "all that the page needs", 0.03)):
        ratio = statistics.median(run.said[part] / run.said["team"] for run in runs)
        yield Row(
            work=f"one person of {people:,}: {words}",
            against="the whole team's verdicts",
            goal=f"at most {goal:.0%}",
            ratio=ratio,
            cpu_ratio=statistics.median(run.said["cpu"][part] / run.said["cpu"]["team"] for run in runs),
            met=ratio <= goal,
            ours_seconds=statistics.median(run.said[part] for run in runs),
            other_seconds=statistics.median(run.said["team"] for run in runs),
            ours_memory=max(run.memory for run in runs),
            other_memory=max(run.memory for run in runs),
            rounds=len(runs),
        )


def plan(bench: Bench) -> Iterator[Row]:
    yield from _plan(bench, bench.rows(500), 1.1)


def plan_5000(bench: Bench) -> Iterator[Row]:
    yield from _plan(bench, bench.rows(5_000), 1.2)


def _plan(bench: Bench, people: int, goal: float) -> Iterator[Row]:
    """Ours solves the situations of all three scenarios, breaks ties, re-checks every purchase; the limit does not."""
    path = bench.laboratory(people)
    title = f"the cheapest plan for {people:,} people, from the verdicts to the plan and its three scenarios"

    def ours() -> Run:
        return bench.contestant("ours_plan", path)

    for which, words in (("all", "all of them"), ("best_mix", "only those of the best mix")):
        pairs = _pairs(
            bench,
            ours,
            lambda which=which: bench.contestant("limit_bare_highs", path, which),  # type: ignore[misc]
            rounds=min(bench.rounds, 3),
        )
        yield _row(title, f"bare HiGHS on the distinct situations, {words}", goal, pairs, part=f"limit {which}")


def report(bench: Bench) -> Iterator[Row]:
    people = bench.rows(10_000)
    path = bench.laboratory(people)
    target = str(bench.folder / "report.xlsx")
    # One pair: each of the two takes minutes, in which what else runs evens out.
    pairs = _pairs(
        bench,
        lambda: bench.contestant("ours_report", path, target),
        lambda: bench.contestant("limit_write_only", target),
        rounds=1,
    )
    title = f"report workbook of {people:,} people"
    yield _row(title, "openpyxl writing the same cells in write-only mode", 1.3, pairs)
    tenth = bench.laboratory(people // 10)
    yield _linear(title, [mine for mine, _ in pairs], [bench.contestant("ours_report", tenth, target) for _ in pairs])


def click(bench: Bench) -> Iterator[Row]:
    large, small = bench.laboratory(bench.rows(10_000)), bench.laboratory(100)
    pairs = _pairs(bench, lambda: bench.contestant("ours_click", large), lambda: bench.contestant("ours_click", small))
    yield _row(
        f"Readiness page, warm: server time of a filter click at {bench.rows(10_000):,} people",
        "the same page at 100 people", 2, pairs,
    )  # fmt: skip


def crowd(bench: Bench) -> Iterator[Row]:
    path = bench.laboratory(100)
    runs = [bench.contestant("ours_crowd", path, "50") for _ in range(min(bench.rounds, 3))]
    ratio = statistics.median(run.seconds / (50 * run.said["one"]) for run in runs)
    yield Row(
        work="50 people clicking at once, 95th percentile",
        against="50 × one person's click (one Python process)",
        goal="at most 1.5 ×",
        ratio=ratio,
        met=ratio <= 1.5,
        ours_seconds=statistics.median(run.seconds for run in runs),
        other_seconds=statistics.median(50 * run.said["one"] for run in runs),
        ours_memory=max(run.memory for run in runs),
        other_memory=0,
        rounds=len(runs),
    )


def start(bench: Bench) -> Iterator[Row]:
    pairs = _pairs(
        bench,
        lambda: bench.contestant("start_to_paint", "dashboard.py", "Try the sample"),
        lambda: bench.contestant("start_to_paint", "tests/bench/contestants/empty_app.py", "Nothing here"),
    )
    yield _row("start: streamlit run to the first page painted", "an empty Streamlit app", 1.5, pairs)


WORKS: dict[str, Callable[[Bench], Iterator[Row]]] = {
    "workbook": import_workbook,
    "text": import_text,
    "verdicts": verdicts,
    "person": one_person,
    "plan": plan,
    "plan-5000": plan_5000,
    "report": report,
    "click": click,
    "crowd": crowd,
    "start": start,
}

ON_REQUEST = ("plan-5000",)
"""Works that are run only where they are named."""
