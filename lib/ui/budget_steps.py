"""Single steps of the budget on a page: what an amount reaches, what one activity brings, what a lapse costs."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from lib.budget.team_plan import TeamPlan
from lib.charts import budget as charts
from lib.charts import steps as step_charts
from lib.domain import points
from lib.domain.rule_doubt import CONFIDENCE_WORDS
from lib.services import budget_questions, figures_opened, filing
from lib.services.plans import Asked
from lib.ui import choosing, figures, filing_view, purchase_table
from lib.ui.format import counted, in_ones, literal, money
from lib.ui.guard import PageContext
from lib.ui.plan_view import nobody_planned, not_in_it, sure
from lib.ui.planning import telling

_MONEY = st.column_config.NumberColumn


def money_reaches(context: PageContext, asked: Asked, plan: TeamPlan) -> None:
    """Show what an amount completes, with whose purchases, and what the next $1,000 would bring."""
    st.subheader("What can be done with only so much?", anchor=False)
    dollars = st.number_input(
        "Amount (dollars)", min_value=0, max_value=10_000_000, value=5_000, step=500, key="amount", width=220,
        help="The most people this amount completes; everybody is paid for whole or not at all.",
    )  # fmt: skip
    if not plan.people:
        st.info(nobody_planned(plan) + ".")
        return
    amount = int(dollars) * 100
    with telling(context, "reach", amount) as told:
        within = budget_questions.within(context.app, context.principal, asked, context.as_of, amount, told)
        people, more = budget_questions.next_thousand(
            context.app, context.principal, asked, context.as_of, amount, told
        )
        reach = budget_questions.reach_of_money(
            context.app, context.principal, asked, context.as_of, plan, progress=told
        )
    left = sum(person.missing_hundredths for person in within.left_out)
    waiting = (
        f" {points.text(left)} points stay missing for {counted(len(within.left_out), 'person who waits', 'who wait')}."
        if within.left_out
        else ""
    )
    st.markdown(
        literal(
            f"{money(amount)} completes {people:,} of {counted(len(plan.people), 'person', 'people')}; "
            f"the next $1,000 brings {counted(more, 'more person', 'more people')}.{waiting} {not_in_it(plan)}".rstrip()
        )
    )
    if not within.proven_optimal:
        st.caption(literal(sure(within)))
    figures.show(
        charts.money_reaches(reach, ceiling_cents=amount, dark=context.dark), "questions.reach",
        alt="People complete for each amount; the table below has the steps",
    )  # fmt: skip
    with st.expander("The steps as a table"):
        selected = choosing.one_of(
            reach.assign(cost=in_ones(reach["cost"])), "questions.reach.table", most=430,
            alt="Amount and people complete; select a row for the purchases that the amount pays for",
            columns={"cost": _MONEY("Amount", format="dollar"), "people": "People complete",
                     "name": "Completed with this step", "staff_id": "Employee ID"},
        )  # fmt: skip
        if selected is not None:
            step = int(reach["cost"].iloc[selected])
            st.markdown(literal(f"The purchases that {money(step)} pays for:"))
            made = figures_opened.of_step(context.app, context.principal, asked, context.as_of, plan, reach, selected)
            purchase_table.table(made, "questions.reach.step")
    purchase_table.opens(
        f"The purchases that {money(within.total_cents)} of it pays for",
        partial(figures_opened.of_plan, context.principal, within),
        "questions.reach.purchases",
    )
    if more:
        purchase_table.opens(
            "What the next $1,000 buys",
            partial(figures_opened.of_next_thousand, context.app, context.principal, asked, context.as_of, amount),
            "questions.reach.next",
        )


def one_step(context: PageContext, asked: Asked) -> None:
    """Show what free sources and an ethics hour save, and which single activity completes most people."""
    st.subheader("What would one more step bring?", anchor=False)
    with telling(context, "step") as told:
        saved = budget_questions.savings(context.app, context.principal, asked, context.as_of, told)
        steps = budget_questions.steps(context.app, context.principal, asked, context.as_of)
    sources = int((asked.products["kind"] == "free").sum())
    for what, _, _, cents, more, compared in saved.itertuples(index=False, name=None):
        st.markdown(literal(saving_told(what, cents, more, compared, sources)))
    figures.show(
        step_charts.amounts_compared(
            {str(what): int(cents) for what, cents in zip(saved["what"], saved["saved"], strict=True)},
            title="What they save on the people whom both plans complete",
            subtitle="Two exact plans compared, US dollars",
            dark=context.dark,
        ),
        "questions.savings",
        alt="What free sources and one in-house ethics hour save; each opens below into its purchases",
    )
    for what, cents in zip(saved["what"], saved["saved"], strict=True):
        label = f"{what}: the purchases that make {money(cents)}"
        made = partial(figures_opened.of_savings, context.app, context.principal, asked, context.as_of, what)
        purchase_table.opens(label, made, f"questions.savings.{what.split()[0].lower()}")
    shown = steps[steps["people"] > 0]
    if shown.empty:
        st.markdown("No single product completes anybody by itself.")
        return
    paid = shown["cost"].astype("Float64").where(shown["cost"] > 0)
    table = shown.assign(
        cost=in_ones(shown["cost"]),
        hours=shown["hours"] / 100,
        dollar=(shown["people"] / (paid / 10_000)).astype("float64"),
        hour=shown["people"] / (shown["hours"] / 100).where(shown["hours"] > 0),
    )
    st.markdown(literal(_most(table)))
    figures.show(
        step_charts.people_by_activity(shown, dark=context.dark),
        "questions.steps.chart",
        alt="People whom one activity completes by itself; the table below has every activity",
    )
    selected = choosing.one_of(
        table[["product", "people", "cost", "hours", "dollar", "hour"]],
        "questions.steps",
        placeholder="price not set",
        alt="For each product, the people whom it alone completes, per dollar and per hour; select one to open it",
        columns={
            "product": "One activity", "people": "People it completes",
            "cost": _MONEY("For all of them", format="dollar", help="Empty: price not set"),
            "hours": _MONEY("Hours", format="accounting"), "dollar": _MONEY("People per $100", format="%.2f"),
            "hour": _MONEY("People per hour", format="%.2f"),
        },
    )  # fmt: skip
    if selected is not None and pd.notna(shown["cost"].iloc[selected]):
        chosen = shown.iloc[selected]
        st.markdown(literal(f"{chosen['product']}: {money(int(chosen['cost']))}"))
        made_of_it = figures_opened.of_activity(context.principal, asked, context.as_of, str(chosen["product_id"]))
        purchase_table.table(made_of_it, "questions.steps.purchases")


def saving_told(what: str, cents: int, more: int, compared: int, free_sources: int) -> str:
    """Say what free sources or an ethics hour save, on how many people that is known, and why not where it is not."""
    if what == budget_questions.FREE_SOURCES and not free_sources:
        return "Free sources: the catalogue has none, so they save nothing."
    verb = "save" if what == budget_questions.FREE_SOURCES else "would save"
    extra = f", and {counted(more, 'more person is', 'more people are')} completed" if more > 0 else ""
    if not compared:
        reason = "nobody can be completed without it at known prices, so there is nothing to compare"
        return f"What {what[:1].lower()}{what[1:]} {verb} in dollars is not known: {reason}{extra}."
    return f"{what} {verb} {money(cents)} on {counted(compared, 'person', 'people')}{extra}."


def _most(table: pd.DataFrame) -> str:
    """Say which activity turns most people complete, by itself, per dollar and per hour of theirs."""
    first = table.iloc[0]
    unpriced = " (its price is not set)" if pd.isna(first["cost"]) else ""
    told = [f"{first['product']}{unpriced} alone completes most: {counted(int(first['people']), 'person', 'people')}."]
    free = table[table["cost"] == 0]
    if len(free):
        people = counted(int(free.iloc[0]["people"]), "person", "people")
        told.append(f"For nothing: {free.iloc[0]['product']}, {people}.")
    for column, words in (("dollar", "Per $100"), ("hour", "Per hour")):
        if table[column].notna().any():
            best = table.sort_values(column, ascending=False, kind="stable").iloc[0]
            told.append(f"{words}: {best['product']}, {best[column]:.2f} people.")
        elif column == "hour":
            told.append("Per hour: not known, none of them states hours or credits.")
        elif free.empty:
            told.append("Per dollar: not known, none that completes somebody has a price.")
    return " ".join(told)


def lapse(context: PageContext, asked: Asked, plan: TeamPlan) -> None:
    """Show the fees of a lapse beside what the plan costs; what is not known is counted nowhere."""
    st.subheader("What would a lapse cost instead?", anchor=False)
    fees = budget_questions.lapse_fees(context.app, context.principal, context.as_of)
    known = budget_questions.lapse_costs(context.principal, fees)
    for way in filing.lapse_sums(context.app, context.principal, context.as_of):
        st.markdown(f"- {literal(f'{way.what}: {filing.lapse_told(way)}')}")
    st.caption(
        "One person. The plan has no filing fee in it. Whether a membership that holds the application fee pays it for "
        "a reinstatement too, no source says; it is taken off here."
    )
    people = len(plan.people)
    if not people:
        st.markdown(literal(f"{nobody_planned(plan)}, so there is no cost of the plan to set beside it."))
    else:
        each = plan.total_cents // people
        st.markdown(
            literal(
                f"The plan costs {money(each)} on average for each of the {people:,} whom it completes. A lapse costs "
                "these fees, the missing points all the same, and the time in which the person may not work under it."
            )
        )
        filing_view.beside_the_plan(context, asked, plan, opened=False)
        purchase_table.opens(
            f"The purchases that make {money(plan.total_cents)} for {counted(people, 'person', 'people')}",
            partial(figures_opened.of_plan, context.principal, plan),
            "questions.lapse.purchases",
        )
        figures.show(
            step_charts.amounts_compared(
                {"The plan, a person on average": each, **known},
                title="What closing the gaps costs beside a lapse",
                subtitle="One person, US dollars; only fees whose amount is known",
                dark=context.dark,
            ),
            "questions.lapse",
            alt="The plan's cost a person beside each known fee; the table below has every fee",
        )
    st.dataframe(
        fees.assign(amount=in_ones(fees["amount"]), confidence=fees["confidence"].map(CONFIDENCE_WORDS))[
            ["fee", "amount", "confidence", "source"]
        ],
        key="questions.fees",
        hide_index=True,
        alt="Fees, their amounts where known, how sure and from where",
        column_config={
            "fee": st.column_config.TextColumn("Fee", width=430), "amount": _MONEY("Amount", format="dollar", width=85),
            "confidence": st.column_config.TextColumn("How sure", width=80),
            "source": st.column_config.TextColumn("Source", width=290),
        },
        placeholder="not known",
    )  # fmt: skip
    st.caption("What is not known is left empty and counted nowhere. Enter your own under “Owned, quotes and fees”.")
