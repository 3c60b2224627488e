"""A real server and several people at once: whose page lasts, waits for another thread or fails holds nobody up."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data" / "laboratory.xlsx"

PAGES = """
import time
from pathlib import Path
import streamlit as st
from lib.ui import background, turns

FLAG = Path({flag!r})

def wait(told=None):
    while not FLAG.exists():
        time.sleep(0.02)
    return "ended"

with turns.turn():
    what = st.selectbox("What", ["nothing", "short", "lasts", "beside", "fails", "stops", "again"], key="what")
    if what == "lasts":
        wait()
    if what == "beside":
        st.write(background.done("work", "work", wait, stop="Stop"))
    if what == "fails":
        raise ValueError("this page fails")
    if what == "again" and not st.session_state.get("done"):
        st.session_state["done"] = True
        st.rerun()
    if what == "stops":
        st.stop()
    st.write("made: " + what)
"""
"""A script whose page is made in turn, and ends, lasts until the flag is there, waits, fails, stops or runs again."""


class Server:
    """A server and its interface for programs, which a visitor's clicks are sent by."""

    def __init__(self, port: int) -> None:
        self._port = port

    def ask(self, body: dict[str, Any]) -> dict[str, Any]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._port}/_stcore/agent/interact",
            json.dumps(body).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=240) as answer:
            found: dict[str, Any] = json.loads(answer.read())
        return found

    def visitor(self, page: str = "") -> str:
        opened = self.ask({"page": page, "query_params": {"as_of": ["2026-11-23"]}} if page else {})
        return str(opened["session_id"])

    def choose(self, session: str, key: str, value: Any) -> str:
        """Choose a value and return all that is then on the page, as text; with an error, where the page failed."""
        answer = self.ask({"session_id": session, "widget_state": {key: value}})
        assert answer["status"] in {"ready", "error"}, answer
        return json.dumps(answer["tree"], ensure_ascii=False)


@contextmanager
def serving(script: Path, database: Path) -> Iterator[Server]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = int(listener.getsockname()[1])
    process = subprocess.Popen(
        [
            sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port),
            "--server.address", "127.0.0.1", "--server.enableAgentApi", "true", "--server.agentWaitTimeout", "240",
            "--server.headless", "true", "--browser.gatherUsageStats", "false",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LABREADY_DB": str(database)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until(lambda: is_up(port))
        yield Server(port)
    finally:
        process.terminate()
        process.wait()


def is_up(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).close()
    except (urllib.error.URLError, OSError):
        return False
    return True


def until(true: Callable[[], bool]) -> None:
    for _ in range(1200):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("It did not come to that within a minute.")


def test_a_page_that_lasts_or_waits_holds_nobody_up(tmp_path: Path) -> None:
    flag, script = tmp_path / "flag", tmp_path / "script.py"
    script.write_text(PAGES.format(flag=str(flag)), "utf-8")
    with serving(script, tmp_path / "none.duckdb") as server, ThreadPoolExecutor(8) as people:
        long, beside, *others = [server.visitor() for _ in range(7)]
        lasting = people.submit(server.choose, long, "what", "lasts")
        waiting = people.submit(server.choose, beside, "what", "beside")
        try:
            whats = ["short", "fails", "stops", "again", "short"]
            clicks = [people.submit(server.choose, *each) for each in zip(others, ["what"] * 5, whats, strict=True)]
            seen = [click.result(120) for click in clicks]
            progress = waiting.result(120)
        finally:
            # All were answered before the long work could end: only now it may.
            flag.touch()
        last = lasting.result(120)

    assert [("made: " + what) in page for what, page in zip(whats, seen, strict=True)] == [
        True,
        False,
        False,
        True,
        True,
    ]
    assert "exception" in seen[1]
    assert "made: lasts" in last
    assert "made: beside" in progress


def test_everybody_gets_the_page_asked_for_while_one_loads_and_one_goes(tmp_path: Path) -> None:
    database = tmp_path / "labready.duckdb"
    made = [sys.executable, "-m", "lib", "--db", str(database), "--as-of", "2026-11-23", "import", str(SAMPLE)]
    subprocess.run(made, cwd=ROOT, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
    with serving(ROOT / "dashboard.py", database) as server:
        sessions = [server.visitor("readiness") for _ in range(8)]
        words = ["lopez", "smith", "an", "er", "ma", "jo", "li", "da"]
        start = threading.Barrier(len(sessions) + 1)
        seen: dict[str, str] = {}

        def click(session: str, word: str) -> None:
            start.wait()
            seen[session] = server.choose(session, "find", word)

        def plan() -> None:
            start.wait()
            seen["plan"] = json.dumps(server.ask({"page": "budget", "query_params": {"as_of": ["2026-11-23"]}}))

        threads = [threading.Thread(target=click, args=each) for each in zip(sessions, words, strict=True)]
        threads.append(threading.Thread(target=plan))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(240)

    assert set(seen) == {*sessions, "plan"}
    for session, word in zip(sessions, words, strict=True):
        assert f'"value": "{word}"' in seen[session]
        assert '"type": "exception"' not in seen[session]
    assert "Training budget" in seen["plan"]
