"""Whoever queues a message may look again before it goes out: between the two lie minutes, or a night."""

from __future__ import annotations

from collections.abc import Callable

type Guard = Callable[[str], str]  # reference of a message -> why it is no longer wanted; empty: send it
_guards: list[Guard] = []


def before_sending[G: Guard](guard: G) -> G:
    """Register a guard; it is asked in the transaction in which a message is taken to be sent."""
    if guard not in _guards:
        _guards.append(guard)
    return guard


def why_not(reference: str) -> str:
    """Return why a message must not go out, empty when nothing speaks against it."""
    if not reference:
        return ""
    return next((reason for guard in _guards if (reason := guard(reference))), "")
