"""A tiny rule book and one-line builders, so that each test shows its own arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pandas as pd
import pytest

from lib.domain import areas, tables
from lib.rules.book import Cap, Credential, Program, Requirement, RuleBook, RuleVersion


def rule_version(
    code: str, total: int | None, minimums: list[tuple[int, tuple[str, ...]]], **more: object
) -> RuleVersion:
    return RuleVersion(
        version=f"ASCP-{code}-2024",
        program="ASCP",
        credential=code,
        ends_from=more.pop("ends_from", None),
        ends_to=more.pop("ends_to", None),
        cycle_months=more.pop("cycle_months", 36),
        total=None if total is None else total * 100,
        minimums=tuple(Requirement(points * 100, accepted) for points, accepted in minimums),
        rest_areas=more.pop("rest_areas", ("*",)),
        caps=more.pop("caps", (Cap("college", share_percent=50),)),
        sources=("S0",),
        confidence="MED",
    )


def credential(
    code: str, *versions: RuleVersion, since: date | None = date(2004, 1, 1), always: bool = False
) -> Credential:
    return Credential("ASCP", code, code, "technologist", since, always, (), None, tuple(versions))


@pytest.fixture
def book() -> RuleBook:
    four = [(2, (area,)) for area in ("blood_banking", "chemistry", "hematology", "microbiology")]
    both = [(1, ("safety",)), (1, ("ethics",))]
    return RuleBook(
        (
            Program(
                "ASCP", "ASCP", "certification", None, 36, 90, 30,
                (
                    credential("MLS", rule_version("MLS", 36, [*both, *four])),
                    credential("PBT", rule_version("PBT", 9, both)),
                    credential("QIHC", rule_version("QIHC", 8, [*both, (6, ("immunohistochemistry",))]), always=True),
                    credential("AT", rule_version("AT", None, [*both, (8, ("apheresis",))])),
                    credential(
                        "BB",
                        rule_version("BB", 36, [(1, ("safety",)), (2, ("blood_banking",))], ends_to=date(2023, 12, 31)),
                        rule_version("BB", 36, [*both, (8, ("blood_banking",))], ends_from=date(2024, 1, 1)),
                    ),
                ),
            ),
        )
    )  # fmt: skip


@pytest.fixture
def holdings() -> Callable[..., pd.DataFrame]:
    def build(*rows: dict[str, object]) -> pd.DataFrame:
        defaults = {
            "staff_id": "1",
            "program": "ASCP",
            "credential": "MLS",
            "required": True,
            "name": "A",
            "site": "Main",
        }
        frame = pd.DataFrame([defaults | row for row in rows])
        typed = tables.typed(frame, tables.HOLDINGS)
        return typed.assign(name=frame["name"], site=frame["site"], department="Core")

    return build


@pytest.fixture
def credits() -> Callable[..., pd.DataFrame]:
    def build(*rows: tuple[object, ...]) -> pd.DataFrame:
        """Rows of (day, points, areas joined by ;, eligibility='counts', activity_type=None, staff_id='1')."""
        made = []
        for number, (day, points, named, *more) in enumerate(rows):
            eligibility, activity_type, staff_id = (*more, *["counts", None, "1"][len(more) :])
            codes = [code for code in str(named).split(";") if code]
            made.append(
                {
                    "staff_id": staff_id, "title": f"T{number}", "completed_on": pd.Timestamp(day),
                    "points": round(float(points) * 100), "areas": named, "eligibility": eligibility,
                    "activity_type": activity_type, "credit_id": number, "file": "f.xlsx", "sheet": "S",
                    "row": number + 2,
                    "first_area": areas.AREA_NUMBER[codes[0]] if codes else areas.UNASSIGNED_NUMBER,
                    "area_mask": areas.mask_of(codes or [areas.UNASSIGNED]),
                }
            )  # fmt: skip
        frame = pd.DataFrame(made, columns=[*tables.CREDITS, "credit_id", "first_area", "area_mask"])
        typed = tables.typed(frame, tables.CREDITS)
        return typed.assign(
            credit_id=frame["credit_id"].astype("int64"),
            first_area=frame["first_area"].astype("int64"),
            area_mask=frame["area_mask"].astype("int64"),
        )

    return build
