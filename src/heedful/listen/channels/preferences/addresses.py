"""Addresses of the pages on which somebody decides about being asked."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from heedful.listen.channels.links import signed, unsigned

UNSUBSCRIBE, PREFERENCES = "unsubscribe", "preferences"
_ASK = "ask_"  # left out of tokens, to keep them short


def unsubscribe_url(uid: str) -> str:
    """Return where a POST opts out at once (RFC 8058), and a GET asks whether to; of an ask or a contact."""
    return f"{settings.BASE_URL}{reverse('channels:unsubscribe', args=[_token(UNSUBSCRIBE, uid)])}"


def preferences_url(uid: str) -> str:
    return f"{settings.BASE_URL}{preferences_path(uid)}"


def preferences_path(uid: str) -> str:
    return reverse("channels:preferences", args=[_token(PREFERENCES, uid)])


def uid_of_token(purpose: str, token: str) -> tuple[int, str]:
    """Return the organisation's id and the uid of an ask or contact; raise NotFound for any other text."""
    organization_id, uid = unsigned(purpose, token)
    return organization_id, uid if uid.startswith("con_") else _ASK + uid


def _token(purpose: str, uid: str) -> str:
    return signed(purpose, uid.removeprefix(_ASK))
