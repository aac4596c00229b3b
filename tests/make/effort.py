"""How hard property tests try: quick with every change, thoroughly in `make eval`."""

from __future__ import annotations

from hypothesis import settings


def examples(usual: int) -> int:
    """Return how many examples a test tries that wants so many where others have a hundred."""
    return max(1, round(usual * settings().max_examples / 100))
