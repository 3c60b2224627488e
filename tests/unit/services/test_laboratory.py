"""The target that a laboratory sets: none until somebody sets it, kept with who and when, known on a past day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lib.domain.errors import NotAllowed, RefusedCommand
from lib.services import changing, laboratory
from tests.unit.services.workbooks import ME, TODAY, application

pytestmark = pytest.mark.usefixtures("shipped_rules")

READER = replace(ME, name="reader", permissions=frozenset({"view"}))


def test_no_target_until_somebody_sets_one_and_it_can_be_taken_away() -> None:
    with application() as app:
        assert laboratory.target(app, READER) is None
        laboratory.set_target(app, ME, 90, today=TODAY)
        assert laboratory.target(app, READER) == 90
        laboratory.set_target(app, ME, None, today=TODAY)
        assert laboratory.target(app, READER) is None


def test_every_target_is_kept_with_who_and_when() -> None:
    with application() as app:
        laboratory.set_target(app, ME, 85, today=date(2026, 10, 1))
        laboratory.set_target(app, replace(ME, name="Ana"), 90, today=TODAY)
        history = laboratory.target_history(app, READER)
        assert history["value"].tolist() == ["90", "85"]
        assert history["entered_by"].tolist() == ["Ana", "local"]
        assert history["known_until"].isna().tolist() == [True, False]
        assert laboratory.target(app, READER, known_on=date(2026, 9, 30)) is None
        assert laboratory.target(app, READER, known_on=date(2026, 11, 1)) == 85
        log = changing.log(app, ME)
        assert log["summary"].tolist() == [f"target for the share on course: {share} %" for share in (90, 85)]


@pytest.mark.parametrize("percent", [0, -1, 101])
def test_what_is_no_share_is_refused(percent: int) -> None:
    with application() as app:
        with pytest.raises(RefusedCommand, match="whole percent from 1 to 100"):
            laboratory.set_target(app, ME, percent, today=TODAY)
        assert laboratory.target_history(app, ME).empty


def test_what_is_set_already_is_not_stored_again() -> None:
    with application() as app:
        laboratory.set_target(app, ME, 90, today=TODAY)
        with pytest.raises(RefusedCommand, match="90 % is the target already"):
            laboratory.set_target(app, ME, 90, today=TODAY)
        assert len(laboratory.target_history(app, ME)) == 1


def test_setting_it_asks_for_the_permission_to_edit() -> None:
    with application() as app, pytest.raises(NotAllowed):
        laboratory.set_target(app, READER, 90, today=TODAY)


@pytest.mark.parametrize(
    ("on_course", "people", "percent", "more"),
    [
        (90, 118, 90, 17),  # 90 % of 118 = 106.2, so 107 people; 107 - 90
        (107, 118, 90, 0),
        (106, 118, 90, 1),  # 106 / 118 = 89.8 %
        (9, 10, 90, 0),  # exactly
        (0, 0, 90, 0),
        (10, 10, 80, 0),
    ],
)
def test_how_many_more_reach_the_target(on_course: int, people: int, percent: int, more: int) -> None:
    assert laboratory.to_target(on_course, people, percent) == more
