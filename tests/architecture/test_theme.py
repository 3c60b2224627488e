"""The dashboard's theme can be read by everyone, and its status colours are those that are written down."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
THEMES: dict[str, dict[str, Any]] = {name: CONFIG["theme"][name] for name in ("light", "dark")}

STATUS_COLOURS = {
    "red": ("#B3261E", "#FF8A80"),  # act
    "orange": ("#9A5B00", "#FFB74D"),  # watch
    "green": ("#1B6E5A", "#6FD3B5"),  # fine
    "violet": ("#5B4B9A", "#B8A9F5"),  # cannot say
    "gray": ("#5F6368", "#A8ADB3"),  # not required
}
GAP_COLOURS = ["#7B3294", "#E08E45", "#2C7FB8", "#CBD3DB"]  # ethics, safety, specialty, rest
CAPTION_OPACITY = 0.6  # Streamlit draws captions in the text colour at this opacity
READABLE = 4.5  # WCAG 2.2, 1.4.3: contrast of text
VISIBLE = 3.0  # WCAG 2.2, 1.4.11: contrast of what is no text


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB as WCAG defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def over(colour: str, ground: str, opacity: float) -> str:
    """What a colour looks like, drawn at an opacity over a ground."""
    parts = ((int(colour[i : i + 2], 16), int(ground[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(opacity * top + (1 - opacity) * bottom):02X}" for top, bottom in parts)


def test_contrast_of_known_colours() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # the best known grey that just fails
    assert over("#000000", "#FFFFFF", 0.6) == "#666666"  # 255 * 0.4 = 102


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["red", "orange", "yellow", "green", "violet", "gray", "blue"])
def test_coloured_words_are_readable_on_every_ground(theme: str, name: str) -> None:
    colours = THEMES[theme]
    grounds = [colours[key] for key in ("backgroundColor", "secondaryBackgroundColor", f"{name}BackgroundColor")]

    assert [ground for ground in grounds if contrast(colours[f"{name}TextColor"], ground) < READABLE] == []


@pytest.mark.parametrize("theme", THEMES)
def test_text_captions_links_and_headers_are_readable(theme: str) -> None:
    colours = THEMES[theme]
    for ground in (colours["backgroundColor"], colours["secondaryBackgroundColor"]):
        assert contrast(colours["textColor"], ground) >= READABLE
        assert contrast(over(colours["textColor"], ground, CAPTION_OPACITY), ground) >= READABLE
        assert contrast(colours["linkColor"], ground) >= READABLE
    assert contrast(colours["dataframeHeaderTextColor"], colours["dataframeHeaderBackgroundColor"]) >= READABLE


@pytest.mark.parametrize("theme", THEMES)
def test_the_main_button_is_readable_and_stands_out(theme: str) -> None:
    colours = THEMES[theme]

    assert contrast("#FFFFFF", colours["primaryColor"]) >= READABLE  # Streamlit writes on it in white
    assert contrast(colours["primaryColor"], colours["backgroundColor"]) >= VISIBLE


@pytest.mark.parametrize(("position", "theme"), [(0, "light"), (1, "dark")])
def test_status_colours_are_the_agreed_ones(position: int, theme: str) -> None:
    for name, pair in STATUS_COLOURS.items():
        assert THEMES[theme][f"{name}Color"] == THEMES[theme][f"{name}TextColor"] == pair[position]


def test_charts_begin_with_the_colours_of_the_gaps() -> None:
    assert CONFIG["theme"]["chartCategoricalColors"][:4] == GAP_COLOURS


def test_the_dashboard_keeps_to_this_computer_and_to_itself() -> None:
    assert CONFIG["server"]["address"] == "127.0.0.1"
    assert CONFIG["server"]["allowedHosts"] == ["localhost", "127.0.0.1"]
    assert CONFIG["server"]["maxUploadSize"] == 50
    assert CONFIG["browser"]["gatherUsageStats"] is False
    assert CONFIG["client"]["showErrorDetails"] == "none"


def test_streamlit_knows_every_option() -> None:
    from streamlit.config import _config_options_template as known

    def names(table: dict[str, Any], prefix: str) -> list[str]:
        return [
            name
            for key, value in table.items()
            for name in (names(value, f"{prefix}{key}.") if isinstance(value, dict) else [f"{prefix}{key}"])
        ]

    assert [name for name in names(CONFIG, "") if name not in known] == []
