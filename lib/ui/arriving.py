"""How the browser came to this run: by its back and forward buttons, or otherwise.

Streamlit knows it and says it nowhere in public: ``ScriptRunContext.is_history_navigation``, seen in 1.67.0 (which also
replaces, rather than adds, what is written to the address in such a run). Where a release no longer has it, the answer
is no, and tests/browser/test_address.py fails.
"""

from __future__ import annotations

from streamlit.runtime.scriptrunner import get_script_run_ctx


def by_back_or_forward() -> bool:
    """Return whether the browser's back or forward button asked for this run."""
    return bool(getattr(get_script_run_ctx(suppress_warning=True), "is_history_navigation", False))
