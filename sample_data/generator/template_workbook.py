"""``laboratory.xlsx``: the laboratory in the template workbook."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Final

from openpyxl import Workbook

from .laboratory import Laboratory
from .library import Credit
from .sheets import Row, save, write_rows

STAFF: Final = (
    "Employee ID",
    "Last Name",
    "First Name",
    "Email",
    "Site",
    "Department",
    "Job Title",
    "Supervisor",
    "Active",
    "Hired On",
    "Left On",
    "On Leave",
    "Notes",
)
CREDENTIALS: Final = (
    "Employee ID",
    "Program",
    "Credential",
    "Certification Number",
    "Certified On",
    "Cycle Start",
    "Cycle End",
    "Participation",
    "Required",
    "Verified On",
    "Declaration Filed On",
    "Declaration Accepted On",
)
CREDITS: Final = (
    "Employee ID",
    "Activity Title",
    "Provider",
    "Completed On",
    "Points",
    "Unit",
    "Area",
    "Activity Type",
    "Status",
    "Certificate Number",
    "Evidence",
)
MEMBERSHIPS: Final = ("Employee ID", "Provider", "Member Until")
CATALOGUE: Final = (
    "Product ID",
    "Provider",
    "Product",
    "Kind",
    "Credits",
    "Areas",
    "Member Price",
    "Non-member Price",
    "Hours",
    "Access Months",
    "Last Day of Sale",
    "Repeatable",
    "Source",
    "As Of",
)

WITHOUT_ZEROS: Final = 6
"""So many rows have their employee ID as a number, its zeros lost."""


def staff_rows(laboratory: Laboratory) -> list[Row]:
    """Return the Staff sheet; the last row is somebody whose employee ID has not been issued yet."""
    rows: list[Row] = [STAFF]
    for p in laboratory.people:
        rows.append(
            (
                p.staff_id,
                p.last,
                p.first,
                p.email,
                p.site,
                p.department,
                p.job,
                p.supervisor,
                "Yes" if p.active else "No",
                p.hired_on,
                p.left_on,
                "Yes" if p.on_leave else "No",
                p.notes,
            )
        )
    rows.append((None, "Traveler", "Agency", None, "North", "Core Lab", "Medical Laboratory Scientist", None, "Yes"))
    return rows


def credential_rows(laboratory: Laboratory) -> list[Row]:
    """Return the Credentials sheet; the last three rows must be refused."""
    rows: list[Row] = [CREDENTIALS]
    for person in laboratory.people:
        for h in person.holdings:
            rows.append(
                (
                    person.staff_id,
                    h.program,
                    h.credential,
                    h.number,
                    h.certified_on,
                    h.cycle_start if h.start_is_written else None,
                    h.cycle_end,
                    h.participation,
                    "Yes" if h.job_requires else "No",
                    h.verified_on,
                    h.filed_on,
                    h.accepted_on,
                )
            )
    processors = [person.staff_id for person in laboratory.people if person.story == "none"]
    end = laboratory.as_of + timedelta(days=400)
    rows.append((processors[0], "ASCP", "MLSX", None, None, None, end))
    rows.append((processors[1], "ASCP", "CPR", None, None, None, end))
    rows.append((processors[1], "ASCP", "PBT", None, None, end, end - timedelta(days=1095)))
    return rows


def credit_cells(credit: Credit) -> dict[str, object]:
    """Return one credit as the cells of the Credits sheet."""
    activity = credit.activity
    return {
        "Employee ID": credit.staff_id,
        "Activity Title": activity.title,
        "Provider": activity.provider,
        "Completed On": credit.completed_on,
        "Points": credit.amount,
        "Unit": credit.unit,
        "Area": activity.area_text,
        "Activity Type": activity.activity_type,
        "Status": credit.status,
        "Certificate Number": credit.certificate,
        "Evidence": credit.evidence,
    }


def credit_rows(laboratory: Laboratory) -> list[Row]:
    """Return the Credits sheet: good rows by day, and between them the repeated, the wrong and the empty ones."""
    random = laboratory.random
    cells = [credit_cells(credit) for credit in laboratory.credits]
    for index in sorted(random.sample(range(len(cells)), WITHOUT_ZEROS)):
        cells[index]["Employee ID"] = int(str(cells[index]["Employee ID"]))
    later: dict[int, list[dict[str, object]]] = {}
    for index, credit in laboratory.repeats:
        later.setdefault(min(len(cells) - 1, index + random.randrange(1, 40)), []).append(credit_cells(credit))
    for row in laboratory.wrong:
        later.setdefault(random.randrange(len(cells)), []).append({**credit_cells(row.credit), **row.cells})
    rows: list[Row] = [CREDITS]
    blank_after, header_after = {len(cells) // 3, len(cells) // 3 + 1}, len(cells) // 2
    for index, own in enumerate(cells):
        rows.extend(tuple(row[name] for name in CREDITS) for row in (own, *later.get(index, [])))
        if index in blank_after:
            rows.append(())
        if index == header_after:
            rows.append(CREDITS)
    rows.append(("Total", None, None, None, len(laboratory.credits)))
    return rows


def catalogue_rows(laboratory: Laboratory) -> list[Row]:
    """Return the Catalogue sheet: example products at example prices."""

    def number(text: str) -> float | int | None:
        value = float(text) if text else None
        return int(value) if value is not None and value.is_integer() else value

    rows: list[Row] = [CATALOGUE]
    for p in laboratory.catalogue:
        until = date.fromisoformat(p["last_day_of_sale"]) if p["last_day_of_sale"] else None
        rows.append(
            (
                p["product_id"],
                p["provider"],
                p["product"],
                p["kind"],
                number(p["credits"]),
                p["areas"],
                number(p["member_price"]),
                number(p["non_member_price"]),
                number(p["hours"]),
                number(p["access_months"]),
                until,
                "Yes" if p["repeatable"] == "yes" else "No",
                "example price",
                laboratory.as_of - timedelta(days=53),
            )
        )
    return rows


def write(laboratory: Laboratory, path: Path) -> None:
    """Write the template workbook."""
    workbook = Workbook()
    sheets: dict[str, list[Row]] = {
        "Staff": staff_rows(laboratory),
        "Credentials": credential_rows(laboratory),
        "Credits": credit_rows(laboratory),
        "Memberships": [MEMBERSHIPS, *laboratory.memberships],
        "Catalogue": catalogue_rows(laboratory),
    }
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        write_rows(workbook.create_sheet(name), rows)
    save(workbook, path, "Sample laboratory")
