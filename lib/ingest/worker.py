"""The reading process: takes one request line at a time, answers one line each, and may die without harm.

``python -m lib.ingest.worker MEMORY_BYTES``. A request is a JSON line ``{"source", "target", "limits"}``; the cells go
to the ``target`` file in the form of :func:`lib.ingest.packing.pack`, and the answer is ``{"ok": true}`` or says what
was wrong.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # each BLAS thread reserves address space, which is limited here


def limit_memory(size: int) -> bool:
    """Limit this process's address space where the system can; return whether it could."""
    try:
        import resource
    except ImportError:  # Windows
        return False
    try:
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    except (ValueError, OSError):  # macOS refuses some sizes
        return False
    return True


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Read the file a request names and write its cells; return what happened as plain data."""
    from lib.ingest.packing import pack
    from lib.ingest.spreadsheet import TooLarge, read_workbook

    try:
        book = read_workbook(Path(request["source"]).read_bytes(), request["limits"])
        Path(request["target"]).write_bytes(pack(book))
    except TooLarge as limit:
        return {"ok": False, "limit": limit.code, "found": limit.found, "allowed": limit.allowed, "what": limit.what}
    except MemoryError:
        return {"ok": False, "error": "MemoryError", "detail": ""}
    except Exception as error:  # noqa: BLE001  whatever a hostile file provokes in the reader becomes a sentence in the parent
        return {"ok": False, "error": type(error).__name__, "detail": str(error)[:300]}
    except BaseException as error:  # the reader's panics derive from BaseException
        if isinstance(error, KeyboardInterrupt | SystemExit):
            raise
        return {"ok": False, "error": type(error).__name__, "detail": str(error)[:300]}
    return {"ok": True}


def main() -> None:
    """Serve requests from standard input until it closes."""
    limit_memory(int(sys.argv[1]))
    gc.disable()  # cells make no cycles, and looking for some among millions of them takes a tenth of the time
    for line in sys.stdin:
        reply = answer(json.loads(line))
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
