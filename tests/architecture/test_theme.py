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


def unreadable_on(colours: dict[str, Any], name: str) -> list[str]:
    """The grounds on which a word in one of the theme's colours cannot be read."""
    grounds = [colours[key] for key in ("backgroundColor", "secondaryBackgroundColor", f"{name}BackgroundColor")]
    return [ground for ground in grounds if contrast(colours[f"{name}TextColor"], ground) < READABLE]


def unreadable(colours: dict[str, Any]) -> list[str]:
    """What of text, captions, links and table headers cannot be read on the theme's grounds."""
    found = []
    for ground in (colours["backgroundColor"], colours["secondaryBackgroundColor"]):
        drawn = {
            "text": colours["textColor"],
            "caption": over(colours["textColor"], ground, CAPTION_OPACITY),
            "link": colours["linkColor"],
        }
        found += [what for what, colour in drawn.items() if contrast(colour, ground) < READABLE]
    if contrast(colours["dataframeHeaderTextColor"], colours["dataframeHeaderBackgroundColor"]) < READABLE:
        found.append("header")
    return found


def button_faults(colours: dict[str, Any]) -> list[str]:
    """Why the main button does not do: Streamlit writes on it in white, and it must stand out from the ground."""
    limits = {"read": ("#FFFFFF", READABLE), "seen": (colours["backgroundColor"], VISIBLE)}
    return [what for what, (other, least) in limits.items() if contrast(other, colours["primaryColor"]) < least]


def other_status_colours(colours: dict[str, Any], position: int) -> list[str]:
    """The status colours that are not those agreed for the theme: 0 light, 1 dark."""
    return [
        name
        for name, pair in STATUS_COLOURS.items()
        if {colours[f"{name}Color"], colours[f"{name}TextColor"]} != {pair[position]}
    ]


def tells_or_opens(config: dict[str, Any]) -> list[str]:
    """The options by which the dashboard would be open to others, take too much, or tell more than it should."""
    wanted = {
        ("server", "address"): "127.0.0.1",
        ("server", "allowedHosts"): ["localhost", "127.0.0.1"],
        ("server", "maxUploadSize"): 50,
        ("browser", "gatherUsageStats"): False,
        ("client", "showErrorDetails"): "none",
    }
    return [f"{part}.{name}" for (part, name), value in wanted.items() if config.get(part, {}).get(name) != value]


def unknown_options(config: dict[str, Any], prefix: str = "") -> list[str]:
    """The options that the installed Streamlit does not know."""
    from streamlit.config import _config_options_template as known

    found = []
    for key, value in config.items():
        if isinstance(value, dict):
            found += unknown_options(value, f"{prefix}{key}.")
        elif f"{prefix}{key}" not in known:
            found.append(f"{prefix}{key}")
    return found


def test_contrast_of_known_colours() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # the best known grey that just fails
    assert over("#000000", "#FFFFFF", 0.6) == "#666666"  # 255 * 0.4 = 102


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["red", "orange", "yellow", "green", "violet", "gray", "blue"])
def test_coloured_words_are_readable_on_every_ground(theme: str, name: str) -> None:
    assert unreadable_on(THEMES[theme], name) == []


@pytest.mark.parametrize("theme", THEMES)
def test_text_captions_links_and_headers_are_readable(theme: str) -> None:
    assert unreadable(THEMES[theme]) == []


@pytest.mark.parametrize("theme", THEMES)
def test_the_main_button_is_readable_and_stands_out(theme: str) -> None:
    assert button_faults(THEMES[theme]) == []


@pytest.mark.parametrize(("position", "theme"), [(0, "light"), (1, "dark")])
def test_status_colours_are_the_agreed_ones(position: int, theme: str) -> None:
    assert other_status_colours(THEMES[theme], position) == []


def test_charts_begin_with_the_colours_of_the_gaps() -> None:
    assert CONFIG["theme"]["chartCategoricalColors"][:4] == GAP_COLOURS


def test_the_dashboard_keeps_to_this_computer_and_to_itself() -> None:
    assert tells_or_opens(CONFIG) == []


def test_streamlit_knows_every_option() -> None:
    assert unknown_options(CONFIG) == []


# --- Each of them finds what it is there for

LIGHT = THEMES["light"]
PALE = "#AAAAAA"


def test_a_word_that_cannot_be_read_on_its_own_ground_is_found() -> None:
    red = LIGHT["redTextColor"]

    assert unreadable_on({**LIGHT, "redBackgroundColor": red}, "red") == [red]


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"textColor": PALE}, ["text", "caption", "text", "caption"]),
        ({"textColor": "#555555"}, ["caption", "caption"]),  # read as text, too weak at 60 %
        ({"linkColor": PALE}, ["link", "link"]),
        ({"dataframeHeaderTextColor": PALE}, ["header"]),
    ],
)
def test_text_that_is_too_weak_is_found(changed: dict[str, str], found: list[str]) -> None:
    assert unreadable({**LIGHT, **changed}) == found


@pytest.mark.parametrize(("primary", "found"), [("#FFD54F", ["read", "seen"]), ("#8A8A8A", ["read"])])
def test_a_button_that_nobody_can_read_or_see_is_found(primary: str, found: list[str]) -> None:
    assert button_faults({**LIGHT, "primaryColor": primary}) == found


def test_a_button_like_its_ground_is_found() -> None:
    assert button_faults({**LIGHT, "backgroundColor": LIGHT["primaryColor"]}) == ["seen"]


def test_a_status_colour_of_its_own_is_found() -> None:
    assert other_status_colours({**LIGHT, "redColor": "#FF0000", "grayTextColor": "#000000"}, 0) == ["red", "gray"]
    assert other_status_colours(LIGHT, 1) == list(STATUS_COLOURS)


def test_an_open_dashboard_is_found() -> None:
    server = {**CONFIG["server"], "address": "0.0.0.0", "allowedHosts": ["*"]}
    lost = {name: part for name, part in CONFIG.items() if name != "browser"}

    assert tells_or_opens({**CONFIG, "server": server}) == ["server.address", "server.allowedHosts"]
    assert tells_or_opens(lost) == ["browser.gatherUsageStats"]


def test_an_option_that_streamlit_does_not_know_is_found() -> None:
    misspelt = {"theme": {"light": {"primaryColour": "#000000"}}, "server": {"port": 1}}

    assert unknown_options(misspelt) == ["theme.light.primaryColour"]
