"""Taking a change or an import back: the button, and the question that is asked before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

_ASKED: Final = "kept.taking_back"


@dataclass(frozen=True)
class Question:
    """Whether one thing is to be taken back: ``what`` it is in a word, its number, and the ``place`` of the buttons."""

    place: str
    what: str
    number: int

    def asked(self) -> bool:
        """Show the button that asks; return whether it was pressed and its question waits for an answer."""
        if st.session_state.get(_ASKED) == self:
            return True
        st.button(f"Take this {self.what} back …", key=f"{self.place}.undo", on_click=self._ask,
            help="Says first what that would change, and asks once more. The history keeps both.",
        )  # fmt: skip
        return False

    def sure(self, consequence: str) -> bool:
        """Ask, with what it would do; return whether the answer is yes."""
        st.warning(f"{consequence} Take it back?")
        with st.container(horizontal=True):
            yes = st.button("Yes, take it back", key=f"{self.place}.undo.yes", type="primary")
            self.keep()
        return yes

    def keep(self) -> None:
        """Show the button that puts the question away."""
        st.button("Keep it", key=f"{self.place}.undo.no", on_click=answered)

    def _ask(self) -> None:
        st.session_state[_ASKED] = self


def answered() -> None:
    """Put the question away."""
    st.session_state.pop(_ASKED, None)
