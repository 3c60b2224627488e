"""Why a goal was not met where it was not, and the next idea: by the work's name and the part of it (see works)."""

from __future__ import annotations

NOTES: dict[tuple[str, str], str] = {
    ("workbook", "limit"): (
        "Profiled: about half of our time is the same parse in the reading process, which a hostile file may kill, "
        "a look at the XML for what the parser does not tell (errors, hidden rows, far cells) and the cells handed "
        "over by column; the rest is reading 100,000 rows into their fields and DuckDB writing 24 columns; the "
        "program loads meanwhile where there is a second core. Next: a reader that gives columns and error cells in "
        "one pass, so that neither rows of Python objects nor the second look are needed."
    ),
    ("text", "limit"): (
        "Profiled (FOUND.md): DuckDB writes 24 columns here and 12 there; the rest is what the limit does not do: who "
        "each row is about, duplicates, near duplicates by title, dates and units by evidence. The text is read while "
        "the program loads. Next: columns kept coded from the file to the store, so that no texts are made of them and "
        "coded again; people matched by column rather than one by one."
    ),
    ("start", "limit"): (
        "Profiled (FOUND.md): the first page of a new database is painted without pandas, rules and verdicts, which "
        "are loaded after it; above an empty app are numpy (Streamlit's, for an icon), DuckDB, our modules and making "
        "the database: 0.3 s of processor time, beside the browser that loads its own files. Next: an icon that needs "
        "no numpy."
    ),
    ("crowd", "limit"): (
        "Pages are made in turn (lib/ui/turns.py), so that a click in the crowd takes the processor time of one "
        "person's; what is above 50 in a row is the server's own thread sending the pages before. Next: fewer "
        "sentences and tables drawn anew on a click, in fragments."
    ),
    ("verdicts", "limit"): (
        "Profiled (FOUND.md): the credits are read once, for points, facts and decisions, and compared with windows "
        "while the next are read; sums are added in blocks. What is left on one core is the frame of 36 columns in its "
        "order, staff and holdings. Next: staff and holdings with the person's number, so that nothing compares texts."
    ),
    ("verdicts", "peer"): (
        "Polars has its frames in memory, in its own types, before its time begins; ours reads the file. It assigns a "
        "credit of several areas to the first, where ours finds the best of all ways. Next: as for the limit."
    ),
    ("person", "limit"): (
        "Profiled (FOUND.md): the credits are looked through once, for points, facts, decisions and page: that is a "
        "third of the query. The rest is three looks through 100,000 employee IDs and frames of one row. The team's "
        "verdicts, which it is a share of, became faster by more: 1 % of them is little more than finding the person's "
        "credits by their number, as the bench lays them in 50 places. Next: an index by employee ID on small tables, "
        "arrays up to the last frame."
    ),
}
