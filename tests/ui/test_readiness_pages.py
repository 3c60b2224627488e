"""This week, Readiness and Person: what they show is what the services answer, and each input has its effect."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from lib.domain.sentences import counted_of
from lib.domain.statuses import SEVERITY
from lib.services import laboratory, person, readiness, staffing, trends
from lib.ui.format import literal
from lib.ui.since import difference
from tests.ui.readiness_page import OVERVIEW, PERSON, TODAY, ledger, table


def test_the_sample_is_loaded_from_the_welcome_page(empty: Any) -> None:
    empty.test.button(key="welcome.sample").click()
    test = empty.run()
    team = readiness.team(empty.app, empty.principal, TODAY)
    assert team.people == 124
    assert "The sample laboratory is loaded" in test.success[0].value
    assert f"124 people · 3 sites · {len(team.verdicts)} holdings in this view" in [each.value for each in test.caption]


def test_this_week_lists_who_needs_you(sample: Any) -> None:
    team = readiness.team(sample.app, sample.principal, TODAY)
    act = team.verdicts[team.verdicts["status_group"] == "act"]
    assert f"{act['staff_id'].nunique()} people need you" in [each.value for each in sample.test.subheader]
    assert "Points complete, not filed; file by Fri 4 Dec 2026, ends Sun 3 Jan 2027" in sample.texts()


def test_the_table_is_the_verdicts(sample: Any) -> None:
    sample.open(OVERVIEW)
    team = readiness.team(sample.app, sample.principal, TODAY)
    shown = table(sample)
    assert list(shown["staff_id"]) == list(team.verdicts["staff_id"])
    texts = [
        counted_of(None if c is None else int(c), None if t is None else int(t))
        for c, t in zip(
            team.verdicts["counted"].astype(object).where(team.verdicts["counted"].notna(), None),
            team.verdicts["total"].astype(object).where(team.verdicts["total"].notna(), None),
            strict=True,
        )
    ]
    assert list(shown["points"]) == texts


def test_the_charts_say_their_finding(sample: Any) -> None:
    test = sample.open(OVERVIEW)
    # Above the chart and not in it, for there it would be cut where the chart is narrow.
    specs = [json.loads(chart.proto.spec) for chart in test.get("plotly_chart")]
    assert [bool(spec["layout"].get("title", {}).get("text")) for spec in specs] == [False, False]
    titles = [each.value for each in test.markdown if each.value.startswith("**") and ":small[" in each.value]
    assert len(titles) == 2
    assert "what most people behind lack" in titles[0]
    assert "has most to do" in titles[1]


def test_no_target_is_shown_until_one_is_set_in_the_page(sample: Any) -> None:
    test = sample.open(OVERVIEW)
    assert "target" not in sample.texts()
    test.session_state["readiness.target"] = True
    sample.run()
    test.number_input(key="target.percent").set_value(90)
    test.button(key="target.save").click()
    sample.run()
    assert "The target is 90" in test.success[0].value
    on_course, people = readiness.on_course_share(readiness.team(sample.app, sample.principal, TODAY).verdicts)
    more = laboratory.to_target(on_course, people, 90)
    assert f"target 90 %: {more} more people" in sample.texts()
    sample.open("home/start")
    assert f"target 90 %: {more} more people" in sample.texts()


def test_what_changed_since_the_last_visit_is_told_on_the_next_one(sample: Any) -> None:
    with sample.app.store.noting() as cursor:
        cursor.execute("delete from visits")
    assert "This is your first visit" in (sample.run() and sample.texts())
    laboratory.set_target(sample.app, sample.principal, 90, today=TODAY)
    with sample.app.store.noting() as cursor:
        # An hour ago, everybody was complete in all that they saw.
        cursor.execute("update visits set seen_at = seen_at - interval 1 hour, began_at = began_at - interval 1 hour")
        cursor.execute("update visit_standings set status = 'complete', status_group = 'fine'")
    sample.run()
    verdicts = readiness.team(sample.app, sample.principal, TODAY).verdicts
    worse = int((verdicts["status"].map(SEVERITY) < SEVERITY["complete"]).sum())
    assert f"**{worse} credentials stand worse**" in sample.texts()
    assert "1 change was stored, by local." in sample.texts()
    sample.test.session_state["home.visit"] = True
    sample.run()
    tables = [each.value for each in sample.test.dataframe]
    assert any("summary" in each.columns and len(each) == 1 for each in tables)
    assert any("missing_then" in each.columns for each in tables)


def test_the_as_of_date_changes_the_verdicts(sample: Any) -> None:
    test = sample.open(OVERVIEW)
    test.date_input(key="as_of").set_value(date(2028, 11, 22))
    sample.run()
    later = readiness.team(sample.app, sample.principal, date(2028, 11, 22))
    assert list(table(sample)["staff_id"]) == list(later.verdicts["staff_id"])
    assert (table(sample)["status"] == "■ end passed").sum() > 50


def test_a_selected_row_opens_the_person(sample: Any) -> None:
    test = sample.open(OVERVIEW)
    chosen = table(sample).iloc[3]["staff_id"]
    test.session_state["readiness.table"] = {"selection": {"rows": [3], "columns": [], "cells": []}}
    sample.run()
    assert [title.value for title in test.title] == ["Person"]
    assert test.selectbox(key="person").value == chosen


def test_filters_come_along_to_the_person(sample: Any) -> None:
    test = sample.open(OVERVIEW)
    test.multiselect(key="status").set_value(["behind", "to_confirm"])
    test.date_input(key="as_of").set_value(date(2026, 12, 1))
    sample.run()
    chosen = table(sample).iloc[2]["staff_id"]
    test.session_state["readiness.table"] = {"selection": {"rows": [2], "columns": [], "cells": []}}
    sample.run()
    assert [title.value for title in test.title] == ["Person"]
    assert test.selectbox(key="person").value == chosen
    assert test.multiselect(key="status").value == ["behind", "to_confirm"]
    assert test.date_input(key="as_of").value == date(2026, 12, 1)


def test_the_map_is_drawn_when_it_is_opened(sample: Any) -> None:
    test = sample.open(OVERVIEW)
    test.session_state["readiness.map.open"] = True
    sample.run()
    assert len(test.get("plotly_chart")) == 3
    shown = next(each.value for each in test.dataframe if "rest" in each.value.columns)
    assert shown.iloc[0]["name"] == table(sample).iloc[0]["name"]


def test_status_by_department_can_be_chosen(sample: Any) -> None:
    sample.open(OVERVIEW).get_by_key("by").set_value("department")
    said = f":small[{literal('Status group by department, in people')}]"
    assert any(each.value.endswith(said) for each in sample.run().markdown)


def test_a_month_end_of_which_nothing_was_on_record_is_not_compared_with(sample: Any) -> None:
    # The sample was imported on 22 November: on 31 October nothing of it was known here.
    assert "Nothing of this view was on record here on Sat 31 Oct 2026" in sample.texts()
    sample.open(OVERVIEW)
    assert "since 31 Oct" not in sample.texts()


def test_the_tiles_say_their_change_since_the_last_month_end(sample: Any) -> None:
    # As of 20 January the last month end is 31 December; the sample was on record by then.
    day, end = date(2027, 1, 20), date(2026, 12, 31)
    sample.open(OVERVIEW).date_input(key="as_of").set_value(day)
    captions = [each.value for each in sample.run().caption]
    now = readiness.team(sample.app, sample.principal, day).verdicts["status_group"]
    then = trends.month_holdings(sample.app, sample.principal, end, known_on=end)["status_group"]
    moved = {group: int((now == group).sum()) - int((then == group).sum()) for group in ("act", "watch", "fine")}
    assert any(moved.values())
    for group in moved:
        text = difference(int((now == group).sum()), int((then == group).sum()))
        assert f"{text} since 31 Dec" in captions


def test_the_message_of_a_person_is_written_when_it_is_opened(sample: Any) -> None:
    act = readiness.team(sample.app, sample.principal, TODAY).verdicts.iloc[0]
    assert not sample.test.code
    sample.test.session_state[f"needs.message.{act['holding']}"] = True
    sample.run()
    assert "our records" in sample.test.code[0].value.lower()


def test_previous_and_next_walk_through_the_view(sample: Any) -> None:
    test = sample.open(PERSON)
    staff = readiness.team(sample.app, sample.principal, TODAY).staff["staff_id"].tolist()
    assert test.selectbox(key="person").value == staff[0]
    assert test.button(key="person.previous").disabled
    test.button(key="person.next").click()
    sample.run()
    assert test.selectbox(key="person").value == staff[1]
    test.button(key="person.previous").click()
    sample.run()
    assert test.selectbox(key="person").value == staff[0]


def test_the_person_page_is_the_record(sample: Any) -> None:
    test = sample.open(PERSON)
    staff_id = test.selectbox(key="person").value
    record = person.record(sample.app, sample.principal, staff_id, TODAY)
    first = record.verdicts.iloc[0]
    assert f"{counted_of(int(first['counted']), int(first['total']))} counted" in sample.texts()
    shown = ledger(sample)
    assert len(shown) == len(record.ledger[record.ledger["holding"] == first["holding"]])
    assert shown["part"].sum() == pytest.approx(record.ledger["allocated"].sum() / 100 / len(record.verdicts))


def test_a_person_with_two_credentials_has_two_cards_and_two_ledgers(sample: Any) -> None:
    verdicts = readiness.team(sample.app, sample.principal, TODAY).verdicts
    counts = verdicts[verdicts["total"].notna()].groupby("staff_id").size()
    staff_id = counts[counts == 2].index[0]
    test = sample.open(PERSON)
    test.selectbox(key="person").select(staff_id)
    sample.run()
    record = person.record(sample.app, sample.principal, staff_id, TODAY)
    second = record.verdicts.iloc[1]
    assert len(test.get("plotly_chart")) == 6  # requirements, filing window and points over time of each
    test.get_by_key("person.ledger").set_value(f"{second['credential']} ({second['program']})")
    sample.run()
    expected = record.ledger[record.ledger["holding"] == second["holding"]]
    assert len(ledger(sample)) == len(expected)


def test_a_rule_by_our_reading_says_so_with_a_link(sample: Any) -> None:
    sample.open(PERSON)
    assert "By our reading" in sample.texts()
    assert "https://" in sample.texts()


def files(test: Any) -> dict[str, bool]:
    """What can be downloaded on the page: the label of each file, and whether it may leave."""
    return {each.label: not each.proto.disabled for each in test.get("download_button")}


def test_names_leave_after_one_review_that_holds_on_every_page_until_something_changes(sample: Any) -> None:
    test = sample.open(OVERVIEW)
    assert files(test) == {}
    test.session_state["readiness.report.review"] = True
    sample.run()
    of_the_view = ("Report (.xlsx)", "Print (.pdf)", "This table (.csv)")
    assert files(test) == dict.fromkeys(of_the_view, False)
    team = readiness.team(sample.app, sample.principal, TODAY)
    listed = next(each.value for each in test.dataframe if "last_answered_on" in each.value.columns)
    assert list(listed["name"]) == list(team.staff["name"])

    def box() -> Any:
        return next(each for each in test.checkbox if ".sure." in str(each.key))

    box().check()
    sample.run()
    assert files(test) == dict.fromkeys(of_the_view, True)
    # Fewer people are covered by the review, on this page and on another one.
    test.multiselect(key="site").set_value(["North"])
    sample.run()
    assert box().value
    assert files(test) == dict.fromkeys(of_the_view, True)
    sample.open("records/messages")
    test.session_state["messages.review"] = True
    sample.run()
    assert box().value
    assert files(test) == {"Mail merge (.xlsx)": True, "Mail merge (.csv)": True}
    # Another day is another list.
    test.date_input(key="as_of").set_value(date(2026, 11, 23))
    sample.run()
    assert not box().value
    assert files(test) == {"Mail merge (.xlsx)": False, "Mail merge (.csv)": False}


def test_rows_selected_in_the_table_are_selected_where_many_are_changed(sample: Any) -> None:
    test = sample.open(OVERVIEW)
    test.toggle(key="readiness.several").set_value(True)
    sample.run()
    assert test.button(key="readiness.change").disabled
    shown = test.get_by_key("readiness.table.several").value
    test.session_state["readiness.table.several"] = {"selection": {"rows": [1, 4], "columns": [], "cells": []}}
    sample.run()
    people = shown.iloc[[1, 4]]["staff_id"].nunique()
    assert test.button(key="readiness.change").label == f"Change 2 credentials of {people} people ›"
    test.button(key="readiness.change").click()
    sample.run()
    assert [title.value for title in test.title] == ["Change many at once"]
    assert "2 rows are selected, as in Readiness." in [each.value for each in test.caption]
    sample.open("records/bulk").selectbox(key="bulk.action").set_value("supervisor")
    sample.run()
    assert test.button(key="bulk.people.store.1").label == f"Store it for {people} people"


def test_leave_changes_what_is_asked_where_somebody_needs_you(sample: Any) -> None:
    act = readiness.team(sample.app, sample.principal, TODAY).verdicts.iloc[0]
    staffing.change(sample.app, sample.principal, "leave", [str(act["staff_id"])], today=TODAY, day=TODAY)
    sample.run()
    assert "Ask for nothing now" in sample.texts()
    sample.open(OVERVIEW)
    assert "on leave" in table(sample).iloc[0]["beside"]


def test_the_hour_that_helps_most_leads_to_the_session_with_those_who_lack_it(sample: Any) -> None:
    assert "one in-house hour closes it for" in sample.texts()
    links = [each.proto for each in sample.test.get("page_link")]
    assert any(link.label == "Plan a session ›" for link in links)


def test_who_has_nothing_on_file_is_named_in_the_trust_strip(sample: Any) -> None:
    sample.test.session_state["reach.open"] = True
    sample.run()
    reach = readiness.team(sample.app, sample.principal, TODAY).reach
    shown = sample.test.get_by_key("reach.silent").value
    assert list(shown["staff_id"]) == list(reach.silent["staff_id"])
    assert len(shown) == reach.nothing_on_file
    assert "Rules to verify:" in sample.texts()
    sample.test.session_state["reach.silent"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    sample.run()
    assert sample.test.selectbox(key="person").value == reach.silent["staff_id"].iloc[0]
