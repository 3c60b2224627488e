"""A real server, one session and then fifty at once, each clicking a filter of the Readiness page.

Driven through the server's own interface for programs (switched on for this run alone), so that no browser's time is in
it. Prints the median of one session's clicks and the 95th percentile of fifty.
"""

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CROWD = int(sys.argv[2]) if len(sys.argv) > 2 else 50


def ask(port: int, body: dict[str, Any]) -> dict[str, Any]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/_stcore/agent/interact",
        json.dumps(body).encode(),
        {"Content-Type": "application/json"},
    )
    try:
        with urllib.request.urlopen(request, timeout=1800) as answer:
            found = json.loads(answer.read())
    except urllib.error.HTTPError as refused:
        raise SystemExit(f"The server refused {body}: {refused.read().decode()[:500]}") from refused
    return found if isinstance(found, dict) else {}


def begin(port: int) -> str:
    opened = ask(port, {"page": "readiness", "query_params": {"as_of": ["2026-11-22"]}})
    return str(opened["session_id"])


def click(port: int, session: str, choice: str) -> float:
    """Choose a site and return the seconds until the page is there; a page that is not what was asked for ends it."""
    started = time.perf_counter()
    answer = ask(port, {"session_id": session, "widget_state": {"site": [choice]}})
    taken = time.perf_counter() - started
    seen = list(elements(answer["tree"]))
    chosen = [element.get("value") for element in seen if element.get("key") == "site"]
    if answer["status"] != "ready" or chosen != [[choice]] or any(each["type"] == "exception" for each in seen):
        raise SystemExit(f"The page was not drawn for {choice}: {answer['status']}, chosen {chosen}")
    return taken


def elements(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield tree
    for child in tree.get("children", ()):
        yield from elements(child)


with socket.socket() as listener:
    listener.bind(("127.0.0.1", 0))
    port = int(listener.getsockname()[1])
with tempfile.TemporaryDirectory() as folder:
    database = Path(folder, "labready.duckdb")
    shutil.copy(sys.argv[1], database)
    server = subprocess.Popen(
        [
            sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port), "--server.address",
            "127.0.0.1", "--server.enableAgentApi", "true", "--server.agentMaxSessions", str(CROWD + 10),
            "--server.agentWaitTimeout", "1800", "--server.headless", "true", "--browser.gatherUsageStats", "false",
        ],
        env={**os.environ, "LABREADY_DB": str(database)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        else:
            raise SystemExit("The server did not start within a minute.")
        first = begin(port)
        for number in range(5):
            click(port, first, f"Site {number}")
        one = statistics.median(click(port, first, f"Site {number % 5}") for number in range(10))
        sessions = [begin(port) for _ in range(CROWD)]
        taken: list[float] = []
        barrier = threading.Barrier(CROWD)

        def member(session: str, choice: str) -> None:
            barrier.wait()
            taken.append(click(port, session, choice))

        threads = [
            threading.Thread(target=member, args=(session, f"Site {number % 5}"))
            for number, session in enumerate(sessions)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        server.terminate()
        server.wait()
if len(taken) != CROWD:
    raise SystemExit(f"{CROWD - len(taken)} clicks were not answered")
taken.sort()
print(json.dumps({"seconds": taken[int(len(taken) * 0.95) - 1], "one": one, "crowd": CROWD}))
