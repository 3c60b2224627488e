"""Spreadsheets in, rows to store and an exact account of every row out. No database, no page, no clock."""
