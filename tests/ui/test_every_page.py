"""Every page launches, on nothing and on the sample laboratory, with its footer; and refuses who may not open it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.access.principal import Principal
from lib.domain.sentences import DISCLAIMER
from lib.ui import identity, navigation

PAGE_NAMES = [entry.file.removeprefix("pages/").removesuffix(".py") for entry in navigation.PAGES]


@pytest.mark.parametrize("page", PAGE_NAMES)
@pytest.mark.parametrize("kind", ["empty", "sample"])
def test_launches_with_its_title_and_footer(page: str, kind: str, request: pytest.FixtureRequest) -> None:
    dashboard = request.getfixturevalue(kind)
    test = dashboard.open(page)
    entry = navigation.PAGES[PAGE_NAMES.index(page)]
    assert [title.value for title in test.title] == [entry.title]
    assert not test.error
    assert test.caption[-1].value == f"LabReady · {DISCLAIMER}"


def test_the_ways_to_begin_ask_the_browser_for_little(empty: Any, sample: Any) -> None:
    """No date, where nothing stands otherwise on another day, and none of what serves persons and charts only."""
    assert [len(dashboard.test.date_input) for dashboard in (empty, sample)] == [0, 1]
    assert [len(dashboard.test.get("bidi_component")) for dashboard in (empty, sample)] == [0, 2]


def test_every_page_file_is_in_the_menu_once() -> None:
    assert len({entry.file for entry in navigation.PAGES}) == len(navigation.PAGES)
    assert len({entry.url_path for entry in navigation.PAGES}) == len(navigation.PAGES)


def test_the_menu_leaves_out_what_may_not_be_opened() -> None:
    viewer = Principal("viewer", frozenset({"view"}))
    assert {entry.url_path for entry in navigation.allowed(viewer)} == {
        "this-week", "readiness", "person", "deadlines", "teams", "bench", "certificates", "rules", "words",
    }  # fmt: skip


@pytest.mark.parametrize("permission", ["import", "plan"])
def test_a_page_refuses_who_lacks_its_permission(permission: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "principal", lambda: Principal("viewer", frozenset({"view"})))

    def page(asked: str) -> None:
        import streamlit as st

        from lib.ui.guard import open_page

        open_page(asked, "Somewhere")
        st.text("secret")

    test = AppTest.from_function(page, args=(permission,), default_timeout=60).run()
    assert not test.exception
    assert "may not" in test.error[0].value
    assert not test.text


def test_without_any_permission_nothing_can_be_opened(
    start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "principal", lambda: Principal("nobody", frozenset()))
    test = start().test
    assert "no permission" in test.info[0].value
    assert not test.title


def test_a_wrong_setting_is_a_sentence(start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    dashboard = start()
    monkeypatch.setenv("LABREADY_MAX_CELLS", "many")
    test = dashboard.run()
    assert "whole number above 0" in test.error[0].value
    assert test.caption[-1].value == f"LabReady · {DISCLAIMER}"


def test_own_rules_that_are_not_accepted_are_a_sentence_on_the_first_page(
    start: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where nobody is in the database, whose first page needs no rules."""
    (tmp_path / "ours.yaml").write_text("rules: [", "utf-8")
    monkeypatch.setenv("LABREADY_RULES", str(tmp_path))
    test = start().test
    assert "was not accepted" in test.error[0].value
    assert not [button for button in test.button if button.label == "Load the sample"]
    (tmp_path / "ours.yaml").unlink()
    test.run()
    assert [button for button in test.button if button.label == "Load the sample"]


def test_a_database_in_use_elsewhere_is_a_sentence(start: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from lib.domain.errors import DatabaseUnavailable
    from lib.ui import cached

    def refused(*_: object, **__: object) -> None:
        raise DatabaseUnavailable("The database is in use by another process (PID 7). Close it and try again.")

    monkeypatch.setattr(cached, "open_database", refused)
    test = start().test
    assert "in use by another process" in test.error[0].value
