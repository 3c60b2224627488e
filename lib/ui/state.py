"""What a session remembers beside its widgets: small choices and results, each with its key and default here.

Their keys begin with ``kept.``; no widget's does.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Final

import streamlit as st

if TYPE_CHECKING:
    from lib.domain.imports import ImportOptions
    from lib.services.imports import Preview, Upload
    from lib.services.leaving import Reviewed
    from lib.services.what_if import Planned

_NONCE: Final = "kept.import.nonce"
_RESULTS: Final = "kept.import.results"
_CHOICES: Final = "kept.import.choices"
_PASTED: Final = "kept.import.pasted"
_STORING: Final = "kept.import.storing"
_STOP_STORING: Final = "kept.import.stop"
_SAID: Final = "kept.said"
_CONFIRMATION: Final = "kept.director.confirmation"
_REVIEWED: Final = "kept.reviewed"
_PLANNED: Final = "kept.what_if"


@dataclass(frozen=True)
class FileResult:
    """What became of one file: its batch number, or the sentences of the refusal."""

    file: str
    batch: int | None
    accepted: int
    rejected: int
    duplicates: int
    skipped: int
    refused: str | None


def import_nonce() -> int:
    """Return the number of the import in preparation; a commit carries it and ends it."""
    return int(st.session_state.get(_NONCE, 0))


def finish_import(nonce: int, results: tuple[FileResult, ...]) -> None:
    """Keep the results and begin the next import; the upload field and the answers start empty."""
    st.session_state[_RESULTS] = results
    st.session_state[_NONCE] = nonce + 1
    _forget_preparation()


def start_over() -> None:
    """Put away the files and tables in preparation, and what was chosen for them; nothing of them was stored."""
    st.session_state[_NONCE] = import_nonce() + 1
    _forget_preparation()


def _forget_preparation() -> None:
    for key in (_CHOICES, _PASTED, _STORING):
        st.session_state.pop(key, None)


def import_results() -> tuple[FileResult, ...]:
    """Return the results of the import just finished; empty before the first."""
    found: tuple[FileResult, ...] = st.session_state.get(_RESULTS, ())
    return found


def forget_results() -> None:
    """Put the last import's results away."""
    st.session_state.pop(_RESULTS, None)


def file_choices() -> dict[str, ImportOptions]:
    """Return what was chosen for the files in preparation, by the key of the upload."""
    return dict(st.session_state.get(_CHOICES, {}))


def choose(file_key: str, options: ImportOptions | None) -> None:
    """Keep what was chosen for one file; None: decide by evidence again."""
    kept = {key: chosen for key, chosen in file_choices().items() if key != file_key}
    st.session_state[_CHOICES] = kept if options is None else {**kept, file_key: options}


def pasted_tables() -> tuple[Upload, ...]:
    """Return the tables pasted for the import in preparation."""
    found: tuple[Upload, ...] = st.session_state.get(_PASTED, ())
    return found


def keep_pasted(tables: tuple[Upload, ...]) -> None:
    """Keep these pasted tables for the import in preparation."""
    st.session_state[_PASTED] = tables


def storing() -> tuple[Preview, ...]:
    """Return the files that are being stored; empty where none are."""
    found: tuple[Preview, ...] = st.session_state.get(_STORING, ())
    return found


def begin_storing(previews: tuple[Preview, ...]) -> None:
    """Begin to store these files; it ends with :func:`finish_import`, or with :func:`start_over` where it fails."""
    st.session_state[_STORING] = previews
    st.session_state[_STOP_STORING] = Event()


def asked_to_stop() -> Event:
    """Return what is set once somebody asks to stop the storing that was begun."""
    event: Event = st.session_state[_STOP_STORING]
    return event


def planned(where: str) -> tuple[tuple[str, Planned], ...]:
    """Return the activities being tried out on a page, each with who attends in words; nothing of it is stored."""
    found: tuple[tuple[str, Planned], ...] = st.session_state.get(f"{_PLANNED}.{where}", ())
    return found


def plan_activity(where: str, whom: str, activity: Planned) -> None:
    """Try one more activity out."""
    st.session_state[f"{_PLANNED}.{where}"] = (*planned(where), (whom, activity))


def drop_planned(where: str, activity: Planned) -> None:
    """Try an activity out no longer."""
    st.session_state[f"{_PLANNED}.{where}"] = tuple(each for each in planned(where) if each[1] is not activity)


def plan_nothing(where: str) -> None:
    """Forget all that is being tried out on a page."""
    st.session_state.pop(f"{_PLANNED}.{where}", None)


def say_next(message: str) -> None:
    """Say this once, on the next run."""
    st.session_state[_SAID] = message


def said_before() -> str | None:
    """Return what the last run left to be said, once."""
    found: str | None = st.session_state.pop(_SAID, None)
    return found


def keep_confirmation(confirmation: object | None) -> None:
    """Keep that a list of names was reviewed in this session; None puts it away."""
    st.session_state[_CONFIRMATION] = confirmation


def confirmation() -> object | None:
    """Return the confirmation of this session; the page checks what it was for."""
    found: object | None = st.session_state.get(_CONFIRMATION)
    return found


def keep_reviewed(reviewed: Reviewed | None) -> None:
    """Keep whom somebody has reviewed in this session, with those reviewed before; None puts all of it away."""
    before = reviewed_people()
    if reviewed is None:
        st.session_state.pop(_REVIEWED, None)
    else:
        st.session_state[_REVIEWED] = reviewed if before is None else before.together(reviewed)


def reviewed_people() -> Reviewed | None:
    """Return what was reviewed in this session before names left; None where nothing was."""
    found: Reviewed | None = st.session_state.get(_REVIEWED)
    return found
