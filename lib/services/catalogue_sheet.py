"""The catalogue as the template's sheets: products, further prices and notes, to edit elsewhere and import again."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import product_rules, tables
from lib.domain.budget_tables import PRODUCT_NOTES, TERMS
from lib.domain.offer_rules import HEADINGS, SHEETS
from lib.reports.safe_cells import put_date, put_hundredths, put_text
from lib.services import buying
from lib.services.container import LabReady

CATALOGUE: Final = "Catalogue"
"""The name of the sheet of products."""

_HUNDREDTHS: Final = (*product_rules.SCALED, "price")


def workbook(app: LabReady, principal: Principal) -> bytes:
    """Return the catalogue as a workbook of the template's sheets; importing it anew changes nothing.

    What is not set is an empty cell. An import takes an empty cell for *keep what is stored*, and leaves alone the rows
    that a sheet does not name: what is to be emptied or removed is so on the page.
    """
    require(principal, "plan")
    book = Workbook()
    book.remove(book.active)  # type: ignore[arg-type]  # a new workbook has one sheet
    _write(book.create_sheet(CATALOGUE), app.store.products(), tables.PRODUCTS, product_rules.HEADINGS)
    _write(book.create_sheet(SHEETS["price_terms"]), app.store.budget_rows("price_terms"), TERMS, HEADINGS)
    _write(book.create_sheet(SHEETS["product_notes"]), buying.notes(app), PRODUCT_NOTES, HEADINGS)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _write(sheet: Worksheet, rows: pd.DataFrame, columns: dict[str, str], headings: dict[str, str]) -> None:
    for number, (column, dtype) in enumerate(columns.items(), start=1):
        heading = sheet.cell(1, number, headings[column])
        heading.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = max(12, len(headings[column]) + 3)
        for at, value in enumerate(rows[column].tolist(), start=2):
            cell = sheet.cell(at, number)
            assert isinstance(cell, Cell)  # nothing is merged here
            if pd.isna(value):
                continue
            if dtype == tables.DATE:
                put_date(cell, value)
            elif dtype == tables.TRUTH:
                put_text(cell, "yes" if value else "no")
            elif column in _HUNDREDTHS:
                put_hundredths(cell, value)
            elif dtype == tables.TEXT:
                put_text(cell, value)
            else:
                cell.value = int(value)
    sheet.freeze_panes = "A2"
