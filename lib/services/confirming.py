"""To confirm: everything that is not sure, in one queue, and the decisions that settle it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import decisions as kinds
from lib.domain.areas import AREA_LABELS, AREAS
from lib.domain.errors import RefusedCommand
from lib.domain.points import text as point_text
from lib.ingest import vocabulary
from lib.ingest.proposals import area_proposal
from lib.services.container import LabReady
from lib.services.deciding import Proposal
from lib.services.judging import display_names
from lib.store.decisions import Decision

NOT_EDUCATION: Final = kinds.NOT_EDUCATION
NO_TITLE: Final = "(no title)"


@dataclass(frozen=True)
class Queue:
    """What waits to be confirmed.

    ``areas``: ``key`` (what :func:`area_proposal_of` takes), area_text (empty: the file said nothing), title, titles,
    credits, people, points, ``proposal`` (area codes joined by ``;``, empty: none), most credits first.
    ``by_title``: the same by title, whatever the text says. ``doubles``: one row per possible duplicate with both rows
    side by side (``later_…``, ``earlier_…``), ``subject`` (equal: settled together), ``name``, ``people`` (how many
    share it). ``titles``: title_key, title, credits, people, points, counted: titles whose words speak of no education,
    and ``not_counted``: titles read as no education.
    """

    areas: pd.DataFrame
    by_title: pd.DataFrame
    doubles: pd.DataFrame
    titles: pd.DataFrame
    not_counted: pd.DataFrame

    @property
    def waiting(self) -> int:
        """How many decisions wait: texts, pairs of rows, titles."""
        return len(self.areas) + int(self.doubles["subject"].nunique()) + len(self.titles)


def queue(app: LabReady, principal: Principal) -> Queue:
    """Return everything in the principal's scope that waits to be confirmed."""
    require(principal, "view")
    with app.store.snapshot() as stored:
        groups = stored.area_groups(principal.scope)
        by_title = stored.area_groups(principal.scope, by_title=True)
        doubles = stored.possible_doubles(principal.scope)
        decided = list(stored.answers(kinds.EDUCATION))
        titles = stored.doubtful_titles(_doubtful(), decided, principal.scope)
        staff = stored.staff(principal.scope)
    names = dict(zip(staff["staff_id"], display_names(staff), strict=True))
    doubles = doubles.assign(
        name=doubles["staff_id"].map(names).astype("str"),
        people=doubles.groupby("subject")["staff_id"].transform("nunique").astype("int64"),
    )
    counted = titles["counted"] > 0
    return Queue(
        areas=_proposed(groups),
        by_title=_proposed(by_title),
        doubles=doubles,
        titles=titles[counted].reset_index(drop=True),
        not_counted=titles[~counted].reset_index(drop=True),
    )


def _proposed(groups: pd.DataFrame) -> pd.DataFrame:
    """Return groups with their ``key`` and the area proposed from their titles."""
    proposals = [_proposal(titles_of) for titles_of in groups["titles"].fillna("")]
    key = groups["area_key"].where(groups["area_key"] != "", kinds.SIGN + groups["title_key"])
    return groups.assign(key=key, proposal=pd.Series(proposals, index=groups.index, dtype="str"))


def _doubtful() -> str:
    """Return the pattern of titles that may be no education, as the store takes it: in small letters."""
    words = vocabulary.table("not_education_words")["words"]
    return r"\b(" + "|".join(str(word).lower().replace(" ", r"[\W_]+") for word in words) + ")"


def _proposal(titles: str) -> str:
    """Return the area that most titles speak of, empty where none does; of equal ones the first in the list."""
    spoken: dict[str, int] = {}
    for title in titles.splitlines():
        for area in area_proposal(title)[:1]:
            spoken[area] = spoken.get(area, 0) + 1
    most = max(spoken.values(), default=0)
    return next((area for area in AREAS if most and spoken.get(area) == most), "")


def area_decision(app: LabReady, principal: Principal, keys: Sequence[str], areas: Sequence[str]) -> Proposal:
    """Return the decision that gives texts or titles of the queue (``key``) these areas, the first to count in.

    ``areas`` may be ``("no",)`` alone: not continuing education. Refused for what is no area, and for a key that waits
    no more.
    """
    require(principal, "edit")
    unique = tuple(dict.fromkeys(areas))
    unknown = [area for area in unique if area not in AREAS]
    if unique != (NOT_EDUCATION,) and (unknown or not unique):
        wrong = f"“{unknown[0]}” is not an area" if unknown else "no area was chosen"
        raise RefusedCommand(f"Nothing was assigned: {wrong}. Accepted: {', '.join(AREAS)}.", code="unknown_area")
    by_title = app.store.area_groups(principal.scope, by_title=True)
    groups = pd.concat([app.store.area_groups(principal.scope), by_title], ignore_index=True)
    answer = ";".join(unique)
    waiting = {
        row["area_key"] or kinds.SIGN + row["title_key"]: Decision(
            kinds.AREA, row["area_key"], answer, row["area_text"]
        )
        if row["area_key"]
        else Decision(kinds.TITLE_AREA, row["title_key"], answer, row["title"] or NO_TITLE)
        for row in groups.to_dict("records")
    }
    decided = _still_waiting(waiting, keys)
    return Proposal(decided, f"{_named(decided)}: {kinds.answer_words(kinds.AREA, answer)}")


