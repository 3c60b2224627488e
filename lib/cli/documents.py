"""The JSON documents of the command line: frames in, plain values out; dates ISO, points and money numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from lib.budget import TeamPlan
from lib.budget.plan import TIME_LIMIT_SECONDS
from lib.budget.together import TOGETHER_TIME_LIMIT_SECONDS
from lib.domain import points
from lib.services.person import PersonRecord
from lib.services.readiness import TeamReadiness
from lib.services.scenario_plan import Planned


def day(value: object) -> str | None:
    """Return a date as ISO text, missing as null."""
    if value is None or pd.isna(value):  # type: ignore[call-overload]  # pandas has no overload for object
        return None
    return pd.Timestamp(value).date().isoformat()  # type: ignore[arg-type]  # checked above


def point_number(value: object) -> int | float | None:
    """Return hundredths as a number, missing as null."""
    return None if value is None or pd.isna(value) else points.number(int(value))  # type: ignore[call-overload]  # as above


def plain(value: object) -> Any:
    """Return text, number or truth value as JSON has it, missing as null."""
    if value is None or (not isinstance(value, list | dict | tuple) and pd.isna(value)):  # type: ignore[call-overload]  # as above
        return None
    if isinstance(value, datetime | date):
        return day(value)
    return value.item() if hasattr(value, "item") else value


def status_document(team: TeamReadiness) -> dict[str, Any]:
    """Return the document of ``status``."""
    gaps: dict[int, dict[str, int | float]] = {}
    for row in team.requirements.to_dict("records"):
        gaps.setdefault(row["holding"], {})[row["requirement"]] = points.number(row["gap"])
    return {
        "as_of": team.as_of.isoformat(),
        "rules_digest": team.rules_digest,
        "rows": [_holding(row, gaps.get(row["holding"])) for row in team.verdicts.to_dict("records")],
    }


def _holding(row: Mapping[Any, Any], gaps: dict[str, int | float] | None) -> dict[str, Any]:
    rule = None
    if row["rule_index"] >= 0:
        rule = {
            "version": row["rule_version"],
            "confidence": row["rule_confidence"],
            "verified_on": day(row["rule_verified_on"]),
        }
    return {
        **{name: plain(row[name]) for name in ("staff_id", "name", "site", "department", "program", "credential")},
        "required": plain(row["required"]),
        "participation": plain(row["participation"]),
        **{name: day(row[name]) for name in ("cycle_start", "cycle_end", "declare_by")},
        "days_left": plain(row["days_left"]),
        "status": row["status"],
        **{
            name: point_number(row[name])
            for name in ("total", "earned", "counted", "missing", "missing_at_best", "expected")
        },
        "gaps": gaps,
        **{
            name: day(row[name])
            for name in ("declaration_filed_on", "declaration_accepted_on", "verified_on", "data_through")
        },
        "rule": rule,
    }


def explain_document(record: PersonRecord) -> dict[str, Any]:
    """Return the document of ``explain``: per holding every credit, its parts gathered."""
    holdings = []
    for holding in record.verdicts.to_dict("records"):
        parts = record.ledger[record.ledger["holding"] == holding["holding"]]
        credits = [_credit(group.to_dict("records")) for _, group in parts.groupby("credit_id", sort=False)]
        holdings.append({"program": holding["program"], "credential": holding["credential"], "credits": credits})
    return {
        "staff_id": record.staff["staff_id"],
        "as_of": record.as_of.isoformat(),
        "holdings": holdings,
    }


def _credit(parts: list[dict[Any, Any]]) -> dict[str, Any]:
    first = parts[0]
    allocated: dict[str, int] = {}
    for part in parts:
        if plain(part["requirement"]) is not None:
            allocated[part["requirement"]] = allocated.get(part["requirement"], 0) + part["allocated"]
    left_out = [part for part in parts if plain(part["requirement"]) is None]
    return {
        "title": plain(first["title"]),
        "completed_on": day(first["completed_on"]),
        "points": points.number(first["points"]),
        "areas": [area for area in (plain(first["areas"]) or "").split(";") if area],
        "eligibility": first["eligibility"],
        "allocated": {requirement: points.number(value) for requirement, value in allocated.items()},
        "not_counted": points.number(sum(part["allocated"] for part in left_out)),
        "reason": plain(left_out[0]["reason"]) if left_out else None,
        **{name: plain(first[name]) for name in ("file", "sheet", "row")},
    }


def trend_document(trend: pd.DataFrame) -> dict[str, Any]:
    """Return the document of ``trend``."""
    return {"months": [{name: plain(value) for name, value in row.items()} for row in trend.to_dict("records")]}


def plan_document(plan: TeamPlan, as_of: date) -> dict[str, Any]:
    """Return the document of ``plan``; money in dollars.

    ``people_gap``: at most so many more people could be completed; ``points_gap``: at most so many more points be made
    up with as many; ``gap``: the same people be completed for at most so much less. All 0 where it is proven best.
    """
    return {
        "as_of": as_of.isoformat(),
        "total": points.number(plan.total_cents),
        "proven_optimal": plan.proven_optimal,
        "gap": float(points.number(plan.gap_cents)),
        "people_gap": plan.people_gap,
        "points_gap": points.number(plan.points_gap),
        "people": [
            {
                "staff_id": person.staff_id,
                "cost": points.number(person.cost_cents),
                "hours": points.number(person.hours_hundredths),
                "items": [
                    {
                        "product_id": item.product_id,
                        "quantity": item.quantity,
                        "unit_price": points.number(item.unit_price_cents),
                        "as_member": item.as_member,
                    }
                    for item in person.items
                ],
            }
            for person in plan.people
        ],
        "unplannable": [
            *({"staff_id": person.staff_id, "reason": person.reason} for person in plan.unplannable),
            *({"staff_id": waiting.staff_id, "reason": waiting.reason} for waiting in plan.left_out),
        ],
        "scenarios": {name: None if cents is None else points.number(cents) for name, cents in plan.scenarios.items()},
    }


def plan_terms(found: Planned, *, scenario: str | None, until: date | None) -> dict[str, Any]:
    """Return what a plan was asked under, and the simple plan beside it where that was asked for; money in dollars.

    Beside the keys of :func:`plan_document`: ``scenario``, ``budget``, ``until``, ``orders`` (different orders to
    place), ``time_limit_seconds``, ``shared`` and ``simple`` (``saved``: what the exact plan saves on the same people).
    """
    both = found.beside
    return {
        "scenario": scenario,
        "budget": None if found.budget_cents is None else points.number(found.budget_cents),
        "until": None if until is None else until.isoformat(),
        "orders": int((found.plan.orders["cost"] > 0).sum()),
        "time_limit_seconds": TOGETHER_TIME_LIMIT_SECONDS if found.asked.shared else TIME_LIMIT_SECONDS,
        "shared": [
            {
                "source_id": each.source_id,
                "product_id": each.product_id,
                "form": each.form,
                "seats": each.seats,
                "cost": points.number(each.cost_cents),
                "staff_ids": list(each.staff_ids),
            }
            for each in found.plan.shared
        ],
        "simple": None
        if both is None
        else {
            "products": list(both.simple.products),
            "people": both.compared,
            "total": points.number(both.simple_cents),
            "exact_total": points.number(both.exact_cents),
            "saved": points.number(both.saved),
            "orders": both.simple_orders,
            "exact_orders": both.exact_orders,
        },
    }


def moment(value: object) -> Any:
    """Return a date or a moment as ISO text with seconds, other values as :func:`plain`."""
    if isinstance(value, pd.Timestamp) and not pd.isna(value) and value != value.normalize():
        return value.isoformat(timespec="seconds")
    return plain(value)
