"""What each person still needs: from the verdicts to what a plan starts from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from lib.access.principal import Principal
from lib.budget.needs import HoldingNeed, PersonNeed
from lib.compliance.coverage import IntArray
from lib.compliance.deficits import Deficits, deficits
from lib.compliance.verdict import BEHIND_MINIMUM_DAYS
from lib.domain.statuses import PLANNABLE
from lib.services import purchased
from lib.services.buying import classes_of
from lib.services.container import LabReady
from lib.services.judging import Judged


def person_needs(
    app: LabReady, principal: Principal, judged: Judged, as_of: date, until: date | None = None
) -> list[PersonNeed]:
    """Return what each person still needs, people in the order of their employee IDs, holdings in the order stored."""
    verdicts = judged.verdicts.frame
    open_holdings = verdicts.loc[
        verdicts["status"].isin(PLANNABLE) & (verdicts["missing"] > 0).fillna(value=False), "holding"
    ]
    windows = judged.windows[judged.windows["holding"].isin(open_holdings)]
    if windows.empty:
        return []
    terms = {
        holding: _Terms(
            staff_id,
            program,
            credential,
            day_of(window_from),
            day_of(cycle_start),
            day_of(declare_by),
            day_of(cycle_end),
        )
        for holding, staff_id, program, credential, window_from, cycle_start, declare_by, cycle_end in windows[
            ["holding", "staff_id", "program", "credential", "window_from", "cycle_start", "declare_by", "cycle_end"]
        ].itertuples(index=False, name=None)
    }
    needs: dict[str, list[HoldingNeed]] = {}
    for group in deficits(windows, judged.supply, judged.book):
        for holding, table in zip(group.holdings.tolist(), group.deficits, strict=True):
            term = terms[holding]
            wanted = table if until is None or term.declare_by <= until else _on_pace(table, group, term, until)
            if wanted.max() > 0:
                needs.setdefault(term.staff_id, []).append(
                    HoldingNeed(
                        program=term.program,
                        credential=term.credential,
                        accepts=group.accepts,
                        deficits=tuple(wanted.tolist()),
                        usable_by=term.declare_by if term.declare_by >= as_of else term.cycle_end,
                        window_from=term.window_from,
                    )
                )
    names = judged.staff.set_index("staff_id")["name"]
    members = _members(app.store.memberships(principal.scope), purchased.members(app, as_of), as_of)
    titles = _titles(app, principal, windows, as_of)
    classes = classes_of(app, judged.staff, as_of)
    return [
        PersonNeed(
            staff_id=staff_id,
            name=str(names[staff_id]),
            holdings=tuple(holdings),
            member_of=members.get(staff_id, frozenset()),
            titles=titles.get(staff_id, frozenset()),
            classes=classes.get(staff_id, frozenset()),
        )
        for staff_id, holdings in sorted(needs.items())
    ]


@dataclass(frozen=True)
class _Terms:
    """What a plan needs to know of one holding's dates."""

    staff_id: str
    program: str
    credential: str
    window_from: date
    cycle_start: date
    declare_by: date
    cycle_end: date


def day_of(moment: pd.Timestamp) -> date:
    """Return the day of a moment that is known not to be missing."""
    return moment.date()


def _on_pace(table: IntArray, group: Deficits, term: _Terms, until: date) -> IntArray:
    """Return shortfalls lowered to what keeps a holding on pace at ``until``.

    Counted points are the total less the largest shortfall, so *counted reaches the expected points* means that no
    shortfall is above total - expected: that difference comes off every subset. Named minimums (subsets without the
    rest) are asked for whole where the declaration is then near enough that an unmet one makes the holding behind.
    """
    span = max(1, (term.declare_by - term.cycle_start).days)
    elapsed = min(span, max(0, (until - term.cycle_start).days))
    slack = group.needs_total - group.needs_total * elapsed // span
    near = (term.declare_by - until).days <= BEHIND_MINIMUM_DAYS
    subsets = np.arange(len(table))
    has_rest = (subsets >> (len(group.accepts) - 1) & 1).astype(bool)
    lowered = table - np.where(has_rest | (not near), slack, 0)
    lowered[0] = 0
    return lowered


def _members(memberships: pd.DataFrame, ordered: pd.DataFrame, as_of: date) -> dict[str, frozenset[str]]:
    """Return per person the providers whose membership is current on ``as_of`` (no end known: current), or ordered."""
    current = memberships[memberships["member_until"].isna() | (memberships["member_until"] >= pd.Timestamp(as_of))]
    both = [part[["staff_id", "provider"]] for part in (current, ordered) if len(part)]
    known = pd.concat(both, ignore_index=True) if both else current
    return _gathered(known["staff_id"], known["provider"])


def _titles(app: LabReady, principal: Principal, windows: pd.DataFrame, as_of: date) -> dict[str, frozenset[str]]:
    """Return per person the title keys of the credits in the window of a holding that is planned for."""
    found = app.store.titles_in(windows, principal.scope, as_of)
    return _gathered(found["staff_id"], found["title_key"])


def _gathered(keys: pd.Series, values: pd.Series) -> dict[str, frozenset[str]]:
    """Return the set of values of each key."""
    sets: dict[str, set[str]] = {}
    for key, value in zip(keys.tolist(), values.tolist(), strict=True):
        sets.setdefault(key, set()).add(value)
    return {key: frozenset(found) for key, found in sets.items()}
