"""One review of named people: whom it covers, and what ends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lib.domain.errors import RefusedCommand
from lib.services.leaving import Reviewed, released

DAY = date(2026, 11, 22)
OF_THREE = Reviewed(7, "digest", DAY, None, frozenset({"E1", "E2", "E3"}))


def test_a_review_covers_these_people_and_fewer_but_nobody_else() -> None:
    assert OF_THREE.covers(OF_THREE)
    assert OF_THREE.covers(replace(OF_THREE, people=frozenset({"E2"})))
    assert not OF_THREE.covers(replace(OF_THREE, people=frozenset({"E2", "E4"})))


@pytest.mark.parametrize(
    "changed", [{"data_version": 8}, {"rules_digest": "other"}, {"as_of": date(2026, 11, 23)}, {"known_on": DAY}]
)
def test_a_review_ends_with_other_data_rules_or_days(changed: dict[str, object]) -> None:
    later = replace(OF_THREE, **changed)  # type: ignore[arg-type]  # one field each
    assert not OF_THREE.covers(later)
    # Nothing of the earlier review is carried over.
    assert OF_THREE.together(replace(later, people=frozenset({"E1"}))).people == {"E1"}


def test_two_reviews_of_the_same_data_cover_the_people_of_both() -> None:
    both = OF_THREE.together(replace(OF_THREE, people=frozenset({"E4"})))
    assert both.covers(replace(OF_THREE, people=frozenset({"E1", "E4"})))


def test_nothing_is_written_before_the_review() -> None:
    written: list[str] = []

    def write() -> bytes:
        written.append("names")
        return b"names"

    with pytest.raises(RefusedCommand, match="once somebody has reviewed it"):
        released(write, reviewed=False)
    assert written == []
    assert released(write, reviewed=True) == b"names"


def test_a_review_has_one_digest_in_every_process_and_another_where_anything_differs() -> None:
    again = replace(OF_THREE, people=frozenset(["E3", "E1", "E2"]))
    others = [
        replace(OF_THREE, data_version=8),
        replace(OF_THREE, rules_digest="other"),
        replace(OF_THREE, as_of=date(2026, 11, 23)),
        replace(OF_THREE, known_on=DAY),
        replace(OF_THREE, people=frozenset({"E1", "E2"})),
    ]
    # SHA-256 of its parts in order, so that it does not hang on how one process hashes its texts.
    assert OF_THREE.digest == again.digest == "0d19cefc15c78cfd"
    assert len({OF_THREE.digest, *(other.digest for other in others)}) == 6
