"""What a process keeps outside the record store, and so past the end of a test."""

from __future__ import annotations


def forget_everything() -> None:
    """Forget rate limits, remembered keys and surveys, the language of the last page: each is one test's."""
    from django.core.cache import cache
    from django.utils import translation

    from heedful.listen.responses.intake_surveys import forget as forget_surveys
    from heedful.platform.accounts.queries.keys import forget_keyholders

    translation.deactivate()  # a request leaves its language to its thread
    cache.clear()
    forget_keyholders()
    forget_surveys()
