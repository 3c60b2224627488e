"""Rules: what is in use is asked for first; verified, corrected, added, uploaded, taken back; no answer is stale."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from lib.domain import points
from lib.services import calibration, readiness, rule_changes
from lib.services.rules_in_use import rules_in_use
from lib.ui.format import literal

TODAY = date(2026, 11, 22)
RULES, PERSON, OVERVIEW = "rules/browser", "readiness/person", "readiness/overview"
MLS = "ASCP-MLS-2023"


def part(sample: Any, name: str) -> Any:
    sample.test.get_by_key("rules_view").set_value(name)
    return sample.run()


@pytest.fixture
def rules(sample: Any) -> Any:
    sample.open(RULES)
    return sample


def test_at_first_only_the_versions_that_our_own_people_need_are_asked_for(rules: Any) -> None:
    found = rules_in_use(rules.app, rules.principal, TODAY)
    asked = [button.key.removeprefix("rules.verify.") for button in rules.test.button if "rules.verify." in button.key]
    assert asked == [rule.version.version for rule in found.to_verify]
    assert 0 < len(asked) < len(rules.app.book.versions)
    assert f"**{len(asked)} rules to verify.**" in rules.texts()
    verdicts = readiness.team(rules.app, rules.principal, TODAY).verdicts
    assert {rule.version.version for rule in found.rules} == set(verdicts["rule_version"].dropna())


def test_i_checked_it_stores_who_and_when_and_its_doubt_is_gone_everywhere(rules: Any) -> None:
    strip = len(readiness.team(rules.app, rules.principal, TODAY).reach.unverified_rules)
    rules.test.button(key=f"rules.verify.{MLS}").click()
    rules.run()
    version = rules.app.book.version_for("ASCP", "MLS", TODAY)
    assert (version.verified_by, version.verified_on) == (rules.principal.name, TODAY)
    assert literal(f"{MLS}: verified by {rules.principal.name}") in rules.test.success[0].value
    assert f"rules.verify.{MLS}" not in [button.key for button in rules.test.button]
    team = readiness.team(rules.app, rules.principal, TODAY)
    assert len(team.reach.unverified_rules) == strip - 1
    # The pages give the new answer, not one they kept.
    rules.open(OVERVIEW)
    assert f"{strip - 1} rules to verify" in rules.texts()
    shown = rules.test.get_by_key("readiness.table").value
    assert set(shown.loc[shown["credential"] == "MLS", "rule_doubt"]) <= {"", "By our reading; confirm at ASCP."}
    told = dict(zip(team.verdicts["rule_version"], shown["rule_doubt"], strict=True))
    assert told[MLS] == ""
    assert told["ASCP-PBT-2023"] == "By our reading; confirm at ASCP."


def test_a_correction_by_the_form_is_checked_shown_stored_and_at_once_in_force(rules: Any) -> None:
    before = readiness.team(rules.app, rules.principal, TODAY).verdicts
    rules.test.button(key=f"rules.correct.{MLS}").click()
    rules.run()
    assert rules.test.selectbox(key="rules.form.version").value == MLS
    rules.test.text_input(key=f"rules.form.total.{MLS}.1").set_value("forty")
    rules.test.text_input(key=f"rules.form.source.{MLS}.1").set_value("ASCP, page for MLS")
    rules.test.button(key=f"rules.form.check.{MLS}").click()
    rules.run()
    assert 'total is "forty"' in rules.test.error[0].value.replace("\\", "")
    assert "rules.store" not in [button.key for button in rules.test.button]
    rules.test.text_input(key=f"rules.form.total.{MLS}.1").set_value("40")
    rules.test.checkbox(key=f"rules.form.read.{MLS}.1").check()
    rules.test.button(key=f"rules.form.check.{MLS}").click()
    rules.run()
    assert f"replaces: {MLS}" in rules.test.code[0].value
    rules.test.button(key="rules.store").click()
    rules.run()
    version = rules.app.book.version_for("ASCP", "MLS", TODAY)
    assert (version.version, version.total, version.verified_on) == (f"{MLS}.own1", 4000, TODAY)
    after = readiness.team(rules.app, rules.principal, TODAY).verdicts
    both = before.merge(after, on=["staff_id", "program", "credential"])
    own = both[both["rule_version_y"] == version.version]
    assert len(own)
    # Four points more in the rest: whoever has no surplus lacks four more, and nobody less than before.
    more = own["missing_y"] - own["missing_x"]
    assert more.between(0, 400).all()
    assert (more == 400).any()
    assert (own["total_y"] == 4000).all()
    part(rules, "history")
    assert f"**1: {literal(f'{MLS}.own1.yaml')}**" in rules.texts()
    rules.test.button(key="rules.back.1").click()
    rules.run()
    assert rules.app.book.version_for("ASCP", "MLS", TODAY).version == MLS
    again = readiness.team(rules.app, rules.principal, TODAY).verdicts
    assert again["missing"].tolist() == before["missing"].tolist()


def test_our_own_yearly_requirement_by_the_form(rules: Any) -> None:
    test = part(rules, "change")
    test.radio(key="rules.task").set_value("Add a program: another body, a licence, our own requirement")
    test = rules.run()
    test.multiselect(key="rules.form.accepts.new.1").set_value(["drill", "staff_meeting"])
    test.text_input(key="rules.form.source.new.1").set_value("Policy LAB-012")
    test.button(key="rules.form.check.program").click()
    test = rules.run()
    assert not test.error, [each.value for each in test.error]
    test.button(key="rules.store").click()
    rules.run()
    program = rules.app.book.program("INSTITUTION")
    (version,) = program.credentials[0].versions
    assert (program.ends_on, program.cycle_months) == (date(2026, 12, 31), 12)
    assert (version.total, version.rest, version.accepts) == (1200, 1000, ("drill", "staff_meeting"))
    assert [(m.code, m.points) for m in version.minimums] == [("safety", 200)]


def test_a_file_is_uploaded_checked_and_stored(rules: Any) -> None:
    test = part(rules, "change")
    test.radio(key="rules.task").set_value("Upload a rule file")
    test = rules.run()
    wrong = b"program: X\ntitle: X\nkind: thing\n"
    test.get_by_key("rules.upload.1").upload("own.yaml", wrong, "application/yaml")
    test = rules.run()
    assert 'kind is "thing". Accepted' in test.error[0].value.replace("\\", "")
    assert rule_changes.history(rules.app, rules.principal).empty


def test_all_rules_are_narrowed_by_program_credential_and_use(rules: Any) -> None:
    test = part(rules, "all")
    assert len(test.get_by_key("rules.table").value) == len(rules.app.book.versions)
    test.toggle(key="rules.used").set_value(True)
    test = rules.run()
    used = rules_in_use(rules.app, rules.principal, TODAY)
    assert len(test.get_by_key("rules.table").value) == len(used.rules)
    test.toggle(key="rules.used").set_value(False)
    program = test.multiselect(key="rules.program").options[0]
    test.multiselect(key="rules.program").select(program)
    test = rules.run()
    assert set(test.get_by_key("rules.table").value["program"]) == {program}
    code = test.multiselect(key="rules.code").options[0]
    test.multiselect(key="rules.code").select(code)
    test = rules.run()
    assert set(test.get_by_key("rules.table").value["credential"]) == {code}


def test_a_rule_shows_its_sources(rules: Any) -> None:
    test = part(rules, "all")
    test.session_state["rules.table"] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    rules.run()
    assert literal(rules.app.book.versions[1].version) in [each.value for each in test.subheader]
    assert "**Sources**" in rules.texts()


def test_an_empty_database_shows_all_rules(empty: Any) -> None:
    test = empty.open(RULES)
    assert len(test.get_by_key("rules.table").value) == len(empty.app.book.versions)


def test_five_people_are_compared_and_the_strip_says_when(rules: Any) -> None:
    proposal = calibration.people_to_compare(rules.app, rules.principal, TODAY)
    assert len({holding.staff_id for holding in proposal.holdings}) == 5
    test = part(rules, "calibrate")
    assert "Never compared" in test.warning[0].value
    holding = proposal.holdings[0]
    key = f"{holding.staff_id}.{holding.program}.{holding.credential}"
    test.text_input(key=f"calibrate.total.{key}").set_value("0.25")
    test.button(key=f"calibrate.submit.{key}").click()
    test = rules.run()
    assert "Choose the cause" in test.error[0].value
    test.text_input(key=f"calibrate.total.{key}").set_value(points.text(holding.ours["total"]))
    test.text_input(key=f"calibrate.valid_to.{key}").set_value(holding.valid_to.isoformat())
    test.button(key=f"calibrate.submit.{key}").click()
    test = rules.run()
    (row,) = calibration.comparisons(rules.app, rules.principal).to_dict("records")
    assert (row["staff_id"], row["agrees"]) == (holding.staff_id, True)
    assert test.dataframe[0].value["result"].tolist() == ["✓ agrees"]
    rules.open(OVERVIEW)
    assert "1 of 1 holdings agreed" in rules.texts().replace("\\", "")
