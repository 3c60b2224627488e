"""Past month ends: frozen as known then, and what arrived late."""

from __future__ import annotations

from datetime import date

from lib.services import readiness
from lib.services.trends import arrived_late, month_holdings
from tests.unit.services.workbooks import CREDITS_HEADER, ME, STAFF, application, imported, workbook

CREDENTIALS = [["Employee ID", "Program", "Credential", "Cycle End"], ["E1", "ASCP", "PBT", date(2027, 6, 30)]]
AUGUST, OCTOBER = date(2026, 8, 31), date(2026, 10, 31)


def test_a_month_end_stays_as_known_then_and_says_what_arrived_late():
    with application() as app:
        first = workbook(
            Staff=STAFF,
            Credentials=CREDENTIALS,
            Credits=[CREDITS_HEADER, ["E1", "Safety", "", date(2026, 1, 5), 8, "safety"]],
        )
        imported(app, "first.xlsx", first, date(2026, 8, 1))
        before = month_holdings(app, ME, AUGUST, known_on=AUGUST)
        # An hour of ethics taken in July, told in November: in August 1 of 9 was missing as known then, 0 as known now.
        late = workbook(Credits=[CREDITS_HEADER, ["E1", "Consent", "", date(2026, 7, 20), 1, "ethics"]])
        imported(app, "late.xlsx", late, date(2026, 11, 3))
        then = month_holdings(app, ME, AUGUST, known_on=AUGUST)
        assert then.equals(before)
        now = month_holdings(app, ME, AUGUST, known_on=None)
        (row,) = arrived_late(then, now).to_dict("records")
        assert (row["staff_id"], row["credential"]) == ("E1", "PBT")
        assert (row["missing_then"], row["missing_now"]) == (100, 0)
        assert (row["status_then"], row["status_now"]) == (then["status"].iloc[0], "complete")
        assert arrived_late(now, now).empty

        # Nothing was known in July; then the holding is not counted, now it is.
        july = date(2026, 7, 31)
        (row,) = arrived_late(
            month_holdings(app, ME, july, known_on=july), month_holdings(app, ME, july, known_on=None)
        ).to_dict("records")
        assert row["name"] == "Lopez, Maria"
        assert str(row["status_then"]) == "nan"

        counted = readiness.trend(app, ME, date(2026, 11, 22), 4)
        assert counted["as_of"].tolist() == [july, AUGUST, date(2026, 9, 30), OCTOBER]
        assert counted["complete"].tolist() == [0, 0, 0, 0]
        assert readiness.trend(app, ME, date(2026, 11, 22), 4, known_now=True)["complete"].tolist() == [1, 1, 1, 1]


def test_a_month_follows_the_filters_but_not_the_status():
    with application() as app:
        imported(app, "first.xlsx", workbook(Staff=STAFF, Credentials=CREDENTIALS), date(2026, 8, 1))
        month = month_holdings(app, ME, AUGUST, known_on=None)
        assert len(readiness.narrowed(month, readiness.Filters(statuses=("expired",)))) == 1
        assert readiness.narrowed(month, readiness.Filters(credentials=("MLS",))).empty
