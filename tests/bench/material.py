"""What the contestants work on: made from a fixed seed, kept in a folder between runs, the same for all of them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import xlsxwriter

from lib.domain import tables
from lib.domain.areas import AREAS as AREA_CODES
from lib.domain.areas import UNASSIGNED_NUMBER
from lib.store.database import Store

SEED = 20261122
AS_OF = date(2026, 11, 22)
COLUMNS = (
    "Employee ID", "Last Name", "First Name", "Department", "Activity Title", "Provider", "Completed On", "Points",
    "Unit", "Area", "Activity Type", "Certificate Number",
)  # fmt: skip
AREAS = (
    "Laboratory safety", "Medical ethics", "Blood banking", "Chemistry", "Hematology", "Microbiology",
    "Quality control",    "Molecular biology", "Laboratory management", "Immunology",
)  # fmt: skip

STORED_AREAS = AREA_CODES[:14]


def activities(rows: int) -> pd.DataFrame:
    """Return that many activities of one twentieth as many people, no two alike, as an export would have them."""
    chance = np.random.default_rng(SEED)
    people = max(1, rows // 20)
    person = chance.integers(0, people, rows)
    topics = np.array([f"{area} update {number}" for area in AREAS for number in range(1, 201)])
    topic = chance.integers(0, len(topics), rows)
    return pd.DataFrame(
        {
            "Employee ID": [f"E{number:06}" for number in person],
            "Last Name": [f"Family{number % 4000}" for number in person],
            "First Name": [f"Given{number % 900}" for number in person],
            "Department": [f"Department {number % 12}" for number in person],
            "Activity Title": topics[topic],
            "Provider": np.array(["ASCP", "LabCE", "ASCLS", "In-house"])[chance.integers(0, 4, rows)],
            "Completed On": [date(2024, 1, 2) + timedelta(days=int(day)) for day in chance.integers(0, 1000, rows)],
            "Points": chance.integers(1, 17, rows) / 4,
            "Unit": "contact hours",
            "Area": np.array(AREAS)[topic // 200],
            "Activity Type": "course",
            "Certificate Number": [f"C-{number:08}" for number in range(rows)],
        }
    )


def workbook(folder: Path, rows: int) -> Path:
    """Return a workbook of that many activities and twelve columns, dates and numbers as Excel has them."""
    path = folder / f"activities-{rows}.xlsx"
    if not path.exists():
        frame = activities(rows)
        unfinished = path.with_suffix(".part")
        book = xlsxwriter.Workbook(str(unfinished), {"constant_memory": True})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("Credits")
        sheet.write_row(0, 0, COLUMNS)
        for number, row in enumerate(frame.itertuples(index=False), start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)
                elif isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                else:
                    sheet.write_number(number, column, cell)
        book.close()
        unfinished.rename(path)
    return path


def delimited(folder: Path, rows: int) -> Path:
    """Return a CSV file of that many activities and the same columns."""
    path = folder / f"activities-{rows}.csv"
    if not path.exists():
        unfinished = path.with_suffix(".part")
        activities(rows).to_csv(unfinished, index=False)
        unfinished.rename(path)
    return path


def laboratory(folder: Path, people: int) -> Path:
    """Return a database of that many people, 1.2 holdings and 50 credits each, one in a thousand told twice.

    Written by SQL into the tables that an import fills, so that making it does not take longer than measuring.
    """
    path = folder / f"laboratory-{people}.duckdb"
    if path.exists():
        return path
    unfinished = folder / f"laboratory-{people}.part"
    unfinished.unlink(missing_ok=True)
    Store.open(unfinished).close()
    with duckdb.connect(str(unfinished)) as connection:
        for statement in _statements(people):
            connection.execute(statement)
    unfinished.rename(path)
    return path


def _statements(people: int) -> list[str]:
    rows = people * 50
    added = "1 as added_by, date '2026-11-01' as added_on"
    areas = ", ".join(f"'{area}'" for area in STORED_AREAS)
    return [
        """
        insert into changes (change_id, kind, batch, actor, "at", on_date)
        values (1, 'import', 1, 'bench', timestamp '2026-11-01 08:00:00', date '2026-11-01')
        """,
        f"""
        insert into batches
            (batch, change_id, file, size, sha256, "read", accepted, duplicates, skipped, rejected, stored, report)
        values (1, 1, 'bench.csv', 1, '', {rows}, {rows}, 0, 0, 0, {rows}, '[]')
        """,
        "update versions set data_version = 1",
        f"""
        insert into staff by name
        select printf('E%06d', n) as staff_id, 'Family' || (n % 4000) as last_name, 'Given' || (n % 900) as first_name,
               'Site ' || (n % 5) as site, 'Department ' || (n % 12) as department,
               true as active, date '2019-01-01' as hired_on, {added}
        from range({people}) t(n)
        """,
        f"""
        insert into holdings by name
        select printf('E%06d', n) as staff_id, 'ASCP' as program,
               (['MLS', 'MLT', 'MT', 'PBT', 'MLS', 'MLT'])[1 + n % 6] as credential, date '2010-05-01' as certified_on,
               date '2026-07-01' + (hash(n) % 1100)::int as cycle_end, true as required, {added}
        from range({people}) t(n)
        union all
        select printf('E%06d', n) as staff_id, 'ASCP' as program,
               (['SBB', 'SH', 'SC', 'SM'])[1 + n % 4] as credential, date '2012-05-01' as certified_on,
               date '2026-07-01' + (hash(n + 7) % 1100)::int as cycle_end, true as required, {added}
        from range({people // 5}) t(n)
        """,
        # One credit in ten names a second area, three in a hundred name none that is known and wait to be assigned.
        f"insert into person_numbers select printf('E%06d', n), n + 1 from range({people}) t(n)",
        f"""
        insert into credits by name
        select 10000000 + n + 1 as credit_id, 1 as batch, printf('E%06d', n % {people}) as staff_id,
               (n % {people} + 1)::integer as person,
               'Topic ' || topic as title, 'topic ' || topic as title_key,
               (['ASCP', 'LabCE', 'ASCLS', 'In-house'])[1 + (hash(n + 1) % 4)::int] as provider,
               date '2023-01-01' + (hash(n + 2) % 1400)::int as completed_on,
               25 + 25 * (hash(n + 3) % 10)::int as points, area as area_text, area as area_key,
               case when unknown then '' when two then area || ';' || other else area end as areas,
               case when unknown then 1 << {UNASSIGNED_NUMBER} when two then (1 << first) | (1 << second)
                    else 1 << first end as area_mask,
               case when unknown then {UNASSIGNED_NUMBER} else first end as first_area, 'formal' as activity_type,
               case when unknown then 'ask' else 'counts' end as eligibility, 'bench.csv' as file, 'bench' as sheet,
               n + 2 as "row", {added}
        from (
            select n, hash(n) % 2000 as topic, (hash(n + 4) % 14)::int as first, (hash(n + 5) % 14)::int as second,
                   ([{areas}])[1 + first] as area, ([{areas}])[1 + second] as other, hash(n + 6) % 100 < 3 as unknown,
                   hash(n + 7) % 10 = 0 and first <> second as two
            from range({rows}) t(n)
        )
        """,
        f"""
        insert into possible_duplicates (later_credit, earlier_credit, added_by)
        select 10000000 + n * 1000 + {people} + 1, 10000000 + n * 1000 + 1, 1 from range({people // 20}) t(n)
        """,
    ]


def catalogue() -> pd.DataFrame:
    """Return a catalogue of 40 products as a laboratory would keep it: libraries, packs, courses, dues, free sources.

    Made-up prices in the shapes of the market: three societies with member prices, vendors without.
    """
    rows: list[tuple[str, str, str, int | None, str, int | None, int | None, bool]] = [
        ("unlimited", "ASCP", "Unlimited online courses, one year", None, "*", 9900, 17500, False),
        ("membership", "ASCP", "ASCP membership, one year", None, "", None, 4900, False),
        ("course", "ASCP", "Patient safety case set", 600, "safety;ethics", 12000, 17500, False),
        ("pack", "ASCP", "Case studies, pack of ten", 1000, "*", 8900, 13500, True),
        ("pack", "ASCP", "Leadership certificate", 1800, "laboratory_management", 39900, 49900, False),
        ("membership", "ASCLS", "ASCLS membership, one year", None, "", None, 9600, False),
        ("course", "ASCLS", "Ethics at the bench", 100, "ethics", 1500, 2500, False),
        ("pack", "ASCLS", "Webinar series", 1200, "*", 6000, 11000, False),
        ("membership", "AABB", "AABB membership, one year", None, "", None, 12900, False),
        ("pack", "AABB", "Transfusion webinars", 800, "blood_banking", 12000, 20000, True),
        ("unlimited", "LabCE", "Full library, one year", None, "*", None, 16500, False),
        ("pack", "LabCE", "Small pack", 300, "*", None, 4000, False),
        ("pack", "LabCE", "Middle pack", 800, "*", None, 7500, False),
        ("pack", "LabCE", "Phlebotomy pack", 1200, "phlebotomy;safety;laboratory_operations", None, 4500, False),
        ("pack", "LabCE", "Histology pack", 2000, "histology;immunohistochemistry;safety", None, 6500, False),
        ("course", "Employer", "Quality control in-service", 100, "safety", 0, 0, False),
        ("course", "ASCP", "Podcast episode with credit", 100, "laboratory_operations", 0, 0, False),
    ]
    for number, area in enumerate((*STORED_AREAS[:10], "ethics", "safety", "ethics")):
        rows.append(("course", ("LabCE", "ASCP")[number % 2], f"Course {number} in {area}", 100 + 50 * (number % 3),
                     area, None if number % 2 == 0 else 1500 + 100 * number, 2000 + 150 * number, False))  # fmt: skip
    for number, area in enumerate(("chemistry", "hematology", "microbiology", "blood_banking", "molecular_biology")):
        rows.append(("pack", "ASCP", f"{area} package", 600, area, 6900 + 100 * number, 9900 + 100 * number, False))
        rows.append(("course", "ASCLS", f"{area} morning", 300, area, 3500, 4800 + 50 * number, False))
    names = ("kind", "provider", "product", "credits", "areas", "member_price", "non_member_price", "repeatable")
    frame = pd.DataFrame(rows, columns=list(names), dtype=object)
    frame["areas"] = frame["areas"].where(frame["areas"] != "", None)
    frame["product_id"] = [f"P{number:02}" for number in range(len(frame))]
    return tables.typed(frame.reindex(columns=list(tables.PRODUCTS)), tables.PRODUCTS)
