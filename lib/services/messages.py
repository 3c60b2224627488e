"""Messages that ask and do not accuse, one for each person, ready to copy or to mail-merge; and what was answered."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import points, sentences, tables
from lib.domain.calendar import spoken
from lib.domain.errors import RefusedCommand
from lib.reports.letters import letters_csv, letters_workbook
from lib.services.changing import Done, stored
from lib.services.circumstances import of_team
from lib.services.container import LabReady
from lib.services.editing import name_of
from lib.services.leaving import held_back
from lib.services.readiness import Filters, team
from lib.store import records
from lib.store.database import Store
from lib.store.editing import Draft
from lib.store.record_tables import RECORD_NOTES

EVERYBODY: Final = Filters()
"""A view that is not narrowed."""

MESSAGES: Final[dict[str, str]] = {
    **dict.fromkeys(
        ("staff_id", "name", "first_name", "email", "supervisor", "subject", "text", "last_answer"), tables.TEXT
    ),
    "last_asked_on": tables.DATE,
    "last_answered_on": tables.DATE,
}
"""One row per person, worst first."""

KINDS: Final[dict[str, str]] = {"answer": "answer", "asked": "message sent", "audited": "declaration audited"}
"""Kind of a note -> words."""

_ASK: Final[dict[str, str]] = {
    "expired": "Please tell me what you plan: reinstatement, or another credential?",
    "end_passed": "Our record may only be old: if it is renewed, please send me the new end date.",
    "late": "Please tell me what is under way, and file as soon as the points are complete.",
    "file_now": "Nothing is missing on our records: please file the declaration, and tell me when it is done.",
    "behind": "If you have earned more, please send me the certificates; if not, let us plan it together.",
    "nothing_on_file": "If you have certificates or a transcript, please send them to me.",
    "to_confirm": "Some of it waits to be confirmed: please send me the certificates for it.",
    "dates_missing": "Please send me the cycle dates as your page of the issuer shows them.",
    "on_track": "If you have earned more, please send me the certificates.",
}
"""Status -> what is asked; a status that asks for nothing gets no message."""


def drafts(app: LabReady, principal: Principal, as_of: date, *, filters: Filters = EVERYBODY) -> pd.DataFrame:
    """Return a message for each person of the view who is asked for anything, :data:`MESSAGES`, worst first.

    Nobody on leave is asked; of a new hire the transcript is asked first.
    """
    require(principal, "report")
    found = team(app, principal, as_of, filters=filters)
    verdicts = found.verdicts[found.verdicts["status"].isin(_ASK)]
    circumstances = of_team(app, principal, as_of)
    away = circumstances.loc[circumstances["kind"] == "leave", "staff_id"]
    verdicts = verdicts[~verdicts["staff_id"].isin(away)]
    missing = sentences.missing_texts(verdicts, found.requirements)
    lines = pd.Series(
        [_line(row, lacks) for row, lacks in zip(verdicts.to_dict("records"), missing, strict=True)],
        index=verdicts.index,
        dtype="str",
    )
    body = lines.groupby(verdicts["staff_id"], sort=False).agg("\n".join)
    asks = (
        verdicts["status"]
        .map(_ASK)
        .groupby(verdicts["staff_id"], sort=False)
        .agg(lambda each: "\n".join(dict.fromkeys(each)))
    )
    people = app.store.staff(principal.scope).set_index("staff_id").reindex(body.index)
    names = verdicts.drop_duplicates("staff_id").set_index("staff_id")["name"]
    new = set(circumstances.loc[circumstances["kind"] == "new_hire", "staff_id"])
    texts = [
        _text(
            people["first_name"].get(staff_id), names[staff_id], body[staff_id], asks[staff_id], as_of, staff_id in new
        )
        for staff_id in body.index
    ]
    frame = pd.DataFrame(
        {
            "staff_id": body.index,
            "name": names.reindex(body.index).to_numpy(),
            "first_name": people["first_name"].to_numpy(),
            "email": people["email"].to_numpy(),
            "supervisor": people["supervisor"].to_numpy(),
            "subject": "Your continuing education: please check our records",
            "text": texts,
        }
    )
    return tables.typed(with_answers(app, principal, frame), MESSAGES)


def download(messages: pd.DataFrame, principal: Principal, *, as_text: bool = False, reviewed: bool) -> bytes:
    """Return messages as a workbook, or as delimited text, for a mail merge: one row a person.

    Refused where nobody has ``reviewed`` it: how far the data reach, and what the people answered.
    """
    require(principal, "report")
    held_back(reviewed=reviewed)
    return letters_csv(messages) if as_text else letters_workbook(messages)


def note(
    app: LabReady,
    principal: Principal,
    staff_id: str,
    text: str,
    *,
    today: date,
    on: date | None = None,
    kind: str = "answer",
) -> Done:
    """Keep what a person answered (or that they were asked), dated; refused where it is empty or dated after today."""
    require(principal, "edit")
    day = on or today

    def draft(store: Store) -> Draft:
        name = name_of(store, principal, staff_id)
        if not text.strip():
            raise RefusedCommand("Nothing was stored: the note is empty. Write what was said.", code="missing_value")
        if day > today:
            raise RefusedCommand(
                f"Nothing was stored: {spoken(day)} lies after today. Give the day on which it was said.",
                code="future_date",
            )
        row = {"staff_id": staff_id, "kind": kind, "noted_on": pd.Timestamp(day), "note": text.strip()}
        columns = {name: dtype for name, dtype in RECORD_NOTES.items() if name != "note_id"}
        return Draft("note", f"{name}: {KINDS[kind]} noted", notes=tables.typed(pd.DataFrame([row]), columns))

    return stored(app, principal, draft, today=today)


def notes(app: LabReady, principal: Principal, staff_id: str) -> pd.DataFrame:
    """Return the notes about a person, newest first: the columns of ``records.NOTES``."""
    require(principal, "view")
    with app.store.reading() as cursor:
        return records.notes(cursor, principal.scope, None, staff_id)


def with_answers(app: LabReady, principal: Principal, frame: pd.DataFrame) -> pd.DataFrame:
    """Return rows of people (``staff_id``) with ``last_asked_on``, ``last_answered_on`` and ``last_answer`` of each."""
    require(principal, "view")
    with app.store.reading() as cursor:
        kept = records.notes(cursor, principal.scope)
    last = kept.drop_duplicates(["staff_id", "kind"]).set_index("staff_id")
    answers, asked = last[last["kind"] == "answer"], last[last["kind"] == "asked"]
    return frame.assign(
        last_answer=answers["note"].reindex(frame["staff_id"]).to_numpy(),
        last_answered_on=answers["noted_on"].reindex(frame["staff_id"]).to_numpy(),
        last_asked_on=asked["noted_on"].reindex(frame["staff_id"]).to_numpy(),
    )


def _line(row: dict[Any, Any], lacks: str) -> str:
    counted, total = row["counted"], row["total"]
    has = ""
    if not (pd.isna(counted) or pd.isna(total)):
        has = f" {points.text(int(counted))} of {points.text(int(total))} points"
    need = f"; not yet there: {lacks}" if lacks else ""
    ends = "no end date" if pd.isna(row["cycle_end"]) else f"cycle ends {spoken(row['cycle_end'].date())}"
    by = "" if pd.isna(row["declare_by"]) else f", declaration due by {spoken(row['declare_by'].date())}"
    return f"- {row['credential']} ({row['program']}):{has}{need}; {ends}{by}"


def _text(first: Any, name: str, body: str, asks: str, as_of: date, is_new: bool) -> str:
    hello = first if isinstance(first, str) and first else name
    welcome = (
        "You joined us during your cycle, so you may have earlier education that we have not seen: "
        "please send me your transcript.\n"
        if is_new
        else ""
    )
    return (
        f"Dear {hello},\n\nour records show, as of {spoken(as_of)}:\n{body}\n\n{welcome}{asks}\n\n"
        "Our records can be incomplete. If you have something that is not in them, send the certificate and it will "
        "be added.\n\nThank you."
    )
