"""Calibration: who is picked, agreement and difference, what is refused, and when it is asked again."""

from __future__ import annotations

import json
from datetime import date

import pytest

from lib.access.principal import Principal
from lib.domain.errors import NotAllowed, RefusedCommand
from lib.services import calibration, readiness, rule_changes
from lib.services.calibration import Answer
from tests.beginnings import beginning_with
from tests.unit.services.test_rule_changes import MLS, correction
from tests.unit.services.workbooks import ME, TODAY, credits, imported, workbook

STAFF = [["Employee ID", "Last Name", "First Name"], *([f"E{n}", f"Name{n}", "A"] for n in range(1, 9))]
END = date(2027, 6, 30)
HOLDINGS = [
    ["Employee ID", "Program", "Credential", "Cycle End", "Required"],
    ["E1", "ASCP", "MLS", END, "yes"],
    ["E2", "ASCP", "MLS", END, "yes"],
    ["E3", "ASCP", "SBB", END, "yes"],
    ["E3", "ASCP", "MLS", END, "yes"],
    ["E4", "ASCP", "PBT", END, "yes"],
    ["E5", "ASCP", "MLT", END, "yes"],
    ["E6", "ASCP", "PBT", END, "yes"],
    ["E7", "ASCP", "HTL", END, "no"],
    ["E8", "ASCP", "HT", date(2024, 6, 30), "yes"],
]
ROWS = credits(
    ["E2", "Chemistry", "P", date(2026, 1, 5), 3, "Chemistry"],
    ["E3", "Ethics", "P", date(2026, 1, 5), 1, "Ethics"],
    ["E6", "Safety", "P", date(2026, 1, 5), 2, "Safety"],
)


def start(app):
    imported(app, "a.xlsx", workbook(Staff=STAFF, Credentials=HOLDINGS, Credits=ROWS))


@pytest.fixture
def app():
    with beginning_with(start) as opened:
        yield opened


def picked(app) -> list[str]:
    return list(dict.fromkeys(h.staff_id for h in calibration.people_to_compare(app, ME, TODAY).holdings))


def test_five_people_cover_what_is_in_use_and_are_always_the_same(app):
    # E3 brings two versions. Then one each: of the two with PBT the one with more credits (E6), and E5 for MLT.
    # All covered: it begins again without them: E2 has MLS and 3 points, E4 has PBT; E7 and E8 cannot be compared.
    assert picked(app) == ["E3", "E6", "E5", "E2", "E4"]
    assert picked(app) == picked(app)
    assert calibration.people_to_compare(app, ME, TODAY).uncovered == ()


def test_what_we_say_of_a_holding(app):
    holding = next(h for h in calibration.people_to_compare(app, ME, TODAY).holdings if h.staff_id == "E2")
    # 3 points of chemistry: 2 fill the named minimum, 1 the rest.
    assert {code: points for code, points in holding.ours.items() if points} == {
        "total": 300, "chemistry": 200, "rest": 100,
    }  # fmt: skip
    assert (holding.needs["total"], holding.needs["rest"], holding.valid_to) == (3600, 2600, END)
    assert holding.link is not None


def answer(**more: object) -> Answer:
    return Answer("E2", "ASCP", "MLS", **{"points": {"total": "3", "chemistry": "2.00"}, **more})


def test_agreement_and_difference_are_stored_with_cause_and_rules(app):
    assert calibration.standing(app, ME, TODAY).sentence == "Never compared with the issuers' own pages."
    other = Answer("E6", "ASCP", "PBT", {"total": "3"}, cause="not_imported", note="one webinar")
    assert calibration.record(app, ME, [answer(valid_to="2027-06-30"), other], TODAY, today=TODAY) == 1
    second, first = calibration.comparisons(app, ME).to_dict("records")
    assert (first["agrees"], second["agrees"], second["cause"], second["note"]) == (
        True, False, "not_imported", "one webinar",
    )  # fmt: skip
    assert json.loads(second["theirs"]) == {"total": 300}
    assert json.loads(second["ours"])["total"] == 200
    assert (first["version"], first["made_by"], first["rules_digest"]) == (MLS, ME.name, app.book.digest)
    found = calibration.standing(app, ME, TODAY)
    assert (found.compared, found.agreed, found.due) == (2, 1, None)
    told = f"on Sun 22 Nov 2026 under rules {app.book.digest[:12]}: 1 of 2 holdings agreed."
    assert found.sentence.endswith(told)
    assert readiness.team(app, ME, TODAY).reach.calibration == found.sentence


def test_it_is_asked_again_after_a_rule_in_use_changed_and_after_a_year(app):
    calibration.record(app, ME, [answer()], TODAY, today=TODAY)
    rule_changes.verify(app, ME, MLS, today=TODAY)
    assert calibration.standing(app, ME, TODAY).due is None  # no number changed
    rule_changes.store_file(app, ME, "a.yaml", correction("OWN-1", MLS, "40"), today=TODAY)
    assert calibration.standing(app, ME, TODAY).due == "A rule in use changed since: compare again (MLS (ASCP))."
    rule_changes.take_back(app, ME, 1, today=TODAY)
    assert calibration.standing(app, ME, TODAY).due is None
    assert calibration.standing(app, ME, date(2027, 11, 22)).due is None
    assert calibration.standing(app, ME, date(2027, 11, 23)).due == "That is over a year ago: compare again."


@pytest.mark.parametrize(
    ("wrong", "code", "words"),
    [
        (answer(points={"total": "4"}), "cause_missing", r"says something else .* \(total\)\. Choose the cause"),
        (answer(points={"total": "x"}), "unreadable_points", "“x” was typed for total"),
        (answer(points={"chemistry": "1.005"}), "unreadable_points", "at most two decimals"),
        (answer(valid_to="30 June"), "unreadable_date", "“30 June” was typed as the valid-to date"),
        (answer(points={}), "nothing_compared", "nothing was typed"),
        (Answer("E8", "ASCP", "HT", {"total": "1"}), "unknown_holding", "cannot|not a holding that can be compared"),
    ],
)
def test_what_is_refused_stores_nothing(app, wrong, code, words):
    with pytest.raises(RefusedCommand, match=words) as refused:
        calibration.record(app, ME, [answer(), wrong], TODAY, today=TODAY)
    assert refused.value.code == code
    assert calibration.comparisons(app, ME).empty


def test_who_may_only_view_records_nothing(app):
    with pytest.raises(NotAllowed):
        calibration.record(app, Principal("reader", frozenset({"view"})), [answer()], TODAY, today=TODAY)
