"""To confirm: a decision says whom it moves, settles all its rows, is remembered, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pandas as pd
import pytest

from lib.domain import decisions as kinds
from lib.domain.errors import RefusedCommand
from lib.services import confirming, deciding, imports, person, readiness, splitting
from lib.services.container import LabReady
from lib.store.decisions import Decision
from tests.beginnings import beginning_with
from tests.unit.services.workbooks import ME, TODAY, imported, workbook

STAFF = [
    ["Employee ID", "Last Name", "First Name"],
    ["E1", "Lopez", "Maria"],
    ["E2", "Ruiz", "Ana"],
]
PBT = [
    ["Employee ID", "Program", "Credential", "Certified On", "Cycle End"],
    ["E1", "ASCP", "PBT", date(2020, 1, 1), date(2027, 6, 30)],
    ["E2", "ASCP", "PBT", date(2020, 1, 1), date(2027, 6, 30)],
]
HEADER = ["Employee ID", "Activity Title", "Completed On", "Points", "Area"]


def start(app: LabReady) -> None:
    imported(app, "team.xlsx", workbook(Staff=STAFF, Credentials=PBT))


@pytest.fixture
def app() -> Iterator[LabReady]:
    with beginning_with(start) as opened:
        yield opened


def give(app: LabReady, *rows: list[object], name: str = "credits.xlsx") -> None:
    imported(app, name, workbook(Credits=[HEADER, *rows]))


def statuses(app: LabReady) -> dict[str, tuple[str, int, int]]:
    frame = readiness.team(app, ME, TODAY).verdicts
    return {
        row["staff_id"]: (row["status"], row["missing"], row["missing_at_best"]) for row in frame.to_dict("records")
    }


def verdicts(app: LabReady) -> list[tuple[object, ...]]:
    """Everything that is said of everybody: verdicts, and every part of every ledger."""
    said = readiness.team(app, ME, TODAY).verdicts.astype(str)
    rows = [tuple(row) for row in said.itertuples(index=False)]
    for staff_id in ("E1", "E2"):
        parts = person.record(app, ME, staff_id, TODAY).ledger.drop(columns="credit_id").astype(str)
        rows += [tuple(row) for row in parts.itertuples(index=False)]
    return rows


def decide(app: LabReady, proposal: deciding.Proposal) -> deciding.Moves:
    """Foresee and make a decision; foreseeing must have changed nothing, and told what then happens."""
    before = statuses(app)
    version = app.store.data_version()
    moves = deciding.foresee(app, ME, proposal, today=TODAY)
    assert (app.store.data_version(), statuses(app)) == (version, before)
    assert deciding.decide(app, ME, proposal, today=TODAY) == len(proposal.decided)
    after = statuses(app)
    complete = {staff_id for staff_id in after if after[staff_id][1] == 0 and before[staff_id][1] != 0}
    assert len(moves.newly_complete) == len(complete)
    return moves


def nine(staff_id: str, safety: str = "Safety", ethics: str | None = "Ethics") -> list[list[object]]:
    """Points for a whole PBT cycle: safety 1, ethics 1, rest 7."""
    return [
        [staff_id, "Chemistry week", date(2026, 2, 2), 7, "Chemistry"],
        [staff_id, "Spills", date(2026, 3, 2), 1, safety],
        [staff_id, "Informed choices", date(2026, 4, 2), 1, ethics],
    ]


def test_a_text_is_assigned_for_everybody_remembered_and_taken_back(app):
    give(app, *nine("E1", ethics="Stuff we did"), *nine("E2", ethics="stuff WE did"))
    assert statuses(app) == {"E1": ("on_track", 100, 100), "E2": ("on_track", 100, 100)}
    before = verdicts(app)
    waiting = confirming.queue(app, ME).areas
    assert waiting[["key", "area_text", "credits", "people", "points"]].values.tolist() == [
        ["stuff we did", "Stuff we did", 2, 2, 200]
    ]
    moves = decide(app, confirming.area_decision(app, ME, ["stuff we did"], ["ethics"]))
    assert moves.newly_complete == ("Lopez, Maria (PBT)", "Ruiz, Ana (PBT)")
    assert moves.sentence().startswith("It touches 2 people: 2 holdings become complete: Lopez, Maria (PBT);")
    assert statuses(app) == {"E1": ("complete", 0, 0), "E2": ("complete", 0, 0)}
    assert confirming.queue(app, ME).waiting == 0

    give(app, ["E1", "More of it", date(2026, 5, 2), 1, "Stuff we did"], name="later.xlsx")
    later = app.store.credits_of("E1").set_index("title")
    assert later.loc["More of it", ["areas", "eligibility"]].tolist() == ["ethics", "counts"]

    (made,) = deciding.decisions_made(app, ME).to_dict("records")
    assert (made["what"], made["about"], made["answer"], made["before"]) == (
        "Area of a text",
        "stuff we did",
        "Medical ethics",
        "not decided",
    )
    imports.undo(app, ME, 3, today=TODAY)
    foreseen = deciding.foresee_taking_back(app, ME, kinds.AREA, ["stuff we did"], today=TODAY)
    assert foreseen.no_longer_complete == moves.newly_complete
    assert deciding.take_back(app, ME, kinds.AREA, ["stuff we did"], today=TODAY) == 1
    assert verdicts(app) == before
    gone = deciding.decisions_made(app, ME).iloc[0]
    assert (gone["in_force"], gone["taken_back_by"]) == (False, "local")
    with pytest.raises(RefusedCommand, match="not in force any more"):
        deciding.take_back(app, ME, kinds.AREA, ["stuff we did"], today=TODAY)


def test_what_was_imported_under_an_assignment_waits_when_it_is_taken_back(app):
    give(app, ["E1", "A", date(2026, 2, 2), 1, "Stuff"])
    decide(app, confirming.area_decision(app, ME, ["stuff"], ["ethics"]))
    give(
        app,
        ["E1", "B", date(2026, 3, 2), 1, "Stuff"],
        ["E1", "C", date(2026, 4, 2), 1, "Stuff; Safety"],
        ["E1", "D", date(2026, 5, 2), 1, "Stuff; Nonsense"],
        name="later.xlsx",
    )
    by_title = {row["title"]: row for row in app.store.credits_of("E1").to_dict("records")}
    assert {title: row["areas"] for title, row in by_title.items()} == {
        "A": "ethics", "B": "ethics", "C": "ethics;safety", "D": "ethics",
    }  # fmt: skip
    deciding.take_back(app, ME, kinds.AREA, ["stuff"], today=TODAY)
    by_title = {row["title"]: row for row in app.store.credits_of("E1").to_dict("records")}
    assert {title: (row["areas"], row["eligibility"]) for title, row in by_title.items()} == {
        "A": ("", "ask"), "B": ("", "ask"), "C": ("safety", "counts"), "D": ("", "ask"),
    }  # fmt: skip


def test_where_the_file_says_nothing_the_title_is_assigned_and_remembered(app):
    give(app, *nine("E1", ethics=None), ["E2", "INFORMED choices!", date(2026, 4, 2), 1, None])
    waiting = confirming.queue(app, ME).areas
    assert waiting[["area_text", "title", "credits", "proposal"]].values.tolist() == [["", "Informed choices", 2, ""]]
    before = verdicts(app)
    decide(app, confirming.area_decision(app, ME, list(waiting["key"]), ["ethics"]))
    assert statuses(app)["E1"] == ("complete", 0, 0)
    give(
        app, ["E2", "Informed Choices", date(2026, 6, 2), 1, None], ["E2", "Other", date(2026, 6, 3), 1, None], name="b"
    )
    assert app.store.credits_of("E2")["eligibility"].tolist() == ["counts", "counts", "ask"]
    imports.undo(app, ME, 3, today=TODAY)
    deciding.take_back(app, ME, kinds.TITLE_AREA, ["informedchoices"], today=TODAY)
    assert verdicts(app) == before


def test_a_text_can_be_no_education(app):
    give(app, *nine("E1"), ["E1", "Alarm", date(2026, 5, 5), 1, "Fire drills, quarterly"])
    decide(app, confirming.area_decision(app, ME, ["fire drills quarterly"], [confirming.NOT_EDUCATION]))
    assert app.store.credits_of("E1").set_index("title").loc["Alarm", "eligibility"] == "no"
    again = [["E2", "Alarm", date(2026, 5, 5), 1, "Fire drills, quarterly"]]
    give(app, *again, name="again.xlsx")
    assert app.store.credits_of("E2")["eligibility"].tolist() == ["no"]
    deciding.take_back(app, ME, kinds.AREA, ["fire drills quarterly"], today=TODAY)
    assert app.store.credits_of("E2")["eligibility"].tolist() == ["ask"]


def test_a_second_answer_replaces_the_first_and_taken_back_the_first_holds_again(app):
    give(app, ["E1", "A", date(2026, 2, 2), 1, "Stuff"])
    decide(app, confirming.area_decision(app, ME, ["stuff"], ["ethics"]))
    before = verdicts(app)
    say_again(app, "stuff", "safety")
    assert app.store.credits_of("E1")["areas"].tolist() == ["safety"]
    made = deciding.decisions_made(app, ME)
    assert made[["answer", "before", "in_force"]].astype(object).values.tolist() == [
        ["Laboratory or patient safety", "Medical ethics", True],
        ["Medical ethics", "not decided", False],
    ]
    deciding.take_back(app, ME, kinds.AREA, ["stuff"], today=TODAY)
    assert verdicts(app) == before


def say_again(app: LabReady, key: str, area: str) -> None:
    """Give a text another area while the first is in force, as somebody does whose queue was read before it."""
    said = deciding.Proposal((Decision(kinds.AREA, key, area, key),), key)
    deciding.decide(app, ME, said, today=TODAY)


def two_rows(*people: str) -> list[list[object]]:
    return [
        row
        for staff_id in people
        for row in (
            [staff_id, "Ethics in the laboratory", date(2026, 4, 2), 1, "Ethics"],
            [staff_id, "Ethics in the Laboratory (online)", date(2026, 4, 3), 1, "Ethics"],
        )
    ]


@pytest.mark.parametrize(("answer", "eligibility", "reason"), [("same", "no", "repeated"), ("two", "counts", None)])
def test_possible_duplicates_are_settled_for_everybody_who_has_both_rows(app, answer, eligibility, reason):
    rows = two_rows("E1", "E2")
    for row in rows:
        row[1] = str(row[1]).replace(" (online)", "!!")
        row[3] = 1 if row[2] == date(2026, 4, 2) else 2
    give(app, *rows)
    doubles = confirming.queue(app, ME).doubles
    # both people have both rows: one question
    assert doubles[["later_row", "earlier_row", "later_points", "earlier_points", "people"]].values.tolist() == [
        [3, 2, 200, 100, 2],
        [5, 4, 200, 100, 2],
    ]
    assert doubles["subject"].nunique() == 1
    before = verdicts(app)
    (subject,) = doubles["subject"].unique()
    decide(app, confirming.double_decision(app, ME, [subject], answer))
    for staff_id in ("E1", "E2"):
        assert app.store.credits_of(staff_id)["eligibility"].tolist() == ["counts", eligibility]
        parts = person.record(app, ME, staff_id, TODAY).ledger
        assert parts["allocated"].sum() == 300
        reasons = parts.loc[parts["reason"].notna(), "reason"].tolist()
        # safety 1, ethics 1, rest 7: 3 ethics points are ethics 1 and rest 2; the repeated row is told as such
        assert reasons == ([reason] if reason else [])
    assert confirming.queue(app, ME).waiting == 0
    # taken back whole and imported again: the answer still holds
    imports.undo(app, ME, 2, today=TODAY)
    give(app, *rows)
    assert app.store.credits_of("E1")["eligibility"].tolist() == ["counts", eligibility]
    deciding.take_back(app, ME, kinds.PAIR, [subject], today=TODAY)
    assert verdicts(app) == before


def test_titles_that_may_be_no_education_are_asked_about(app):
    give(
        app,
        *nine("E1"),
        ["E1", "Monthly staff-meeting", date(2026, 5, 5), 1, "Safety"],
        ["E2", "Monthly Staff Meeting", date(2026, 5, 5), 1, "Safety"],
        ["E2", "Orienteering for cells", date(2026, 5, 9), 1, "Safety"],
    )
    titles = confirming.queue(app, ME).titles
    assert titles[["title", "credits", "people", "points", "counted"]].values.tolist() == [
        ["Monthly staff-meeting", 2, 2, 200, 2]
    ]
    before = verdicts(app)
    key = titles["title_key"].tolist()
    decide(app, confirming.education_decision(app, ME, key, "no"))
    parts = person.record(app, ME, "E2", TODAY).ledger
    assert parts.loc[parts["title"] == "Monthly Staff Meeting", "reason"].tolist() == ["not_ce"]
    assert confirming.queue(app, ME).titles.empty
    deciding.take_back(app, ME, kinds.EDUCATION, key, today=TODAY)
    assert verdicts(app) == before
    decide(app, confirming.education_decision(app, ME, key, "yes"))
    assert verdicts(app) == before
    assert confirming.queue(app, ME).waiting == 0


def test_what_was_read_as_no_education_can_be_said_to_be_some(app):
    imported(
        app,
        "c.xlsx",
        workbook(
            Credits=[
                [*HEADER, "Activity Type"],
                ["E1", "Grand rounds", date(2026, 5, 5), 1, "Safety", "Staff meeting"],
                ["E1", "More rounds", date(2026, 5, 6), 1, "Odd text", "Staff meeting"],
            ]
        ),
    )
    assert app.store.credits_of("E1")["eligibility"].tolist() == ["no", "no"]
    found = confirming.queue(app, ME)
    assert (found.waiting, found.not_counted["title"].tolist()) == (0, ["Grand rounds", "More rounds"])
    decide(app, confirming.education_decision(app, ME, list(found.not_counted["title_key"]), "yes"))
    # a known area counts; an unknown one waits for somebody to say it
    assert app.store.credits_of("E1")["eligibility"].tolist() == ["counts", "ask"]


def test_a_credit_is_split_between_the_areas_it_names(app):
    give(
        app,
        ["E1", "Chemistry week", date(2026, 2, 2), 7, "Chemistry"],
        ["E1", "Two in one", date(2026, 3, 2), 2, "Safety; Ethics"],
    )
    # In its first area alone: safety 2, one of it to the rest: ethics 1 is missing; at best nothing is.
    assert statuses(app)["E1"] == ("to_confirm", 100, 0)
    before = verdicts(app)
    found = splitting.several_areas(app, ME, TODAY)
    assert found[["title", "proposed", "missing_now", "missing_then"]].values.tolist() == [
        ["Two in one", "safety=100;ethics=100", 100, 0]
    ]
    credit = int(found["credit_id"].iloc[0])
    proposal = confirming.split_decision(app, ME, {credit: {"safety": 100, "ethics": 100}})
    moves = decide(app, proposal)
    assert moves.newly_complete == ("Lopez, Maria (PBT)",)
    assert statuses(app)["E1"] == ("complete", 0, 0)
    parts = person.record(app, ME, "E1", TODAY).ledger
    split = parts[parts["title"] == "Two in one"]
    assert dict(zip(split["requirement"], split["allocated"], strict=True)) == {"safety": 100, "ethics": 100}
    # imported anew, the split still holds
    imports.undo(app, ME, 2, today=TODAY)
    give(
        app,
        ["E1", "Chemistry week", date(2026, 2, 2), 7, "Chemistry"],
        ["E1", "Two in one", date(2026, 3, 2), 2, "Safety; Ethics"],
    )
    assert statuses(app)["E1"] == ("complete", 0, 0)
    subjects = list(app.store.answers(kinds.ALLOCATION))
    assert deciding.take_back(app, ME, kinds.ALLOCATION, subjects, today=TODAY) == 1
    assert verdicts(app) == before


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"safety": 100, "ethics": 50}, "add up to 1.5 points, the activity has 2"),
        ({"safety": 300, "ethics": -100}, "parts of zero or more"),
        ({"safety": 100, "chemistry": 100}, "does not name Chemistry"),
    ],
)
def test_a_split_that_does_not_fit_is_refused(app, parts, said):
    give(app, ["E1", "Two in one", date(2026, 3, 2), 2, "Safety; Ethics"])
    credit = int(app.store.several_areas()["credit_id"].iloc[0])
    with pytest.raises(RefusedCommand, match=said):
        confirming.split_decision(app, ME, {credit: parts})


def test_a_split_that_no_longer_fits_its_areas_is_not_used(app):
    give(app, ["E1", "Two in one", date(2026, 3, 2), 2, "Odd text"])
    decide(app, confirming.area_decision(app, ME, ["odd text"], ["safety", "ethics"]))
    credit = int(app.store.several_areas()["credit_id"].iloc[0])
    decide(app, confirming.split_decision(app, ME, {credit: {"safety": 50, "ethics": 150}}))
    assert app.store.credits_of("E1")["allocation"].tolist() == ["safety=50;ethics=150"]
    say_again(app, "odd text", "safety")
    assert pd.isna(app.store.credits_of("E1")["allocation"].iloc[0])
    deciding.take_back(app, ME, kinds.AREA, ["odd text"], today=TODAY)
    assert app.store.credits_of("E1")["allocation"].tolist() == ["safety=50;ethics=150"]


def test_what_waits_no_more_is_refused(app):
    with pytest.raises(RefusedCommand, match="does not wait any more"):
        confirming.area_decision(app, ME, ["stuff"], ["ethics"])
    with pytest.raises(RefusedCommand, match="nothing was chosen"):
        confirming.double_decision(app, ME, [], "same")
    with pytest.raises(RefusedCommand, match="“cooking” is not an area"):
        confirming.area_decision(app, ME, ["stuff"], ["cooking"])
    with pytest.raises(RefusedCommand, match="“perhaps” is no answer"):
        confirming.double_decision(app, ME, ["x"], "perhaps")


def test_decisions_are_known_from_their_day_on(app):
    give(app, *nine("E1", ethics="Stuff"))
    later = date(2026, 11, 30)
    proposal = confirming.area_decision(app, ME, ["stuff"], ["ethics"])
    deciding.decide(app, ME, proposal, today=later)

    def missing(known_on: date | None) -> int:
        return int(
            readiness.team(app, ME, TODAY, known_on=known_on).verdicts.set_index("staff_id").loc["E1", "missing"]
        )

    assert (missing(TODAY), missing(later), missing(None)) == (100, 0, 0)
