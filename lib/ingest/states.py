"""What rows say about completion: state words, yes/no flags, early leavers, and types that are states."""

from __future__ import annotations

import numpy as np

from lib.domain.text import words_key
from lib.ingest.book import EMPTY, ERROR, Codes, Mask
from lib.ingest.findings import Finding
from lib.ingest.row_fields import RowFields
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
    early = flag_of(fields, "left_early")
    if early is not None and ((early == 1) & present).any():
        findings.append(Finding((early == 1) & present, "not_completed", "left_early"))


def state_of(text: str) -> str:
    """Return ``yes`` (completed), ``no`` (not completed) or '' for a state as written; longer texts by the words they
    begin with."""
    key = compact(text)
    if key in words("not_completed"):
        return "no"
    if key in words("completed"):
        return "yes"
    tokens = words_key(text).split(" ")
    for size in range(min(len(tokens), 4), 0, -1):
        head = "".join(tokens[:size])
        if len(head) >= 4:
            if head in words("not_completed"):
                return "no"
            if head in words("completed"):
                return "no" if "not" in tokens or "no" in tokens else "yes"
    return ""


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


def truth_of(text: str) -> int:
    """Return 1 for a word for yes, 0 for one for no, -1 for anything else."""
    key = compact(text)
    return 1 if key in words("yes") else 0 if key in words("no") else -1
