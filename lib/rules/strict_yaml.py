"""YAML text to plain data, for files from strangers: text, lists and mappings and nothing else.

Read from the parser's events, not through a constructor, so nothing in a file can make an object, grow through aliases
or recurse. Every value stays the text that was written (``null``, ``~`` and nothing are None): ``1.50`` is exact,
``NO`` is a state and not a truth value, ``12:30`` is no number.
"""

from __future__ import annotations

from typing import Any, Final

import yaml

from lib.rules.findings import Findings, shown

LONGEST_TEXT: Final = 500_000
"""Characters a rule file may have; the longest shipped file has a tenth of it."""

DEEPEST_LEVEL: Final = 12
"""Levels of lists and mappings a rule file may have; the schema needs eight."""

_EVENT_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Only its scanner and parser are used; the C one is ten times faster where the package has it."""

_NULL: Final = frozenset({"", "~", "null", "Null", "NULL"})


class _Level:
    """A list or mapping that is being read. ``key`` is the pending key of a mapping, None while one is awaited."""

    def __init__(self, container: dict[str, Any] | list[Any], path: str) -> None:
        self.container = container
        self.path = path
        self.key: str | None = None
        self.discard = False

    def next_path(self) -> str:
        if isinstance(self.container, list):
            return f"{self.path}[{len(self.container)}]"
        return f"{self.path}.{self.key}" if self.path else str(self.key)

    def add(self, value: Any) -> None:
        if isinstance(self.container, list):
            self.container.append(value)
            return
        if self.key is not None and not self.discard:
            self.container[self.key] = value
        self.key, self.discard = None, False


def plain_data(text: str, findings: Findings) -> dict[str, Any]:
    """Return the one mapping that the text holds; a duplicate key is reported (the first one stays).

    Raises ``RuleFileError`` for text that is too long, no YAML, nested too deep, or uses aliases or tags.
    """
    if len(text) > LONGEST_TEXT:
        findings.stop(
            "the file", f"has {len(text):,} characters", f"at most {LONGEST_TEXT:,} characters; split it by program"
        )
    try:
        return _mapping_of(text, findings)
    except yaml.MarkedYAMLError as problem:
        where = f"line {problem.problem_mark.line + 1}" if problem.problem_mark else "the file"
        findings.stop(where, f"is not YAML ({problem.problem or problem.context})", "YAML as in the shipped rule files")
    except UnicodeEncodeError:
        # Half of a surrogate pair: what is left of bytes that were decoded with another encoding than theirs.
        findings.stop("the file", "holds characters that are no text", "YAML in UTF-8")
    except yaml.YAMLError as problem:
        reason = str(problem).splitlines()[0] if str(problem) else "unreadable"
        findings.stop("the file", f"is not YAML ({reason})", "YAML as in the shipped rule files, in UTF-8")


def _mapping_of(text: str, findings: Findings) -> dict[str, Any]:
    levels: list[_Level] = []
    root: dict[str, Any] | None = None
    for event in yaml.parse(text, Loader=_EVENT_LOADER):
        if isinstance(event, yaml.DocumentStartEvent) and root is not None:
            findings.stop(_line(event), "begins a second document", "one document in a file; split it at the ---")
        if isinstance(event, yaml.NodeEvent):
            _refuse_machinery(event, findings)
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            level = _opened(event, levels, findings)
            if root is None and isinstance(level.container, dict):
                root = level.container
            levels.append(level)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            closed = levels.pop()
            if levels:
                levels[-1].add(closed.container)
        elif isinstance(event, yaml.ScalarEvent):
            _scalar(event, levels, findings)
    if root is None:
        findings.stop("the file", "is empty", "a mapping that begins with program: or extends:")
    return root


def _refuse_machinery(event: yaml.NodeEvent, findings: Findings) -> None:
    if isinstance(event, yaml.AliasEvent):
        findings.stop(
            _line(event),
            f"uses the alias *{event.anchor}",
            'the value written out (aliases are not read; every area is written any or "*" in quotes)',
        )
    tag = getattr(event, "tag", None)
    if tag is not None:
        findings.stop(_line(event), f"uses the tag {shown(tag)}", "plain text, lists and mappings without tags")


def _opened(event: yaml.NodeEvent, levels: list[_Level], findings: Findings) -> _Level:
    is_mapping = isinstance(event, yaml.MappingStartEvent)
    if not levels and not is_mapping:
        findings.stop("the file", "is a list", "a mapping that begins with program: or extends:")
    if len(levels) >= DEEPEST_LEVEL:
        findings.stop(
            _line(event), f"is nested more than {DEEPEST_LEVEL} levels deep", "the levels of the shipped files"
        )
    if levels and isinstance(levels[-1].container, dict) and levels[-1].key is None:
        findings.stop(_line(event), "has a list or a mapping as a key", "plain text as a key")
    return _Level({} if is_mapping else [], levels[-1].next_path() if levels else "")


def _scalar(event: yaml.ScalarEvent, levels: list[_Level], findings: Findings) -> None:
    value = None if event.implicit[0] and event.value in _NULL else event.value
    if not levels:
        findings.stop(
            "the file", "is plain text" if value else "is empty", "a mapping that begins with program: or extends:"
        )
    level = levels[-1]
    if isinstance(level.container, list) or level.key is not None:
        level.add(value)
        return
    if not value:
        findings.stop(_line(event), "has an empty key", "plain text as a key")
    level.key = value
    if value in level.container:
        findings.report(level.next_path(), f"is given twice (again in {_line(event)})", "each key once")
        level.discard = True


def _line(event: yaml.Event) -> str:
    return f"line {event.start_mark.line + 1 if event.start_mark else '?'}"