def double_decision(app: LabReady, principal: Principal, subjects: Sequence[str], answer: str) -> Proposal:
    """Return the decision that pairs of rows of the queue are the ``same`` activity, or ``two``."""
    require(principal, "edit")
    _one_of(answer, (kinds.SAME, kinds.TWO))
    doubles = app.store.possible_doubles(principal.scope)
    waiting = {
        subject: Decision(kinds.PAIR, subject, answer, f"{later} / {earlier}" if earlier != later else later)
        for subject, later, earlier in zip(
            doubles["subject"],
            doubles["later_title"].fillna(NO_TITLE),
            doubles["earlier_title"].fillna(doubles["later_title"]).fillna(NO_TITLE),
            strict=True,
        )
    }
    decided = _still_waiting(waiting, subjects)
    return Proposal(decided, f"{_named(decided)}: {kinds.answer_words(kinds.PAIR, answer)}")


def education_decision(app: LabReady, principal: Principal, title_keys: Sequence[str], answer: str) -> Proposal:
    """Return the decision that titles of the queue are continuing education (``yes``) or are not (``no``)."""
    require(principal, "edit")
    _one_of(answer, (kinds.YES, kinds.NOT_EDUCATION))
    titles = app.store.doubtful_titles(_doubtful(), list(app.store.answers(kinds.EDUCATION)), principal.scope)
    waiting = {
        key: Decision(kinds.EDUCATION, key, answer, title or NO_TITLE)
        for key, title in zip(titles["title_key"], titles["title"], strict=True)
    }
    decided = _still_waiting(waiting, title_keys)
    return Proposal(decided, f"{_named(decided)}: {kinds.answer_words(kinds.EDUCATION, answer)}")


def split_decision(app: LabReady, principal: Principal, splits: dict[int, dict[str, int]]) -> Proposal:
    """Return the decision that credits (``credit_id``) count in parts: area -> hundredths.

    Refused where a credit names only one area or is not there, where an area is not one that it names, and where the
    parts do not add up to its points.
    """
    require(principal, "edit")
    found = app.store.several_areas(principal.scope)
    credits = {row["credit_id"]: row for row in found.to_dict("records")}
    decided = []
    for credit_id, parts in splits.items():
        if credit_id not in credits:
            raise RefusedCommand(
                "Nothing was split: this activity names one area only, does not count, or is not on record any more. "
                "See the list again.",
                code="not_splittable",
            )
        credit = credits[credit_id]
        named = str(credit["areas"]).split(";")
        title = NO_TITLE if pd.isna(credit["title"]) else str(credit["title"])
        strange = [area for area in parts if area not in named]
        if strange:
            raise RefusedCommand(
                f"“{title}” was not split: it does not name {AREA_LABELS.get(strange[0], strange[0])}. "
                f"Accepted: {', '.join(AREA_LABELS[area] for area in named)}.",
                code="area_not_named",
            )
        if sum(parts.values()) != credit["points"] or min(parts.values()) < 0:
            raise RefusedCommand(
                f"“{title}” was not split: the parts add up to {point_text(sum(parts.values()))} points, "
                f"the activity has {point_text(int(credit['points']))}. Accepted are parts of zero or more that add up "
                "to its points.",
                code="split_does_not_add_up",
            )
        decided.append(Decision(kinds.ALLOCATION, str(credit["subject"]), kinds.split_answer(parts), title))
    if not decided:
        raise RefusedCommand("Nothing was split: no activity was chosen.", code="nothing_chosen")
    return Proposal(tuple(decided), f"{_named(tuple(decided))}: split between areas")


def _one_of(answer: str, accepted: tuple[str, ...]) -> None:
    if answer not in accepted:
        raise RefusedCommand(
            f"Nothing was decided: “{answer}” is no answer to this. Accepted: {', '.join(accepted)}.", code="no_answer"
        )


def _still_waiting(waiting: dict[str, Decision], keys: Sequence[str]) -> tuple[Decision, ...]:
    """Return the decisions about these keys; refused where none was chosen or one does not wait any more."""
    gone = [key for key in keys if key not in waiting]
    if gone or not keys:
        raise RefusedCommand(
            "Nothing was decided: "
            + ("this does not wait any more. Somebody may have decided it already." if gone else "nothing was chosen."),
            code="nothing_waits",
        )
    return tuple(waiting[key] for key in dict.fromkeys(keys))


def _named(decided: tuple[Decision, ...]) -> str:
    """Return what decisions are about in a few words."""
    first = decided[0].words[:80]
    return first if len(decided) == 1 else f"{first} and {len(decided) - 1} more"
