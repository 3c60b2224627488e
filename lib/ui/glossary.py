"""The terms of the trade as these pages use them, and the signs."""

from __future__ import annotations

from typing import Final

import streamlit as st

from lib.domain.areas import AREA_LABELS
from lib.domain.palette import GROUP_SIGNS
from lib.domain.sentences import LEDGER_REASONS
from lib.domain.statuses import GROUPS, STATUSES
from lib.ui.format import MARKDOWN_COLOURS

TERMS: Final[dict[str, dict[str, str]]] = {
    "People and credentials": {
        "Staff member": "A person of the laboratory, known by an employee ID. Counted from the day hired to the day "
        "left, where those are known; may be on leave.",
        "Credential": "What a body awards: MLS, SBB, PBT, a qualification such as QIHC, a state licence, or the "
        "laboratory's own yearly requirement.",
        "Program": "Whose rules apply: ASCP, ASCPi, a state, the institution.",
        "Holding": "One staff member holding one credential, with its cycle dates. A person may have several.",
        "Participation": "Mandatory or voluntary: whether the program asks this holder to earn points. A voluntary "
        "holding is shown and not judged.",
        "Required": "Whether the job requires the credential. Shares and counts are taken over required holdings.",
    },
    "Points": {
        "Activity, credit": "One course, session or exercise that somebody completed, with its day and points.",
        "Points": "What certification maintenance (CMP) counts. One contact hour (50 to 60 minutes) is 1 point, one "
        "CEU 10, one semester hour 15, one quarter hour 10. Exact to the hundredth; what would need a third decimal is "
        "cut, never rounded up.",
        "Area": f"What a point can be allocated to: {', '.join(AREA_LABELS.values())}.",
        "Unassigned": "A credit whose area is empty or not recognised. It waits until somebody says where it belongs.",
        "Requirement": "A minimum of points in one area (or one of several) that a rule names.",
        "Rest": "What remains of the total after the named minimums. Any area fills it, surplus of a named area too.",
        "Counts, waits, counts for nothing": "A credit counts once its area is recognised or was assigned. It waits "
        "where the area is open, or where it may be the same activity twice. Staff meetings and orientation count for "
        "nothing.",
        "Allocation": "Where each point is counted. Within one holding each counts once, so that as few as possible "
        "are missing.",
        "Split": "A credit of several areas counts in the first it names, unless somebody stores how it is split.",
        "Surplus": "Points beyond what the cycle asks.",
        "Limit for its type (cap)": "Some types of activity count only up to a share or a number of points, such as "
        "college coursework.",
        "Earned": "The plain sum of the points in the cycle, of credits that count or wait.",
        "Counted": "Points that fill a requirement for sure.",
        "Missing": "Points asked less points counted.",
        "Missing at best": "What would be missing if all that waits were confirmed.",
        "Expected": "The share of the points that goes with the share of the time that has passed.",
        "Pace, forecast": "The points earned in the last 365 days, and where they lead if it goes on like this.",
    },
    "Dates": {
        "Cycle": "The dates between which points must be earned, both ends included. For ASCP three years.",
        "Declaration": "The form that is filed with the program at the end of a cycle. Points alone renew nothing.",
        "Filing window": "The days in which the declaration can be filed; for ASCP from 90 to 30 days before the end.",
        "Declare by": "The last day of the filing window.",
        "Valid to": "The end of the cycle. Only a look-up with the issuer proves that a credential is current.",
        "Verified": "Somebody looked the credential up with its issuer. *Verified current*: in the present cycle.",
        "As of": "The day a verdict is for. Credits completed later do not count.",
        "As known on": "A verdict from what had been imported or entered by a past day, and nothing later.",
        "Data through": "The last completion date that a source brought for a person. Later activities are not here.",
    },
    "Rules": {
        "Rule version": "The numbers of one credential, and the cycle ends for which they hold.",
        "By our reading": "The rule was read from a source that leaves doubt, and nobody here has verified it. "
        "Confirm it.",
        "Confidence": "High: read in the issuer's own text. Medium: a society's copy of it. Derived: reckoned from "
        "other rules. Low: one doubtful source. Not known: nothing is guessed.",
        "Complete on our records": "What our records show, never whether a certification is current: that only its "
        "issuer can say.",
    },
    "Imports": {
        "Accepted": "A row that was stored.",
        "Duplicate": "A row that is there already: the same person, day, title and points.",
        "Skipped": "A row that is no activity: blank, a repeated heading, a total, an example.",
        "Rejected": "A row that could not be stored, with the reason and the cell. It can be corrected and imported "
        "again.",
        "Row that waits for a person": "A rejected row whose person is unknown or could be several. Matched by hand, "
        "it is stored, and the match is remembered.",
    },
    "Money": {
        "Product": "What can be bought: a course, a pack (up to so many points), unlimited (any number of points), "
        "something free, or a membership (member prices of that provider, for its dues).",
        "Price not set": "Nobody has entered the price. The plan never buys such a product and never guesses.",
        "Plan": "The cheapest purchases after which nothing is missing. Provably the cheapest, or it says how far from "
        "it it may be.",
        "Lapse": "A credential that ends without renewal.",
    },
}
"""Section -> term -> what it means here; the words of the domain definition."""

STATUS_MEANINGS: Final[dict[str, str]] = {
    "expired": "the end has passed, and the issuer was asked after it",
    "end_passed": "the end has passed on our record, which may only be old",
    "late": "points are missing and the last day to file has passed",
    "file_now": "nothing is missing, and the declaration can be filed",
    "behind": "too few points for the time that has passed, or too little time for what is missing",
    "nothing_on_file": "no credit of this person is on record; not judged",
    "to_confirm": "complete if what waits is confirmed",
    "dates_missing": "no cycle end is known",
    "rule_unknown": "no rule fits, or its total is not known",
    "on_track": "points are missing, and there is time",
    "complete": "nothing is missing; the declaration is not open yet",
    "filed": "the declaration was filed",
    "renewed": "the declaration was accepted",
    "not_required": "taking part is voluntary, or the job does not require it",
}


def terms() -> None:
    """Show the terms, section by section."""
    for section, words in TERMS.items():
        st.subheader(section, anchor=False)
        st.markdown("\n".join(f"- **{term}.** {meaning}" for term, meaning in words.items()))


def signs() -> None:
    """Show groups and statuses with their signs and meanings, and the reasons why points are not counted."""
    st.subheader("Statuses", anchor=False)
    st.markdown(
        "A person's status is the worst of their holdings'. **On course**: in the group fine, or complete and to be "
        "filed now."
    )
    for group, words in GROUPS.items():
        members = [status for status in STATUSES if status.group == group]
        listed = "\n".join(f"- {s.sign} **{s.word}**: {STATUS_MEANINGS[s.code]}" for s in members)
        st.markdown(f":{MARKDOWN_COLOURS[group]}[{GROUP_SIGNS[group]} **{words}**]\n{listed}")
    st.subheader("Why points are not counted", anchor=False)
    st.markdown("\n".join(f"- {reason[:1].upper()}{reason[1:]}" for reason in LEDGER_REASONS.values()))
