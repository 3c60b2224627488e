"""The list of holdings as people read it, in the order and with the columns chosen: on a page and as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.domain import sentences
from lib.domain.circumstances import WORDS
from lib.domain.rule_doubt import rule_doubts
from lib.domain.text import words_key
from lib.reports.delimited import table_csv
from lib.reports.sheets import Column
from lib.services.circumstances import of_team
from lib.services.container import LabReady
from lib.services.readiness import Filters, team

EVERYBODY: Final = Filters()
"""A view that is not narrowed."""

COLUMNS: Final[tuple[Column, ...]] = (
    Column("name", "Name"),
    Column("credential", "Credential"),
    Column("points", "Points"),
    Column("reached", "Counted, %", "whole"),
    Column("status", "Status"),
    Column("missing", "Missing"),
    Column("beside", "Beside it"),
    Column("declare_by", "Declare by", "date"),
    Column("cycle_end", "Cycle ends", "date"),
    Column("site", "Site"),
    Column("department", "Department"),
    Column("data_through", "Data through", "date"),
    Column("rule_doubt", "The rule"),
    Column("staff_id", "Employee ID"),
)
"""The columns that can be chosen, in their order; the first always stands there."""

NAMES: Final[dict[str, str]] = {column.name: column.heading for column in COLUMNS}

STANDING: Final = "standing"
"""Worst first: the order in which a team comes from :func:`lib.services.readiness.team`."""

SORTS: Final[dict[str, str]] = {
    STANDING: "Standing, worst first",
    "name": "Name",
    "credential": "Credential",
    "points": "Share of the points counted",
    "missing": "Points missing",
    "declare_by": "Declare by",
    "cycle_end": "Cycle end",
    "site": "Site",
    "department": "Department",
    "data_through": "Data through",
}
"""What the list can be sorted by -> its words."""


@dataclass(frozen=True)
class ListView:
    """How the list is shown. ``columns``: names of :data:`COLUMNS`, empty: all; ``descending`` turns the order."""

    sort: str = STANDING
    descending: bool = False
    columns: tuple[str, ...] = ()

    @property
    def shown(self) -> tuple[Column, ...]:
        """The columns to show, in their order."""
        first = COLUMNS[0].name
        return tuple(c for c in COLUMNS if not self.columns or c.name in self.columns or c.name == first)

    @property
    def words(self) -> str:
        """The order in words: *worst first*, *by name, descending*."""
        if self.sort == STANDING:
            return "best first" if self.descending else "worst first"
        words = SORTS[self.sort]
        return f"by {words[0].lower()}{words[1:]}" + (", descending" if self.descending else "")


AS_IT_COMES: Final = ListView()
"""Worst first, every column."""


def arranged(verdicts: pd.DataFrame, view: ListView) -> pd.DataFrame:
    """Return the verdicts in the order of a view; equal ones stay worst first, what is not known comes last."""
    if view.sort == STANDING:
        return verdicts.iloc[::-1].reset_index(drop=True) if view.descending else verdicts
    key = _KEYS.get(view.sort)
    values: pd.Series = verdicts[view.sort] if key is None else key(verdicts)
    order = values.reset_index(drop=True).sort_values(ascending=not view.descending, kind="stable", na_position="last")
    return verdicts.iloc[order.index.to_numpy()].reset_index(drop=True)


def _folded(name: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda frame: frame[name].map(words_key, na_action="ignore")


_KEYS: Final[dict[str, Callable[[pd.DataFrame], pd.Series]]] = {
    **{name: _folded(name) for name in ("name", "credential", "site", "department")},
    "points": lambda frame: frame["counted"] * 10_000 // frame["total"].where(frame["total"] > 0),
}
"""What is compared where it is not the column itself; shares in hundredths of a percent, cut."""


def table_of(
    verdicts: pd.DataFrame, requirements: pd.DataFrame, as_of: date, beside: pd.Series | None = None
) -> pd.DataFrame:
    """Return :data:`COLUMNS` of these verdicts; the bar ``reached`` is the share counted in percent, cut at 100.

    ``beside``: employee ID -> leave, per diem, new hire in words (:mod:`lib.services.circumstances`).
    """
    reached = verdicts["counted"] * 100 // verdicts["total"].where(verdicts["total"] > 0)
    return pd.DataFrame(
        {
            "name": verdicts["name"],
            "credential": verdicts["credential"],
            "points": sentences.counted_texts(verdicts),
            "reached": reached.clip(upper=100),
            "status": sentences.status_words(verdicts),
            "missing": sentences.missing_texts(verdicts, requirements),
            "beside": pd.Series("", index=verdicts.index) if beside is None else verdicts["staff_id"].map(beside),
            "declare_by": verdicts["declare_by"],
            "cycle_end": verdicts["cycle_end"],
            "site": verdicts["site"],
            "department": verdicts["department"],
            "data_through": verdicts["data_through"],
            "rule_doubt": rule_doubts(verdicts, as_of),
            "staff_id": verdicts["staff_id"],
        }
    )


def beside_words(app: LabReady, principal: Principal, as_of: date) -> pd.Series:
    """Return employee ID -> leave, per diem and new hire in words, of those whom any of it is known of."""
    require(principal, "view")
    found = of_team(app, principal, as_of)
    return found["kind"].map(WORDS).groupby(found["staff_id"]).agg(", ".join)


def list_csv(
    app: LabReady,
    principal: Principal,
    as_of: date,
    *,
    known_on: date | None = None,
    filters: Filters = EVERYBODY,
    view: ListView = AS_IT_COMES,
) -> bytes:
    """Return the list as delimited text (UTF-8 with a byte order mark): the rows, order and columns of the page.

    A last column carries what every report says of itself.
    """
    require(principal, "report")
    found = team(app, principal, as_of, known_on=known_on, filters=filters)
    verdicts = arranged(found.verdicts, view)
    table = table_of(verdicts, found.requirements, as_of, beside_words(app, principal, as_of))
    return table_csv(table, view.shown)
