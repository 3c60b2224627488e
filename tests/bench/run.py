"""``make bench``: us, the peers and the limit in one run, in turn, several times; a table of ratios, JSON and a chart.

No time is a target: a ratio within one run on one machine is. Nothing here is part of ``make test``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.bench.chart import chart
from tests.bench.works import WORKS, Bench, Row


def main() -> int:
    arguments = _arguments()
    folder = Path(arguments.folder or Path(tempfile.gettempdir(), "labready-bench"))
    folder.mkdir(parents=True, exist_ok=True)
    bench = Bench(folder, arguments.rounds, arguments.scale)
    rows: list[Row] = []
    for name in arguments.only or WORKS:
        for row in WORKS[name](bench):
            rows.append(row)
            print(_line(row), flush=True)
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    print(f"\n{machine}; load at the end {os.getloadavg()[0]:.1f}\n\n{table(rows)}")
    if arguments.json:
        document = {"machine": machine, "scale": bench.scale, "rows": [asdict(row) for row in rows]}
        Path(arguments.json).write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    if arguments.chart:
        Path(arguments.chart).write_text(chart(rows), encoding="utf-8")
    return 0


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    head = (
        "| Work | Against | Goal | Measured | Met | Ours | Other | Memory, ours | Memory, other |\n"
        "|---|---|---|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(
        f"| {row.work} | {row.against} | {row.goal} | {_ratio(row)} | {'yes' if row.met else '**no**'} "
        f"| {row.ours_seconds:.3g} s | {row.other_seconds:.3g} s "
        f"| {row.ours_memory / 2**20:.0f} MB | {row.other_memory / 2**20:.0f} MB |"
        for row in rows
    )


def _ratio(row: Row) -> str:
    return f"{row.ratio:.1%}" if "%" in row.goal else f"{row.ratio:.2f} ×"


def _line(row: Row) -> str:
    return f"{'met    ' if row.met else 'NOT MET'} {_ratio(row):>9} ({row.goal})  {row.work}  against  {row.against}"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.run", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(WORKS), help="only these works")
    parser.add_argument("--rounds", type=int, default=5, help="pairs of each contest (default 5)")
    parser.add_argument("--scale", type=float, default=1.0, help="part of the rows, 1 = as the table of goals says")
    parser.add_argument(
        "--folder", help="where the material is kept between runs (default: a folder for temporary files)"
    )
    parser.add_argument("--json", help="also write the rows to this file")
    parser.add_argument("--chart", help="also write a chart (SVG) to this file")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
