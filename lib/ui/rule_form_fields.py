"""The fields of one rule version, as text: what is wrong with it is said by the validator of rule files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from lib.domain.activities import ACTIVITY_LABELS, NOT_EDUCATION
from lib.domain.areas import AREA_LABELS
from lib.rules.drafts import DraftVersion
from lib.rules.version_schema import CONFIDENCES
from lib.ui.guard import PageContext

_MORE: Final = 2
"""Empty rows for named minimums beyond those that a version has."""
_WIDEST: Final = 4
_AREAS: Final = list(AREA_LABELS)


@dataclass(frozen=True)
class SourceFields:
    """Where it was read, and what to say of it."""

    title: str
    href: str
    dated: str
    read_today: bool
    keeps_others: bool
    note: str


def version_fields(draft: DraftVersion, key: str) -> DraftVersion:
    """Show the numbers of a version and return them as typed; a row without points and areas is no minimum."""
    total, months, ends_from, ends_to = st.columns(4)
    typed_total = total.text_input(
        "Points in a cycle", draft.total, key=f"rules.form.total.{key}", help="Such as 36 or 12.5; empty: not known"
    )
    typed_months = months.text_input(
        "Cycle in months", draft.cycle_months, key=f"rules.form.months.{key}", help="36, 24, 12"
    )
    typed_from = ends_from.text_input(
        "For cycle ends from",
        draft.ends_from,
        key=f"rules.form.from.{key}",
        placeholder="2024-01-01, or empty",
        help="The version holds for cycles that end on this day or later.",
    )
    typed_to = ends_to.text_input(
        "For cycle ends to",
        draft.ends_to,
        key=f"rules.form.to.{key}",
        placeholder="open",
        help="Both days included; empty is open",
    )
    st.markdown("**Of these, at least** (in rule order; several areas: any of them)")
    minimums = _minimums(draft, key)
    rest, accepts = st.columns(2)
    typed_rest = rest.multiselect(
        "The rest may be in",
        _AREAS,
        list(draft.rest),
        format_func=_area,
        key=f"rules.form.rest.{key}",
        placeholder="Any area",
        help="What remains of the points after the minimums; empty: any area.",
    )
    typed_accepts = accepts.multiselect(
        "Counts here though CMP does not take it",
        list(NOT_EDUCATION),
        list(draft.accepts),
        format_func=lambda kind: ACTIVITY_LABELS[kind],
        key=f"rules.form.accepts.{key}",
        placeholder="Nothing beyond continuing education",
        help="Such as drills and staff meetings for the laboratory's own requirement.",
    )
    caps = _caps(draft, key)
    choices = [word for word in CONFIDENCES if word != "UNKNOWN"]
    confidence = st.selectbox(
        "How sure is it?",
        choices,
        index=choices.index(draft.confidence) if draft.confidence in choices else 0,
        key=f"rules.form.confidence.{key}",
        help="HIGH: read in the issuer's own text. MED: a society's copy of it. LOW: one doubtful source. "
        "DERIVED: reckoned from others.",
    )
    return DraftVersion(
        version=draft.version,
        total=typed_total,
        ends_from=typed_from,
        ends_to=typed_to,
        cycle_months=typed_months,
        minimums=minimums,
        rest=tuple(typed_rest),
        caps=caps,
        accepts=tuple(typed_accepts),
        confidence=confidence,
    )


def _minimums(draft: DraftVersion, key: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = []
    columns = st.columns(2)
    for place in range(len(draft.minimums) + _MORE):
        points, areas = draft.minimums[place] if place < len(draft.minimums) else ("", ())
        with columns[place % 2]:
            amount, named = st.columns([1, 2.4])
            typed = amount.text_input(
                f"Minimum {place + 1}: points",
                points,
                key=f"rules.form.points.{place}.{key}",
                help="Points that must be in the areas beside it; empty: no such minimum.",
            )
            chosen = named.multiselect(
                "In areas",
                _AREAS,
                list(areas),
                format_func=_area,
                key=f"rules.form.areas.{place}.{key}",
                placeholder="No area",
                help="Several: points in any of them fill it.",
            )
        if typed.strip() or chosen:
            found.append((typed, tuple(chosen)))
    return tuple(found)


def _caps(draft: DraftVersion, key: str) -> tuple[tuple[str, str, str], ...]:
    """Show the caps the version has, and one row more."""
    kinds = [kind for kind in ACTIVITY_LABELS if kind not in NOT_EDUCATION]
    found = []
    for place in range(min(len(draft.caps) + 1, _WIDEST)):
        kind, share, points = draft.caps[place] if place < len(draft.caps) else (None, "", "")
        which, part, amount = st.columns([2, 1, 1])
        typed = which.selectbox(
            "At most, of one type of activity",
            kinds,
            index=None if kind is None else kinds.index(kind),
            format_func=lambda code: ACTIVITY_LABELS[code],
            key=f"rules.form.cap.{place}.{key}",
            placeholder="No limit",
            help="Such as college coursework: at most half of the total at ASCP.",
        )
        typed_share = part.text_input(
            "Share of the total", share, key=f"rules.form.share.{place}.{key}", help="0.5 is half"
        )
        typed_points = amount.text_input(
            "Or points",
            points,
            key=f"rules.form.cap_points.{place}.{key}",
            help="Instead of a share: 18 for at most 18 points.",
        )
        if typed is not None:
            found.append((typed, typed_share.strip(), typed_points.strip()))
    return tuple(found)


def source_fields(context: PageContext, key: str) -> SourceFields:
    """Ask where it says so: a rule without a source is not accepted."""
    title, href, dated = st.columns([2, 2, 1])
    typed = title.text_input(
        "Where does it say so?",
        key=f"rules.form.source.{key}",
        placeholder="ASCP, page for PBT; or Policy LAB-012",
        help="The page, letter or policy in which you read the numbers.",
    )
    link = href.text_input(
        "Its address",
        key=f"rules.form.href.{key}",
        placeholder="https://… or empty",
        help="The link, so that the next reader finds the same page.",
    )
    day = dated.text_input(
        "Of", context.today.isoformat(), key=f"rules.form.dated.{key}", help="The day of the page or of your reading."
    )
    note = st.text_input(
        "Note for the history",
        key=f"rules.form.note.{key}",
        placeholder="What differed, and why",
        help="What differed from before, and why.",
    )
    read = st.checkbox(
        "I read these numbers there today: mark the version as verified by me",
        key=f"rules.form.read.{key}",
        help="Otherwise verdicts that rest on it say that nobody has verified it.",
    )
    others = st.checkbox(
        "Keep the sources of the version it replaces as well",
        key=f"rules.form.keep.{key}",
        value=False,
        help="Where they still say the same of part of it.",
    )
    return SourceFields(typed, link, day, read, others, note)


def _area(code: str) -> str:
    return AREA_LABELS[code]
