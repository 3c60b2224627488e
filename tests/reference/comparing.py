"""Where the product's answers and the oracle's differ, said as sentences; an empty list is agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.reference.oracle import Oracle
from tests.reference.oracle_import import Account, Credit
from tests.reference.oracle_plan import Plan, most_people
from tests.reference.oracle_verdict import STATUSES, Verdict, requirements

IMPORT_CODES = {
    "missing_person", "unknown_person", "ambiguous_person", "missing_date", "invalid_date", "future_date",
    "missing_points", "invalid_points", "points_not_positive", "points_out_of_range", "not_completed",
    "unknown_credential", "invalid_cycle", "cell_error",
}  # fmt: skip


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def hundredths(number: float | None) -> int | None:
    return None if number is None else round(number * 100)


def differ(where: str, name: str, expected: Any, got: Any) -> Iterator[str]:
    if expected != got:
        yield f"{where}: {name}: expected {expected!r}, got {got!r}"


def import_differences(accounts: list[Account], answer: dict[str, Any], *, again: bool = False) -> Iterator[str]:
    """`again`: the file had been imported before, so that every accepted credit is a duplicate now."""
    file = answer["files"][0]
    if "refused" in file:
        yield f"{file['file']}: refused: {file['refused']}"
        return
    sheets = {sheet["sheet"]: sheet for sheet in file["sheets"]}
    for account in accounts:
        where = f"{file['file']} / {account.sheet}"
        got = sheets.get(account.sheet) or (next(iter(sheets.values())) if len(accounts) == len(sheets) == 1 else None)
        if got is None:
            yield f"{where}: not among the sheets {list(sheets)}"
            continue
        counts = [got[name] for name in ("accepted", "duplicates", "skipped", "rejected")]
        yield from differ(where, "sum of the rows", got["read"], sum(counts))
        yield from differ(where, "kind", account.kind, got["kind"])
        for name in ("read", "skipped", "rejected", "new_staff"):
            yield from differ(where, name, getattr(account, name), got[name])
        if "credits" in account.kind and not again:
            for name in ("accepted", "duplicates"):
                yield from differ(where, name, getattr(account, name), got[name])
            yield from differ(where, "unassigned areas", dict(account.unassigned), got["unassigned_areas"])
        problems: dict[int, set[str]] = {}
        for problem in got["problems"]:
            if problem["code"] in IMPORT_CODES:
                problems.setdefault(problem["row"], set()).add(problem["code"])
        for row in sorted(account.problems.keys() | problems.keys()):
            expected, found = account.problems.get(row, set()), problems.get(row, set())
            yield from differ(where, f"problems of row {row}", sorted(expected), sorted(found))


def status_differences(expected: list[Verdict], answer: dict[str, Any], names: dict[str, str]) -> Iterator[str]:
    got = {(row["staff_id"], row["program"], row["credential"]): row for row in answer["rows"]}
    wanted = {verdict.holding.key: verdict for verdict in expected}
    yield from differ("status", "holdings", sorted(wanted), sorted(got))
    for key in wanted.keys() & got.keys():
        yield from verdict_differences(wanted[key], got[key], names.get(key[0], ""))


def verdict_differences(v: Verdict, row: dict[str, Any], name: str) -> Iterator[str]:
    where = f"status of {v.holding.key} on {v.as_of}"
    if name:
        yield from differ(where, "name", sorted(name.split()), sorted(row["name"].replace(",", " ").split()))
    simple = {
        "required": v.required,
        "participation": v.participation,
        "cycle_end": iso(v.cycle_end),
        "status": v.status,
        "verified_on": iso(v.holding.verified_on),
        "data_through": iso(v.data_through),
    }
    if v.cycle_end is not None:
        simple |= {
            "cycle_start": iso(v.cycle_start),
            "declare_by": iso(v.declare_by),
            "days_left": v.days_left,
            "declaration_filed_on": iso(v.filed_on),
            "declaration_accepted_on": iso(v.accepted_on),
        }
    simple["rule"] = v.version and {
        "version": v.version.version,
        "confidence": v.version.confidence,
        "verified_on": iso(v.version.verified_on),
    }
    for field, value in simple.items():
        yield from differ(where, field, value, row[field])
    numbers = {"total": v.total, "missing": v.missing, "missing_at_best": v.missing_at_best, "counted": v.counted}
    if v.version is not None:
        numbers["earned"] = v.earned
    if v.total is not None:
        gaps = {area: hundredths(gap) for area, gap in row["gaps"].items()}
        yield from differ(where, "gaps", v.gaps, gaps)
        assert v.expected is not None
        if row["expected"] is None or abs(row["expected"] * 100 - float(v.expected)) > 1:
            yield f"{where}: expected points: expected {float(v.expected) / 100:.4f}, got {row['expected']}"
    for field, value in numbers.items():
        yield from differ(where, field, value, hundredths(row[field]))


def explain_differences(
    oracle: Oracle, verdicts: list[Verdict], staff_id: str, answer: dict[str, Any]
) -> Iterator[str]:
    mine = {v.holding.key[1:]: v for v in verdicts if v.holding.staff_id == staff_id}
    credits = [c for c in oracle.store().credits if c.staff_id == staff_id]
    got = {(h["program"], h["credential"]): h for h in answer["holdings"]}
    yield from differ(f"explain {staff_id}", "holdings", sorted(mine), sorted(got))
    for key in mine.keys() & got.keys():
        where = f"explain {staff_id} {key}"
        v = mine[key]
        rows = got[key]["credits"]
        by_place = {c.place: c for c in credits}
        places = [(row["file"], row["sheet"], row["row"]) for row in rows]
        yield from differ(where, "credits", sorted(by_place), sorted(places))
        allocated: Counter[str] = Counter()
        college = 0
        for place, row in zip(places, rows, strict=True):
            if place in by_place:
                yield from _credit_differences(f"{where} {place}", v, by_place[place], row)
                allocated.update({name: hundredths(points) or 0 for name, points in row["allocated"].items()})
                if by_place[place].activity_type == "college":
                    college += sum(hundredths(points) or 0 for points in row["allocated"].values())
        if v.total is None or v.version is None:
            yield from differ(where, "allocated without a rule", 0, sum(allocated.values()))
            continue
        for name, amount, _ in requirements(v.version):
            yield from differ(where, f"allocated to {name}", amount - v.gaps[name], allocated.pop(name, 0))
        yield from differ(where, "allocated elsewhere", {}, dict(allocated))
        if v.version.college_cap is not None and college > v.version.college_cap:
            yield f"{where}: {college} hundredths of college courses, over the cap of {v.version.college_cap}"


def _credit_differences(where: str, v: Verdict, credit: Credit, row: dict[str, Any]) -> Iterator[str]:
    yield from differ(where, "eligibility", credit.eligibility, row["eligibility"])
    yield from differ(where, "points", credit.points, hundredths(row["points"]))
    yield from differ(where, "day", iso(credit.completed_on), row["completed_on"])
    yield from differ(where, "title", credit.title, row["title"])
    yield from differ(where, "areas", credit.areas, [a for a in row["areas"] if a != "unassigned"])
    used = sum(hundredths(points) or 0 for points in row["allocated"].values())
    yield from differ(where, "allocated and not counted", credit.points, used + (hundredths(row["not_counted"]) or 0))
    if row["not_counted"] and not row["reason"]:
        yield f"{where}: {row['not_counted']} points are not counted, without a reason"
    inside = any(credit is c or credit.place == c.place for c in v.in_window)
    if used and not (inside and credit.eligibility == "counts"):
        yield f"{where}: allocated although it does not count or lies outside the window"
    accepted = {"/".join(sorted(areas)): areas for _, areas in v.version.minimums} if v.version else {}
    for name in row["allocated"]:
        if name != "rest" and credit.areas[0] not in accepted.get(name, frozenset()):
            yield f"{where}: allocated to {name}, but its first area is {credit.areas[0]}"


def trend_differences(expected: list[tuple[date, Counter[str]]], answer: dict[str, Any]) -> Iterator[str]:
    months = answer["months"]
    yield from differ("trend", "months", [iso(day) for day, _ in expected], [month["as_of"] for month in months])
    for (day, counts), month in zip(expected, months, strict=False):
        yield from differ(f"trend {day}", "known_on", iso(day), month["known_on"])
        got = {status: month[status] for status in STATUSES if month[status]}
        yield from differ(f"trend {day}", "counts", dict(sorted(counts.items())), dict(sorted(got.items())))


def plan_differences(oracle: Oracle, as_of: date, answer: dict[str, Any]) -> Iterator[str]:
    plans = oracle.plans(as_of)
    possible = {who: plan for who, plan in plans.items() if plan is not None}
    got = {person["staff_id"]: person for person in answer["people"]}
    yield from differ("plan", "people", sorted(possible), sorted(got))
    yield from differ(
        "plan",
        "unplannable",
        sorted(plans.keys() - possible.keys()),
        sorted(p["staff_id"] for p in answer["unplannable"]),
    )
    yield from differ("plan", "proven", (True, 0), (answer["proven_optimal"], answer["gap"]))
    total = sum(plan.cost for plan in possible.values())
    yield from differ("plan", "total", total, hundredths(answer["total"]))
    for who in possible.keys() & got.keys():
        plan, person = possible[who], got[who]
        items = sorted((i["product_id"], i["quantity"], hundredths(i["unit_price"])) for i in person["items"])
        yield from differ(f"plan of {who}", "cost", plan.cost, hundredths(person["cost"]))
        yield from differ(f"plan of {who}", "hours", plan.hours, hundredths(person["hours"]))
        yield from differ(f"plan of {who}", "items", list(plan.items), items)
    scenarios = answer["scenarios"]
    yield from differ("plan", "best mix", total, hundredths(scenarios["best_mix"]))
    for name, join in (("nobody_joins", "never"), ("everyone_joins", "always")):
        other = oracle.plans(as_of, join)
        if join == "always" and not any(
            p.kind == "membership" and p.price is not None for p in oracle.store().products.values()
        ):
            continue  # nothing to join
        if other.keys() == plans.keys() and all((other[who] is None) == (plans[who] is None) for who in plans):
            costs = sum(plan.cost for plan in other.values() if plan is not None)
            yield from differ("plan", name, costs, hundredths(scenarios[name]))


def budget_differences(oracle: Oracle, as_of: date, budget: int, answer: dict[str, Any]) -> Iterator[str]:
    costs = [plan.cost for plan in oracle.plans(as_of).values() if plan is not None]
    people = [person for person in answer["people"] if person["items"]]
    where = f"plan with {budget} cents"
    yield from differ(where, "people made complete", most_people(costs, budget), len(people))
    spent = sum(hundredths(person["cost"]) or 0 for person in people)
    if spent > budget:
        yield f"{where}: costs {spent}"


def cost_of_all(plans: dict[str, Plan | None]) -> int:
    return sum(plan.cost for plan in plans.values() if plan is not None)
