"""The team's readiness: who needs what, how many stand where, and how far the data reach."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain.calendar import month_ends
from lib.domain.rule_doubt import rule_doubt
from lib.domain.statuses import ON_COURSE, SEVERITY, STATUS_CODES
from lib.services.calibration import comparisons, standing_of
from lib.services.container import LabReady
from lib.services.finding import found_by
from lib.services.judging import Judged, judge
from lib.services.shortages import is_short, named_areas, was_short
from lib.services.trends import month_holdings


@dataclass(frozen=True)
class Filters:
    """What a view is narrowed to; an empty tuple does not narrow."""

    sites: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    """Area codes, ``rest`` among them: holdings that are short in any of them (:mod:`lib.services.shortages`)."""
    people: tuple[str, ...] = ()
    """Employee IDs."""
    find: str = ""
    """Words that stand in the name or the employee ID (:mod:`lib.services.finding`)."""


@dataclass(frozen=True)
class FilterChoices:
    """Every value that a filter can take, over all that the principal may see."""

    sites: tuple[str, ...]
    departments: tuple[str, ...]
    credentials: tuple[str, ...]
    areas: tuple[str, ...] = ()
    """The areas that the rules of these credentials name, in the order of the domain, ``rest`` last."""


SILENT: Final = ("staff_id", "name", "site", "department")


PROVIDER_NOT_GIVEN: Final = "Provider not given"
"""What credits come from whose file names no provider."""


@dataclass(frozen=True)
class DataReach:
    """How far the data reach. ``sources``: source, last_completed_on, last_imported_on, people."""

    sources: pd.DataFrame
    nothing_on_file: int
    waiting_rows: int
    to_confirm: int
    unverified_rules: tuple[str, ...]
    calibration: str = ""
    """When people were last compared with their issuers' own pages, and whether it is due again."""
    calibration_due: bool = False
    silent: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(SILENT)))
    """Who has nothing on file: ``staff_id``, ``name``, ``site``, ``department``, by name."""


@dataclass(frozen=True)
class TeamReadiness:
    """The team on a date.

    ``verdicts``: tables.VERDICTS narrowed by the filters, worst first; ``staff``: one row per person with a holding
    (staff_id, name, site, department, status = their worst); ``people`` counts everybody employed and in scope.
    """

    verdicts: pd.DataFrame
    requirements: pd.DataFrame
    staff: pd.DataFrame
    as_of: date
    known_on: date | None
    rules_digest: str
    data_version: int
    reach: DataReach
    choices: FilterChoices
    people: int


def team(
    app: LabReady, principal: Principal, as_of: date, *, known_on: date | None = None, filters: Filters = Filters()
) -> TeamReadiness:
    """Return the readiness of everybody in the principal's scope who is employed on ``as_of``."""
    require(principal, "view")
    version = app.store.data_version()
    judged = judge(app, principal.scope, as_of, known_on)
    everyone = TeamReadiness(
        verdicts=judged.verdicts.frame,
        requirements=judged.verdicts.requirements,
        staff=by_person(judged.verdicts.frame),
        as_of=as_of,
        known_on=known_on,
        rules_digest=judged.book.digest,
        data_version=version,
        reach=_reach(app, principal, judged, as_of, known_on),
        choices=_choices(judged),
        people=len(judged.staff),
    )
    return narrowed_team(everyone, filters)


def narrowed_team(everyone: TeamReadiness, filters: Filters) -> TeamReadiness:
    """Return what the filters leave of a team that nothing narrowed yet, without judging anybody again.

    The same as :func:`team` with these filters (a test compares them). Nothing of ``everyone`` is changed, and its
    tables can be shared: the answer's own are shallow copies, which pandas writes apart on the first change.
    """
    frame = everyone.verdicts
    if filters == Filters():
        return replace(everyone, verdicts=frame.copy(deep=False), staff=everyone.staff.copy(deep=False))
    matching = _matches(frame, filters)
    if filters.areas:
        matching &= is_short(frame, everyone.requirements, filters.areas)
    shown = frame[matching].reset_index(drop=True)
    return replace(everyone, verdicts=shown, staff=by_person(shown))


