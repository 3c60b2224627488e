"""The parent's end of the reading process: one process for many files, replaced when it dies or takes too long."""

from __future__ import annotations

import atexit
import json
import queue
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from lib.domain.errors import RefusedFile
from lib.ingest.limits import Limits

if TYPE_CHECKING:
    from lib.ingest.book import Book

_ROOT: Final = Path(__file__).resolve().parents[2]
_WORDS: Final = {
    "PasswordError": "the workbook is protected with a password. Open it in Excel, remove the password (File, Info, "
    "Protect Workbook), save it and import it again.",
    "MemoryError": "reading it takes more memory than is allowed. Copy the rows into a new workbook, or save the "
    "sheet as CSV, and import that.",
}
_TARGET: Final = "cells"
_LARGE: Final = 5_000_000
_CODES: Final = {"PasswordError": "password_protected", "MemoryError": "too_large"}
_BROKEN: Final = "it is damaged or not a workbook. Open it in Excel, save it as a new .xlsx file and import that."


@dataclass(frozen=True)
class _Reading:
    """A file that was handed to the process, in a folder of its own; ``asked``: the process took the request."""

    data: bytes
    limits: Limits
    folder: tempfile.TemporaryDirectory[str]
    asked: bool


class ReadingProcess:
    """A child process that reads workbooks under a memory limit and a time limit. Safe to use from several threads."""

    def __init__(self, memory_bytes: int) -> None:
        self.memory_bytes = memory_bytes
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._lines: queue.Queue[str | None] = queue.Queue()
        self._begun: _Reading | None = None

    def begin(self, data: bytes, limits: Limits) -> None:
        """Start reading a workbook that :meth:`read` will be asked for, and do not wait for it."""
        with self._lock:
            self._drop_begun()
            self._begun = self._started(data, limits)

    def read(self, name: str, data: bytes, limits: Limits) -> Book:
        """Return the cells of a workbook; :class:`RefusedFile` where it cannot be read within the limits."""
        from lib.ingest.book import unpack  # with numpy: the process is started before that is loaded

        with self._lock:
            if self._begun is None or self._begun.limits != limits or self._begun.data != data:
                self._drop_begun()
                self._begun = self._started(data, limits)
            reading, self._begun = self._begun, None
            with reading.folder as folder:
                reply = self._answer(limits.seconds) if reading.asked else None
                if reply is None:
                    self._stop()
                    raise _refused(name, "too_large", _WORDS["MemoryError"])
                if not reply["ok"]:
                    raise _refusal(name, reply, limits)
                book = unpack(name, Path(folder, _TARGET).read_bytes())
            if len(data) > _LARGE:  # a process that read a large file keeps its memory; the next one starts small
                self._stop()
            return book

    def close(self) -> None:
        """End the process; the next :meth:`read` starts another."""
        with self._lock:
            self._drop_begun()
            self._stop()

    def _drop_begun(self) -> None:
        """Forget what was begun: its answer must not be taken for another's."""
        if self._begun is not None:
            self._stop()
            self._begun.folder.cleanup()
            self._begun = None

    def _started(self, data: bytes, limits: Limits) -> _Reading:
        folder = tempfile.TemporaryDirectory(prefix="labready-")
        source = Path(folder.name, "source")
        source.write_bytes(data)
        request = {"source": str(source), "target": str(Path(folder.name, _TARGET)), "limits": asdict(limits)}
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
        except OSError:
            return _Reading(data, limits, folder, asked=False)
        return _Reading(data, limits, folder, asked=True)

    def _answer(self, seconds: float) -> dict[str, Any] | None:
        """Return the answer to a request; None where the process died of it. A slow one is ended with a refusal."""
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            self._stop()
            return {"ok": False, "error": "Timeout", "detail": ""}
        if line is None:
            return None
        reply: dict[str, Any] = json.loads(line)
        return reply

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self._stop()
            self._lines = queue.Queue()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "lib.ingest.worker", str(self.memory_bytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                cwd=_ROOT,
            )
            threading.Thread(target=_pump, args=(self._process, self._lines), daemon=True).start()
        return self._process

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stdin:
                try:
                    self._process.stdin.close()
                except OSError:  # what was still to be written has nobody to read it
                    self._process.stdin = None
            self._process = None


def _pump(process: subprocess.Popen[str], lines: queue.Queue[str | None]) -> None:
    """Pass on the process's answers, then None when it has ended. A thread, for pipes cannot be polled on every
    system."""
    if process.stdout is not None:
        with process.stdout as answers:
            for line in answers:
                lines.put(line)
    lines.put(None)


def _refusal(name: str, reply: dict[str, Any], limits: Limits) -> RefusedFile:
    if "limit" in reply:
        return _refused(
            name,
            reply["limit"],
            f"it has {reply['found']:,} {reply['what']}, and at most {reply['allowed']:,} are accepted. "
            "Split it, or delete what stands far away from the data, and import it again.",
        )
    if reply["error"] == "Timeout":
        return _refused(
            name,
            "too_slow",
            f"reading it took more than {limits.seconds:g} seconds. Save it as CSV, or split it, and import that.",
        )
    error = reply["error"]
    return _refused(name, _CODES.get(error, "broken_file"), _WORDS.get(error, _BROKEN))


def _refused(name: str, code: str, words: str) -> RefusedFile:
    return RefusedFile(f'"{name}" was not read: {words}', code=code)


_shared: dict[int, ReadingProcess] = {}
_shared_lock = threading.Lock()


def shared_process(memory_bytes: int) -> ReadingProcess:
    """Return this program's reading process for a memory limit, started when first used, ended with the program."""
    with _shared_lock:
        if memory_bytes not in _shared:
            _shared[memory_bytes] = ReadingProcess(memory_bytes)
            atexit.register(_shared[memory_bytes].close)
        return _shared[memory_bytes]
