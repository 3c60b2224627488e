"""Where the next shape of purchase becomes cheaper, on a page: in points missing, and in people."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import pandas as pd
import streamlit as st

from lib.budget.break_even import SHAPES, PointBreakEven
from lib.budget.seats import SeatBreakEven
from lib.budget.team_plan import TeamPlan
from lib.charts import break_even as charts
from lib.domain.areas import EVERYTHING_MASK
from lib.services import break_even, figures_opened
from lib.services.plans import Asked
from lib.ui import figures, purchase_table
from lib.ui.format import counted, literal, money
from lib.ui.guard import PageContext
from lib.ui.planning import telling

_MONEY = st.column_config.NumberColumn
_KINDS = {"course": "single courses", "pack": "a pack", "unlimited": "an unlimited seat"}


def shown(context: PageContext, asked: Asked, plan: TeamPlan) -> None:
    """Show what the team buys, the break-even in points by provider, and in people by licence, quantity or session."""
    st.subheader("Single courses, packs or unlimited?", anchor=False)
    kinds = asked.products.set_index("product_id")["kind"]
    bought = plan.purchases.assign(kind=plan.purchases["product_id"].map(kinds))
    counts = bought.groupby("kind")["staff_id"].nunique().to_dict()
    told = [f"{words} for {counts[kind]:,}" for kind, words in _KINDS.items() if kind in counts]
    if told:
        st.markdown("In the cheapest plan, people buy: " + ", ".join(told) + ".")
    _in_points(context, asked)
    _in_people(context, asked)


def _in_points(context: PageContext, asked: Asked) -> None:
    found = break_even.points(context.app, context.principal, asked, context.as_of)
    if not found:
        st.markdown("No provider in the catalogue sells more than one of these, so there is nothing to break even.")
        return
    _listed(break_even.told(each) for each in found if each.areas == EVERYTHING_MASK)
    priced = [each for each in found if each.areas == EVERYTHING_MASK or len(each.shapes) > 1]
    here = [sum(number for shape, number in each.people.items() if shape) for each in priced]
    number = st.selectbox(
        "Break-even in points of", range(len(priced)), key="questions.break_even", width=620,
        index=here.index(max(here)),
        format_func=lambda n: _named(priced[n]),
        help="Points in any area, or in an area that somebody misses under a requirement of its own, where at least "
        "two shapes can be priced.",
    )  # fmt: skip
    chosen = priced[number or 0]
    if chosen.areas != EVERYTHING_MASK:
        st.markdown(literal(break_even.told(chosen)))
    if not chosen.shapes:
        _not_counted(chosen)
        return
    figures.show(
        charts.points_by_shape(
            break_even.curve(context.principal, chosen), [above for above, _, _ in chosen.changes],
            place=f"{chosen.provider or 'No provider named'}, {chosen.area.lower()}", most=chosen.most,
            dark=context.dark,
        ),
        "questions.break_even.chart",
        alt="What each need costs by shape, in steps; the table below has every step of the cheapest",
    )  # fmt: skip
    table = break_even.steps_table(context.principal, chosen.cheapest)
    st.dataframe(
        table.assign(**{name: table[name].astype("Float64") / 100 for name in ("above", "up_to", "cost")}),
        key="questions.break_even.table",
        hide_index=True,
        placeholder="no end",
        alt="The cheapest whole purchases for each need, step by step",
        column_config={
            "above": _MONEY("More than (points)", format="%.2f", width=120),
            "up_to": _MONEY("Up to", format="%.2f", width=75),
            "shape": st.column_config.TextColumn("Cheapest", width=175),
            "cost": _MONEY("Cost", format="dollar", width=85),
            "purchases": st.column_config.TextColumn("What is bought, and at which price", width=480),
        },
    )  # fmt: skip
    st.caption(literal(_here(chosen)))
    _not_counted(chosen)
    if len(priced) < len(found):
        st.caption(
            f"In {counted(len(found) - len(priced), 'further case')} (an area at a provider) fewer than two shapes can "
            "be priced, so no break-even is known there."
        )


def _not_counted(found: PointBreakEven) -> None:
    if found.not_known:
        with st.expander(f"Not counted: {counted(len(found.not_known), 'product')} of which something is not set"):
            _listed(found.not_known)


def _named(found: PointBreakEven) -> str:
    who = "at member prices, dues aside" if found.member else "without membership"
    return f"{found.provider or 'No provider named'} · {found.area} · {who}"


def _here(found: PointBreakEven) -> str:
    """Say how many people here need such points, and which shape is the cheapest for as many."""
    everybody = sum(found.people.values())
    if not everybody:
        return "Nobody here misses points in these areas."
    parts = [f"{SHAPES[shape]} for {found.people[shape]:,}" for shape in SHAPES if shape in found.people]
    if "" in found.people:
        parts.append(f"none of them enough for {found.people['']:,}")
    return (
        f"{counted(everybody, 'person', 'people')} here miss points in these areas; by what each misses, the cheapest: "
        f"{', '.join(parts)}."
    )


def _in_people(context: PageContext, asked: Asked) -> None:
    st.markdown("**From how many people on?**")
    with telling(context, "break-even") as told:
        found = break_even.people(context.app, context.principal, asked, context.as_of, told)
    aside = break_even.not_known_terms(context.app, context.principal, asked, context.as_of)
    if not found and not aside:
        st.markdown(
            "No licence, quantity price or in-house session is on record, so no number is known. Enter a quote under "
            "“Owned, quotes and fees”; “Catalogue and prices” lists what is worth asking for."
        )
    for each in found:
        st.markdown(literal(f"{each.form.capitalize()} of {each.name}. " + " ".join(break_even.people_told(each))))
        _seats(context, each)
    _listed(aside)


def _listed(sentences: Iterable[str]) -> None:
    st.markdown("\n".join(f"- {literal(sentence)}" for sentence in sentences))


def _seats(context: PageContext, found: SeatBreakEven) -> None:
    """Show what so many people cost together beside seats one by one, and the purchases behind what it saves here."""
    seat = found.seats[0][1]
    edges = [edge for _, _, ranges in found.seats for first, last in ranges for edge in (first, last or first)]
    people = list(range(1, min(10_000, max([10, len(found.worth), *(2 * edge for edge in edges)])) + 1))
    costs = [found.cost(count) for count in people]
    figures.show(
        charts.shared_price(people, costs, seat, name=found.name, dark=context.dark),
        f"questions.people.{found.source_id}",
        alt="What so many people cost together and as single seats; the table below has the numbers",
    )
    with st.expander(literal(f"The numbers: {found.form} of {found.name}")):
        st.dataframe(
            pd.DataFrame(
                {
                    "people": people,
                    "together": [None if cost is None else cost / 100 for cost in costs],
                    **{
                        "member" if member else "seats": [None if each is None else each * n / 100 for n in people]
                        for member, each, _ in found.seats
                    },
                }
            ),
            key=f"questions.people.table.{found.source_id}",
            hide_index=True,
            placeholder="not known",
            alt="What so many people cost together and as single seats",
            column_config={
                "people": _MONEY("People", format="localized"), "together": _MONEY("Together", format="dollar"),
                "seats": _MONEY("Seats one by one", format="dollar"),
                "member": _MONEY("At member prices", format="dollar"),
            },
        )  # fmt: skip
    if found.worth:
        purchase_table.opens(
            f"What makes the {money(sum(found.worth))} that it saves here",
            partial(figures_opened.of_licence, context.principal, found.licence),
            f"questions.people.{found.source_id}",
        )