def by_person(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Return one row per person, worst first: staff_id, name, site, department, status (their worst), status_group."""
    ranked = verdicts.assign(severity=verdicts["status"].map(SEVERITY)).sort_values(
        ["severity", "name", "staff_id"], kind="stable"
    )
    worst = ranked.drop_duplicates("staff_id")
    return worst[["staff_id", "name", "site", "department", "status", "status_group"]].reset_index(drop=True)


def on_course_share(verdicts: pd.DataFrame) -> tuple[int, int]:
    """Return (people on course, people counted): staff with at least one required holding, by their worst such holding.

    *On course* is the group *fine* or ``file_now`` (domain definition, "The verdict", 8).
    """
    required = by_person(verdicts[verdicts["status"] != "not_required"])
    return int(required["status"].isin(ON_COURSE).sum()), len(required)


def trend(app: LabReady, principal: Principal, as_of: date, months: int, *, known_now: bool = False) -> pd.DataFrame:
    """Return per month end ``as_of``, ``known_on`` and the number of holdings in each status, as known then.

    A holding is counted if its person was employed on that day and its cycle had begun (domain definition, 11);
    ``known_now`` counts with all that is known today instead.
    """
    require(principal, "view")
    rows = []
    for end in month_ends(as_of, months):
        known_on = as_of if known_now else end
        month = month_holdings(app, principal, end, known_on=None if known_now else end)
        counts = month["status"].value_counts()
        rows.append({"as_of": end, "known_on": known_on} | {code: int(counts.get(code, 0)) for code in STATUS_CODES})
    return pd.DataFrame(rows, columns=["as_of", "known_on", *STATUS_CODES])


def narrowed(holdings: pd.DataFrame, filters: Filters) -> pd.DataFrame:
    """Return the rows that the filters leave, by ``site``, ``department``, ``credential``, person and ``short_in``.

    Statuses do not narrow: what changed its status is asked about.
    """
    matching = _matches(holdings, replace(filters, statuses=()))
    if filters.areas:
        matching &= was_short(holdings["short_in"], filters.areas)
    return holdings[matching].reset_index(drop=True)


def _matches(verdicts: pd.DataFrame, filters: Filters) -> pd.Series:
    chosen = pd.Series(data=True, index=verdicts.index)
    for column, values in (
        ("site", filters.sites),
        ("department", filters.departments),
        ("credential", filters.credentials),
        ("status", filters.statuses),
        ("staff_id", filters.people),
    ):
        if values:
            chosen &= verdicts[column].isin(values)
    if filters.find:
        chosen &= found_by(verdicts, filters.find)
    return chosen


def _choices(judged: Judged) -> FilterChoices:
    def values(frame: pd.DataFrame, column: str) -> tuple[str, ...]:
        return tuple(sorted(frame[column].dropna().unique()))

    return FilterChoices(
        sites=values(judged.staff, "site"),
        departments=values(judged.staff, "department"),
        credentials=values(judged.verdicts.frame, "credential"),
        areas=named_areas(judged.verdicts.requirements),
    )


def _reach(app: LabReady, principal: Principal, judged: Judged, as_of: date, known_on: date | None) -> DataReach:
    in_use = judged.verdicts.frame["rule_index"].unique()
    versions = [judged.book.versions[index] for index in sorted(in_use) if index >= 0]
    unverified = [v.version for v in versions if rule_doubt(v.program, v.confidence, v.verified_on, as_of)]
    found = app.store.reach(principal.scope, as_of, known_on)
    silent = judged.staff[~judged.staff["staff_id"].isin(app.store.facts(principal.scope, as_of, known_on)["staff_id"])]
    standing = standing_of(comparisons(app, principal), judged.verdicts.frame, judged.book, as_of)
    return DataReach(
        # Most exports of learning systems name none.
        sources=found.sources.assign(source=found.sources["source"].replace("", PROVIDER_NOT_GIVEN)),
        nothing_on_file=len(silent),
        waiting_rows=found.waiting_rows,
        to_confirm=found.to_confirm,
        unverified_rules=tuple(unverified),
        calibration=standing.sentence,
        calibration_due=standing.due is not None,
        silent=silent[list(SILENT)].sort_values(["name", "staff_id"], kind="stable", ignore_index=True),
    )
