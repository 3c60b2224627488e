"""Answers kept between runs. All that an answer depends on is in its key; a write changes the data version.

Nothing here may read the session: the cache belongs to the process, a key must say for whom and of what an answer is.
Each answer imports its service where it is asked for: the first page is painted without what only other pages need
(held by tests/architecture/test_first_page.py).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import streamlit as st

from lib.access.principal import Principal
from lib.services.clock import today
from lib.services.opening import Opened, open_database
from lib.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

    from lib.budget import TeamPlan
    from lib.services import calibration, confirming, deciding, imports, person, readiness
    from lib.services import certificate_programs as certificate_services
    from lib.services import deadlines as deadline_services
    from lib.services import director as director_services
    from lib.services import discrepancies as discrepancy_services
    from lib.services import renewals as renewal_services
    from lib.services import sessions as session_services
    from lib.services import teams as team_services
    from lib.services.container import LabReady
    from lib.services.recordings import Recording
    from lib.services.rules_in_use import RulesInUse
    from lib.services.what_if import Planned, WhatIf


class Key(NamedTuple):
    """What every answer depends on: which database at which version, whose rules, who may see what."""

    database: str
    data_version: int
    rules_digest: str
    scope: str
    permissions: tuple[str, ...]


@st.cache_resource(max_entries=2, on_release=lambda opened: opened.close(), show_spinner="Opening the database …")
def opened(settings: Settings) -> Opened:
    """Return the one open database of this process for these settings; it owns the file."""
    return open_database(settings, today=today)


def application(settings: Settings) -> LabReady:
    """Return the one application on that database."""
    return opened(settings).application()


def key_of(app: LabReady, principal: Principal) -> Key:
    """Return the key of every answer to this principal as the data stand now."""
    return Key(
        str(app.settings.database),
        app.store.data_version(),
        app.book.digest,
        principal.scope.key,
        tuple(sorted(principal.permissions)),
    )


@st.cache_resource(max_entries=6, show_spinner="Judging every holding …")
def _everyone(
    _app: LabReady, _principal: Principal, key: Key, as_of: date, known_on: date | None
) -> readiness.TeamReadiness:
    """Return the whole team's readiness, judged once for all filters; shared by sessions, so nobody may change it."""
    from lib.services import readiness

    return readiness.team(_app, _principal, as_of, known_on=known_on)


def team(
    app: LabReady, principal: Principal, key: Key, as_of: date, filters: readiness.Filters,
    known_on: date | None = None,
) -> readiness.TeamReadiness:  # fmt: skip
    """Return the team's readiness: judged once, narrowed in memory."""
    from lib.services import readiness

    return readiness.narrowed_team(_everyone(app, principal, key, as_of, known_on), filters)


@st.cache_resource(max_entries=6, show_spinner="Writing the list …")
def _holdings_text(_app: LabReady, _principal: Principal, key: Key, as_of: date, known_on: date | None) -> pd.DataFrame:
    from lib.services.holdings_list import beside_words, table_of

    everyone = _everyone(_app, _principal, key, as_of, known_on)
    table = table_of(everyone.verdicts, everyone.requirements, as_of, beside_words(_app, _principal, as_of))
    return table.set_axis(everyone.verdicts["holding"], axis=0)


def holdings_text(
    app: LabReady, principal: Principal, key: Key, as_of: date, verdicts: pd.DataFrame, known_on: date | None
) -> pd.DataFrame:
    """Return the table of these holdings in words; the words are made once for everybody."""
    whole = _holdings_text(app, principal, key, as_of, known_on)
    return whole.loc[verdicts["holding"]].reset_index(drop=True)


@st.cache_data(max_entries=64, show_spinner="Reading the record …")
def record(
    _app: LabReady, _principal: Principal, key: Key, staff_id: str, as_of: date, known_on: date | None = None
) -> person.PersonRecord:
    """Return one person's record."""
    from lib.services import person

    return person.record(_app, _principal, staff_id, as_of, known_on=known_on)


@st.cache_data(max_entries=64, show_spinner="Judging the month ends …")
def month(_app: LabReady, _principal: Principal, key: Key, end: date, known_on: date | None) -> pd.DataFrame:
    """Return how every holding stood on a month end."""
    from lib.services import trends as trend_services

    return trend_services.month_holdings(_app, _principal, end, known_on=known_on)


