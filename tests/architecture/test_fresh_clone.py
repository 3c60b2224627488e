"""A fresh clone on a machine that has Python and make, and nothing else of ours: one command serves the dashboard."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="make and a shell are no part of Windows")

TOOLS = ("sh", "make", "rm", "touch")
INSTALLERS = ["pip", *(["uv"] if shutil.which("uv") else [])]

FIRST_PAGE = """
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("lib/ui/front/script.py", default_timeout=60).run()
assert not app.exception, [e.value for e in app.exception]
"""


def copy_of_the_tree(target: Path) -> Path:
    """Copy what a clone would hold: all files but the ignored ones, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).exists():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
    return target


def bare_machine(folder: Path, installer: str) -> dict[str, str]:
    """An environment whose PATH holds a shell, make, Python and at most uv."""
    folder.mkdir()
    for tool in (*TOOLS, *(["uv"] if installer == "uv" else [])):
        found = shutil.which(tool)
        assert found, f"{tool} is needed to test an installation"
        (folder / tool).symlink_to(found)
    (folder / "python3").symlink_to(sys._base_executable)
    ours = ("VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "STREAMLIT_", "LABREADY_", "MAKE", "MFLAGS", "PYTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    # uv may be a wrapper that looks for what it wraps, so it finds the rest behind.
    behind = f":{os.environ['PATH']}" if installer == "uv" else ""
    return kept | {"PATH": f"{folder}{behind}"}


def free_port() -> int:
    """A port of this computer that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def served(clone: Path, environ: dict[str, str], log: Path) -> Iterator[str]:
    """Run `make run` until its server answers, hand over its address, and stop it."""
    port = free_port()
    environ = environ | {"STREAMLIT_SERVER_PORT": str(port), "LABREADY_DB": str(clone.parent / "lab.duckdb")}
    address = f"http://127.0.0.1:{port}"
    with log.open("wb") as output:
        server = subprocess.Popen(
            ["make", "run"],
            cwd=clone,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            until = time.monotonic() + 900
            while not answers(f"{address}/_stcore/health"):
                assert server.poll() is None, log.read_text("utf-8")
                assert time.monotonic() < until, log.read_text("utf-8")
                time.sleep(0.5)
            yield address
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)


def answers(address: str) -> bool:
    """Whether a page is served at an address."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@pytest.mark.slow
@pytest.mark.parametrize("installer", INSTALLERS)
def test_one_command_serves_the_dashboard(tmp_path: Path, installer: str) -> None:
    clone = copy_of_the_tree(tmp_path / "labready")
    environ = bare_machine(tmp_path / "bin", installer)
    log = tmp_path / "make_run.log"

    with served(clone, environ, log) as address:
        assert answers(address)

    printed = log.read_text("utf-8")
    assert "Traceback" not in printed
    assert ("-m pip install" in printed) == (installer == "pip")
    # With the pinned requirements alone, without the tools of development, the first page draws.
    python = clone / ".venv" / "bin" / "python"
    drawn = subprocess.run(
        [python, "-c", FIRST_PAGE],
        cwd=clone,
        env=environ | {"LABREADY_DB": str(tmp_path / "page.duckdb")},
        capture_output=True,
        text=True,
    )
    assert drawn.returncode == 0, drawn.stderr
    again = subprocess.run(["make", "install"], cwd=clone, env=environ, capture_output=True, text=True)
    assert "Nothing to be done" in again.stdout


def test_a_python_that_is_too_old_is_refused_in_a_sentence(tmp_path: Path) -> None:
    clone = copy_of_the_tree(tmp_path / "labready")
    environ = bare_machine(tmp_path / "bin", "pip")
    (tmp_path / "bin" / "python3").unlink()
    (tmp_path / "bin" / "python3").write_text("#!/bin/sh\nexit 1\n", "utf-8")
    (tmp_path / "bin" / "python3").chmod(0o755)

    done = subprocess.run(["make", "install"], cwd=clone, env=environ, capture_output=True, text=True)

    assert done.returncode != 0
    assert "No Python 3.11 or newer was found." in done.stderr
    assert not (clone / ".venv").exists()


def test_an_environment_whose_python_is_gone_is_made_anew(tmp_path: Path) -> None:
    clone = copy_of_the_tree(tmp_path / "labready")
    (clone / ".venv" / "bin").mkdir(parents=True)
    (clone / ".venv" / ".installed").touch()
    (clone / ".venv" / "bin" / "python").symlink_to(tmp_path / "removed")

    done = subprocess.run(
        ["make", "--dry-run", "install"],
        cwd=clone,
        env=bare_machine(tmp_path / "bin", "pip"),
        capture_output=True,
        text=True,
    )

    assert "-m venv .venv" in done.stdout
    assert "-m pip install" in done.stdout
