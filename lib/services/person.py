"""One person's record: every holding's verdict, every requirement, and where each activity was counted or why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.compliance.ledger import ledger
from lib.domain.errors import RefusedCommand
from lib.rules.book import RuleVersion
from lib.services.container import LabReady
from lib.services.judging import judge


@dataclass(frozen=True)
class PersonRecord:
    """Everything about one person.

    ``staff``: the person's row; ``verdicts``, ``requirements``: tables of the same names, joined by ``holding``;
    ``ledger``: tables.LEDGER with ``holding``; ``credits``: every accepted credit once; ``rules``: rule_index ->
    version.
    """

    staff: dict[str, object]
    verdicts: pd.DataFrame
    requirements: pd.DataFrame
    ledger: pd.DataFrame
    credits: pd.DataFrame
    past_cycles: pd.DataFrame
    rules: dict[int, RuleVersion]
    as_of: date
    rules_digest: str


def record(
    app: LabReady, principal: Principal, staff_id: str, as_of: date, *, known_on: date | None = None
) -> PersonRecord:
    """Return the record of one staff member, leavers included.

    Raises :class:`RefusedCommand` where nobody in the principal's scope has this employee ID.
    """
    require(principal, "view")
    judged = judge(app, principal.scope, as_of, known_on, staff_id)
    if judged.staff.empty:
        raise RefusedCommand(
            f"No record shown: nobody here has the employee ID “{staff_id}”. "
            "Check the ID on the Readiness page or with the status command; IDs are compared letter by letter.",
            code="unknown_person",
        )
    credits = app.store.credits_of(staff_id, principal.scope, known_on)
    frame = judged.verdicts.frame
    in_use = [int(index) for index in frame["rule_index"].unique() if index >= 0]
    return PersonRecord(
        staff={str(key): value for key, value in judged.staff.iloc[0].items()},
        verdicts=frame,
        requirements=judged.verdicts.requirements,
        ledger=ledger(judged.windows, credits, judged.book, as_of),
        credits=credits,
        past_cycles=app.store.past_cycles(staff_id, principal.scope, known_on),
        rules={index: judged.book.versions[index] for index in in_use},
        as_of=as_of,
        rules_digest=judged.book.digest,
    )
