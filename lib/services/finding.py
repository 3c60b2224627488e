"""Finding people by a part of their name or employee ID, as somebody types it."""

from __future__ import annotations

import pandas as pd

from lib.domain.text import words_key


def found_by(rows: pd.DataFrame, words: str) -> pd.Series:
    """Return which rows (``name``, ``staff_id``) hold each of these words in the name or in the employee ID.

    Case, accents, signs and the order of the words do not matter: *dan okafor* finds *Okafor, Dan*. Nothing but signs
    and blanks finds everybody.
    """
    chosen = pd.Series(data=True, index=rows.index)
    sought = words_key(words).split()
    if sought and len(rows):
        # Each person once, however many rows they have.
        people = rows[["staff_id", "name"]].drop_duplicates()
        texts = (people["staff_id"].fillna("") + " " + people["name"].fillna("")).map(words_key)
        fits = pd.Series(data=True, index=people.index)
        for word in sought:
            fits &= texts.str.contains(word, regex=False)
        chosen &= rows["staff_id"].isin(people.loc[fits, "staff_id"])
    return chosen
