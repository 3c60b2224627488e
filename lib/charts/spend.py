"""What closing the gaps costs: by scenario, by person, by product. Money in cents."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from lib.charts import theme

SCENARIOS = {"nobody_joins": "Nobody joins", "everyone_joins": "Everyone joins", "best_mix": "Cheapest mix"}
"""Scenario code of the plan -> its words, in the order drawn."""

_BAR_COLOUR = "#2C7FB8"
_BEST_COLOUR = "#1B6E5A"


def dollars(cents: int) -> str:
    """Return cents for people: ``$2,375``, ``$49.50``."""
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}${whole:,}" + (f".{rest:02d}" if rest else "")


def spend_by_scenario(costs: Mapping[str, int | None], *, dark: bool = False) -> go.Figure:
    """Return one bar per membership scenario; a scenario without a known cost is left out and named in the subtitle."""
    known = {code: cost for code, cost in costs.items() if cost is not None and code in SCENARIOS}
    if not known:
        return theme.empty("No scenario can be priced yet", dark=dark)
    codes = [code for code in SCENARIOS if code in known]
    unpriced = [SCENARIOS[code] for code in SCENARIOS if costs.get(code) is None]
    colours = [_BEST_COLOUR if code == "best_mix" else _BAR_COLOUR for code in codes]
    figure = money_bars([SCENARIOS[code] for code in codes], [known[code] for code in codes], colours, dark=dark)
    others = {code: cost for code, cost in known.items() if code != "best_mix"}
    title = "What it costs by membership"
    if "best_mix" in known and others:
        cheapest = min(others, key=lambda code: others[code])
        saved = others[cheapest] - known["best_mix"]
        title = (
            f"The cheapest mix saves {dollars(saved)} against “{SCENARIOS[cheapest].lower()}”"
            if saved > 0
            else f"“{SCENARIOS[cheapest]}” is already the cheapest: {dollars(known['best_mix'])}"
        )
    subtitle = "Spend to close the gaps, US dollars" + (f"; no price: {', '.join(unpriced)}" if unpriced else "")
    return theme.framed(
        figure, title=title, subtitle=subtitle, unit="US dollars", height=theme.bar_height(len(codes)), dark=dark
    )


def spend_by_person(people: pd.DataFrame, *, limit: int = 15, dark: bool = False) -> go.Figure:
    """Return one bar per person, dearest first. ``people``: ``name``, ``cost`` (cents); free ones are not drawn."""
    return _ranked(people, "name", "person", "people", limit=limit, dark=dark)


def spend_by_product(products: pd.DataFrame, *, limit: int = 15, dark: bool = False) -> go.Figure:
    """Return one bar per product, dearest first. ``products`` has ``product`` and ``cost`` (cents)."""
    return _ranked(products, "product", "product", "products", limit=limit, dark=dark)


def spend_by(rows: pd.DataFrame, words: str, *, limit: int = 12, dark: bool = False) -> go.Figure:
    """Return one bar per label, dearest first. ``rows``: ``label``, ``cost`` (cents); ``words``: what a label is."""
    return _ranked(rows, "label", words, f"{words}s", limit=limit, dark=dark)


def _ranked(rows: pd.DataFrame, label: str, one: str, many: str, *, limit: int, dark: bool) -> go.Figure:
    paid = rows[rows["cost"].fillna(0) > 0].sort_values(["cost", label], ascending=[False, True])
    if paid.empty:
        return theme.empty("No purchases to show", dark=dark)
    shown = paid.head(limit)
    total, top = int(paid["cost"].sum()), int(paid["cost"].iloc[0])
    figure = money_bars(
        [str(text) for text in shown[label]],
        [int(cost) for cost in shown["cost"]],
        [_BAR_COLOUR] * len(shown),
        dark=dark,
    )
    part = f"the dearest {len(shown)} of {len(paid):,} {many}" if len(paid) > len(shown) else f"{len(paid)} {many}"
    if len(paid) == 1:
        part = f"one {one}"
    return theme.framed(
        figure,
        title=f"{dollars(total)} in all; the dearest {one} is {dollars(top)}"
        if len(paid) > 1
        else f"{dollars(total)} in all",
        subtitle=f"Spend by {one}, US dollars, {part}",
        unit="US dollars",
        height=theme.bar_height(len(shown)),
        dark=dark,
    )


def money_bars(labels: list[str], cents: list[int], colours: list[str], *, dark: bool) -> go.Figure:
    """Return horizontal bars of amounts in cents, the amount written behind each."""
    figure = go.Figure()
    position = list(range(len(labels)))
    figure.add_bar(
        orientation="h",
        y=position,
        x=[cost / 100 for cost in cents],
        text=[dollars(cost) for cost in cents],
        textposition="outside",
        textangle=0,
        customdata=[
            f"<b>{theme.plain(label)}</b>: {dollars(cost)}." for label, cost in zip(labels, cents, strict=True)
        ],
        hovertemplate="%{customdata}<extra></extra>",
        marker={"color": colours},
        textfont={"color": theme.INK[dark]},
        cliponaxis=False,
    )
    # A fourth more than the longest bar, for the sum written behind it; few ticks, for each bar says its own.
    figure.update_xaxes(tickprefix="$", range=[0, max(cents) / 100 * 5 / 4 or 1], nticks=4, tickangle=0)
    figure.update_yaxes(tickvals=position, ticktext=[_short(label) for label in labels], autorange="reversed")
    return figure


def _short(label: str, longest: int = 42) -> str:
    """Return a label that leaves room for its bar; the hover text has all of it."""
    text = label if len(label) <= longest else label[: longest - 1].rstrip() + "…"
    return theme.plain(text)
