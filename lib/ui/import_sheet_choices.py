"""Every choice about one sheet, in one form: its kind, its header row, its columns, its dates, what is not in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

import pandas as pd
import streamlit as st

from lib.domain.import_fields import DATE_FIELDS, FIELDS, OFFER_FIELDS, UNITS
from lib.domain.imports import ACTIVITY_COLUMN, KINDS, LEFT_OUT, ImportOptions, SheetReport, chosen_for
from lib.services.imports import Preview
from lib.ui import choosing, state
from lib.ui.format import literal

KIND_WORDS: Final[dict[str, str]] = {
    "staff": "staff",
    "credentials": "credentials",
    "credits": "credits",
    "memberships": "memberships",
    "catalogue": "catalogue",
    LEFT_OUT: "not recognised",
}
_CAN_BE: Final = (*KINDS, "staff+credentials", "credentials+credits", "staff+credentials+credits", LEFT_OUT)
_NOT_READ: Final = "not read"
_FIELD_OF: Final = {words: field for field, words in FIELDS.items()}
ORDERS: Final = {"mdy": "month first (3/4 is 4 March)", "dmy": "day first (3/4 is 3 April)"}
_BY_EVIDENCE: Final = "by the dates"
_SHORT_ORDERS: Final = {"mdy": "month first", "dmy": "day first"}
_ORDER_OF: Final = {words: order for order, words in _SHORT_ORDERS.items()}
_EXAMPLES: Final = 3
_LAST_ROW: Final = 1_048_576
_GRID: Final = "a column of a grid"
"""So begins the reader's reason for a column whose header is an activity."""

Value = TypeVar("Value")


@dataclass(frozen=True)
class Answers:
    """What the form of one sheet says. None or '' decides by evidence; ``header_row`` 0: there is none.

    ``fields`` is column index -> field ('' = not read), ``orders`` field -> order of day and month ('' = by evidence).
    """

    kind: str = ""
    header_row: int | None = None
    order: str = ""
    fields: Mapping[int, str] | None = None
    orders: Mapping[str, str] | None = None
    points: str = ""
    unit: str = ""
    staff_id: str = ""


def kind_in_words(kind: str) -> str:
    """Return a kind, or several joined by ``+``, for people."""
    return " and ".join(KIND_WORDS.get(part, part) for part in kind.split("+"))


def place_of(report: SheetReport, *, alone: bool) -> str:
    """Return the name under which the choices about a table are kept: its sheet, or one of the tables in it."""
    return report.sheet if alone else f"{report.sheet}:{report.header_row}"


def with_answers(options: ImportOptions, report: SheetReport, place: str, answers: Answers) -> ImportOptions:
    """Return the options of a file with the answers about one table in them.

    Another header row makes other columns: what was chosen about the columns of the sheet is let go with it.
    """
    sheet = report.sheet
    headers = _put(options.header_rows, sheet, answers.header_row)
    columns = dict(options.columns)
    if headers.get(sheet) != options.header_rows.get(sheet):
        columns = {name: chosen for name, chosen in columns.items() if name.rpartition(":")[0] != sheet}
        columns.pop(sheet, None)
    elif answers.fields is not None and (
        dict(answers.fields) != shown_fields(report) or chosen_for(columns, sheet, report.header_row) is not None
    ):
        columns[place] = dict(answers.fields)
    orders = _put(options.date_orders, sheet, answers.order or None)
    for field, order in (answers.orders or {}).items():
        orders = _put(orders, f"{sheet}:{'completed_on' if field == ACTIVITY_COLUMN else field}", order or None)
    given = options.set_fields
    for field, value in (("points", answers.points), ("unit", answers.unit), ("staff_id", answers.staff_id)):
        given = _put(given, f"{sheet}:{field}", value or None)
    return replace(
        options,
        header_rows=headers,
        columns=columns,
        sheet_kinds=_put(options.sheet_kinds, place, answers.kind or None),
        date_orders=orders,
        set_fields=given,
    )


def _put(chosen: Mapping[str, Value], name: str, value: Value | None) -> dict[str, Value]:
    kept = {other: old for other, old in chosen.items() if other != name}
    return kept if value is None else {**kept, name: value}