@st.cache_data(max_entries=16, show_spinner="Working out what moves …")
def what_if(
    _app: LabReady, _principal: Principal, key: Key, as_of: date, planned: tuple[Planned, ...], on: date,
    staff_id: str | None,
) -> WhatIf:  # fmt: skip
    """Return what planned activities move."""
    from lib.services import what_if as what_if_service

    return what_if_service.what_if(_app, _principal, as_of, planned, on=on, staff_id=staff_id)


@st.cache_data(max_entries=8, show_spinner="Reading the names …")
def people(_app: LabReady, _principal: Principal, key: Key) -> pd.DataFrame:
    """Return everybody on record, with their marks."""
    from lib.services import person

    return person.people(_app, _principal)


@st.cache_data(max_entries=64, show_spinner="Looking for the cheapest way …")
def purchases(_app: LabReady, _principal: Principal, key: Key, staff_id: str, as_of: date) -> TeamPlan:
    """Return one person's cheapest purchases."""
    from lib.services import person

    return person.purchases(_app, _principal, staff_id, as_of)


@st.cache_data(max_entries=8, show_spinner="Looking which rules are in use …")
def rules_in_use(_app: LabReady, _principal: Principal, key: Key, as_of: date) -> RulesInUse:
    """Return the rule versions that today's holdings rest on."""
    from lib.services import rules_in_use as in_use

    return in_use.rules_in_use(_app, _principal, as_of)


@st.cache_data(max_entries=4, show_spinner="Looking at the comparisons …")
def calibration_of(
    _app: LabReady, _principal: Principal, key: Key, as_of: date
) -> tuple[calibration.Standing, calibration.Proposal]:
    """Return when people were last compared with their issuers' pages, and whom to compare."""
    from lib.services import calibration

    standing = calibration.standing(_app, _principal, as_of)
    return standing, calibration.people_to_compare(_app, _principal, as_of)


@st.cache_data(max_entries=8, show_spinner="Reading the imports …")
def history(_app: LabReady, _principal: Principal, key: Key) -> pd.DataFrame:
    """Return every import, oldest first."""
    from lib.services import imports

    return imports.history(_app, _principal)


@st.cache_data(max_entries=8, show_spinner="Counting courses …")
def certificate_programs(
    _app: LabReady, _principal: Principal, key: Key, as_of: date
) -> certificate_services.TeamPrograms:
    """Return how the team stands in the certificate programs."""
    from lib.services import certificate_programs as certificate_services

    return certificate_services.team(_app, _principal, as_of)


@st.cache_data(max_entries=8, show_spinner="Comparing …")
def comparison(
    _app: LabReady, _principal: Principal, key: Key, staff_id: str, upload: imports.Upload, day: date,
    since: date | None, date_order: str | None, points: str | None,
) -> discrepancy_services.Comparison:  # fmt: skip
    """Return a transcript compared with our records of one person. Nothing is stored."""
    from lib.services import discrepancies as discrepancy_services

    return discrepancy_services.compare_transcript(
        _app, _principal, staff_id, upload, today=day, since=since, date_order=date_order, points=points
    )


@st.cache_data(max_entries=8, show_spinner="Looking for what looks wrong …")
def looks_wrong(_app: LabReady, _principal: Principal, key: Key, as_of: date) -> pd.DataFrame:
    """Return what looks wrong in the team's credits."""
    from lib.services import discrepancies as discrepancy_services

    return discrepancy_services.team_looks_wrong(_app, _principal, as_of)


@st.cache_data(max_entries=16, show_spinner="Collecting the dates …")
def deadlines(
    _app: LabReady, _principal: Principal, key: Key, as_of: date, filters: readiness.Filters
) -> deadline_services.Deadlines:
    """Return filing windows and ends over the coming months."""
    from lib.services import deadlines as deadline_services

    return deadline_services.upcoming(_app, _principal, as_of, filters=filters)


