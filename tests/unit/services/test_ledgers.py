"""The why-ledger of random teams: the page, the report, the command line and the verdicts tell the same numbers."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from lib.cli.documents import explain_document
from lib.domain import sentences
from lib.reports.workbook import compliance_workbook
from lib.services import person, readiness
from lib.services.ledgers import reconciled, team_ledger
from lib.services.reports import compliance_report
from tests.reference.random_workbooks import laboratory
from tests.unit.services.workbooks import ME, application, imported


@pytest.mark.parametrize("seed", [21, 22, 23])
def test_page_export_and_command_line_tell_the_same(seed: int, tmp_path: Path) -> None:
    lab = laboratory(seed)
    with application() as app:
        for file, day in ((lab.first, lab.first_day), (lab.second, lab.as_of)):
            imported(app, file.write_workbook(tmp_path).name, (tmp_path / file.name).read_bytes(), day)
        team = readiness.team(app, ME, lab.as_of)
        parts = team_ledger(app, ME, team.verdicts, lab.as_of)

        # Every accepted point of every holding's person is counted or explained, and what is counted is the verdict's.
        sums = reconciled(team.verdicts, parts)
        assert (sums["accepted"] == sums[["counted", *sentences.LEDGER_REASONS]].sum(axis=1)).all()
        judged = team.verdicts[team.verdicts["counted"].notna()]
        told = sums.set_index("holding")["counted"].reindex(judged["holding"])
        assert told.tolist() == judged["counted"].tolist()

        # The report's sheet has the rows of the ledger, part by part.
        report = compliance_report(app, ME, lab.as_of)
        sheet = openpyxl.load_workbook(io.BytesIO(compliance_workbook(report)))["Credits ledger"]
        heads = {str(cell.value): number for number, cell in enumerate(sheet[1])}
        written = list(sheet.iter_rows(min_row=2, values_only=True)) if len(parts) else []
        assert [row[heads["Employee ID"]] for row in written] == parts["staff_id"].tolist()
        assert [round(row[heads["Points there"]] * 100) for row in written] == parts["allocated"].tolist()
        assert all(row[heads["Counted for"]] or row[heads["Why not counted"]] for row in written)

        # Each person's page and each answer of `explain` are that person's rows.
        for staff_id in team.verdicts["staff_id"].unique():
            record = person.record(app, ME, staff_id, lab.as_of)
            own = parts[parts["staff_id"] == staff_id]
            key = ["program", "credential", "credit_id", "requirement", "reason", "allocated"]
            ordered = [frame[key].sort_values(key).astype("str").to_numpy().tolist() for frame in (record.ledger, own)]
            assert ordered[0] == ordered[1]
            document = explain_document(record)
            for holding in document["holdings"]:
                same = own[(own["program"] == holding["program"]) & (own["credential"] == holding["credential"])]
                counted = sum(round(sum(credit["allocated"].values()) * 100) for credit in holding["credits"])
                left_out = sum(round(credit["not_counted"] * 100) for credit in holding["credits"])
                assert counted == same.loc[same["requirement"].notna(), "allocated"].sum()
                assert left_out == same.loc[same["requirement"].isna(), "allocated"].sum()


def test_the_ledger_of_a_view_is_limited_to_it_and_to_what_was_known(tmp_path: Path) -> None:
    lab = laboratory(24)
    with application() as app:
        for file, day in ((lab.first, lab.first_day), (lab.second, lab.as_of)):
            imported(app, file.write_workbook(tmp_path).name, (tmp_path / file.name).read_bytes(), day)
        team = readiness.team(app, ME, lab.as_of)
        everybody = team_ledger(app, ME, team.verdicts, lab.as_of)
        one = team.verdicts[team.verdicts["staff_id"] == everybody["staff_id"].iloc[0]]
        assert set(team_ledger(app, ME, one, lab.as_of)["staff_id"]) == set(one["staff_id"])
        then = readiness.team(app, ME, lab.as_of, known_on=lab.first_day)
        known = team_ledger(app, ME, then.verdicts, lab.as_of, known_on=lab.first_day)
        assert 0 < known["credit_id"].nunique() < everybody["credit_id"].nunique()
        empty = team_ledger(app, ME, team.verdicts.iloc[:0], lab.as_of)
        assert empty.empty
        assert list(empty.columns) == list(everybody.columns)
