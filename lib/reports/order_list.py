"""A plan's order list as a workbook: one sheet to order from, one that says who gets what."""

from __future__ import annotations

import io
from datetime import date, datetime, time

import pandas as pd
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from lib.domain.calendar import spoken
from lib.domain.sentences import DISCLAIMER
from lib.reports.sheets import Column, for_printing, for_reading, put_heading, put_lines, put_table

_ORDERS = (
    Column("provider", "Provider", width=18),
    Column("product_id", "Product ID", width=20),
    Column("product", "Product", width=44),
    Column("price_for", "Price for", width=13),
    Column("quantity", "Seats", "whole", 9),
    Column("unit_price", "Unit price, $", "points", 13),
    Column("cost", "Cost, $", "points", 13),
    Column("names", "For", width=60),
)
_SEATS = (
    Column("name", "Name", width=26),
    Column("staff_id", "Employee ID", width=14),
    Column("provider", "Provider", width=18),
    Column("product", "Product", width=44),
    Column("quantity", "Quantity", "whole", 10),
    Column("unit_price", "Unit price, $", "points", 13),
    Column("cost", "Cost, $", "points", 13),
)


def order_workbook(orders: pd.DataFrame, seats: pd.DataFrame, *, as_of: date, prepared_by: str) -> bytes:
    """Return .xlsx bytes. ``orders``: the plan's orders with ``names``; ``seats``: its purchases with ``name``.

    Text is written as text, never as a formula; money as exact numbers.
    """
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet), "a new workbook opens with a worksheet"
    first.title = "Orders"
    put_heading(first, 1, "Training order list", size=16)
    total = int(orders["cost"].sum()) if len(orders) else 0
    lines = [
        ("As of", spoken(as_of)),
        ("In all", f"${total / 100:,.2f}"),
        ("Prepared by", prepared_by),
        (
            "Please note",
            f"Nothing is ordered by LabReady. Prices are the catalogue's; check them before ordering. {DISCLAIMER}",
        ),
    ]
    row = put_lines(first, lines, first_row=2) + 2
    usual = orders["as_member"].map({True: "member", False: "non-member"})
    told = orders.assign(price_for=orders["buyer_class"].fillna(usual))
    put_table(first, told, _ORDERS, first_row=row)
    for_printing(first, header_row=row)
    second = book.create_sheet("Who gets what")
    last = put_table(second, seats, _SEATS)
    for_reading(second, header_row=1, last_row=last, columns=len(_SEATS), frozen_columns=1)
    for_printing(second, header_row=1)
    book.properties.title = f"Training order list as of {spoken(as_of)}"
    book.properties.creator = prepared_by
    book.properties.created = datetime.combine(as_of, time())
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
