"""The shipped rules, read once for all tests of a run: the book is frozen."""

from __future__ import annotations

from functools import cache

import pytest

from lib.rules.loader import load_shipped
from lib.services import container

read_once = cache(load_shipped)


@pytest.fixture
def shipped_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Open applications with the rules that were read before."""
    monkeypatch.setattr(container, "load_shipped", read_once)
