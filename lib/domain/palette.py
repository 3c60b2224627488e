"""Colours that repeat what a word says: one place for charts, tables, workbook and printed pages."""

from __future__ import annotations

from typing import Final, NamedTuple


class Tone(NamedTuple):
    """One colour in the light and in the dark theme, as ``#RRGGBB``."""

    light: str
    dark: str

    def on(self, *, dark: bool) -> str:
        """Return the colour for the dark or the light theme."""
        return self.dark if dark else self.light


GROUNDS: Final = Tone("#FFFFFF", "#14181D")
"""What text and signs stand on; ``.streamlit/config.toml`` sets the same grounds."""

STATUS_TONES: Final[dict[str, Tone]] = {
    "act": Tone("#B3261E", "#FF8A80"),
    "watch": Tone("#9A5B00", "#FFB74D"),
    "fine": Tone("#1B6E5A", "#6FD3B5"),
    "cannot_say": Tone("#5B4B9A", "#B8A9F5"),
    "not_required": Tone("#5F6368", "#A8ADB3"),
}
"""Status group -> colour; at least 4.5 : 1 against its ground (a test computes it)."""

GROUP_SIGNS: Final[dict[str, str]] = {"act": "■", "watch": "▲", "fine": "●", "cannot_say": "?", "not_required": "–"}
"""Status group -> the sign of the group as a whole."""

GAP_KINDS: Final[dict[str, str]] = {
    "ethics": "Ethics",
    "safety": "Safety",
    "specialty": "Specialty",
    "rest": "Rest (any area)",
}
"""The four kinds of gap in the order charts stack them -> their words; ``gap_<kind>`` is the verdict's column."""

GAP_COLOURS: Final[dict[str, str]] = {
    "safety": "#E08E45",
    "ethics": "#7B3294",
    "specialty": "#2C7FB8",
    "rest": "#CBD3DB",
}
"""Safe for colour blindness, and of four different greys in print, on both grounds."""


def gap_kind(requirement: str) -> str:
    """Return the kind of gap of a requirement code: safety, ethics and rest are their own, all others specialty."""
    return requirement if requirement in {"safety", "ethics", "rest"} else "specialty"


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two ``#RRGGBB`` colours (WCAG 2: relative luminance, 1 to 21)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the relative luminance of a ``#RRGGBB`` colour, 0 (black) to 1 (white), as WCAG 2 defines it."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
