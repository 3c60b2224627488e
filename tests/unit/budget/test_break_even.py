"""Break-evens worked out by hand: whole purchases, the needed area, member prices apart, nothing unknown counted."""

from __future__ import annotations

from datetime import date
from itertools import product as choices

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from lib.budget import HoldingNeed, Part, PersonNeed, SharedSource, Tier
from lib.budget.break_even import PointBreakEven, Step, point_break_evens, told
from lib.budget.products import read_products
from lib.budget.seats import cheaper_for, seat_break_evens
from lib.domain import tables
from lib.domain.areas import ALL_MASK, EVERYTHING_MASK, mask_of

DAY = date(2026, 11, 22)
ETHICS = mask_of(("ethics",))


def shelf(*rows: dict[str, object]) -> pd.DataFrame:
    return tables.typed(pd.DataFrame(list(rows), columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)


def row(product_id: str, kind: str, credits: int | None, price: int | None, **more: object) -> dict[str, object]:
    return {"product_id": product_id, "product": product_id, "provider": "LabCE", "kind": kind, "credits": credits,
            "areas": "*", "non_member_price": price} | more  # fmt: skip


def lacks(staff_id: str, ethics: int, rest: int) -> PersonNeed:
    held = HoldingNeed("ASCP", "MLS", (ETHICS, EVERYTHING_MASK), (0, ethics, rest, ethics + rest),
                       date(2027, 1, 15), date(2024, 1, 1))  # fmt: skip
    return PersonNeed(staff_id, f"Name {staff_id}", (held,))


def found(frame: pd.DataFrame, *needs: PersonNeed, bundles: tuple[SharedSource, ...] = ()) -> list[PointBreakEven]:
    return list(point_break_evens(read_products(frame), bundles, needs, as_of=DAY))


def as_rows(steps: tuple[Step, ...]) -> list[tuple[int, int | None, str, int]]:
    return [(step.above, step.up_to, step.shape, step.cost) for step in steps]


LABCE = shelf(row("PACK", "pack", 800, 5000), row("LIBRARY", "unlimited", None, 9500))


def test_pack_against_library_is_the_published_break_even() -> None:
    """50 < 95 up to 8 points; above 8 one pack is too little and is not sold twice: the library."""
    (each,) = found(LABCE)
    assert as_rows(each.cheapest) == [(0, 800, "pack", 5000), (800, None, "unlimited", 9500)]
    assert each.changes == ((800, "pack", "unlimited"),)
    assert told(each) == (
        "LabCE, any area. Without membership: up to 8 points packs, above 8 points an unlimited seat."
    )


def test_single_courses_are_whole_and_give_the_needed_area() -> None:
    """Courses of 1 point at $18 (ethics) and $20 (chemistry), of 1.5 at $27 (safety); a pack of 4 at $60.

    Any area: 1 point $18; 1.5 $27; 2 (18 + 20) $38; 2.5 (18 + 27) $45; 3.5 (all) $65 > $60. Above 2.5 the pack; above
    its 4 points the pack and the course at $18, and so on. Ethics: the one course gives 1 point, then the pack, 5 both.
    """
    frame = shelf(
        row("A", "course", 100, 1800, areas="ethics"),
        row("B", "course", 100, 2000, areas="chemistry"),
        row("C", "course", 150, 2700, areas="safety"),
        row("P", "pack", 400, 6000),
    )
    anywhere, ethics = found(frame, lacks("1", 100, 200), lacks("2", 0, 50))
    assert as_rows(anywhere.cheapest) == [
        (0, 100, "single", 1800), (100, 150, "single", 2700), (150, 200, "single", 3800), (200, 250, "single", 4500),
        (250, 400, "pack", 6000), (400, 500, "mixed", 7800), (500, 550, "mixed", 8700), (550, 600, "mixed", 9800),
        (600, 650, "mixed", 10_500), (650, 750, "mixed", 12_500),
    ]  # fmt: skip
    assert [(p.product_id, p.quantity, p.unit_price) for p in anywhere.cheapest[3].purchases] == [
        ("A", 1, 1800), ("C", 1, 2700)
    ]  # fmt: skip
    # 1 misses 3 points in all: the pack; 2 half a point: a course.
    assert anywhere.people == {"pack": 1, "single": 1}
    assert (ethics.area, as_rows(ethics.cheapest)) == (
        "Medical ethics", [(0, 100, "single", 1800), (100, 400, "pack", 6000), (400, 500, "mixed", 7800)],
    )  # fmt: skip
    assert ethics.people == {"single": 1}


def test_member_prices_stand_apart() -> None:
    """Non-members: 1 point $30, any number of packs of 8 at $50: from the second point the pack; 9 points are the pack
    and a course ($80 < two packs for $100), 10 to 16 two packs. Members pay $10 and $40: 4 courses are $40, no dearer
    than the pack, 5 would be $50; 9 to 11 points are the pack and one to three courses, above 11 two packs are $80.
    """
    frame = shelf(
        row("A", "course", 100, 3000, member_price=1000, repeatable=True),
        row("P", "pack", 800, 5000, member_price=4000, repeatable=True),
    )
    others, members = found(frame)
    assert (others.member, others.changes[:3]) == (
        False, ((100, "single", "pack"), (800, "pack", "mixed"), (900, "mixed", "pack")),
    )  # fmt: skip
    assert (members.member, members.changes[:2]) == (True, ((400, "single", "pack"), (800, "pack", "mixed")))
    at = {step.up_to: (step.shape, step.cost) for step in members.cheapest}
    assert (at[1100], at[1600]) == (("mixed", 7000), ("pack", 8000))


def test_what_is_not_set_is_named_and_never_counted() -> None:
    (each,) = found(shelf(row("PACK", "pack", 800, 5000), row("LIBRARY", "unlimited", None, None)))
    assert set(each.shapes) == {"pack"}
    assert told(each) == (
        "LabCE, any area. Without membership: no break-even is known, only packs can be priced there. "
        "Not counted: LIBRARY: price not set."
    )
    members_only = shelf(row("P", "pack", 800, None, member_price=100), row("C", "course", 100, 200))
    others, members = found(members_only)
    assert others.not_known == ("P: price for who is no member not set",)
    assert as_rows(members.cheapest)[0] == (0, 800, "pack", 100)
    assert found(shelf(row("PACK", "pack", 800, 5000))) == []


def test_a_bundle_is_a_shape() -> None:
    """Two courses of 1 point at $30 each; both in a bundle at $40: above 1 point the bundle."""
    frame = shelf(row("A", "course", 100, 3000, areas="ethics"), row("B", "course", 100, 3000, areas="safety"))
    bundle = SharedSource("bundle T", "A", "Both", "LabCE", "bundle",
                          (Part(100, ETHICS), Part(100, mask_of(("safety",)))), (Tier(each=4000),))  # fmt: skip
    (each,) = found(frame, bundles=(bundle,))
    assert as_rows(each.cheapest) == [(0, 100, "single", 3000), (100, 200, "bundle", 4000)]


@given(
    st.lists(st.tuples(st.integers(1, 12), st.integers(0, 30)), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(1, 12), st.integers(0, 30)), min_size=1, max_size=3),
)
def test_every_step_is_the_least_of_all_sets(courses: list[tuple[int, int]], packs: list[tuple[int, int]]) -> None:
    """Against every set of courses and packs, tried one by one."""
    frame = shelf(
        *(row(f"C{n}", "course", 25 * points, 100 * price) for n, (points, price) in enumerate(courses)),
        *(row(f"P{n}", "pack", 25 * points, 100 * price) for n, (points, price) in enumerate(packs)),
    )
    (each,) = found(frame)
    sets = [
        (25 * sum(p for p, _ in picked), 100 * sum(c for _, c in picked))
        for offers in [courses + packs]
        for taken in choices([False, True], repeat=len(offers))
        for picked in [[offer for offer, there in zip(offers, taken, strict=True) if there]]
    ]
    for need in range(25, 25 * 90, 25):
        reachable = [cost for points, cost in sets if points >= need]
        at = [step.cost for step in each.cheapest if step.above < need <= (step.up_to or 0)]
        assert at == ([min(reachable)] if reachable else [])
        for step in each.cheapest:
            assert step.cost == sum(one.quantity * one.unit_price for one in step.purchases)


