"""One person's packet: the record of the person page as a workbook, on paper, or as delimited text."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain.calendar import spoken
from lib.reports.delimited import compliance_csv
from lib.reports.model import ComplianceReport
from lib.reports.packet import PersonPacket, packet_pdf
from lib.reports.packet_workbook import packet_workbook
from lib.services.container import LabReady
from lib.services.person import record
from lib.services.readiness import on_course_share

_WHO: Final = (
    ("job_title", "Job title"),
    ("department", "Department"),
    ("site", "Site"),
    ("supervisor", "Supervisor"),
    ("hired_on", "Hired on"),
    ("left_on", "Left on"),
)


def person_packet(
    app: LabReady, principal: Principal, staff_id: str, as_of: date, *, known_on: date | None = None
) -> PersonPacket:
    """Return one person's packet: the numbers of the person page. Raises ``RefusedCommand`` for an unknown ID."""
    require(principal, "report")
    found = record(app, principal, staff_id, as_of, known_on=known_on)
    name = str(found.staff["name"])
    in_use = [found.rules[index] for index in sorted(found.rules)]
    names = found.verdicts[["holding", "rule_version"]]
    ledger = found.ledger.merge(names, on="holding", how="left")
    ledger.insert(1, "staff_id", staff_id)
    ledger.insert(2, "name", name)
    report = ComplianceReport(
        as_of=as_of,
        known_on=known_on,
        rules_digest=found.rules_digest,
        people=1,
        prepared_by=principal.name,
        verdicts=found.verdicts,
        requirements=found.requirements,
        on_course=on_course_share(found.verdicts),
        rules=tuple(in_use),
        sources=app.book_on(known_on).sources,
        ledger=ledger,
        limited_to=(f"{name}, {staff_id}",),
    )
    who = {label: _text(found.staff.get(column)) for column, label in _WHO}
    return PersonPacket(
        report=report,
        name=name,
        staff_id=staff_id,
        who={label: text for label, text in who.items() if text},
        totals=found.totals,
        outlooks=found.outlooks,
    )


def packet_xlsx(
    app: LabReady, principal: Principal, staff_id: str, as_of: date, *, known_on: date | None = None
) -> bytes:
    """Return the packet as a workbook (.xlsx)."""
    return packet_workbook(person_packet(app, principal, staff_id, as_of, known_on=known_on))


def packet_print(
    app: LabReady, principal: Principal, staff_id: str, as_of: date, *, known_on: date | None = None
) -> bytes:
    """Return the packet as PDF."""
    return packet_pdf(person_packet(app, principal, staff_id, as_of, known_on=known_on))


def packet_text(
    app: LabReady, principal: Principal, staff_id: str, as_of: date, *, known_on: date | None = None
) -> bytes:
    """Return the person's holdings as delimited text, in the columns of the team's."""
    return compliance_csv(person_packet(app, principal, staff_id, as_of, known_on=known_on).report)


def _text(value: object) -> str:
    if isinstance(value, pd.Timestamp):
        return spoken(value.date())
    return value if isinstance(value, str) else ""
