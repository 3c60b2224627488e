"""What was measured, kept in one JSON file that several runs may add to: each work's rows replace its earlier ones."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, fields
from importlib.metadata import version
from pathlib import Path

from tests.bench.works import WORKS, Row

PACKAGES = ("duckdb", "pandas", "pyarrow", "polars", "streamlit", "python-calamine", "openpyxl", "highspy")


def machine() -> str:
    """Return what it ran on: processors, memory, system and versions; no names of machines."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, {packages}"
    )


def read(path: Path, scale: float) -> list[Row]:
    """Return the rows of an earlier run of this scale on a machine like this one; none where there is none."""
    if not path.exists():
        return []
    document = json.loads(path.read_text("utf-8"))
    if document["scale"] != scale or document["machine"] != machine():
        return []
    names = {field.name for field in fields(Row)}
    return [Row(**{name: value for name, value in row.items() if name in names}) for row in document["rows"]]


def together(earlier: list[Row], found: list[Row]) -> list[Row]:
    """Return all rows in the order of the works; those of works that were measured again in place of the earlier."""
    again = {row.name for row in found}
    order = list(WORKS)
    rows = [row for row in earlier if row.name not in again and row.name in WORKS] + found
    return sorted(rows, key=lambda row: order.index(row.name))


def write(path: Path, rows: list[Row], scale: float) -> None:
    """Write the rows with the machine and the scale."""
    document = {"machine": machine(), "scale": scale, "rows": [asdict(row) for row in rows]}
    unfinished = path.with_suffix(".part")
    unfinished.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
    unfinished.replace(path)
