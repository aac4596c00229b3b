"""Addresses of the pages on which somebody decides about being asked."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from heedful.listen.channels.links import signed, unsigned

_ASK = "ask_"
UNSUBSCRIBE, PREFERENCES = "unsubscribe", "preferences"


def unsubscribe_url(ask_uid: str) -> str:
    """Return where a POST opts out at once (RFC 8058), and a GET asks whether to."""
    return f"{settings.BASE_URL}{reverse('channels:unsubscribe', args=[_token(UNSUBSCRIBE, ask_uid)])}"


def preferences_url(ask_uid: str) -> str:
    return f"{settings.BASE_URL}{preferences_path(ask_uid)}"


def preferences_path(ask_uid: str) -> str:
    return reverse("channels:preferences", args=[_token(PREFERENCES, ask_uid)])


def ask_of_token(purpose: str, token: str) -> tuple[int, str]:
    """Return the organisation's id and the ask's uid; raise :class:`NotFound` for any other text."""
    organization_id, uid = unsigned(purpose, token)
    return organization_id, _ASK + uid


def _token(purpose: str, ask_uid: str) -> str:
    return signed(purpose, ask_uid.removeprefix(_ASK))
