"""What an import does with the rows of a template workbook or of a flat sheet: a loop over rows, rule after rule."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from rapidfuzz import fuzz, utils

from tests.reference import words
from tests.reference.oracle_rules import Credential, find_credential, shipped_products
from tests.reference.written_files import File, Sheet

TEMPLATE_ORDER = ("Staff", "Credentials", "Credits", "Memberships", "Catalogue")


@dataclass
class Person:
    staff_id: str
    name: str = ""
    email: str = ""
    site: str = ""
    department: str = ""
    active: bool | None = None
    hired_on: date | None = None
    left_on: date | None = None

    def employed(self, day: date) -> bool:
        if self.hired_on is not None and day < self.hired_on:
            return False
        if self.left_on is not None:
            return day <= self.left_on
        return self.active is not False


@dataclass
class Cycle:
    start: date | None = None
    filed_on: date | None = None
    accepted_on: date | None = None


@dataclass
class Holding:
    staff_id: str
    credential: Credential
    participation: str = ""
    required: bool | None = None
    certified_on: date | None = None
    verified_on: date | None = None
    cycles: dict[date, Cycle] = field(default_factory=dict)

    @property
    def end(self) -> date | None:
        return max(self.cycles) if self.cycles else None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.staff_id, self.credential.program, self.credential.code


@dataclass
class Credit:
    staff_id: str
    title: str
    completed_on: date
    points: int
    areas: list[str]
    activity_type: str
    certificate: str
    place: tuple[str, str, int]
    eligibility: str = ""


@dataclass
class Product:
    product_id: str
    provider: str = ""
    product: str = ""
    kind: str = ""
    credits: int | None = None
    areas: frozenset[str] = frozenset()
    member_price: int | None = None
    price: int | None = None
    hours: int = 0
    last_day: date | None = None
    repeatable: bool = False


@dataclass
class Account:
    """What became of the rows of one sheet."""

    sheet: str
    kind: str
    read: int = 0
    accepted: int = 0
    duplicates: int = 0
    skipped: int = 0
    rejected: int = 0
    problems: dict[int, set[str]] = field(default_factory=dict)
    unassigned: Counter[str] = field(default_factory=Counter)
    new_staff: int = 0

    def reject(self, row: int, codes: set[str]) -> None:
        self.rejected += 1
        self.problems[row] = codes


class Store:
    """Everything imported so far."""

    def __init__(self) -> None:
        self.staff: dict[str, Person] = {}
        self.holdings: dict[tuple[str, str, str], Holding] = {}
        self.credits: list[Credit] = []
        self.memberships: list[tuple[str, str, date]] = []
        self.products: dict[str, Product] = {}
        for raw in shipped_products():
            self.products[raw["product_id"]] = _shipped(raw)

    def import_file(self, file: File, today: date) -> list[Account]:
        accounts = {}
        in_order = sorted(file.sheets, key=lambda s: TEMPLATE_ORDER.index(s.name) if s.name in TEMPLATE_ORDER else 0)
        for sheet in in_order:
            accounts[sheet.name] = self._import_sheet(file.name, sheet, today)
        return [accounts[sheet.name] for sheet in file.sheets]

    def _import_sheet(self, file_name: str, sheet: Sheet, today: date) -> Account:
        flat = {"Credential", "Activity Title"} <= set(sheet.header)
        account = Account(sheet.name, "staff+credentials+credits" if flat else sheet.name.casefold())
        known_before = len(self.staff)
        for offset, cells in enumerate(sheet.rows):
            row = sheet.header_row + 1 + offset
            account.read += 1
            if _is_skipped(cells, sheet.header):
                account.skipped += 1
                continue
            values = dict(zip(sheet.header, cells, strict=True))
            place = (file_name, sheet.name, row)
            if flat:
                self._flat(values, place, today, account)
            else:
                getattr(self, f"_{sheet.name.casefold()}")(values, place, today, account)
        account.new_staff = len(self.staff) - known_before
        assert account.read == account.accepted + account.duplicates + account.skipped + account.rejected
        return account

    # --- people

    def _person(self, values: dict[str, Any]) -> tuple[str | None, str | None]:
        """The employee ID that a row names, or why it names none."""
        staff_id = words.text_of(values.get("Employee ID"))
        if staff_id:
            return staff_id, None
        email = words.text_of(values.get("Email")).casefold()
        name = words.text_of(values.get("Employee Name")) or " ".join(
            filter(None, (words.text_of(values.get("First Name")), words.text_of(values.get("Last Name"))))
        )
        if email:
            found = [p.staff_id for p in self.staff.values() if p.email.casefold() == email]
        elif name:
            found = [p.staff_id for p in self.staff.values() if words.name_key(p.name) == words.name_key(name)]
        else:
            return None, "missing_person"
        if not found:
            return None, "unknown_person"
        return (found[0], None) if len(found) == 1 else (None, "ambiguous_person")

    def _update_person(self, staff_id: str, values: dict[str, Any]) -> None:
        person = self.staff.setdefault(staff_id, Person(staff_id))
        name = " ".join(filter(None, (words.text_of(values.get("First Name")), words.text_of(values.get("Last Name")))))
        person.name = name or person.name
        person.email = words.text_of(values.get("Email")) or person.email
        person.site = words.text_of(values.get("Site")) or person.site
        person.department = words.text_of(values.get("Department")) or person.department
        active = words.yes_or_no(values.get("Active"))
        person.active = person.active if active is None else active
        person.hired_on = words.day_of(values.get("Hired On")) or person.hired_on
        person.left_on = words.day_of(values.get("Left On")) or person.left_on

    def _staff(self, values: dict[str, Any], place: tuple[str, str, int], today: date, account: Account) -> None:
        staff_id, problem = self._person(values)
        if staff_id is None:
            assert problem is not None
            account.reject(place[2], {problem})
            return
        self._update_person(staff_id, values)
        account.accepted += 1

    # --- holdings

    def _update_holding(self, staff_id: str, credential: Credential, values: dict[str, Any]) -> None:
        key = (staff_id, credential.program, credential.code)
        holding = self.holdings.setdefault(key, Holding(staff_id, credential))
        holding.participation = words.text_of(values.get("Participation")).casefold() or holding.participation
        required = words.yes_or_no(values.get("Required"))
        holding.required = holding.required if required is None else required
        holding.certified_on = words.day_of(values.get("Certified On")) or holding.certified_on
        holding.verified_on = words.day_of(values.get("Verified On")) or holding.verified_on
        end = words.day_of(values.get("Cycle End"))
        if end is not None:
            cycle = holding.cycles.setdefault(end, Cycle())
            cycle.start = words.day_of(values.get("Cycle Start")) or cycle.start
            cycle.filed_on = words.day_of(values.get("Declaration Filed On")) or cycle.filed_on
            cycle.accepted_on = words.day_of(values.get("Declaration Accepted On")) or cycle.accepted_on

    def _holding_problems(self, values: dict[str, Any]) -> tuple[Credential | None, set[str]]:
        problems = set()
        credential = find_credential(words.text_of(values.get("Program")), words.text_of(values.get("Credential")))
        if credential is None:
            problems.add("unknown_credential")
        start, end = words.day_of(values.get("Cycle Start")), words.day_of(values.get("Cycle End"))
        if start is not None and end is not None and start > end:
            problems.add("invalid_cycle")
        return credential, problems

    def _credentials(self, values: dict[str, Any], place: tuple[str, str, int], today: date, account: Account) -> None:
        credential, problems = self._holding_problems(values)
        staff_id, problem = self._person(values)
        if problem is not None:
            problems.add(problem)
        if problems:
            account.reject(place[2], problems)
            return
        assert staff_id is not None
        assert credential is not None
        self._update_person(staff_id, {})
        self._update_holding(staff_id, credential, values)
        account.accepted += 1

    # --- credits

    def _read_credit(
        self, values: dict[str, Any], place: tuple[str, str, int], today: date
    ) -> tuple[Credit | None, set[str]]:
        staff_id, problem = self._person(values)
        problems = {problem} if problem else set()

        raw_day = values.get("Completed On")
        day = words.day_of(raw_day)
        if words.is_error(raw_day):
            problems.add("cell_error")
        elif words.blank(raw_day):
            problems.add("missing_date")
        elif day is None:
            problems.add("invalid_date")
        elif day > today:
            problems.add("future_date")

        raw_points = values.get("Points")
        number = words.number_of(raw_points)
        points = 0
        if words.is_error(raw_points):
            problems.add("cell_error")
        elif words.blank(raw_points):
            problems.add("missing_points")
        elif number is None:
            problems.add("invalid_points")
        elif number <= 0:
            problems.add("points_not_positive")
        else:
            points = words.points_in_hundredths(number, values.get("Unit"))
            if points == 0:  # nothing is left of it after cutting
                problems.add("points_not_positive")
            if points > 100_00:
                problems.add("points_out_of_range")

        if words.text_of(values.get("Status")).casefold() in words.NOT_COMPLETED:
            problems.add("not_completed")
        if problems:
            return None, problems
        assert staff_id is not None
        assert day is not None
        known, _ = words.areas_in(values.get("Area"))
        activity_type = words.text_of(values.get("Activity Type")).casefold()
        credit = Credit(
            staff_id,
            words.text_of(values.get("Activity Title")),
            day,
            points,
            known,
            "college" if activity_type in words.COLLEGE else activity_type,
            words.text_of(values.get("Certificate Number")),
            place,
        )
        return credit, set()

    def _add_credit(self, credit: Credit) -> bool:
        """False where the row is a duplicate."""
        mine = [c for c in self.credits if c.staff_id == credit.staff_id]
        for other in mine:
            same_title = words.title_key(other.title) == words.title_key(credit.title)
            if other.completed_on == credit.completed_on and same_title and other.points == credit.points:
                return False
        if credit.activity_type in words.NOT_EDUCATION:
            credit.eligibility = "no"
        elif not credit.areas or any(c.eligibility != "ask" and _possible_duplicate(c, credit) for c in mine):
            credit.eligibility = "ask"
        else:
            credit.eligibility = "counts"
        self.credits.append(credit)
        return True

    def _credits(self, values: dict[str, Any], place: tuple[str, str, int], today: date, account: Account) -> bool:
        credit, problems = self._read_credit(values, place, today)
        if credit is None:
            account.reject(place[2], problems)
            return False
        self._update_person(credit.staff_id, {})
        if self._add_credit(credit):
            account.accepted += 1
            if not credit.areas and credit.eligibility != "no":
                account.unassigned[words.text_of(values.get("Area"))] += 1
        else:
            account.duplicates += 1
        return True

    # --- one row with everything

    def _flat(self, values: dict[str, Any], place: tuple[str, str, int], today: date, account: Account) -> None:
        staff_id, _ = self._person(values)
        holding_problems: set[str] = set()
        if staff_id is not None:
            self._update_person(staff_id, values)  # the sheet has columns of people: they are kept whatever else fails
            if not words.blank(values.get("Credential")):
                credential, holding_problems = self._holding_problems(values)
                if not holding_problems:
                    assert credential is not None
                    self._update_holding(staff_id, credential, values)
        if all(words.blank(values.get(c)) for c in ("Activity Title", "Completed On", "Points")):
            if holding_problems:  # nothing of the row is left
                account.reject(place[2], holding_problems)
                return
            account.accepted += 1
            return
        if self._credits(values, place, today, account):
            if holding_problems:
                account.problems[place[2]] = holding_problems
        else:
            account.problems[place[2]] |= holding_problems

    # --- money

    def _memberships(self, values: dict[str, Any], place: tuple[str, str, int], today: date, account: Account) -> None:
        staff_id, problem = self._person(values)
        if staff_id is None:
            assert problem is not None
            account.reject(place[2], {problem})
            return
        self._update_person(staff_id, {})
        until = words.day_of(values.get("Member Until"))
        assert until is not None
        self.memberships.append((staff_id, words.text_of(values.get("Provider")), until))
        account.accepted += 1

    def _catalogue(self, values: dict[str, Any], place: tuple[str, str, int], today: date, account: Account) -> None:
        product_id = words.text_of(values["Product ID"])
        product = self.products.setdefault(product_id, Product(product_id))
        product.provider = words.text_of(values.get("Provider")) or product.provider
        product.product = words.text_of(values.get("Product")) or product.product
        product.kind = words.text_of(values.get("Kind")).casefold() or product.kind
        for name, header in (("credits", "Credits"), ("member_price", "Member Price"), ("price", "Non-member Price")):
            number = words.number_of(values.get(header))
            if number is not None:
                setattr(product, name, words.hundredths(number))
        if not words.blank(values.get("Areas")):
            product.areas = _product_areas(words.text_of(values["Areas"]))
        hours = words.number_of(values.get("Hours"))
        product.hours = product.hours if hours is None else words.hundredths(hours)
        product.last_day = words.day_of(values.get("Last Day of Sale")) or product.last_day
        repeatable = words.yes_or_no(values.get("Repeatable"))
        product.repeatable = product.repeatable if repeatable is None else repeatable
        account.accepted += 1


def _product_areas(text: str) -> frozenset[str]:
    return frozenset(words.AREAS) if text == "*" else frozenset(words.areas_in(text)[0])


def _shipped(raw: dict[str, Any]) -> Product:
    def cents(name: str) -> int | None:
        return None if raw.get(name) is None else int(Decimal(str(raw[name])) * 100)

    return Product(
        raw["product_id"],
        raw["provider"],
        raw["product"],
        raw["kind"],
        cents("credits"),
        _product_areas(";".join(raw.get("areas", []))),
        cents("member_price"),
        cents("non_member_price"),
        cents("hours") or 0,
        raw.get("last_day_of_sale"),
        bool(raw.get("repeatable")),
    )


def _is_skipped(cells: list[Any], header: list[str]) -> bool:
    if all(words.blank(cell) for cell in cells) or list(cells) == header:
        return True
    first = next(cell for cell in cells if not words.blank(cell))
    return words.text_of(first).casefold() in {"total", "grand total"}


def _possible_duplicate(earlier: Credit, later: Credit) -> bool:
    if abs((earlier.completed_on - later.completed_on).days) > 3:
        return False
    if later.certificate and earlier.certificate == later.certificate:
        return True
    alike = fuzz.token_sort_ratio(earlier.title, later.title, processor=utils.default_process) >= 90
    return alike and sorted(re.findall(r"\d+", earlier.title)) == sorted(re.findall(r"\d+", later.title))
