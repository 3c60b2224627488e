"""A change that is dated before later ones: no two versions of a row are known on one day."""

from __future__ import annotations

from lib.store.frames import value
from lib.store.record_tables import RECORDS
from lib.store.versioned import VERSIONED, Change, literal


def close_later_versions(change: Change) -> None:
    """End older versions on the day of this change where it is dated before them.

    A change may be entered for a past day. A version that it follows could then have been known until a later day, and
    two versions of one row would both be known in between.
    """
    later = value(
        change.cursor,
        "select count(*) from changes where on_date > ? and change_id <> ?",
        [change.on_date, change.change_id],
    )
    if not later:
        return
    day = f"{literal(change.on_date.isoformat())}::date"
    for table in (*VERSIONED, *RECORDS):
        keys = ", ".join(f'"{name}"' for name in table.key)
        change.cursor.execute(
            f"update {table.name} set removed_on = {day} from "
            f"(select distinct {keys} from {table.name} where added_by = {change.change_id} "
            f"or removed_by = {change.change_id}) as written "
            f"where {table.same_key(table.name, 'written')} and {table.name}.removed_on > {day}"
        )
