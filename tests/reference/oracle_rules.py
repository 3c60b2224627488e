"""The rule numbers, read from the YAML files with a YAML reader and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Version:
    version: str
    ends_from: date | None
    ends_to: date | None
    months: int
    total: int | None  # hundredths
    minimums: tuple[tuple[int, frozenset[str]], ...]  # hundredths, areas
    college_cap: int | None  # hundredths
    confidence: str
    verified_on: date | None


@dataclass(frozen=True)
class Credential:
    program: str
    code: str
    mandatory_since: date | str
    months: int
    opens_days: int
    due_days: int
    spellings: tuple[str, ...]
    versions: tuple[Version, ...]

    def version_for(self, end: date) -> Version | None:
        fits = [
            v
            for v in self.versions
            if (v.ends_from is None or v.ends_from <= end) and (v.ends_to is None or end <= v.ends_to)
        ]
        assert len(fits) <= 1, (self.code, end)
        return fits[0] if fits else None


def _hundredths(number: Any) -> int:
    return int(Decimal(str(number)) * 100)


def _version(raw: dict[str, Any]) -> Version:
    total = None if raw["total"] is None else _hundredths(raw["total"])
    cap = None
    for limit in raw["caps"]:
        assert limit["activity_type"] == "college"
        if "share" in limit:
            cap = None if total is None else int(total * Decimal(str(limit["share"])))
        else:
            cap = _hundredths(limit["points"])
    assert raw["rest"] == "any"
    minimums = tuple((_hundredths(m["points"]), frozenset(m["areas"])) for m in raw["minimums"])
    return Version(
        raw["version"],
        raw["ends_from"],
        raw["ends_to"],
        raw["cycle_months"],
        total,
        minimums,
        cap,
        raw["confidence"],
        raw["verified_on"],
    )


@cache
def book() -> dict[tuple[str, str], Credential]:
    found: dict[tuple[str, str], Credential] = {}
    for path in sorted((ROOT / "lib" / "rules" / "data").glob("*.yaml")):
        document = yaml.safe_load(path.read_text("utf-8"))
        for code, raw in document.get("credentials", {}).items():
            key = (document["program"], code)
            found[key] = Credential(
                *key,
                raw["mandatory_since"],
                document["cycle_months"],
                document["declaration"]["opens_days"],
                document["declaration"]["due_days"],
                tuple(raw.get("spellings", ())),
                tuple(_version(v) for v in raw["versions"]),
            )
    return found


def find_credential(program: str, code: str) -> Credential | None:
    """The credential that a program and a code name; without a program, the one whose spelling is given."""
    if program:
        return book().get((program, code))
    found = [c for c in book().values() if code in c.spellings]
    return found[0] if len(found) == 1 else None


@cache
def shipped_products() -> tuple[dict[str, Any], ...]:
    """The products a new laboratory starts with: data, not code."""
    path = ROOT / "lib" / "budget" / "data" / "catalogue.yaml"
    return tuple(yaml.safe_load(path.read_text("utf-8"))["products"])
