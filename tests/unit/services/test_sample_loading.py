"""The sample laboratory looks the same on any day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from lib.domain.errors import RefusedCommand
from lib.services import imports, sample
from lib.services.judging import judge
from tests.unit.services.workbooks import ME, application


def test_the_statuses_are_the_same_a_year_later_and_a_second_load_changes_nothing():
    counts = {}
    for day in (date(2026, 11, 22), date(2027, 11, 22)):
        with application() as app:
            (done,) = imports.load_sample(app, ME, today=day)
            assert done.batch == 1
            people, keys = len(app.store.staff()), len(app.store.credit_keys())
            latest = app.store.facts(ME.scope, day)["data_through"].max().date()
            assert day - latest < timedelta(days=14)
            counts[day] = (people, keys, len(app.store.holdings()))
            (again,) = imports.load_sample(app, ME, today=day)
            assert sum(sheet.accepted for sheet in again.outcome.sheets if sheet.kind == "credits") == 0
            assert (len(app.store.staff()), len(app.store.credit_keys())) == (people, keys)
            imports.undo(app, ME, 1, today=day)
            assert app.store.staff().empty
            assert judge(app, ME.scope, day).verdicts.frame.empty
    assert len(set(counts.values())) == 1


def test_missing_files_are_said(monkeypatch, tmp_path):
    monkeypatch.setattr(sample, "FOLDER", tmp_path)
    with application() as app, pytest.raises(RefusedCommand, match="The sample laboratory was not loaded"):
        imports.load_sample(app, ME, today=date(2026, 11, 22))