def test_from_how_many_people_on() -> None:
    """Seats at $95. A licence at $300: 4 seats are $380. Ten seats at least at $60 (= $600): 7 seats are $665."""
    licence = SharedSource("L", "LIBRARY", "Library", "LabCE", "site licence", (Part(None, ALL_MASK),),
                           (Tier(fixed=30_000),))  # fmt: skip
    steps = SharedSource("Q", "LIBRARY", "Library", "LabCE", "quantity price", (Part(None, ALL_MASK),),
                         (Tier(least=10, most=20, each=6000),))  # fmt: skip
    assert cheaper_for(licence, 9500) == ((4, None),)
    assert cheaper_for(steps, 9500) == ((7, 20),)
    assert cheaper_for(steps, 6000) == ()
    # Here: A and B miss 9 points each, the library for $95; C misses 1, the pack for $50.
    team = [lacks("A", 0, 900), lacks("B", 0, 900), lacks("C", 0, 100)]
    dear, stepped = seat_break_evens(team, LABCE, read_products(LABCE), [licence, steps], as_of=DAY)
    assert (dear.worth, dear.pays_from, dear.pays_best) == ((9500, 9500, 5000), None, 0)
    assert (stepped.pays_from, stepped.cost(3), stepped.seats) == (None, 60_000, ((False, 9500, ((7, 20),)),))
    cheap = SharedSource("L", "LIBRARY", "Library", "LabCE", "site licence", (Part(None, ALL_MASK),),
                         (Tier(fixed=15_000),))  # fmt: skip
    # $95 + $95 = $190 > $150: from 2 people on; with C $240 - $150 = $90 beyond its cost.
    (pays,) = seat_break_evens(team, LABCE, read_products(LABCE), [cheap], as_of=DAY)
    assert (pays.pays_from, pays.pays_best) == (2, 9000)


def test_a_seat_without_a_price_has_no_break_even() -> None:
    frame = shelf(row("PACK", "pack", 800, 5000), row("LIBRARY", "unlimited", None, None))
    licence = SharedSource("L", "LIBRARY", "Library", "LabCE", "site licence", (Part(None, ALL_MASK),),
                           (Tier(fixed=30_000),))  # fmt: skip
    (each,) = seat_break_evens([lacks("A", 0, 100)], frame, read_products(frame), [licence], as_of=DAY)
    assert each.seats == ((False, None, ()),)
