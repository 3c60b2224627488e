"""Titles that may be one activity told twice."""

from __future__ import annotations

import pytest

from lib.domain.likeness import digit_groups, titles_alike


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Medical Error Prevention", "medical error prevention.", True),
        ("Medical Error Prevention", "Prevention: Medical Error", True),
        ("Antibody screen, part 1", "Antibody screen, part 2", False),
        ("Gram Stain", "Antibody Screen", False),
        ("", "", False),
        ("...", "...", False),
    ],
)
def test_alike_titles(one: str, other: str, alike: bool) -> None:
    assert titles_alike(one, other) is alike


def test_digit_groups_are_sorted() -> None:
    assert digit_groups("2 of 10: unit 7") == "10 2 7"
