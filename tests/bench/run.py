"""``make bench``: us, the peers and the limit in one run, in turn, several times; a table of ratios, JSON and a chart.

No time is a target: a ratio within one run on one machine is. Nothing here is part of ``make test``. What was measured
is added to one JSON file after each work, so that a run may be parted (``--only``), broken off and gone on with
(``--resume``), and its table and chart written without running anything (``--no-run``).
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from tests.bench import results
from tests.bench.chart import PICTURE, chart
from tests.bench.processes import ROOT, compile_packages
from tests.bench.tables import put_into, ratio, section, table, why
from tests.bench.works import ON_REQUEST, WORKS, Bench, Row


def main() -> int:
    arguments = _arguments()
    folder = Path(arguments.folder or Path(tempfile.gettempdir(), "labready-bench"))
    folder.mkdir(parents=True, exist_ok=True)
    kept = Path(arguments.json or folder / f"results-{arguments.scale:g}.json")
    rows = results.read(kept, arguments.scale)
    if not arguments.no_run:
        compile_packages()
        bench = Bench(folder, arguments.rounds, arguments.scale)
        measured = {row.name for row in rows}
        for name in arguments.only or [name for name in WORKS if name not in ON_REQUEST]:
            if not (arguments.resume and name in measured):
                rows = results.together(rows, _measured(name, bench))
                results.write(kept, rows, arguments.scale)
    if not rows:
        raise SystemExit(f"Nothing was measured yet: {kept} has no rows of this scale.")
    print(f"\n{results.machine()}; load now {os.getloadavg()[0]:.1f}\n\n{table(rows)}\n\n{why(rows)}\n")
    words = section(rows, results.machine(), arguments.scale)
    if arguments.markdown:
        Path(arguments.markdown).write_text(words + "\n", encoding="utf-8")
    if arguments.readme:
        readme = ROOT / "README.md"
        readme.write_text(put_into(readme.read_text("utf-8"), words), encoding="utf-8")
        (ROOT / PICTURE).write_text(chart(rows), encoding="utf-8")
    picture = Path(arguments.chart or folder / f"chart-{arguments.scale:g}.svg")
    picture.write_text(chart(rows), encoding="utf-8")
    print(f"Written: {kept}, {picture}")
    return 0


def _measured(name: str, bench: Bench) -> list[Row]:
    started, found = time.perf_counter(), []
    for row in WORKS[name](bench):
        found.append(replace(row, name=name))
        print(_line(row), flush=True)
    print(f"        {name}: {time.perf_counter() - started:.0f} s", flush=True)
    return found


def _line(row: Row) -> str:
    cpu = "" if row.cpu_ratio is None else f", {row.cpu_ratio:.2f} × by processor time"
    return (
        f"{'met    ' if row.met else 'NOT MET'} {ratio(row):>9} ({row.goal}{cpu})  {row.work}  against  {row.against}"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.run", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=list(WORKS), help="only these works; the others stay as they were")
    parser.add_argument("--rounds", type=int, default=5, help="pairs of each contest (default 5)")
    parser.add_argument("--scale", type=float, default=1.0, help="part of the rows, 1 = as the table of goals says")
    parser.add_argument(
        "--folder", help="where the material is kept between runs (default: a folder for temporary files)"
    )
    parser.add_argument("--resume", action="store_true", help="leave out works that the JSON file has already")
    parser.add_argument("--no-run", action="store_true", help="run nothing: the table and chart of what was measured")
    parser.add_argument("--json", help="the file that keeps what was measured (default: in the folder)")
    parser.add_argument("--chart", help="where the chart (SVG) goes (default: in the folder)")
    parser.add_argument("--markdown", help="also write the README's table, reasons and machine to this file")
    parser.add_argument(
        "--readme",
        action="store_true",
        help=f"put them into README.md, and the chart into {PICTURE}",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
