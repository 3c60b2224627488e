"""The shared palette and the escape for text from files."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from lib.charts import theme
from lib.domain import palette
from lib.domain.statuses import GROUPS, STATUSES


@pytest.mark.parametrize("group", GROUPS)
def test_status_colours_read_on_both_grounds(group: str) -> None:
    tone = palette.STATUS_TONES[group]
    assert palette.contrast(tone.light, palette.GROUNDS.light) >= 4.5
    assert palette.contrast(tone.dark, palette.GROUNDS.dark) >= 4.5


def test_contrast_of_black_on_white_is_21() -> None:
    assert palette.contrast("#000000", "#FFFFFF") == pytest.approx(21.0)


def test_the_four_gaps_are_four_greys() -> None:
    # Relative luminance, the grey a printer makes of them: at least 0.1 between neighbours.
    greys = sorted(palette.luminance(colour) for colour in palette.GAP_COLOURS.values())
    assert [round(grey, 2) for grey in greys] == [0.09, 0.19, 0.36, 0.64]


@pytest.mark.parametrize("kind", palette.GAP_KINDS)
def test_labels_in_bars_read_on_their_fill(kind: str) -> None:
    colour = palette.GAP_COLOURS[kind]
    assert palette.contrast(theme.ink_on(colour), colour) >= 4.5


def test_every_status_group_has_a_colour_and_a_sign() -> None:
    assert {status.group for status in STATUSES} == set(palette.STATUS_TONES) == set(palette.GROUP_SIGNS)


def test_text_from_files_is_no_markup() -> None:
    assert theme.plain("<b>Lo</b>  pez & <a href='x'>") == "&lt;b&gt;Lo&lt;/b&gt; pez &amp; &lt;a href='x'&gt;"


def test_an_empty_figure_still_says_its_finding() -> None:
    assert theme.empty("Nobody is behind").layout.title.text == "Nobody is behind"


@pytest.mark.parametrize(("code", "kind"), [("ethics", "ethics"), ("rest", "rest"), ("chemistry", "specialty")])
def test_kind_of_gap_of_a_requirement(code: str, kind: str) -> None:
    assert palette.gap_kind(code) == kind


def test_a_title_stands_outside_the_chart_as_plain_text() -> None:
    figure = theme.framed(go.Figure(), title="A & B <lead>", subtitle="of 3", height=200, dark=False)
    said, under, bare = theme.headed(figure)
    assert (said, under) == ("A & B <lead>", "of 3")
    # With a subtitle 62 pixels are kept for both, 8 without them: 200 - (62 - 8).
    assert (bare.layout.title.text, bare.layout.margin.t, bare.layout.height) == (None, 8, 146)
    assert (figure.layout.title.text, figure.layout.height) == ("A &amp; B &lt;lead&gt;", 200)
