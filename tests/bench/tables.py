"""The rows as Markdown: the whole table for whoever runs it, and the README's with the reasons under it."""

from __future__ import annotations

from tests.bench.chart import PICTURE, caption
from tests.bench.notes import NOTES
from tests.bench.works import Row

BEGIN, END = "<!-- bench: written by `python -m tests.bench.run --no-run --readme` -->", "<!-- /bench -->"
"""The README's table stands between these two lines."""


def table(rows: list[Row]) -> str:
    """Return the rows as a Markdown table."""
    head = (
        "| Work | Against | Goal | Measured | Met | Ours | Other | Memory, ours | Memory, other |\n"
        "|---|---|---|---|---|---|---|---|---|\n"
    )
    return head + "\n".join(
        f"| {row.work} | {row.against} | {row.goal} | {ratio(row)} | {'yes' if row.met else '**no**'} "
        f"| {seconds(row.ours_seconds)} | {seconds(row.other_seconds)} "
        f"| {memory(row.ours_memory)} | {memory(row.other_memory)} |"
        for row in rows
    )


def ratio(row: Row) -> str:
    return f"{row.ratio:.1%}" if "%" in row.goal else f"{row.ratio:.2f} ×"


def seconds(taken: float) -> str:
    return f"{taken * 1000:.0f} ms" if taken < 1 else f"{taken:.1f} s"


def memory(size: int) -> str:
    return f"{size / 2**20:,.0f} MB" if size else "–"


def why(rows: list[Row]) -> str:
    """Return a sentence for every row that is not within its goal: the reason, and what would be tried next."""
    missed = [row for row in rows if not row.met]
    if not missed:
        return "Every goal is met."
    lines = []
    for row in missed:
        reason = NOTES.get((row.name, row.part)) or "The reason was not looked for yet: profile this work first."
        lines.append(f"- *{row.work}* against *{row.against}*: {ratio(row)}, goal {row.goal}. {reason}")
    return "Not met:\n\n" + "\n".join(lines)


def section(rows: list[Row], on: str, scale: float) -> str:
    """Return the README's part: the table, what is not met and why, and what it was run on."""
    part = "" if scale == 1 else f" At {scale:g} of the rows that the goals speak of."
    rounds = sorted({row.rounds for row in rows})
    times = f"{rounds[0]}" if len(rounds) == 1 else f"{rounds[0]} to {rounds[-1]}"
    return (
        f"{table(rows)}\n\n![{caption(rows)}]({PICTURE})\n\n{why(rows)}\n\n"
        f"Medians of {times} pairs run in turn; memory is the highest of a process with its children.{part} "
        f"Run on {on}."
    )


def put_into(readme: str, words: str) -> str:
    """Return the README with the words between its two marks; ``ValueError`` where it has none."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the README has no lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{words}\n\n{END}{after}"
