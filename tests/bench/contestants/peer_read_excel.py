"""What people write: read_excel, a loop of checks over the rows, a frame into DuckDB.

The frame goes in by one statement, which is quicker than ``to_sql`` row by row through SQLAlchemy: the peer is not made
weaker than it could be.
"""

import sys
from datetime import datetime

import duckdb
import pandas as pd

frame = pd.read_excel(sys.argv[1], engine="openpyxl")
accepted, rejected, seen = [], [], set()
for number, row in frame.iterrows():
    if pd.isna(row["Employee ID"]):
        rejected.append((number, "person"))
        continue
    if pd.isna(row["Completed On"]) or row["Completed On"] > datetime(2026, 11, 22):
        rejected.append((number, "date"))
        continue
    if pd.isna(row["Points"]) or not 0 < row["Points"] <= 100:
        rejected.append((number, "points"))
        continue
    key = (row["Employee ID"], row["Completed On"], str(row["Activity Title"]).strip().lower(), row["Points"])
    if key in seen:
        continue
    seen.add(key)
    accepted.append(row)
stored = pd.DataFrame(accepted)
with duckdb.connect(sys.argv[2]) as connection:
    connection.execute("create table activities as select * from stored")
