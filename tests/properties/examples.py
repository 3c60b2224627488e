"""How many examples a law is tried on: few where it is quick, many where a slower profile asks for them."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

QUICK = 100
"""What the profile of `make test` asks for, see tests/conftest.py."""


def laws(quick: int, thorough: int | None = None) -> settings:
    """Return settings for so many examples, or for as many as a slower profile asks for (at most ``thorough``)."""
    asked = settings().max_examples
    return settings(
        max_examples=quick if asked <= QUICK else max(quick, min(asked, thorough or asked)),
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
