"""The database is opened first; the application is put together on it where something asks for it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from lib.access.policy import local_principal
from lib.access.principal import Principal
from lib.domain.errors import DatabaseUnavailable, NotAllowed, RuleFileError
from lib.services import container, opening
from lib.services.container import SEED, open_application
from lib.services.imports import load_sample
from lib.settings import Settings

DAY = date(2026, 11, 22)
NOBODY = Principal("nobody", frozenset())


def open_database(database: Path) -> opening.Opened:
    return opening.open_database(Settings(database=database), today=lambda: DAY)


def test_a_new_database_has_nobody_in_it_and_is_given_the_catalogue_with_the_application(tmp_path: Path) -> None:
    opened = open_database(tmp_path / "new.duckdb")

    assert not opening.anybody(opened, local_principal())
    app = opened.application()
    assert app.store.has_change(SEED)
    assert not opening.anybody(opened, local_principal())
    assert opened.application() is app
    assert app.today() == DAY
    opened.close()


def test_the_application_is_that_of_open_application(tmp_path: Path) -> None:
    """Both ways give the same rules and the same stored tables."""
    at = datetime(2026, 11, 22, 8)
    opened = open_database(tmp_path / "one.duckdb")
    one = container.application_on(opened.file, opened.settings, today=lambda: DAY, now=lambda: at)
    with open_application(Settings(tmp_path / "other.duckdb"), today=lambda: DAY, now=lambda: at) as other:
        assert one.book.digest == other.book.digest
        assert one.store.products().equals(other.store.products())
        assert one.store.data_version() == other.store.data_version()
    opened.close()


def test_anybody_is_seen_and_the_file_is_let_go_of(tmp_path: Path) -> None:
    opened = open_database(tmp_path / "sample.duckdb")
    load_sample(opened.application(), local_principal(), today=DAY)

    assert opening.anybody(opened, local_principal())
    opened.close()
    again = open_database(tmp_path / "sample.duckdb")
    assert opening.anybody(again, local_principal())
    again.close()


def test_who_may_not_view_is_told_nothing(tmp_path: Path) -> None:
    opened = open_database(tmp_path / "new.duckdb")

    with pytest.raises(NotAllowed):
        opening.anybody(opened, NOBODY)
    opened.close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.duckdb").write_text("this is no database", "utf-8")

    with pytest.raises(DatabaseUnavailable, match="not a LabReady database"):
        open_database(tmp_path / "text.duckdb")


def test_what_failed_once_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = open_database(tmp_path / "new.duckdb")
    with monkeypatch.context() as broken:
        broken.setattr(container, "_rule_book", lambda folder: (_ for _ in ()).throw(RuleFileError("not today")))
        with pytest.raises(RuleFileError):
            opened.application()

    assert opened.application().store.has_change(SEED)
    opened.close()
