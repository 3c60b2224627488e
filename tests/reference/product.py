"""LabReady as it is asked from outside: the command line, in this process or in one of its own."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lib.cli.main import main

ROOT = Path(__file__).parents[2]


@dataclass
class Product:
    """One database and the commands on it."""

    database: Path
    apart: bool = False  # each command in a process of its own

    def ask(self, *arguments: str, as_of: date) -> Any:
        code, out, err = self.run(*arguments, as_of=as_of)
        assert code == 0, f"{' '.join(arguments)}: exit {code}\n{out}\n{err}"
        return json.loads(out)

    def run(self, *arguments: str, as_of: date) -> tuple[int, str, str]:
        words = ["--db", str(self.database), "--as-of", as_of.isoformat(), "--format", "json", *arguments]
        if self.apart:
            done = subprocess.run([sys.executable, "-m", "lib", *words], capture_output=True, text=True, cwd=ROOT)
            return done.returncode, done.stdout, done.stderr
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            try:
                code = main(words)
            except SystemExit as stopped:  # wrong usage
                code = int(stopped.code or 0)
        return code, out.getvalue(), err.getvalue()
