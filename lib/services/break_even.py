"""Where single courses, packs, bundles, an unlimited seat, a licence or a price by quantity become the cheaper way."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pandas as pd

from lib.access.policy import require
from lib.access.principal import Principal
from lib.budget.break_even import SHAPES, PointBreakEven, Step, point_break_evens, told
from lib.budget.products import read_products
from lib.budget.seats import FORMS, SeatBreakEven, seat_break_evens
from lib.domain import points as point_words
from lib.domain import tables
from lib.domain.areas import EVERYTHING_MASK
from lib.services.container import LabReady
from lib.services.plans import Asked, Progress

__all__ = ["STEPS", "curve", "document", "not_known_terms", "people", "people_told", "points", "steps_table", "told"]

STEPS: Final = ("above", "up_to", "shape", "cost", "purchases")
"""Columns of :func:`steps_table`: hundredths, shape in words, cents, what is bought in words."""

_FORM_WORDS: Final = {"site_licence": "site licence", "quantity_price": "quantity price", "session": "session"}


def points(app: LabReady, principal: Principal, asked: Asked, as_of: date) -> tuple[PointBreakEven, ...]:
    """Return from how many missing points on the next shape is cheaper, by provider, area and price class."""
    require(principal, "plan")
    return app.plans.answer(
        ("break-even points", *asked.key),
        lambda: point_break_evens(
            read_products(asked.products), asked.shared, asked.team.needs, as_of=as_of
        ),
    )  # fmt: skip


def people(
    app: LabReady, principal: Principal, asked: Asked, as_of: date, progress: Progress | None = None
) -> tuple[SeatBreakEven, ...]:
    """Return from how many people on each licence, quantity price and session is cheaper than seats one by one."""
    require(principal, "plan")
    if not any(source.form in FORMS for source in asked.shared):
        return ()
    return app.plans.answer(
        ("break-even people", *asked.key),
        lambda: seat_break_evens(
            asked.team.needs, asked.products, read_products(asked.products), asked.shared, as_of=as_of,
            solved=app.plans.solved, progress=progress,
        ),
    )  # fmt: skip


def not_known_terms(app: LabReady, principal: Principal, asked: Asked, as_of: date) -> list[str]:
    """Return a sentence for each licence, quantity price and session that takes no part, with why."""
    require(principal, "plan")
    terms = app.store.budget_rows("price_terms")
    terms = terms[terms["form"].isin(_FORM_WORDS)]
    products = {product.product_id: product for product in read_products(asked.products)}
    used = {source.source_id for source in asked.shared} | {
        source.product_id for source in asked.shared if source.form == "quantity price"
    }
    sentences = []
    for term in terms.to_dict("records"):
        product = products.get(str(term["product_id"]))
        words = _FORM_WORDS[str(term["form"])]
        quantity = term["form"] == "quantity_price"
        taken = (term["product_id"] if quantity else f"{words} {term['term_id']}") in used
        name = str(term["product_id"]) if product is None else product.product
        if pd.isna(term["price"]):
            why = "its price is not set"
        elif pd.notna(term["valid_until"]) and term["valid_until"] < pd.Timestamp(as_of):
            why = "its offer has ended"
        elif taken:
            continue
        elif product is None or not product.on_sale(as_of):
            why = "its product is not sold any more"
        elif lacking := [reason for reason in product.not_set() if not reason.startswith("price")]:
            why = ", ".join(lacking)
        else:
            why = "it is not offered for as many people, or to the people here"
        sentences.append(f"{words.capitalize()} {term['term_id']} of {name} takes no part: {why}.")
    return sentences


def people_told(found: SeatBreakEven) -> list[str]:
    """Return the break-even in people as sentences: by the list price of a seat, and on the gaps of the team here."""
    money = point_words.money_text
    sentences = []
    for member, each, ranges in found.seats:
        who = "member" if member else "single" if len(found.seats) == 1 else "non-member"
        if each is None:
            sentences.append(f"The {who} price of one seat is not set, so by price no break-even is known.")
        elif not ranges:
            sentences.append(f"It never costs less than {who} seats at {money(each)} each.")
        else:
            spans = " and ".join(_span(first, last) for first, last in ranges)
            sentences.append(f"It costs less than {who} seats at {money(each)} each {spans}.")
    saved = sum(found.worth)
    count = len(found.worth)
    if not count:
        sentences.append("It saves nobody here anything.")
    elif found.pays_from is None:
        cost = found.cost(count)
        price = "" if cost is None else f" and costs {money(cost)} for them"
        sentences.append(
            f"On the gaps here it saves {_people(count)} {money(saved)}{price}: it pays for no number of them."
        )
    else:
        sentences.append(
            f"On the gaps here it saves {_people(count)} {money(saved)}; with those who save most first it pays from "
            f"{_people(found.pays_from)} on, at best by {money(found.pays_best)}."
        )
    return sentences


def document(
    app: LabReady, principal: Principal, asked: Asked, as_of: date, progress: Progress | None = None
) -> tuple[dict[str, Any], list[str]]:
    """Return both break-evens as JSON (points and dollars) and as sentences, for the command line."""
    require(principal, "plan")
    found, seats = points(app, principal, asked, as_of), people(app, principal, asked, as_of, progress)
    aside = not_known_terms(app, principal, asked, as_of)
    number = point_words.number
    in_points = [
        {
            "provider": each.provider, "area": each.area, "as_member": each.member,
            "steps": [
                {"above": number(step.above), "up_to": None if step.up_to is None else number(step.up_to),
                 "shape": step.shape, "cost": number(step.cost)}
                for step in each.cheapest
            ],
            "not_known": list(each.not_known),
        }
        for each in found
    ]  # fmt: skip
    in_people = [
        {
            "source": each.source_id, "product": each.name, "form": each.form,
            "seats": [
                {"as_member": member, "price": None if price is None else number(price),
                 "cheaper_for": [[first, last] for first, last in ranges]}
                for member, price, ranges in each.seats
            ],
            "saves_here": number(sum(each.worth)), "pays_from": each.pays_from,
        }
        for each in seats
    ]  # fmt: skip
    sentences = [told(each) for each in found if each.areas == EVERYTHING_MASK or each.changes]
    sentences += [f"{each.form.capitalize()} of {each.name}. {' '.join(people_told(each))}" for each in seats]
    return {"points": in_points, "people": in_people, "not_known": aside}, [*sentences, *aside]


def _span(first: int, last: int | None) -> str:
    if last is None:
        return f"from {_people(first)} on"
    return f"for {_people(first)}" if first == last else f"for {first:,} to {_people(last)}"


def _people(number: int) -> str:
    return f"{number:,} {'person' if number == 1 else 'people'}"


def steps_table(principal: Principal, steps: tuple[Step, ...]) -> pd.DataFrame:
    """Return steps as a frame of :data:`STEPS`; ``up_to`` is missing where the purchase has no end."""
    require(principal, "plan")
    rows = [
        (step.above, step.up_to, SHAPES[step.shape], step.cost, _bought(step)) for step in steps
    ]  # fmt: skip
    columns = dict(zip(STEPS, (tables.WHOLE, tables.MAYBE_WHOLE, tables.TEXT, tables.CENTS, tables.TEXT), strict=True))
    return tables.typed(pd.DataFrame(rows, columns=list(STEPS)), columns)


def curve(principal: Principal, found: PointBreakEven) -> pd.DataFrame:
    """Return the steps of every shape for a chart: :data:`STEPS`, ``shape`` by its code.

    Of several shapes together only the steps at which they are the cheapest.
    """
    require(principal, "plan")
    mixed = tuple(step for step in found.cheapest if step.shape == "mixed")
    parts = [
        steps_table(principal, steps).assign(shape=shape)
        for shape, steps in {**found.shapes, "mixed": mixed}.items()
        if steps
    ]
    return pd.concat(parts, ignore_index=True) if parts else steps_table(principal, ())


def _bought(step: Step) -> str:
    money = point_words.money_text
    return " + ".join(f"{one.quantity} × {one.product} at {money(one.unit_price)}" for one in step.purchases)
