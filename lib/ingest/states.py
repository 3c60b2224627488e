"""What rows say about completion: state words, yes/no flags, early leavers, and types that are states."""

from __future__ import annotations

import numpy as np

from lib.ingest.book import EMPTY, ERROR, Codes, Mask
from lib.ingest.findings import Finding
from lib.ingest.row_fields import RowFields
from lib.ingest.state_words import state_of, truth_of
from lib.ingest.vocabulary import compact, lookup, words


def state_findings(fields: RowFields, present: Mask, findings: list[Finding], notes: list[str]) -> None:
    """Add what the columns about completion say: state words, yes/no flags, early leavers, and types that are
    states."""
    column = fields.column("status")
    if column is not None:
        used = column.used().tolist()
        states = {code: state_of(column.texts[code]) for code in used if column.kinds[code] != EMPTY}
        if any(states.values()):
            table = np.full(len(column.texts), "", "U16")
            for code, state in states.items():
                table[code] = (
                    "cell_error"
                    if column.kinds[code] == ERROR
                    else {"no": "not_completed", "": "invalid_value"}.get(state, "")
                )
            for code_ in ("not_completed", "invalid_value", "cell_error"):
                mask = (table == code_)[column.codes] & present
                if mask.any():
                    findings.append(
                        Finding(
                            mask, code_, "status", accepted="Completed, Passed, Attended, Approved or an empty cell"
                        )
                    )
        elif states:
            notes.append(f'Column "{fields.header("status")}" holds no word for completed or not, so it was not used.')
    kind = fields.column("activity_type")
    if kind is not None:
        never = np.fromiter((_is_failed_type(text) for text in kind.texts), bool, len(kind.texts))
        mask = never[kind.codes] & present
        if mask.any():
            findings.append(Finding(mask, "not_completed", "activity_type"))
    flag, once = flag_of(fields, "completed"), flag_of(fields, "completed_once")
    if flag is not None:
        mask = (flag == 0) & present & ((once != 1) if once is not None else True)
        if mask.any():
            findings.append(Finding(mask, "not_completed", "completed"))
    elif once is not None and ((once == 0) & present).any():
        findings.append(Finding((once == 0) & present, "not_completed", "completed_once"))
    attended = flag_of(fields, "attended")
    if attended is not None and ((attended == 0) & present).any():
        findings.append(Finding((attended == 0) & present, "not_completed", "attended"))
    early = flag_of(fields, "left_early")
    if early is not None and ((early == 1) & present).any():
        findings.append(Finding((early == 1) & present, "not_completed", "left_early"))


def _is_failed_type(text: str) -> bool:
    key = compact(text)
    return len(key) > 3 and key in words("not_completed") and key not in lookup("activities")


def flag_of(fields: RowFields, name: str) -> Codes | None:
    """Return 1 (yes), 0 (no) or -1 (not said) for each row of a yes/no field; None where it has no column."""
    column = fields.column(name)
    if column is None:
        return None
    table = np.array([truth_of(text) for text in column.texts], np.int64)
    return np.asarray(table[column.codes])
