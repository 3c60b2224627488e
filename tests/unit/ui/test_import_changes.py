"""What an import will change, in words."""

from __future__ import annotations

import pytest

from lib.services import imports
from lib.ui.import_changes import in_words


@pytest.mark.parametrize(
    ("accepted", "told"),
    [(3, "nothing: everything in it is known already"), (0, "nothing: no row of it was accepted")],
)
def test_a_file_that_was_refused_row_by_row_is_not_known_already(accepted: int, told: str) -> None:
    changes = imports.Changes(0, 0, 0, 0, 0, 0)
    assert in_words(changes, accepted=accepted) == told
