"""One contestant, one process: how long it took as a whole, how much memory it had at its highest, and what it said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
BYTECODE = Path(tempfile.gettempdir(), "labready-bench-bytecode")
"""Where compiled modules are kept for all contestants, as an installation that ran before has them."""
_LOOK_EVERY = 0.05


@dataclass(frozen=True)
class Run:
    """``seconds`` of the process, or the share of it that the contestant timed itself; ``memory`` in bytes, ``cpu`` the
    processor's seconds of the process and its children, or of the same share; ``whole``: both are of the same work."""

    seconds: float
    memory: int
    said: dict[str, Any]
    cpu: float = 0.0
    whole: bool = True


def surroundings() -> dict[str, str]:
    """Return the environment of every contestant: this one, with bytecode kept, so that nobody compiles as he runs."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(BYTECODE)}


def compile_packages() -> None:
    """Compile what is installed once for all contestants; those of an earlier run are taken as they are."""
    done = BYTECODE / "compiled"
    if not done.exists():
        folders = [path for path in sys.path if path.endswith("site-packages")] + [str(ROOT / "lib")]
        subprocess.run(
            [sys.executable, "-m", "compileall", "-q", "-j", "0", *folders],
            env=surroundings(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,  # some packages ship files that are no Python for this version
        )
        BYTECODE.mkdir(parents=True, exist_ok=True)
        done.touch()


def run(arguments: Sequence[str], environment: dict[str, str] | None = None) -> Run:
    """Run Python with these arguments in the project and return what it took; a failure ends the bench.

    A contestant that prints one JSON object with ``seconds`` (and ``cpu``) is taken at its word: it has left out the
    start of Python and the reading of what all contestants read alike. The memory is the highest that the process and
    its children had together, looked at twenty times a second, or the process alone between two looks; where the system
    shows neither, that of the greatest single one.
    """
    started = time.perf_counter()
    child = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**surroundings(), **(environment or {})},
        stdout=subprocess.PIPE,
        text=True,
    )
    seen = [0]
    ended = threading.Event()
    watch = threading.Thread(target=_watch, args=(child.pid, seen, ended), daemon=True)
    watch.start()
    assert child.stdout is not None
    with child.stdout as told:
        said = told.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    taken = time.perf_counter() - started
    ended.set()
    watch.join()
    if child.returncode:
        raise SystemExit(f"{' '.join(arguments)} ended with {child.returncode}")
    answer = _last_object(said)
    return Run(
        float(answer.get("seconds", taken)),
        # What the system says at the end counts the process that began it, too, as it was then: the bench itself.
        seen[0] or usage.ru_maxrss * 1024,
        answer,
        _cpu(answer, usage.ru_utime + usage.ru_stime),
        "seconds" not in answer or "cpu" in answer,
    )


def _cpu(answer: dict[str, Any], of_process: float) -> float:
    told = answer.get("cpu")
    return float(told) if isinstance(told, float | int) else of_process


def _watch(process: int, highest: list[int], ended: threading.Event) -> None:
    while not ended.wait(_LOOK_EVERY):
        highest[0] = max(highest[0], sum(map(_resident, _family(process))), _most(process))


def _family(process: int) -> list[int]:
    """Return a process and all below it; only itself where the system does not show its children."""
    found = [process]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(number) for number in task.read_text("ascii").split()]
            except OSError:  # it has just ended
                continue
    return found


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):  # it has just ended
        return 0


def _most(process: int) -> int:
    """Return the most that a process had since it began, which is not missed between two looks."""
    try:
        lines = Path(f"/proc/{process}/status").read_text("utf-8", "replace").splitlines()
        return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)
    except OSError:  # it has just ended
        return 0


def _last_object(said: str) -> dict[str, Any]:
    lines = said.strip().splitlines()
    if lines and lines[-1].startswith("{") and lines[-1].endswith("}"):
        found = json.loads(lines[-1])
        return found if isinstance(found, dict) else {}
    return {}
