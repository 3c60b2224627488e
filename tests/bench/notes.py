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
        "Profiled: DuckDB writes 24 columns here and 12 there (half of our time); the rest is what the limit does not "
        "do: who each row is about, duplicates, near duplicates by title, dates and units by evidence, and loading the "
        "program. Next: to keep the columns coded from the file to the store instead of as texts in between."
    ),
    ("start", "limit"): (
        "Loading the engine, pandas and the pages takes the time; an empty app loads none of it. Next: load the "
        "packages of the other pages only when one of them is opened."
    ),
    ("crowd", "limit"): (
        "One Python process runs one click at a time; what is above 50 clicks in a row is the threads' handing over. "
        "Next: fewer sentences and tables drawn anew on a click, in fragments."
    ),
    ("verdicts", "limit"): (
        "Profiled (FOUND.md): the join of credits with holdings by texts, then pandas on 120,000 rows. Next: an "
        "integer number for each person in the credits."
    ),
    ("person", "limit"): (
        "Profiled (FOUND.md): pandas on tiny frames and 29 statements for one page; the share rises as the team gets "
        "faster. Next: fewer statements, and the credits of one person found by a number instead of a scan of texts."
    ),
}
