"""From ``streamlit run`` to the first page painted, in a Chromium that is open already: arguments script, text."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from shutil import which

from playwright.sync_api import sync_playwright

script, text = sys.argv[1:3]
browser_path = next(path for name in ("chromium", "chromium-browser", "google-chrome") if (path := which(name)))
with socket.socket() as listener:
    listener.bind(("127.0.0.1", 0))
    port = int(listener.getsockname()[1])
with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox", "--disable-gpu"])
    page = browser.new_page()
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port), "--server.address", "127.0.0.1",
         "--server.headless", "true", "--browser.gatherUsageStats", "false"],
        env={**os.environ, "LABREADY_DB": str(Path(folder, "labready.duckdb"))},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5).close()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.02)
        page.goto(f"http://127.0.0.1:{port}/")
        page.get_by_text(text).first.wait_for(timeout=60_000)
        seconds = time.perf_counter() - started
    finally:
        server.terminate()
        server.wait()
        browser.close()
print(json.dumps({"seconds": seconds}))