def shown_fields(report: SheetReport) -> dict[int, str]:
    """Return what each column is taken for, '' where it is not read; a column of a grid is an activity."""
    return {
        column.index: ACTIVITY_COLUMN if column.evidence.startswith(_GRID) else column.field or ""
        for column in report.columns
    }


def sheet_choices(
    preview: Preview, report: SheetReport, key: str, people: Mapping[str, str], *, alone: bool, unfolded: bool
) -> None:
    """Show the form; what is chosen reads the file again. ``people`` is staff ID -> name."""
    place = place_of(report, alone=alone)
    if any(column.field in OFFER_FIELDS for column in report.columns):
        st.caption("Its headings are those of a sheet beside the catalogue: there is nothing to choose.")
        return
    # Not an expander: what is folded away would be drawn all the same, with everybody on record in its list.
    if not st.toggle(
        f"Change how {literal(report.sheet)} is read", value=unfolded, key=f"import.change.{key}",
        help="Which row has the headings, what each column is, in which order dates stand. Nothing is stored by it.",
    ):  # fmt: skip
        return
    with st.container(border=True, key=f"import.change.box.{key}"):
        _top_rows(report, key)
        with st.form(f"import.choices.{key}", border=False):
            answers = _form(preview.options, report, place, key, people)
            pressed = st.form_submit_button("Read again with these choices", key=f"import.choose.{key}", type="primary")
    if pressed:
        state.choose(preview.upload.key, with_answers(preview.options, report, place, answers))
        st.rerun()


def _top_rows(report: SheetReport, key: str) -> None:
    if not report.top:
        return
    st.caption("The first rows as they stand, with their numbers: which of them holds the headings?")
    width = max(len(row) for row in report.top)
    rows = [[*row, *[""] * (width - len(row))] for row in report.top]
    table = pd.DataFrame(rows, columns=[f"column {at + 1}" for at in range(width)])
    table.insert(0, "Row", range(report.top_from, report.top_from + len(rows)))
    st.dataframe(
        table,
        key=f"import.top.{key}",
        hide_index=True,
        height=choosing.height(len(table), 180),
        alt="The first rows of the sheet as they stand in the file",
        column_config={"Row": st.column_config.NumberColumn("Row", format="%d", width=60, pinned=True)},
    )


def _form(options: ImportOptions, report: SheetReport, place: str, key: str, people: Mapping[str, str]) -> Answers:
    sheet = report.sheet
    left, middle, right = st.columns(3)
    kind_now = options.sheet_kinds.get(place, "")
    kind = left.selectbox(
        "This sheet holds",
        ["", *_CAN_BE],
        index=["", *_CAN_BE].index(kind_now) if kind_now in _CAN_BE else 0,
        format_func=lambda code: _kind_option(code, report),
        key=f"import.kind.{key}",
        help="By its columns, unless you say otherwise. A sheet that is left out is not read at all.",
    )
    header = middle.number_input(
        "Headings are in row",
        min_value=0,
        max_value=_LAST_ROW,
        value=options.header_rows.get(sheet),
        placeholder=f"found: row {report.header_row}" if report.header_row else "none found",
        key=f"import.header.{key}",
        help="The row number as in Excel; 0 where the sheet has no headings; empty: the row that was found.",
    )
    order = right.selectbox(
        "Dates in this sheet",
        ["", *ORDERS],
        index=["", *ORDERS].index(options.date_orders.get(sheet, "")),
        format_func=lambda code: ORDERS.get(code, "decided by the dates themselves"),
        key=f"import.order.{key}",
        help="For dates that can be read either way, such as 3/4/2026. A single column can differ: see the table.",
    )
    fields, orders = _columns(options, report, key)
    left, middle, right = st.columns(3)
    given = options.set_fields
    each = _number(given.get(f"{sheet}:points") or given.get("points"))
    points = left.number_input(
        "Points of every row",
        min_value=0.01,
        max_value=10_000.0,
        value=each,
        step=0.5,
        format="%.2f",
        key=f"import.points.{key}",
        placeholder="as the rows say",
        help="For a file that does not say it in its rows. It takes the place of what a column says.",
    )
    unit_now = given.get(f"{sheet}:unit", "")
    unit = middle.selectbox(
        "Unit of the points",
        ["", *UNITS],
        index=["", *UNITS].index(unit_now) if unit_now in UNITS else 0,
        format_func=lambda code: UNITS.get(code, "as the headings or rows say, else points"),
        key=f"import.unit.{key}",
        help="One contact hour is 1 point, one CEU 10, 60 minutes 1.",
    )
    person_now = given.get(f"{sheet}:staff_id") or given.get("staff_id") or ""
    listed = ["", *people]
    person = right.selectbox(
        "All rows are of",
        listed,
        index=listed.index(person_now) if person_now in listed else 0,
        format_func=lambda staff_id: people.get(staff_id, "whom the rows name"),
        key=f"import.person.{key}",
        help="For one person's transcript that does not repeat the name in each row.",
    )
    return Answers(
        kind=kind,
        header_row=None if header is None else int(header),
        order=order,
        fields=fields,
        orders=orders,
        points="" if points is None else f"{points:.2f}",
        unit=unit,
        staff_id=person,
    )