@st.cache_data(max_entries=16, show_spinner="Counting who would remain …")
def bench_risk(
    _app: LabReady, _principal: Principal, key: Key, as_of: date, filters: readiness.Filters
) -> deadline_services.BenchRisk:
    """Return who would remain certified by department and month."""
    from lib.services import deadlines as deadline_services

    return deadline_services.bench_risk(_app, _principal, as_of, filters=filters)


@st.cache_data(max_entries=16, show_spinner="Comparing the teams …")
def teams(
    _app: LabReady, _principal: Principal, key: Key, as_of: date, by: str, filters: readiness.Filters
) -> team_services.TeamComparison:
    """Return sites, departments or supervisors side by side."""
    from lib.services import teams as team_services

    return team_services.compare(_app, _principal, as_of, by, filters=filters)


@st.cache_data(max_entries=16, show_spinner="Collecting the exceptions …")
def director_view(
    _app: LabReady, _principal: Principal, key: Key, as_of: date, filters: readiness.Filters
) -> director_services.DirectorView:
    """Return how the required credentials stand with their issuers."""
    from lib.services import director as director_services

    return director_services.view(_app, _principal, as_of, filters=filters)


@st.cache_data(max_entries=8, show_spinner="Looking what waits …")
def confirm_queue(_app: LabReady, _principal: Principal, key: Key) -> confirming.Queue:
    """Return what waits to be confirmed."""
    from lib.services import confirming

    return confirming.queue(_app, _principal)


@st.cache_data(max_entries=8, show_spinner="Looking whose rows wait …")
def people_waiting(_app: LabReady, _principal: Principal, key: Key) -> pd.DataFrame:
    """Return whom waiting rows name."""
    from lib.services import waiting_people

    return waiting_people.people_waiting(_app, _principal)


@st.cache_data(max_entries=8, show_spinner="Looking which splits would help …")
def split_credits(_app: LabReady, _principal: Principal, key: Key, as_of: date) -> pd.DataFrame:
    """Return the credits that name several areas, with the split that helps most."""
    from lib.services import splitting

    return splitting.several_areas(_app, _principal, as_of)


@st.cache_data(max_entries=8, show_spinner="Reading the decisions …")
def decisions_made(_app: LabReady, _principal: Principal, key: Key) -> pd.DataFrame:
    """Return every decision, newest first."""
    from lib.services import deciding

    return deciding.decisions_made(_app, _principal)


@st.cache_data(max_entries=32, show_spinner="Looking whom this moves …")
def moves(
    _app: LabReady, _principal: Principal, key: Key, _proposal: deciding.Proposal, proposal_key: str, day: date
) -> deciding.Moves:
    """Return whom a decision would move; ``proposal_key`` is the decision as text. Nothing is stored."""
    from lib.services import deciding

    return deciding.foresee(_app, _principal, _proposal, today=day)


@st.cache_data(max_entries=8, show_spinner="Reading who is on leave or new …")
def circumstances(_app: LabReady, _principal: Principal, key: Key, as_of: date) -> pd.DataFrame:
    """Return leave, per diem and new hires of the team."""
    from lib.services import circumstances as circumstance_services

    return circumstance_services.of_team(_app, _principal, as_of)


@st.cache_data(max_entries=8, show_spinner="Writing the messages …")
def messages(_app: LabReady, _principal: Principal, key: Key, as_of: date, filters: readiness.Filters) -> pd.DataFrame:
    """Return a message for each person of a view who is asked for anything."""
    from lib.services import messages as message_services

    return message_services.drafts(_app, _principal, as_of, filters=filters)


@st.cache_data(max_entries=8, show_spinner="Working out what this changes …")
def recording_effect(
    _app: LabReady, _principal: Principal, key: Key, recording: Recording, as_of: date, today: date
) -> renewal_services.RecordingEffect:
    """Return what a recording would change."""
    from lib.services import renewals as renewal_services

    return renewal_services.preview(_app, _principal, recording, as_of, today=today)


@st.cache_data(max_entries=8, show_spinner="Working out whom this session moves …")
def session_effect(
    _app: LabReady, _principal: Principal, key: Key, session: session_services.Session, as_of: date, today: date
) -> session_services.SessionEffect:
    """Return what recording a session would do."""
    from lib.services import sessions as session_services

    return session_services.preview(_app, _principal, session, as_of, today=today)
