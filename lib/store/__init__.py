"""The only package that knows DuckDB: what was imported, when it was known, and the heavy sums over it."""
