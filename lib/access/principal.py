"""The principal who asks, and the scope that their answers are limited to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """The sites and departments a principal may see; None = all of them. An empty set = nothing."""

    sites: frozenset[str] | None = None
    departments: frozenset[str] | None = None

    @property
    def key(self) -> str:
        """A stable text for cache keys."""
        return repr((self.sites and sorted(self.sites), self.departments and sorted(self.departments)))


@dataclass(frozen=True)
class Principal:
    """Who asks: a name for the record, the permissions granted, and the scope."""

    name: str
    permissions: frozenset[str]
    scope: Scope = Scope()
