"""Small random teams that share: what people lack, what is sold, and what can be used together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd
from hypothesis import strategies as st

from lib.budget import HoldingNeed, Part, PersonNeed, SharedSource, Tier
from lib.domain import tables
from lib.domain.areas import ALL_MASK, EVERYTHING_MASK, mask_of
from lib.domain.text import title_key

DAY = date(2026, 11, 22)
AREAS = ("safety", "ethics", "chemistry")


@dataclass(frozen=True)
class Gaps:
    """One holding: what each requirement still lacks, before anything flows between them (rest last)."""

    named: tuple[str, ...]
    amounts: tuple[int, ...]
    rest: int

    def need(self) -> HoldingNeed:
        accepts = (*(mask_of((area,)) for area in self.named), EVERYTHING_MASK)
        amounts = (*self.amounts, self.rest)
        deficits = tuple(
            sum(amount for k, amount in enumerate(amounts) if subset >> k & 1) for subset in range(1 << len(amounts))
        )
        return HoldingNeed("ASCP", "X", accepts, deficits, date(2027, 1, 1), date(2024, 1, 1))


@st.composite
def gaps(draw: st.DrawFn) -> Gaps:
    named = tuple(draw(st.lists(st.sampled_from(AREAS), max_size=2, unique=True)))
    return Gaps(
        named, tuple(draw(st.sampled_from((100, 50, 200))) for _ in named), draw(st.sampled_from((0, 100, 300)))
    )


PERSON = st.tuples(
    st.lists(gaps(), min_size=1, max_size=2),
    st.sampled_from((frozenset[str](), frozenset[str](), frozenset({"ASCP"}))),
    st.sampled_from((frozenset[str](), frozenset[str](), frozenset({title_key("Product 0")}))),
)
PEOPLE = st.lists(PERSON, min_size=1, max_size=4)
PRODUCT = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(("course", "pack", "unlimited", "membership")),
        "credits": st.sampled_from((100, 200, 300, None)),
        "areas": st.sampled_from(("*", "*", "safety;ethics", "ethics", "chemistry")),
        "member_price": st.sampled_from((None, 500, 1000)),
        "non_member_price": st.sampled_from((1500, 1000, 2000, 500)),
        "repeatable": st.sampled_from((False, False, True)),
    }
)
PRODUCTS = st.lists(PRODUCT, max_size=3)
TIERS = st.lists(
    st.builds(
        Tier,
        least=st.sampled_from((0, 0, 2, 3)),
        most=st.sampled_from((None, None, None, 1, 2)),
        fixed=st.sampled_from((0, 0, 700, 1500, 3000)),
        each=st.sampled_from((0, 300, 400, 900)),
    ).filter(lambda tier: tier.most is None or tier.most >= tier.least),
    min_size=1,
    max_size=2,
)
SOURCE = st.tuples(
    st.lists(
        st.builds(
            Part,
            credits=st.sampled_from((100, 200, None)),
            areas=st.sampled_from((ALL_MASK, mask_of(("ethics",)), mask_of(("safety", "chemistry")))),
        ),
        min_size=1,
        max_size=2,
    ),
    TIERS,
    st.sampled_from((None, None, frozenset({"S0", "S1"}), frozenset({"S1", "S2", "S3"}))),
    st.sampled_from(("", "", "P0")),
    st.sampled_from((False, False, False, True)),
)
SOURCES = st.lists(SOURCE, min_size=1, max_size=3)


Team = list[tuple[list[Gaps], frozenset[str], frozenset[str]]]
"""Holdings, memberships and titles of each person."""

Shared = list[tuple[list[Part], list[Tier], frozenset[str] | None, str, bool]]
"""Parts, prices, whom it is open to, the product that it is a way to, and whether it is there already."""


def frame(rows: list[dict[str, object]]) -> pd.DataFrame:
    named = [
        {**row, "product_id": f"P{n}", "product": f"Product {n}", "provider": "ASCP", "hours": 0}
        for n, row in enumerate(rows)
    ]
    return tables.typed(pd.DataFrame(named, columns=list(tables.PRODUCTS), dtype=object), tables.PRODUCTS)


def sources_of(given_rows: Shared) -> list[SharedSource]:
    return [
        SharedSource(
            f"Q{n}",
            product or f"Q{n}",
            f"Source {n}",
            "LabCE",
            "session",
            tuple(parts),
            (Tier(),) if owned else tuple(tiers),
            open_to=open_to,
            title=title_key("Product 0") if product else "",
            given=owned,
        )
        for n, (parts, tiers, open_to, product, owned) in enumerate(given_rows)
    ]


def people_of(team: Team) -> list[PersonNeed]:
    return [
        PersonNeed(f"S{n}", f"Name {n}", tuple(one.need() for one in held), member_of, titles)
        for n, (held, member_of, titles) in enumerate(team)
    ]
