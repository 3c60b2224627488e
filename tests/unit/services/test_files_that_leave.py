"""Every file that leaves says what it is not: on our records, not a primary-source verification, no qualification."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from lib.domain.sentences import DISCLAIMER
from lib.services import (
    allocation_page,
    director,
    discrepancies,
    holdings_list,
    imports,
    messages,
    orders,
    packets,
    person,
    plans,
    reports,
    sessions,
)  # fmt: skip
from lib.services.container import LabReady
from lib.services.sessions import Session
from lib.services.uploads import Upload
from tests.unit.services.workbooks import CREDENTIALS, ME, STAFF, TODAY, application, credits, imported, workbook

CREDITS = credits(
    ["E1", "Gram Stain Basics", "LabCE", date(2026, 3, 1), 1, "Microbiology"],
    ["E1", "No such day", "LabCE", "2026-02-31", 1, "Safety"],
)
CATALOGUE: list[list[object]] = [
    ["Product ID", "Provider", "Product", "Kind", "Credits", "Areas", "Non-member Price"],
    ["P", "House", "Everything", "unlimited", None, "ethics; safety; laboratory_operations", 100],
]
TRANSCRIPT = b"Activity Title,Date Completed,CMLE Credits\nOnly with them,2026-05-05,0.3\n"
SESSION = Session(title="Ethics", held_on=TODAY, points="1", attendees=("E1",), provider="House", areas=("ethics",))


@pytest.fixture(scope="module")
def app() -> Iterator[LabReady]:
    with application() as opened:
        sheets = {"Staff": STAFF, "Credentials": CREDENTIALS, "Credits": CREDITS, "Catalogue": CATALOGUE}
        imported(opened, "all.xlsx", workbook(**sheets))
        yield opened


def order_list(app: LabReady) -> bytes:
    asked = plans.asked(app, ME, TODAY)
    return orders.order_list(app, ME, plans.made(app, asked, TODAY), asked.team, TODAY, reviewed=True)


def compared(app: LabReady) -> discrepancies.Comparison:
    return discrepancies.compare_transcript(app, ME, "E1", Upload("ascp.csv", TRANSCRIPT), today=TODAY)


def confirmed(app: LabReady) -> director.Confirmation:
    return director.confirm(app, ME, director.view(app, ME, TODAY), "Dr. Test", sure=True, today=TODAY)


def mail(app: LabReady, *, as_text: bool) -> bytes:
    return messages.download(messages.drafts(app, ME, TODAY), ME, as_text=as_text, reviewed=True)


FILES: dict[str, Callable[[LabReady], bytes]] = {
    "report.xlsx": lambda app: reports.compliance_workbook(app, ME, TODAY),
    "report.pdf": lambda app: reports.compliance_print(app, ME, TODAY),
    "report.csv": lambda app: reports.compliance_text(app, ME, TODAY),
    "list.csv": lambda app: holdings_list.list_csv(app, ME, TODAY),
    "packet.xlsx": lambda app: packets.packet_xlsx(app, ME, "E1", TODAY),
    "packet.pdf": lambda app: packets.packet_print(app, ME, "E1", TODAY),
    "packet.csv": lambda app: packets.packet_text(app, ME, "E1", TODAY),
    "allocation.csv": lambda app: allocation_page.allocation_csv(
        allocation_page.allocation_rows(person.record(app, ME, "E1", TODAY).ledger)
    ),
    "mail merge.xlsx": lambda app: mail(app, as_text=False),
    "mail merge.csv": lambda app: mail(app, as_text=True),
    "order list.xlsx": order_list,
    "director.xlsx": lambda app: director.director_workbook(app, ME, TODAY, confirmed(app)),
    "director.pdf": lambda app: director.director_pdf(app, ME, TODAY, confirmed(app)),
    "transcript.xlsx": lambda app: discrepancies.comparison_workbook(app, ME, compared(app)),
    "transcript.csv": lambda app: discrepancies.comparison_csv(app, ME, compared(app)),
    "sign-in.xlsx": lambda app: sessions.sign_in_sheet(app, ME, SESSION),
    "sign-in.pdf": lambda app: sessions.sign_in_print(app, ME, SESSION, today=TODAY),
    "rows to correct.xlsx": lambda app: imports.rejected_workbook(app, ME, 1),
}


@pytest.mark.parametrize("name", FILES)
def test_it_stands_in_every_file(app: LabReady, name: str) -> None:
    data = FILES[name](app)
    if name.endswith(".csv"):
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        assert rows
        assert {row["Please note"] for row in rows} == {DISCLAIMER}
    elif name.endswith(".pdf"):
        for page in PdfReader(io.BytesIO(data)).pages:
            assert DISCLAIMER in " ".join(page.extract_text().split())
    else:
        # Under every sheet when it is printed; the first one says it on the screen, too, where nothing reads it back.
        book = load_workbook(io.BytesIO(data))
        for sheet in book.worksheets:
            assert DISCLAIMER in str(sheet.oddFooter.left.text), sheet.title
        if name not in ("rows to correct.xlsx", "sign-in.xlsx"):
            said = [str(cell) for sheet in book.worksheets for row in sheet.values for cell in row if cell]
            assert any(DISCLAIMER in text for text in said)


def test_the_rows_to_correct_have_no_line_that_an_import_would_read(app: LabReady) -> None:
    book = load_workbook(io.BytesIO(imports.rejected_workbook(app, ME, 1)))
    assert [[cell for cell in row if cell] for row in book.worksheets[0].values][1][1] == "No such day"
    assert book.worksheets[0].max_row == 2
