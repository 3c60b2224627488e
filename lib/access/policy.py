"""The closed list of permissions and the one check that every service makes first."""

from __future__ import annotations

from typing import Final

from lib.access.principal import Principal, Scope
from lib.domain.errors import NotAllowed

PERMISSIONS: Final[dict[str, str]] = {
    "view": "see verdicts, people and credits",
    "import": "import files, undo imports, match rows",
    "edit": "change people, holdings, areas and decisions",
    "plan": "see and change the catalogue and plans",
    "report": "export reports",
    "rules": "verify and change rules",
    "backup": "copy the whole database and put a copy in its place",
}
"""Permission -> what it allows, in words for the refusal."""


def require(principal: Principal, permission: str) -> None:
    """Raise :class:`NotAllowed` unless the principal holds the permission; an unknown permission is never held."""
    if permission not in PERMISSIONS or permission not in principal.permissions:
        words = PERMISSIONS.get(permission, permission)
        raise NotAllowed(
            f"{principal.name} may not {words}. Ask whoever administers LabReady here for that permission."
        )


def local_principal(name: str = "local") -> Principal:
    """Return the one principal there is until sign-in comes: on this computer, may do everything, sees everybody."""
    return Principal(name=name, permissions=frozenset(PERMISSIONS), scope=Scope())
