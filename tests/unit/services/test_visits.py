"""What changed since the last visit: per principal, from what was seen then, not from a day's end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from lib.access.principal import Principal, Scope
from lib.services import readiness
from lib.services.container import LabReady
from lib.services.trends import arrived_late
from lib.services.visits import LastVisit, look
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import CREDENTIALS, ME, STAFF, TODAY, credits, imported, workbook

pytestmark = pytest.mark.usefixtures("shipped_rules")

ANA = replace(ME, name="Ana")
MORNING = datetime(2026, 11, 22, 9, 30)


class Clock:
    """A day and an hour that a test moves on."""

    def __init__(self) -> None:
        self.at = MORNING

    def on(self, **by: float) -> None:
        self.at += timedelta(**by)


def base(app: LabReady) -> None:
    imported(app, "base.xlsx", workbook(Staff=STAFF, Credentials=CREDENTIALS))


@contextmanager
def laboratory() -> Iterator[tuple[LabReady, Clock]]:
    clock = Clock()
    with beginning_with(base, today=lambda: clock.at.date(), now=lambda: clock.at) as app:
        yield app, clock


def looked(app: LabReady, principal: Principal = ME) -> LastVisit | None:
    return look(app, principal, readiness.team(app, principal, app.today()))


def one_credit(day: date, title: str) -> bytes:
    return workbook(Credits=credits(["E1", title, "LabCE", day, 2, "Ethics"]))


def test_the_first_visit_has_none_before_it_and_loading_the_page_again_does_not_end_it() -> None:
    with laboratory() as (app, clock):
        assert looked(app) is None
        clock.on(minutes=29)
        assert looked(app) is None
        clock.on(minutes=30)
        assert looked(app) is None
        clock.on(minutes=31)
        found = looked(app)
        assert found is not None
        assert found.seen_at == MORNING + timedelta(minutes=59)


def test_what_was_stored_later_on_the_same_day_is_new_on_the_next_visit() -> None:
    with laboratory() as (app, clock):
        looked(app)
        clock.on(hours=1)
        imported(app, "later.xlsx", one_credit(date(2026, 5, 1), "Ethics hour"))
        clock.on(hours=1)
        found = looked(app)
        assert found is not None
        assert found.changes["summary"].tolist() == ["later.xlsx"]
        assert found.standings["status"].tolist() == ["nothing_on_file"]
        now = readiness.team(app, ME, TODAY).verdicts
        moved = arrived_late(found.standings, now)
        assert moved["status_then"].tolist() == ["nothing_on_file"]
        assert moved["status_now"].tolist() == now["status"].tolist()


def test_what_was_seen_while_a_visit_lasts_is_not_new_on_the_next_one() -> None:
    with laboratory() as (app, clock):
        looked(app)
        clock.on(minutes=10)
        imported(app, "seen.xlsx", one_credit(date(2026, 5, 1), "Ethics hour"))
        assert looked(app) is None  # the same visit: nothing before it
        clock.on(days=1)
        found = looked(app)
        assert found is not None
        assert found.changes.empty
        assert "nothing_on_file" not in set(found.standings["status"])


def test_the_visit_before_stays_the_same_while_one_lasts() -> None:
    with laboratory() as (app, clock):
        looked(app)
        clock.on(days=1)
        first = looked(app)
        clock.on(minutes=6)  # noted again
        second = looked(app)
        assert first is not None
        assert second is not None
        assert first.seen_at == second.seen_at == MORNING


def test_everybody_has_visits_of_their_own() -> None:
    with laboratory() as (app, clock):
        looked(app, ME)
        clock.on(days=1)
        assert looked(app, ANA) is None
        found = looked(app, ME)
        assert found is not None
        assert found.on_date == TODAY


def test_a_visit_is_no_change_of_the_records() -> None:
    with laboratory() as (app, clock):
        version = app.store.data_version()
        for _ in range(4):
            looked(app)
            clock.on(days=1)
        assert app.store.data_version() == version
        with app.store.reading() as cursor:
            # The visit that lasts and the one before it, and no more.
            assert cursor.execute("select visit from visits order by visit").fetchall() == [(3,), (4,)]
            assert cursor.execute("select distinct visit from visit_standings order by 1").fetchall() == [(3,), (4,)]


def test_another_day_than_today_is_not_noted() -> None:
    with laboratory() as (app, clock):
        assert look(app, ME, readiness.team(app, ME, date(2027, 1, 1))) is None
        clock.on(days=1)
        assert looked(app) is None


def test_what_is_out_of_scope_by_now_is_not_told() -> None:
    with laboratory() as (app, clock):
        looked(app)
        clock.on(days=1)
        found = looked(app, replace(ME, scope=Scope(sites=frozenset({"North"}))))
        assert found is not None
        assert found.standings.empty


def test_a_visit_can_be_noted_while_an_import_is_being_stored() -> None:
    with laboratory() as (app, _), app.store.transaction("edit", actor="x", at=MORNING, on_date=TODAY):
        looked(app)
