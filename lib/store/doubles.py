"""Possible duplicates: pairs of credits that may be one activity told twice, and which of them may therefore count.

Domain definition, "Which credits count": not a duplicate, but the same person within three days, with the same
certificate number or a title that is alike and the same groups of digits in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from lib.domain.activities import ASK, COUNTS, NO
from lib.domain.decisions import SAME, TWO
from lib.domain.likeness import ALIKE_DAYS, ALIKE_TITLES
from lib.store.frames import fetch_arrow, registered
from lib.store.near_credits import near
from lib.store.versioned import Change, visible

DAYS: Final = ALIKE_DAYS
ALIKE: Final = ALIKE_TITLES
REPEATED: Final = "repeated"
"""Why a credit does not count: it is the same activity as another one."""


def add_pairs(change: Change) -> None:
    """Store the pairs that the credits added by this change make with each other and with what was there."""
    cursor = change.cursor
    # The mark of a certificate may be that of another one too; the few pairs of one mark are held against the texts.
    rows = fetch_arrow(
        cursor,
        f"""
        select credit_id, person, completed_on, coalesce(title, '') as title, added_by = {change.change_id} as is_new,
               case when trim(certificate_number) <> '' then hash(trim(certificate_number)) end as certificate
        from credits c
        where {visible("c")} and person in (select person from credits where added_by = {change.change_id})
        """,
    )
    one, other = _alike_titles(cursor, rows)
    by_title = _pairs(rows, one, other)
    by_certificate = _pairs(rows, *_same_marks(rows))
    with registered(cursor, by_title=by_title, by_certificate=by_certificate):
        cursor.execute(
            f"""
            insert into possible_duplicates (later_credit, earlier_credit, added_by)
            select later_credit, earlier_credit, {change.change_id} from (
                select later_credit, earlier_credit from by_title
                union
                select later_credit, earlier_credit from by_certificate
                join credits a on a.credit_id = later_credit and {visible("a")}
                join credits b on b.credit_id = earlier_credit and {visible("b")}
                where trim(a.certificate_number) = trim(b.certificate_number)
            )
            """
        )


def _pairs(rows: pa.Table, one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> pa.Table:
    """Return the credits at these places as pairs: ``later_credit``, ``earlier_credit``."""
    credit = rows["credit_id"].to_numpy()
    first, second = credit[one], credit[other]
    return pa.table({"later_credit": np.maximum(first, second), "earlier_credit": np.minimum(first, second)})


def _near(rows: pa.Table, mark: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    return near(
        rows["person"].to_numpy().astype(np.int64),
        mark,
        rows["completed_on"].cast(pa.int32()).to_numpy().astype(np.int64),
        rows["is_new"].to_numpy(),
        DAYS,
    )


def _same_marks(rows: pa.Table) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the places of every two near rows whose certificates have the same mark."""
    certified = np.flatnonzero(rows["certificate"].is_valid().to_numpy())
    if not len(certified):
        return certified, certified
    told = rows.take(pa.array(certified)) if len(certified) < rows.num_rows else rows
    one, other = _near(told, told["certificate"].to_numpy())
    return certified[one], certified[other]


def _alike_titles(
    cursor: duckdb.DuckDBPyConnection, rows: pa.Table
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the places of every two near rows with the same groups of digits in their titles, and alike titles."""
    coded = rows["title"].combine_chunks().dictionary_encode()
    titles = coded.dictionary.to_pylist()
    code = np.asarray(coded.indices).astype(np.int64)
    one, other = _near(rows, _digits(cursor, coded.dictionary)[code])
    # Each two titles are compared once, however many rows have them.
    pair = np.minimum(code[one], code[other]) * len(titles) + np.maximum(code[one], code[other])
    distinct, place = np.unique(pair, return_inverse=True)
    alike = _alike(titles, distinct // max(len(titles), 1), distinct % max(len(titles), 1))[place]
    return one[alike], other[alike]


def _digits(cursor: duckdb.DuckDBPyConnection, titles: pa.Array) -> npt.NDArray[np.int64]:
    """Return a number for the groups of digits in each title: the same where they are the same, in any order."""
    named = pa.table({"place": np.arange(len(titles)), "title": titles})
    with registered(cursor, named=named):
        found = fetch_arrow(
            cursor,
            "select array_to_string(list_sort(regexp_extract_all(title, '\\p{Nd}+')), ' ') as digits from named "
            "order by place",
        )
    return np.asarray(found["digits"].combine_chunks().dictionary_encode().indices).astype(np.int64)


def _alike(titles: Sequence[str], one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Return which of these pairs of titles, by their numbers, are alike."""
    from rapidfuzz import fuzz, process, utils

    scores = process.cpdist(
        [titles[number] for number in one.tolist()],
        [titles[number] for number in other.tolist()],
        scorer=fuzz.token_sort_ratio,
        processor=utils.default_process,
        score_cutoff=ALIKE,
        dtype=np.float32,
    )
    return np.asarray(scores >= ALIKE, bool)


def walked(pairs: pa.Table) -> pa.Table:
    """Return what pairs of credits make of the later one: ``credit_id``, ``eligibility``, ``alike_to``, ``because``.

    ``pairs`` has ``later_credit``, ``earlier_credit``, what each is (``later_is``, ``earlier_is``) and the ``answer``
    of whoever decided about them (null: nobody), by later credit. A later row is compared only with rows that are not
    ``ask`` themselves, so the pairs are walked in the order of the later credit: every earlier one is settled by then.
    A credit in a pair with itself is one that its file calls an earlier enrolment.
    """
    asks: dict[int, int] = {}
    repeats: dict[int, int] = {}
    settled: dict[int, int] = {}
    columns = (
        pairs[name].to_pylist() for name in ("later_credit", "earlier_credit", "later_is", "earlier_is", "answer")
    )
    for later, earlier, later_is, earlier_is, answer in zip(*columns, strict=True):
        if answer == SAME and later_is != NO:
            repeats.setdefault(later, earlier)
        elif later == earlier and answer == TWO and later_is != NO:
            settled[later] = earlier
        elif answer is None and later_is == COUNTS and later not in asks and earlier_is != ASK and earlier not in asks:
            asks[later] = earlier
    found = [
        *((credit, NO, other, REPEATED) for credit, other in repeats.items()),
        *((credit, ASK, other, None) for credit, other in asks.items() if credit not in repeats),
        *((credit, COUNTS, None, None) for credit in settled if credit not in repeats and credit not in asks),
    ]
    fields = [
        ("credit_id", pa.int64()),
        ("eligibility", pa.string()),
        ("alike_to", pa.int64()),
        ("because", pa.string()),
    ]
    names = [name for name, _ in fields]
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in found], schema=pa.schema(fields))


def pair_holds(alias: str, known_on: date | None) -> str:
    """Return the condition that a pair holds, or held on a day: a correction of a credit ends the pairs it made."""
    if known_on is None:
        return f"{alias}.removed_by is null"
    day = f"date '{known_on.isoformat()}'"
    return f"coalesce({alias}.added_on <= {day}, true) and ({alias}.removed_on is null or {alias}.removed_on > {day})"
