"""What is chosen stands in the address: it decides, a choice writes all of it, and it goes along to other pages."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from lib.ui import address, arriving
from lib.ui.address import Query
from tests.ui.conftest import Dashboard

ROOT = Path(__file__).parents[2]


def page() -> None:
    """Two filters that go along, one choice of this page, and a button."""
    import streamlit as st

    from lib.ui import address

    address.arrive()
    address.opened("page")
    sites = st.multiselect("Site", ["Main", "North"], **address.bound("site", address.many(["Main", "North"])))
    who = st.selectbox(
        "Person", ["1", "2"], **address.bound("person", address.one(["1", "2"], "1", "No. {}".format, always=True))
    )
    kind = st.selectbox("Dates", ["due", "ends"], **address.bound("dates", address.one(["due", "ends"], "due")))
    st.button("All sites", on_click=address.put, args=({"site": []},))
    st.text(f"{sites} {who} {kind}")


def opened(query: dict[str, str | list[str]]) -> AppTest:
    test = AppTest.from_function(page, default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    return shown(test)


def shown(test: AppTest) -> AppTest:
    test.run()
    assert not test.exception
    return test


def query_of(test: AppTest) -> Query:
    return {name: value if isinstance(value, list) else [value] for name, value in test.query_params.items()}


def test_the_address_decides_and_what_it_does_not_say_is_the_default() -> None:
    assert opened({}).text[0].value == "[] 1 due"
    test = opened({"site": ["North", "Main"], "person": "2", "dates": "ends"})
    assert test.text[0].value == "['North', 'Main'] 2 ends"


def test_what_no_option_is_called_is_left_out_and_a_label_is_understood() -> None:
    assert opened({"site": ["Gone", "Main"], "person": "No. 2", "dates": "x"}).text[0].value == "['Main'] 2 due"


def test_a_choice_writes_the_address_and_the_default_leaves_it() -> None:
    test = opened({"site": "Main", "dates": "ends"})
    test.multiselect(key="site").set_value(["Main", "North"])
    shown(test)
    assert query_of(test) == {"site": ["Main", "North"], "dates": ["ends"]}
    test.selectbox(key="dates").set_value("due")
    shown(test)
    assert query_of(test) == {"site": ["Main", "North"]}
    assert test.text[0].value == "['Main', 'North'] 1 due"


def test_a_button_writes_the_address_and_the_widgets_follow() -> None:
    test = opened({"site": "Main", "dates": "ends"})
    test.button[0].click()
    shown(test)
    assert query_of(test) == {"dates": ["ends"]}
    assert test.multiselect(key="site").value == []
    assert test.text[0].value == "[] 1 ends"


def test_a_choice_keeps_what_goes_along_and_drops_what_belongs_to_another_page() -> None:
    test = opened({"department": "Blood bank", "compare": "supervisor"})
    test.multiselect(key="site").set_value(["Main"])
    shown(test)
    # The department goes along though this page does not show it; what teams were compared by does not.
    assert query_of(test) == {"department": ["Blood bank"], "site": ["Main"]}


def test_a_person_chosen_is_written_though_first_in_the_view_and_stays() -> None:
    test = opened({"person": "2"})
    test.selectbox(key="person").set_value("1")
    shown(test)
    assert query_of(test) == {"person": ["1"]}
    test.multiselect(key="site").set_value(["Main"])
    shown(test)
    assert query_of(test) == {"person": ["1"], "site": ["Main"]}


def test_a_link_of_the_menu_has_no_query_and_gets_it_back() -> None:
    test = opened({"site": "Main", "dates": "ends"})
    test.query_params.clear()
    shown(test)
    assert query_of(test) == {"site": ["Main"], "dates": ["ends"]}
    assert test.text[0].value == "['Main'] 1 ends"


def test_with_the_back_button_an_address_without_a_query_means_that(monkeypatch: pytest.MonkeyPatch) -> None:
    test = opened({"site": "Main", "dates": "ends"})
    test.query_params.clear()
    monkeypatch.setattr(arriving, "by_back_or_forward", lambda: True)
    shown(test)
    assert query_of(test) == {}
    assert test.text[0].value == "[] 1 due"


def test_filters_taken_out_do_not_come_back_with_the_next_run() -> None:
    test = opened({"site": "Main"})
    test.button[0].click()
    shown(test)
    shown(test)
    assert query_of(test) == {}
    assert test.text[0].value == "[] 1 due"


def test_days_and_numbers_are_read_within_their_bounds() -> None:
    read = address.day(None, earliest=date(2026, 11, 22), latest=date(2026, 12, 1)).read
    assert read(["2026-11-22"]) == date(2026, 11, 22)
    assert [read([text]) for text in ("2026-11-21", "2026-12-02", "22.11.2026", "")] == [None] * 4
    assert address.day(None).read(["1999-12-31"]) == date(1999, 12, 31)
    assert address.number(500).read(["500"]) == 500
    assert [address.number(500).read([text]) for text in ("501", "-1", "1.5", "", "9" * 5000)] == [None] * 5


def test_the_person_opened_last_is_one_click_away(sample: Dashboard) -> None:
    test = sample.open("readiness/overview")
    assert not [link for link in test.get("page_link") if "Last opened" in link.proto.label]
    test.query_params["person"] = "005373"
    sample.run()
    links = [link.proto for link in test.get("page_link") if "Last opened" in link.proto.label]
    assert len(links) == 1
    assert "person=005373" in links[0].query_string


def test_no_widget_is_bound_to_the_address_by_streamlit() -> None:
    faults = [
        f"{path.relative_to(ROOT)}:{node.value.lineno}"
        for folder in ("lib", "pages")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.keyword) and node.arg == "bind"
    ]
    assert faults == [], "lib.ui.address says why, and what to use"