def _columns(options: ImportOptions, report: SheetReport, key: str) -> tuple[dict[int, str], dict[str, str]]:
    """Show the columns with what they are taken for; return the fields and date orders as they stand on screen."""
    shown = columns_table(options, report)
    edited: pd.DataFrame = st.data_editor(
        shown,
        key=f"import.columns.{key}.{len(shown)}",
        hide_index=True,
        num_rows="fixed",
        disabled=["Column", "First values", "Because"],
        alt="Each column of the sheet: what it is taken for, and why; both choices can be changed",
        column_config={
            "Column": st.column_config.TextColumn("Column", width=150),
            "First values": st.column_config.TextColumn("First values", width=210),
            "Taken for": st.column_config.SelectboxColumn(
                "Taken for ✎", options=[_NOT_READ, *FIELDS.values()], required=True, width=190,
                help="Choose what the column holds, or that it is not to be read.",
            ),
            "Dates": st.column_config.SelectboxColumn(
                "Dates ✎", options=["", _BY_EVIDENCE, *_ORDER_OF], width=110,
                help="For a column of dates: which of day and month stands first.",
            ),
            "Because": st.column_config.TextColumn("Because", width=260),
        },
    )  # fmt: skip
    fields, orders = {}, {}
    for column, taken, order in zip(report.columns, edited["Taken for"], edited["Dates"], strict=True):
        fields[column.index] = _FIELD_OF.get(str(taken), "")
        if fields[column.index] in DATE_FIELDS:
            orders[fields[column.index]] = _ORDER_OF.get(str(order), "")
    return fields, orders


def columns_table(options: ImportOptions, report: SheetReport) -> pd.DataFrame:
    """Return a line for each column: its header, its first values, what it is taken for and why, its date order."""
    fields = shown_fields(report)
    first = report.columns[0].index if report.columns else 0
    below = report.top if report.header_row is None else report.top[report.header_row - report.top_from + 1 :]
    lines = []
    for column in report.columns:
        at = column.index - first
        values = list(dict.fromkeys(row[at] for row in below if at < len(row) and row[at]))[:_EXAMPLES]
        field = fields[column.index]
        stored = "completed_on" if field == ACTIVITY_COLUMN else field
        order = options.date_orders.get(f"{report.sheet}:{stored}", "")
        lines.append(
            (
                column.header or f"column {at + 1}",
                ", ".join(values),
                FIELDS.get(field, _NOT_READ),
                _SHORT_ORDERS.get(order, _BY_EVIDENCE) if field in DATE_FIELDS else "",
                column.evidence,
            )
        )
    return pd.DataFrame(lines, columns=["Column", "First values", "Taken for", "Dates", "Because"], dtype="str")


def _kind_option(code: str, report: SheetReport) -> str:
    if not code:
        return f"what its columns say ({kind_in_words(report.kind)})"
    return "nothing: leave it out" if code == LEFT_OUT else kind_in_words(code)


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None
