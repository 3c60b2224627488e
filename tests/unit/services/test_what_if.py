"""What if: planned activities move verdicts and forecasts as real ones would, and nothing is stored."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lib.domain.errors import RefusedCommand
from lib.services import person, readiness
from lib.services.what_if import Planned, what_if
from tests.beginnings import beginning_with
from tests.reference.random_workbooks import laboratory
from tests.unit.services.workbooks import CREDITS_HEADER, ME, STAFF, TODAY, application, imported, workbook

END = date(2027, 6, 30)
DAY = date(2026, 12, 10)
PBT_OF_E2 = ["E2", "ASCP", "PBT", END]


def short(app):
    """E1 holds PBT (9: safety 1, ethics 1, rest 7) with 8 points, none in ethics; E2 holds it with nothing."""
    imported(app, "lab.xlsx", workbook(
        Staff=STAFF,
        Credentials=[["Employee ID", "Program", "Credential", "Cycle End"], ["E1", "ASCP", "PBT", END], PBT_OF_E2],
        Credits=[CREDITS_HEADER, ["E1", "Safety", "LabCE", date(2026, 1, 5), 8, "safety"]],
    ))  # fmt: skip


def test_an_ethics_hour_completes_who_lacks_it_and_is_not_stored():
    hour = Planned(DAY, "Lunch and learn", 100, ("ethics",), ("E1", "E2"))
    with beginning_with(short) as app:
        version = app.store.data_version()
        found = what_if(app, ME, TODAY, [hour])
        assert found.on == DAY
        rows = found.moves.set_index("staff_id")
        # E1: 9 - 8 = 1 missing before, 0 after. E2: 9 before, 8 after.
        assert rows["missing_before"].to_dict() == {"E1": 100, "E2": 900}
        assert rows["missing_after"].to_dict() == {"E1": 0, "E2": 800}
        assert (rows.loc["E1", "lacking_before"], rows.loc["E1", "lacking_after"]) == ("ethics 1", "")
        assert rows.loc["E1", "status_after"] == "complete"
        assert rows.loc["E2", "status_before"] == "nothing_on_file"
        assert rows.loc["E2", "status_after"] != "nothing_on_file"
        assert found.newly_complete["staff_id"].tolist() == ["E1"]
        assert rows["changed"].all()
        assert app.store.data_version() == version
        assert len(app.store.credits_in()) == 1
        alone = what_if(app, ME, TODAY, [hour], staff_id="E1")
        assert alone.moves.drop(columns="name").to_dict("records") == (
            found.moves[found.moves["staff_id"] == "E1"].drop(columns="name").to_dict("records")
        )


def test_it_counts_only_up_to_the_day_judged_and_for_those_who_attend():
    hour = Planned(DAY, "Lunch and learn", 100, ("ethics",), ("E1",))
    with beginning_with(short) as app:
        early = what_if(app, ME, TODAY, [hour], on=date(2026, 12, 9))
        assert early.moves["staff_id"].tolist() == ["E1"]
        assert not early.moves["changed"].any()


@pytest.mark.parametrize(
    ("planned", "on", "words"),
    [
        (Planned(date(2026, 11, 21), "Past", 100, ("ethics",), ("E1",)), None, "is before Sun 22 Nov 2026"),
        (Planned(DAY, "Nothing", 0, ("ethics",), ("E1",)), None, "more than 0 and at most 100"),
        (Planned(DAY, "Too much", 10_001, ("ethics",), ("E1",)), None, "more than 0 and at most 100"),
        (Planned(DAY, "Nowhere", 100, (), ("E1",)), None, "names no area"),
        (Planned(DAY, "Odd", 100, ("gardening",), ("E1",)), None, "names gardening"),
        (Planned(DAY, "Fine", 100, ("ethics",), ("E1",)), date(2026, 11, 1), "is before Sun 22 Nov 2026"),
    ],
)
def test_what_cannot_be_planned_is_said(planned, on, words):
    with application() as app, pytest.raises(RefusedCommand, match=words):
        what_if(app, ME, TODAY, [planned], on=on)


@pytest.mark.parametrize("seed", [31, 32])
def test_planned_is_judged_as_if_it_had_been_imported(seed: int, tmp_path: Path):
    """On a random team: the verdicts with a planned hour are those after importing that hour as credits."""
    lab = laboratory(seed)
    with application() as app:
        for file, day in ((lab.first, lab.first_day), (lab.second, lab.as_of)):
            imported(app, file.write_workbook(tmp_path).name, (tmp_path / file.name).read_bytes(), day)
        staff = tuple(readiness.team(app, ME, lab.as_of).verdicts["staff_id"].unique())
        found = what_if(app, ME, lab.as_of, [Planned(lab.as_of, "Quite new hour", 150, ("ethics",), staff)])
        rows = [[each, "Quite new hour", "Here", lab.as_of, 1.5, "ethics"] for each in staff]
        imported(app, "hour.xlsx", workbook(Credits=[CREDITS_HEADER, *rows]), lab.as_of)
        after = readiness.team(app, ME, lab.as_of).verdicts
        key = ["staff_id", "program", "credential"]
        told = found.moves.sort_values(key)[[*key, "status_after", "missing_after"]].astype("str").to_numpy().tolist()
        assert told == after.sort_values(key)[[*key, "status", "missing"]].astype("str").to_numpy().tolist()
        assert person.people(app, ME)["staff_id"].is_unique
