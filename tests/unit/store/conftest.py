from __future__ import annotations

from collections.abc import Iterator

import pytest

from lib.store.database import Store


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store.open(":memory:")
    yield opened
    opened.close()
