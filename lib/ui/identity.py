"""Who asks. Until sign-in comes there is one local principal; the server listens on this computer only."""

from __future__ import annotations

from lib.access.policy import local_principal
from lib.access.principal import Principal


def principal() -> Principal:
    """Return who asks on this run; services check what they may do."""
    return local_principal()
