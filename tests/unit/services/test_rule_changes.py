"""Stored rule changes: one more version each, with author and day; verified versions; taken back; as known on a day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from lib.access.principal import Principal
from lib.domain.errors import NotAllowed, RefusedCommand, RuleFileError
from lib.services import readiness, rule_book, rule_changes
from tests.unit.services.workbooks import CREDENTIALS, ME, STAFF, TODAY, application, credits, imported, workbook

FIRST, SECOND = date(2026, 11, 2), date(2026, 11, 10)
MLS = "ASCP-MLS-2023"


def correction(version: str, replaces: str, total: str, ends_from: str = "2023-01-01") -> str:
    return f"""
extends: ASCP
sources:
  {version}-S: {{title: The page of ASCP as read by us}}
credentials:
  MLS:
    versions:
      - version: {version}
        replaces: {replaces}
        ends_from: {ends_from}
        cycle_months: 36
        total: {total}
        minimums: [{{points: 1, areas: [safety]}}]
        sources: [{version}-S]
        confidence: HIGH
"""


def total(app, day: date = date(2027, 6, 30), known_on: date | None = None) -> int | None:
    return app.book_on(known_on).version_for("ASCP", "MLS", day).total


def test_a_correction_is_in_force_at_once_and_taking_it_back_brings_the_old_one_back():
    with application() as app:
        before = app.book.digest
        number = rule_changes.store_file(app, ME, "mls.yaml", correction("OWN-1", MLS, "40"), today=FIRST, note="read")
        assert total(app) == 4000
        assert app.book.digest != before
        assert rule_changes.take_back(app, ME, number, today=SECOND) == "mls.yaml"
        assert total(app) == 3600
        assert app.book.digest == before
        (row,) = rule_changes.history(app, ME).to_dict("records")
        assert (row["document"], row["author"], row["note"], row["taken_back_by"]) == (1, "local", "read", "local")
        assert (row["added_on"].date(), row["taken_back_on"].date()) == (FIRST, SECOND)


def test_a_correction_of_a_correction_and_numbers_are_never_used_again():
    with application() as app:
        first = rule_changes.store_file(app, ME, "a.yaml", correction("OWN-1", MLS, "40"), today=FIRST)
        second = rule_changes.store_file(app, ME, "b.yaml", correction("OWN-2", "OWN-1", "41"), today=SECOND)
        assert total(app) == 4100
        with pytest.raises(RefusedCommand, match="a later one builds on it") as refused:
            rule_changes.take_back(app, ME, first, today=SECOND)
        assert refused.value.code == "built_on"
        rule_changes.take_back(app, ME, second, today=SECOND)
        assert total(app) == 4000
        assert rule_changes.next_number(app, ME) == 3


def test_a_change_from_a_day_on_leaves_earlier_cycle_ends_as_they_were():
    with application() as app:
        rule_changes.store_file(app, ME, "a.yaml", correction("OWN-1", MLS, "40", "2028-01-01"), today=FIRST)
        assert total(app, date(2027, 12, 31)) == 3600
        assert total(app, date(2028, 1, 1)) == 4000


def test_rules_as_known_on_a_past_day():
    with application() as app:
        rule_changes.store_file(app, ME, "a.yaml", correction("OWN-1", MLS, "40"), today=SECOND)
        rule_changes.verify(app, ME, "OWN-1", today=TODAY)
        assert total(app, known_on=FIRST) == 3600
        assert total(app, known_on=SECOND) == 4000
        assert app.book_on(SECOND).version_for("ASCP", "MLS", TODAY).verified_on is None
        assert app.book.version_for("ASCP", "MLS", TODAY).verified_on == TODAY


def test_verdicts_follow_the_change_and_name_its_digest():
    with application() as app:
        rows = credits(["E1", "Ethics", "P", date(2026, 1, 5), 36, "Ethics"])
        imported(app, "a.xlsx", workbook(Staff=STAFF, Credentials=CREDENTIALS, Credits=rows))
        before = readiness.team(app, ME, TODAY)
        rule_changes.store_file(app, ME, "a.yaml", correction("OWN-1", MLS, "40"), today=TODAY)
        after = readiness.team(app, ME, TODAY)
        # Shipped: 36 ethics points fill ethics 1 and the rest of 26: 9 of 36 missing. Corrected: safety 1 and 39 rest,
        # 36 of it filled: 4 of 40 missing.
        assert (before.verdicts["missing"].iloc[0], after.verdicts["missing"].iloc[0]) == (900, 400)
        assert after.verdicts["rule_version"].iloc[0] == "OWN-1"
        assert (before.rules_digest == after.rules_digest, after.rules_digest) == (False, app.book.digest)
        then = readiness.team(app, ME, TODAY, known_on=SECOND)
        assert then.rules_digest == before.rules_digest


def test_a_verification_is_of_these_numbers_and_by_somebody():
    with application() as app:
        rule_changes.verify(app, ME, MLS, today=FIRST, note="the page says so")
        version = app.book.version_for("ASCP", "MLS", TODAY)
        assert (version.verified_by, version.verified_on, version.needs_confirmation) == ("local", FIRST, False)
        # A version that follows cuts the span of the verified one, whose numbers stay verified.
        rule_changes.store_file(app, ME, "a.yaml", correction("OWN-1", MLS, "40", "2028-01-01"), today=FIRST)
        assert app.book.version_for("ASCP", "MLS", TODAY).verified_on == FIRST
        assert app.book.version_for("ASCP", "MLS", date(2028, 1, 1)).verified_on is None
        rule_changes.withdraw_verification(app, ME, MLS, today=SECOND)
        assert app.book.version_for("ASCP", "MLS", TODAY).verified_on is None
        with pytest.raises(RefusedCommand, match="no verification of ASCP-MLS-2023"):
            rule_changes.withdraw_verification(app, ME, MLS, today=SECOND)
        (row,) = rule_changes.verification_history(app, ME).to_dict("records")
        assert (row["version"], row["verified_on"].date(), row["note"]) == (MLS, FIRST, "the page says so")


def test_what_cannot_be_verified_or_taken_back_is_refused_in_sentences():
    with application() as app:
        with pytest.raises(RefusedCommand, match="its total is not known"):
            rule_changes.verify(app, ME, "ASCP-MLA-2023", today=TODAY)
        with pytest.raises(RefusedCommand, match="no rule version NOTHING"):
            rule_changes.verify(app, ME, "NOTHING", today=TODAY)
        with pytest.raises(RefusedCommand, match="no rule change number 4 in force"):
            rule_changes.take_back(app, ME, 4, today=TODAY)


def test_a_refused_document_names_file_key_found_and_accepted_and_stores_nothing():
    with application() as app:
        version = app.store.data_version()
        wrong = correction("OWN-1", MLS, "lots").replace("[safety]", "[saftey]")
        with pytest.raises(RuleFileError) as refused:
            rule_changes.store_file(app, ME, "wrong.yaml", wrong, today=TODAY)
        first, second = refused.value.message.splitlines()
        assert "The rule file wrong.yaml was not accepted: credentials.MLS.versions[0].total" in first
        assert 'is "lots". Accepted: a number above 0' in first
        assert 'minimums[0].areas[0] is "saftey". Accepted: safety (the nearest)' in second
        assert app.store.data_version() == version
        overlapping = correction("OWN-1", MLS, "40").replace(f"        replaces: {MLS}\n", "")
        with pytest.raises(RuleFileError, match="overlaps ASCP-MLS-2023"):
            rule_changes.store_file(app, ME, "overlap.yaml", overlapping, today=TODAY)


def test_only_who_may_change_rules_does():
    reader = Principal("reader", frozenset({"view"}))
    with application() as app:
        with pytest.raises(NotAllowed):
            rule_changes.store_file(app, reader, "a.yaml", correction("OWN-1", MLS, "40"), today=TODAY)
        with pytest.raises(NotAllowed):
            rule_changes.verify(app, reader, MLS, today=TODAY)
        with pytest.raises(NotAllowed):
            rule_changes.take_back(app, reader, 1, today=TODAY)
        with pytest.raises(NotAllowed):
            rule_changes.withdraw_verification(app, reader, MLS, today=TODAY)
        assert rule_changes.history(app, reader).empty


def test_stored_rules_are_there_after_a_restart_and_one_that_no_longer_fits_is_said(tmp_path):
    path = str(tmp_path / "lab.duckdb")
    with application(path) as app:
        rule_changes.store_file(app, ME, "a.yaml", correction("OWN-1", MLS, "40"), today=FIRST)
    with application(path) as app:
        assert total(app) == 4000
        # As after an update that no longer ships the version: the text names one that is not there.
        with app.store.transaction("rules", actor="local", at=app.now(), on_date=FIRST) as change:
            gone = correction("OWN-9", "ASCP-MLS-1999", "50")
            rows = {"document": 2, "name": "gone.yaml", "content": gone, "by": change.change_id}
            change.cursor.execute(
                "insert into rule_documents (document, name, content, added_by, added_on) "
                "values ($document, $name, $content, $by, date '2026-11-02')",
                rows,
            )
        assert total(app) == 4000
        (said,) = app.rules_set_aside
        assert "Rule change 2 (gone.yaml, stored by local on Mon 2 Nov 2026) is not in force." in said
        assert "replaces ASCP-MLS-1999" in said
        assert [file.problems for file in rule_book.check_files(app, ME, []) if file.problems] == [(said,)]


def test_many_threads_read_whole_books_while_rules_change():
    with application() as app:
        seen: set[tuple[str, int | None]] = set()

        def read(_: int) -> None:
            held = app.holding_rules()
            seen.add((held.book.digest, total(held)))

        with ThreadPoolExecutor(8) as pool:
            reading = [pool.submit(read, n) for n in range(200)]
            number = rule_changes.store_file(app, ME, "a.yaml", correction("OWN-1", MLS, "40"), today=FIRST)
            rule_changes.take_back(app, ME, number, today=FIRST)
            for each in reading:
                each.result()
        # A digest never comes with the numbers of another book.
        assert len(seen) == len({digest for digest, _ in seen})
        assert {points for _, points in seen} <= {3600, 4000}
