"""The ratios as a picture: how much of its goal each contest uses, in plain SVG."""

from __future__ import annotations

from html import escape
from typing import Final

from tests.bench.works import Row

PICTURE: Final = "tests/bench/how-fast.svg"
"""Where the README's picture stands, from the root of the repository."""
_WIDTH, _LINE, _LABEL = 1100, 26, 700


def used(row: Row) -> float:
    """Return how much of the goal is used up: 1 is the goal, less is better."""
    amount = float(row.goal.removeprefix("at most ").removeprefix("at least ").split()[0].rstrip("%×"))
    if row.goal.startswith("at least"):
        return amount / row.ratio
    return row.ratio / (amount / 100 if "%" in row.goal else amount)


def caption(rows: list[Row]) -> str:
    """Return what the picture shows, in a line."""
    return f"Part of its goal that each contest uses ({sum(row.met for row in rows)} of {len(rows)} within it)"


def chart(rows: list[Row]) -> str:
    """Return a bar for each contest, cut at twice its goal; the line in the middle is the goal."""
    height = _LINE * len(rows) + 70
    room = _WIDTH - _LABEL - 70
    goal_at = _LABEL + room / 2
    title = caption(rows)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" '
            'font-family="sans-serif" font-size="12">'
            f'<rect width="{_WIDTH}" height="{height}" fill="#ffffff"/>'
            f'<text x="12" y="24" font-size="15" fill="#1f2a30">{title}</text>'
        ),
        (
            f'<line x1="{goal_at:.0f}" y1="38" x2="{goal_at:.0f}" y2="{height - 22}" stroke="#8a949a" '
            'stroke-dasharray="4 3"/>'
            f'<text x="{goal_at:.0f}" y="{height - 8}" text-anchor="middle" fill="#1f2a30">the goal</text>'
        ),
    ]
    for number, row in enumerate(rows):
        top = 44 + number * _LINE
        length = min(used(row), 2) * room / 2
        colour, word = ("#1B6E5A", "") if row.met else ("#B3261E", " !")
        parts += [
            f'<text x="12" y="{top + 14}" fill="#1f2a30">{escape(_short(row))}</text>',
            f'<rect x="{_LABEL}" y="{top + 3}" width="{max(length, 1):.0f}" height="15" fill="{colour}"/>',
            f'<text x="{_LABEL + length + 5:.0f}" y="{top + 15}" fill="{colour}">{_ratio(row)}{word}</text>',
        ]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _ratio(row: Row) -> str:
    return f"{row.ratio:.1%}" if "%" in row.goal else f"{row.ratio:.2f}"


def _short(row: Row) -> str:
    text = f"{row.work.split(', ')[0]} / {row.against.removeprefix('the limit: ')}"
    return text if len(text) < 112 else text[:109] + "…"
