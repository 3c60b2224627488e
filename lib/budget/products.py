"""Products as values, and what each costs whom: the price rules of the domain definition ("Money")."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from lib.budget.catalogue import validate
from lib.domain import areas as area_words
from lib.domain.errors import LabReadyError
from lib.domain.text import title_key, words_key

PRICE_NOT_SET = "price not set"
CREDITS_NOT_SET = "credits not set"
AREAS_NOT_SET = "areas not set"

CLASS_PRICES = "class_prices"
ONLY_FOR = "only_for"
LAST_DAY_OF_ACCESS = "last_day_of_access"
"""Columns that a product frame may have beside its own: a mapping of buyer class to cents, the classes that alone may
buy it, joined by ``;`` (missing: everybody; empty text: nobody here), and the last day on which it can be used."""

WHOLE_HOUR = 100
"""Hundredths of an hour: what an unlimited product is rounded up to where its hours are not known."""


@dataclass(frozen=True)
class Product:
    """One row of the catalogue.

    Money is cents, points and hours are hundredths, ``areas`` a bit mask (0 = not set); ``provider_key`` and ``title``
    are the comparable spellings of provider and product. ``class_prices`` are prices for further classes of buyers than
    members and non-members (class, cents), ``only_for`` the classes that alone may buy it (None: everybody may).
    Classes are compared by :func:`lib.domain.text.words_key`.
    """

    product_id: str
    provider: str
    product: str
    kind: str
    credits: int | None
    areas: int
    member_price: int | None
    non_member_price: int | None
    hours: int | None
    last_day_of_sale: date | None
    repeatable: bool
    provider_key: str
    title: str
    class_prices: tuple[tuple[str, int], ...] = ()
    only_for: frozenset[str] | None = None
    last_day_of_access: date | None = None

    @property
    def is_membership(self) -> bool:
        return self.kind == "membership"

    @property
    def is_unlimited(self) -> bool:
        """Whether it gives any number of points (kind unlimited without a number of credits)."""
        return self.kind == "unlimited" and self.credits is None

    @property
    def gives_points(self) -> bool:
        """Whether the points it gives are known: a number of credits, or no limit, and the areas they count in.

        A membership that states credits and areas gives them once, beside its prices (our reading: dues can contain
        points); one that does not is bought for its prices alone.
        """
        return self.areas != 0 and (self.is_unlimited or bool(self.credits))

    @property
    def price_unknown(self) -> bool:
        """Whether nobody could buy it: no price at all, or a membership without dues (its non-member price)."""
        if self.class_prices:
            return False
        if self.is_membership:
            return self.non_member_price is None
        return self.non_member_price is None and self.member_price is None

    def price(self, *, member: bool, classes: Collection[str] = ()) -> int | None:
        """Return what it costs a member or a non-member of its provider, in cents; None where that is not known.

        A member pays the non-member price where the member price is not known; a membership costs its dues. Who is of
        further ``classes`` of buyers pays the lowest of that price and of theirs.
        """
        known = [cents for name, cents in self.class_prices if name in classes]
        usual = self._usual_price(member=member)
        return min(known if usual is None else [usual, *known], default=None)

    def buyer_class(self, *, member: bool, classes: Collection[str]) -> str:
        """Return the further class whose price is paid: the first of the cheapest below the usual price, else empty."""
        usual = self._usual_price(member=member)
        lower = [(cents, name) for name, cents in self.class_prices if name in classes]
        return min(lower)[1] if lower and (usual is None or min(lower)[0] < usual) else ""

    def at_member_price(self, *, member: bool, classes: Collection[str] = ()) -> bool:
        """Whether what the person pays is the member price."""
        if not member or self.is_membership or self.member_price is None:
            return False
        return not self.buyer_class(member=member, classes=classes)

    def may_buy(self, classes: Collection[str]) -> bool:
        """Whether somebody of these further classes of buyers may buy it at all."""
        return self.only_for is None or not self.only_for.isdisjoint(classes)

    def _usual_price(self, *, member: bool) -> int | None:
        if member and not self.is_membership and self.member_price is not None:
            return self.member_price
        return self.non_member_price

    def hours_for(self, largest_deficit: int) -> int:
        """Return the hours one purchase takes one person, in hundredths.

        Known hours are taken as they are. Unknown hours of a number of credits are the credits (1 contact hour is 1
        point); of kind ``unlimited``, where hours are not the library's but what one person uses of it, the largest
        deficit (hundredths) that it could be asked to fill, at most its credits, rounded up to a whole hour; of a
        membership without credits, 0.
        """
        if self.hours is not None:
            return self.hours
        if self.kind == "unlimited":
            used = largest_deficit if self.credits is None else min(self.credits, largest_deficit)
            return -(-max(used, 0) // WHOLE_HOUR) * WHOLE_HOUR
        return self.credits or 0

    def not_set(self) -> tuple[str, ...]:
        """Return what must be filled in before it can be bought: price, credits, areas; empty where nothing."""
        reasons = []
        if self.price_unknown:
            reasons.append(PRICE_NOT_SET)
        if not self.is_membership:
            if self.credits is None and not self.is_unlimited:
                reasons.append(CREDITS_NOT_SET)
            if self.areas == 0:
                reasons.append(AREAS_NOT_SET)
        return tuple(reasons)

    def on_sale(self, as_of: date) -> bool:
        """Whether it is still sold and can still be used on the day (the last days included)."""
        return (self.last_day_of_sale is None or self.last_day_of_sale >= as_of) and self.usable(as_of)

    def usable(self, as_of: date) -> bool:
        """Whether what is bought already can still be used on the day (the last day included)."""
        return self.last_day_of_access is None or self.last_day_of_access >= as_of


def read_products(frame: pd.DataFrame) -> tuple[Product, ...]:
    """Return the rows of a :data:`lib.domain.tables.PRODUCTS` frame as products, in the order of their IDs.

    ``LabReadyError`` with one sentence per problem where the frame does not pass :func:`lib.budget.catalogue.validate`.
    A blank price of a ``free`` product is 0; a given one stands.
    """
    problems = validate(frame)
    if problems:
        raise LabReadyError(" ".join(problems), code="catalogue")
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    products = (_product({str(column): cell for column, cell in row.items()}) for row in rows)
    return tuple(sorted(products, key=lambda product: product.product_id))


def _product(row: dict[str, object]) -> Product:
    kind = str(row["kind"])
    name = str(row["product"])
    provider = "" if row["provider"] is None else str(row["provider"])
    non_member_price = _whole(row["non_member_price"])
    return Product(
        product_id=str(row["product_id"]),
        provider=provider,
        product=name,
        kind=kind,
        credits=_whole(row["credits"]),
        areas=area_mask("" if row["areas"] is None else str(row["areas"])),
        member_price=_whole(row["member_price"]),
        non_member_price=0 if kind == "free" and non_member_price is None else non_member_price,
        hours=_whole(row["hours"]),
        last_day_of_sale=_day(row["last_day_of_sale"]),
        repeatable=bool(row["repeatable"]) if row["repeatable"] is not None else False,
        provider_key=words_key(provider),
        title=title_key(name),
        class_prices=_class_prices(row.get(CLASS_PRICES)),
        only_for=None if (only := row.get(ONLY_FOR)) is None else class_keys(only),
        last_day_of_access=_day(row.get(LAST_DAY_OF_ACCESS)),
    )


def _day(cell: object) -> date | None:
    return None if cell is None else pd.Timestamp(str(cell)).date()


def class_keys(cell: object) -> frozenset[str]:
    """Return the comparable spellings of classes of buyers that are joined by ``;``."""
    return frozenset(words_key(part) for part in str(cell).split(";")) - {""}


def _class_prices(cell: object) -> tuple[tuple[str, int], ...]:
    if not isinstance(cell, Mapping):
        return ()
    return tuple(sorted((words_key(str(name)), int(cents)) for name, cents in cell.items()))


def _whole(value: object) -> int | None:
    return None if value is None else int(Decimal(str(value)))


def area_mask(areas: str) -> int:
    """Return the bit mask of catalogue areas: codes joined by ``;``, or ``*`` for every recognised area; empty is 0."""
    codes = [code.strip() for code in areas.split(";") if code.strip()]
    if area_words.ANY in codes:
        return area_words.ALL_MASK
    return area_words.mask_of(codes)


def listed_only(products: Iterable[Product]) -> list[tuple[Product, str]]:
    """Return the products that are never bought because something about them is not known, each with what."""
    return [(product, "; ".join(reasons)) for product in products if (reasons := product.not_set())]
