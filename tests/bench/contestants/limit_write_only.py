"""openpyxl writing the cells of our own workbook in write-only mode, values alone; reading them is not timed.

They are read with python-calamine: at 10,000 people they are ten million, which openpyxl reads longer than it writes.
"""

import io
import json
import sys
import time

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

given = CalamineWorkbook.from_path(sys.argv[1])
sheets = [
    (name, [[None if cell == "" else cell for cell in row] for row in given.get_sheet_by_name(name).iter_rows()])
    for name in given.sheet_names
]
started, began = time.perf_counter(), time.process_time()
book = Workbook(write_only=True)
for title, rows in sheets:
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(row)
target = io.BytesIO()
book.save(target)
cells = sum(cell is not None for _, rows in sheets for row in rows for cell in row)
seconds, cpu = time.perf_counter() - started, time.process_time() - began
print(json.dumps({"seconds": seconds, "cpu": cpu, "cells": cells}))
