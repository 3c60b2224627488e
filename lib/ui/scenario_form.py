"""One scenario in a form: other prices, who leaves, a session for everybody, a ceiling."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from lib.domain.areas import AREAS, label
from lib.domain.errors import LabReadyError
from lib.services import catalogue, scenarios
from lib.services.hires import MOST_HIRES, Hire
from lib.services.scenarios import Price, Scenario
from lib.ui import feedback, state
from lib.ui.amounts import hundredths
from lib.ui.format import day, in_ones, literal
from lib.ui.guard import PageContext

_NEW = "A new scenario"
_MONEY = st.column_config.NumberColumn


def editor(context: PageContext) -> None:
    """Show the form for a new scenario or a kept one, with who changed it last, and a way to forget it."""
    st.subheader("What would be different", anchor=False)
    kept = {each.scenario.name: each for each in scenarios.kept(context.app, context.principal)}
    name = st.selectbox(
        "Edit", [_NEW, *kept], key="scenarios.which", width=420,
        help="Choose a kept scenario to change or forget it. Under another name it is kept beside the former one.",
    )  # fmt: skip
    chosen = kept.get(name)
    # A form of its own for each version of each scenario: what was typed for another does not stay in it.
    version = f"{name}.{context.key.data_version}"
    wanted = _form(context, chosen.scenario if chosen else Scenario(""), f"scenarios.form.{version}")
    if wanted is not None:
        _save(context, wanted)
    if chosen is not None:
        st.caption(literal(f"Last changed on {day(chosen.changed_on)} by {chosen.changed_by}."))
        if st.button(
            "Forget this scenario",
            key="scenarios.forget",
            help="Only the scenario goes; no price or person changes.",
        ):
            scenarios.forget(context.app, context.principal, chosen.scenario.name, today=context.today)
            state.say_next(f"“{chosen.scenario.name}” is forgotten.")
            st.rerun()


def _save(context: PageContext, wanted: Scenario) -> None:
    try:
        scenarios.save(context.app, context.principal, wanted, today=context.today)
    except LabReadyError as error:
        feedback.refused(error)
        return
    state.say_next(f"“{wanted.name.strip()}” is saved; the plan under it stands above.")
    st.rerun()


def _form(context: PageContext, now: Scenario, key: str) -> Scenario | None:
    """Return what was filled in when it is saved."""
    staff = scenarios.staff_names(context.app, context.principal)
    people = {**{one: one for one in now.leavers}, **staff}
    with st.form(key):
        left, right = st.columns(2)
        name = left.text_input(
            "Name",
            value=now.name,
            max_chars=scenarios.LONGEST_NAME,
            key=f"{key}.name",
            help="Under which it is kept and compared, such as Dues doubled.",
        )
        ceiling = right.number_input(
            "At most (dollars)", min_value=0, max_value=10_000_000, step=100, placeholder="no limit",
            value=None if now.budget_cents is None else now.budget_cents // 100, key=f"{key}.ceiling",
            help="With less than everybody takes, the plan makes as many people complete as the money can.",
        )  # fmt: skip
        points = left.number_input(
            "In-house session for everybody (points)", min_value=0.0, max_value=100.0, step=0.25,
            value=now.session_points / 100, key=f"{key}.points",
            help="A lunch-and-learn that is planned and paid: everybody comes, before any deadline. 0: none.",
        )  # fmt: skip
        areas = right.multiselect(
            "Its areas", AREAS, default=list(now.session_areas), format_func=label, key=f"{key}.areas",
            help="With several, its points go to whichever of them a person lacks, as with a product.",
        )  # fmt: skip
        leavers = st.multiselect(
            "Who leaves", list(people), default=list(now.leavers), key=f"{key}.leavers",
            format_func=lambda one: f"{people[one]} · {one}",
            help="They are planned for no longer, and are no heads of a site licence.",
        )  # fmt: skip
        coming = _hires(context, now, key)
        prices = _prices(context, now, key)
        if not st.form_submit_button("Save and compare", type="primary"):
            return None
    return Scenario(
        name, prices, tuple(leavers), hundredths(points) or 0, tuple(areas),
        None if ceiling is None else int(ceiling) * 100, coming,
    )  # fmt: skip


def _hires(context: PageContext, now: Scenario, key: str) -> tuple[Hire, ...]:
    """Show who is hired as a table that can be edited; rows that name no credential or number are left out."""
    st.markdown(
        "Who is hired: so many people with a credential. Without a cycle end their cycle begins on the day they start; "
        "the whole total is needed (no rule lowers it for a part of a cycle), as nothing of theirs has been seen."
    )
    known = scenarios.credentials(context.app, context.principal)
    rows = [
        (hire.count, f"{hire.program} {hire.credential}", hire.department or None, hire.site or None, hire.starts_on,
         hire.cycle_end)
        for hire in now.hires
    ]  # fmt: skip
    columns = ["count", "credential", "department", "site", "starts_on", "cycle_end"]
    given = pd.DataFrame(rows, columns=columns, dtype=object)
    edited = st.data_editor(
        given.assign(count=given["count"].astype("float64")), key=f"{key}.hires", hide_index=True, num_rows="dynamic",
        alt="People hired in this scenario", placeholder="—",
        column_config={
            "count": _MONEY("How many", min_value=1, max_value=MOST_HIRES, step=1, format="%d"),
            "credential": st.column_config.SelectboxColumn("Credential", options=list(known)),
            "department": "Department",
            "site": "Site",
            "starts_on": st.column_config.DateColumn("Starts on", format="D MMM YYYY"),
            "cycle_end": st.column_config.DateColumn("Cycle end, if known", format="D MMM YYYY"),
        },
    )  # fmt: skip
    return tuple(
        Hire(
            int(count), *known[credential], context.as_of if pd.isna(starts) else pd.Timestamp(starts).date(),
            "" if pd.isna(department) else str(department).strip(), "" if pd.isna(site) else str(site).strip(),
            None if pd.isna(end) else pd.Timestamp(end).date(),
        )
        for count, credential, department, site, starts, end in edited[columns].itertuples(index=False, name=None)
        if not pd.isna(count) and credential in known
    )  # fmt: skip


def _prices(context: PageContext, now: Scenario, key: str) -> tuple[Price, ...]:
    """Show the catalogue with an empty cell for another price; return those that are filled in."""
    products = catalogue.products(context.app, context.principal)
    given = {price.product_id: price for price in now.prices}
    none = Price("")
    columns = {
        "product_id": products["product_id"],
        "product": products["product"],
        "member_now": in_ones(products["member_price"]),
        "member": in_ones(pd.Series([given.get(one, none).member for one in products["product_id"]], dtype="Int64")),
        "non_member_now": in_ones(products["non_member_price"]),
        "non_member": in_ones(
            pd.Series([given.get(one, none).non_member for one in products["product_id"]], dtype="Int64")
        ),
    }
    st.markdown("Other prices and dues: fill in only what would be different.")
    edited = st.data_editor(
        pd.DataFrame(columns), key=f"{key}.prices", hide_index=True, num_rows="fixed", height=280,
        disabled=["product_id", "product", "member_now", "non_member_now"],
        alt="Prices now and in this scenario", placeholder="—",
        column_config={
            "product_id": None,
            "product": "Product",
            "member_now": _MONEY("Member price now", format="dollar"),
            "member": _MONEY("… in this scenario", format="dollar", min_value=0.0),
            "non_member_now": _MONEY("Non-member price or dues now", format="dollar"),
            "non_member": _MONEY("… in this scenario ", format="dollar", min_value=0.0),
        },
    )  # fmt: skip
    gone = tuple(price for price in now.prices if price.product_id not in set(products["product_id"]))
    filled = tuple(
        Price(str(one), hundredths(member), hundredths(non_member))
        for one, member, non_member in zip(edited["product_id"], edited["member"], edited["non_member"], strict=True)
        if not (pd.isna(member) and pd.isna(non_member))
    )
    return (*filled, *gone)
