"""The trust strip: how far the data reach, who has nothing on file, what waits, which rules nobody verified."""

from __future__ import annotations

import streamlit as st

from lib.services.readiness import DataReach
from lib.ui import choosing, navigation, people
from lib.ui.format import counted, day, literal

_NAMED = 5
"""So many sources are named in the strip; the table has all."""


def reach_strip(reach: DataReach, key: str = "reach") -> None:
    """Show the strip with the one link that mends each doubt; a second one on a page has a ``key`` of its own."""
    with st.container(border=True):
        st.subheader("How far the data reach", anchor=False)
        told, mend = st.columns([3.8, 1.2], vertical_alignment="center")
        told.markdown(f"{_sources(reach)}  \n{' · '.join(_doubts(reach))}  \n{literal(reach.calibration)}")
        with mend:
            if reach.waiting_rows or reach.to_confirm:
                st.page_link(navigation.CONFIRM.path, label="To confirm ›", query_params=navigation.address())
            if reach.unverified_rules or reach.calibration_due:
                st.page_link(navigation.RULES.path, label="Look at the rules ›", query_params=navigation.address())
        opened = st.expander("Each of them", on_change="rerun", key=f"{key}.open")
        if opened.open:
            with opened:
                if len(reach.sources):
                    _table(reach, key)
                _silent(reach, key)
                if reach.unverified_rules:
                    st.markdown(f"**Rules to verify:** {literal(', '.join(reach.unverified_rules))}")


def _sources(reach: DataReach) -> str:
    if reach.sources.empty:
        return "No credit has been imported yet."
    most = reach.sources.sort_values("people", ascending=False, kind="stable").head(_NAMED)
    parts = [f"**{literal(row['source'])}** through {day(row['last_completed_on'])}" for row in most.to_dict("records")]
    more = len(reach.sources) - _NAMED
    return " · ".join([*parts, *([counted(more, "more source")] if more > 0 else [])])


def _table(reach: DataReach, key: str) -> None:
    st.dataframe(
        reach.sources,
        key=f"{key}.sources",
        hide_index=True,
        alt="Each source with its last activity, its last import and the number of people",
        column_config={
            "source": st.column_config.TextColumn("Source", width=260),
            "last_completed_on": st.column_config.DateColumn("Last activity", format="ddd D MMM YYYY"),
            "last_imported_on": st.column_config.DateColumn("Last import", format="ddd D MMM YYYY"),
            "people": st.column_config.NumberColumn("People"),
        },
    )


def _silent(reach: DataReach, key: str) -> None:
    """Show who has nothing on file; a selected row opens the person."""
    if reach.silent.empty:
        return
    st.markdown(f"**Nothing on file:** {counted(len(reach.silent), 'person', 'people')}; select one to open the record")
    selected = choosing.one_of(
        reach.silent[["name", "site", "department", "staff_id"]],
        f"{key}.silent",
        alt="Everybody without any credit on file, by name",
        columns={
            "name": st.column_config.TextColumn("Name", width=180),
            "site": "Site",
            "department": "Department",
            "staff_id": "Employee ID",
        },
        most=280,
    )
    people.open_selected(reach.silent, selected)


def _doubts(reach: DataReach) -> list[str]:
    unverified = len(reach.unverified_rules)
    return [
        f"{counted(reach.nothing_on_file, 'person', 'people')} with nothing on file",
        f"{counted(reach.waiting_rows, 'row waits', 'rows wait')} for a person",
        f"{counted(reach.to_confirm, 'credit waits', 'credits wait')} to be confirmed",
        f"{counted(unverified, 'rule', 'rules')} to verify",
    ]
