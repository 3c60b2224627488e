"""Possible duplicates: pairs of credits that may be one activity told twice, and which of them may therefore count.

Domain definition, "Which credits count": not a duplicate, but the same person within three days, with the same
certificate number or a title that is alike and the same groups of digits in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from lib.domain.activities import ASK, COUNTS, NO
from lib.domain.decisions import SAME, TWO
from lib.domain.likeness import ALIKE_DAYS, ALIKE_TITLES
from lib.store.frames import fetch_arrow, registered
from lib.store.near_credits import near
from lib.store.versioned import Change, visible

DAYS: Final = ALIKE_DAYS
ALIKE: Final = ALIKE_TITLES
_COMPARED: Final = ["credit_id", "person", "completed_on", "title", "certificate_number"]
_SPACES: Final = " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
"""What DuckDB's ``trim`` takes away: Unicode's space separators."""
REPEATED: Final = "repeated"
"""Why a credit does not count: it is the same activity as another one."""


def add_pairs(change: Change, added: pa.Table | None = None) -> None:
    """Store the pairs that the credits added by this change make with each other and with what was there.

    ``added``: these credits as :func:`lib.store.new_credits.add_credits` stored them, all of this change; None: they
    are read again.
    """
    cursor = change.cursor
    rows = _rows(change) if added is None else _beside_earlier(change, added)
    by_title = _pairs(rows, *_alike_titles(cursor, rows))
    by_certificate = _pairs(rows, *_same_certificates(rows))
    with registered(cursor, by_title=by_title, by_certificate=by_certificate):
        cursor.execute(
            f"""
            insert into possible_duplicates (later_credit, earlier_credit, added_by)
            select later_credit, earlier_credit, {change.change_id} from (
                select later_credit, earlier_credit from by_title
                union
                select later_credit, earlier_credit from by_certificate
            )
            """
        )


def _rows(change: Change) -> pa.Table:
    """Return the credits of everybody to whom this change added some: :data:`_COMPARED`, ``is_new``."""
    return fetch_arrow(
        change.cursor,
        f"""
        select {", ".join(_COMPARED)}, added_by = {change.change_id} as is_new from credits c
        where {visible("c")} and person in (select person from credits where added_by = {change.change_id})
        """,
    )


def _beside_earlier(change: Change, added: pa.Table) -> pa.Table:
    """Return the rows of :func:`_rows` where those that were added need not be read."""
    with registered(change.cursor, people=pa.table({"person": added["person"].unique()})):
        earlier = fetch_arrow(
            change.cursor,
            f"""
            select {", ".join(_COMPARED)}, false as is_new from credits c
            where {visible("c")} and added_by <> {change.change_id} and person in (select person from people)
            """,
        )
    new = added.select(_COMPARED).append_column("is_new", pa.array(np.ones(added.num_rows, bool)))
    if not earlier.num_rows:
        return new
    return pa.table({name: _one_behind_the_other(earlier[name], new[name]) for name in new.column_names})


def _one_behind_the_other(texts: pa.ChunkedArray, more: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return two columns as one, coded where the second is."""
    first = texts.dictionary_encode() if pa.types.is_dictionary(more.type) else texts
    return pa.chunked_array([*first.chunks, *more.chunks], more.type)


def _pairs(rows: pa.Table, one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> pa.Table:
    """Return the credits at these places as pairs: ``later_credit``, ``earlier_credit``."""
    credit = rows["credit_id"].to_numpy()
    first, second = credit[one], credit[other]
    return pa.table({"later_credit": np.maximum(first, second), "earlier_credit": np.minimum(first, second)})


def _near(
    rows: pa.Table, mark: npt.NDArray[np.int64], at: npt.NDArray[np.int64] | None = None
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the places of every two near rows of one mark; ``at``: only of these."""
    columns = (rows["person"], rows["completed_on"].cast(pa.int32()), rows["is_new"])
    person, day, is_new = (column.to_numpy() if at is None else column.to_numpy()[at] for column in columns)
    one, other = near(person.astype(np.int64), mark if at is None else mark[at], day.astype(np.int64), is_new, DAYS)
    return (one, other) if at is None else (at[one], at[other])


def _same_certificates(rows: pa.Table) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the places of every two near rows with the same certificate, white space around it aside."""
    certificate, trimmed = _coded(rows["certificate_number"], _SPACES)
    # Most stand once, and are not compared with anything.
    often = np.bincount(certificate, minlength=len(trimmed)) > 1
    often &= ~np.asarray(pc.equal(trimmed, ""), bool)
    one, other = _near(rows, certificate, np.flatnonzero(often[certificate]))
    same = certificate[one] == certificate[other]
    return one[same], other[same]


def _coded(column: pa.ChunkedArray, trimmed_of: str = "") -> tuple[npt.NDArray[np.int64], pa.Array]:
    """Return the number of each row's text and the texts, without these signs around them.

    The last of them is empty and stands for the missing.
    """
    of_rows = None
    if pa.types.is_dictionary(column.type):
        coded = column.unify_dictionaries().combine_chunks()
        of_rows, texts = coded.indices, coded.dictionary
    else:
        texts = column.combine_chunks()
    # Coded once, and after the signs are gone: a million of them are a third of a second.
    whole = (pc.utf8_trim(texts, characters=trimmed_of) if trimmed_of else texts).dictionary_encode()
    numbers = whole.indices if of_rows is None else whole.indices.take(of_rows)
    every = pa.concat_arrays([whole.dictionary.cast(pa.string()), pa.array([""], pa.string())])
    return np.asarray(numbers.fill_null(len(every) - 1)).astype(np.int64), every


def _alike_titles(
    cursor: duckdb.DuckDBPyConnection, rows: pa.Table
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the places of every two near rows with the same groups of digits in their titles, and alike titles."""
    code, texts = _coded(rows["title"])
    one, other = _near(rows, _digits(cursor, texts)[code])
    # Each two titles are compared once, however many rows have them.
    titles = texts.to_pylist()
    pair = np.minimum(code[one], code[other]) * len(titles) + np.maximum(code[one], code[other])
    distinct, place = np.unique(pair, return_inverse=True)
    alike = _alike(titles, distinct // len(titles), distinct % len(titles))[place]
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
