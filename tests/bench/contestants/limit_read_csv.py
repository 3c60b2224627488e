"""The limit of a text import: DuckDB reads the file into a table with types."""

import sys

import duckdb

with duckdb.connect(sys.argv[2]) as connection:
    connection.execute("create table activities as select * from read_csv(?, all_varchar = false)", [sys.argv[1]])
