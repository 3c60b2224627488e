"""One contestant, one process: how long it took as a whole, how much memory it had at its highest, and what it said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Run:
    """``seconds`` of the process, or the share of it that the contestant timed itself; ``memory`` in bytes."""

    seconds: float
    memory: int
    said: dict[str, Any]


def run(arguments: Sequence[str], environment: dict[str, str] | None = None) -> Run:
    """Run Python with these arguments in the project and return what it took; a failure ends the bench.

    A contestant that prints one JSON object with ``seconds`` is taken at its word: it has left out the start of Python
    and the reading of what all contestants read alike. The memory is that of the greatest single process, children that
    were waited for included.
    """
    started = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    said = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    taken = time.perf_counter() - started
    if child.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {child.returncode}")
    answer = _last_object(said)
    return Run(float(answer.get("seconds", taken)), usage.ru_maxrss * 1024, answer)


def _last_object(said: str) -> dict[str, Any]:
    lines = said.strip().splitlines()
    if lines and lines[-1].startswith("{") and lines[-1].endswith("}"):
        found = json.loads(lines[-1])
        return found if isinstance(found, dict) else {}
    return {}
