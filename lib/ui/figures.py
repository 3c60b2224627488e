"""Charts on pages: one look, the theme that the browser shows, a sentence for those who cannot see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.ui.plain import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import plotly.graph_objects as go


def is_dark() -> bool:
    """Return whether the page is shown on a dark ground; light until the browser has said."""
    return bool(st.context.theme.type == "dark")


def show(figure: go.Figure, key: str, *, alt: str) -> None:
    """Show a figure; ``alt`` says what it shows and where its numbers stand."""
    bare = _under_its_title(figure)
    if bare is not None:
        st.plotly_chart(bare, key=key, config={"displayModeBar": False}, alt=alt)


def clicked(figure: go.Figure, key: str, *, alt: str) -> str | None:
    """Show a figure whose bars can be clicked; return the first custom value of the bar clicked, else None."""
    bare = _under_its_title(figure)
    if bare is None:
        return None
    event: Any = st.plotly_chart(
        bare, key=key, on_select="rerun", selection_mode="points", config={"displayModeBar": False}, alt=alt
    )
    points = event["selection"]["points"] if event else []
    values = points[0].get("customdata") if points else None
    return str(values[0]) if values else None


def narrowing(figure: go.Figure, key: str, narrow: Callable[[str], None], *, alt: str) -> None:
    """Show a figure whose bars can be clicked; ``narrow`` gets the first custom value of a bar before the page runs."""
    acting(figure, key, lambda values: narrow(str(values[0])), alt=alt)


def acting(figure: go.Figure, key: str, act: Callable[[Sequence[Any]], None], *, alt: str) -> None:
    """Show a figure whose marks can be clicked; ``act`` gets all custom values of a mark before the page runs."""

    def on_click() -> None:
        points = st.session_state[key]["selection"]["points"]
        values = points[0].get("customdata") if points else None
        if values:
            act(values)

    bare = _under_its_title(figure)
    if bare is not None:
        st.plotly_chart(
            bare, key=key, on_select=on_click, selection_mode="points", config={"displayModeBar": False}, alt=alt
        )


def _under_its_title(figure: go.Figure) -> go.Figure | None:
    """Write the finding above the chart, where it wraps on a tablet; return the chart, None where nothing is drawn."""
    from lib.charts import theme

    title, subtitle, bare = theme.headed(figure)
    said = [f"**{literal(title)}**"] if title else []
    # Small rather than a caption, whose fading would take it below a contrast that can be read.
    said += [f":small[{literal(subtitle)}]"] if subtitle else []
    if said:
        st.markdown("  \n".join(said))
    return bare if bare.data else None
