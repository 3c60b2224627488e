"""Errors a laboratory manager can act on: what happened, where, what was found, what is accepted, what to do."""

from __future__ import annotations


class LabReadyError(Exception):
    """Base of every expected failure. ``code`` is stable, ``message`` is one or more whole sentences."""

    code = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class RefusedFile(LabReadyError):
    """A file that cannot be imported; nothing of it was stored. ``code`` says which limit or doubt, ``options`` which
    options of the command line settle it: a page asks in its own way instead."""

    code = "refused_file"

    def __init__(self, message: str, *, code: str | None = None, options: str = "") -> None:
        super().__init__(message, code=code)
        self.options = options

    @property
    def for_a_terminal(self) -> str:
        """The message and the options that settle it."""
        return f"{self.message} {self.options}" if self.options else self.message


class StoppedFile(RefusedFile):
    """A file whose storing somebody stopped; nothing of it was stored."""

    code = "stopped"


class RefusedCommand(LabReadyError):
    """A command that cannot be done as asked; nothing changed."""

    code = "refused_command"


class RuleFileError(LabReadyError):
    """A rule file that breaks the schema: names the file, the key, what was found, what is accepted."""

    code = "rule_file"


class NotAllowed(LabReadyError):
    """The principal may not do this, or not for this person; says which permission is missing."""

    code = "not_allowed"


class DatabaseUnavailable(LabReadyError):
    """The database is in use by another process, damaged, or cannot be opened."""

    code = "database_unavailable"


class SettingsError(LabReadyError):
    """A setting that is unknown or has a value that is not accepted."""

    code = "settings"
