"""Refusals and results said in sentences. Messages quote cells of files, so nothing in them is read as Markdown."""

from __future__ import annotations

import streamlit as st

from lib.domain.errors import LabReadyError
from lib.ui.plain import literal


def refused(error: LabReadyError) -> None:
    """Show an expected failure as its own sentences."""
    st.error(paragraphs(error.message))


def paragraphs(message: str) -> str:
    """Return a message with its line breaks kept and everything else literal."""
    return "  \n".join(literal(line) for line in message.splitlines() if line.strip())


def said(message: str) -> None:
    """Confirm what was done, briefly."""
    st.success(literal(message))
