"""Addresses that respondents get: public ones by the survey, personal ones signed.

A token names one thing of one organisation for one purpose. It cannot be guessed, and cannot be used for
anything else than what it was made for.
"""

from __future__ import annotations

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from heedful.platform.core.errors import NotFound
from heedful.platform.core.scope import current_organization_id

_SIGNATURE_BYTES = 12  # 96 bits: out of reach for guessing over a network, and half of what a full one takes
_TOKEN = re.compile(r"([0-9a-z]{1,11})\.([\w-]{1,1500})\.([\w-]{16})", re.ASCII)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_ASK = "ask_"


def public_url(survey_uid: str, **query: str) -> str:
    """Return the address at which everybody may answer a survey."""
    return _absolute(reverse("channels:page", args=[survey_uid]), query)


def kiosk_url(survey_uid: str, **query: str) -> str:
    """Return the address to open on a device that many use."""
    return _absolute(reverse("channels:kiosk", args=[survey_uid]), query)


def personal_url(ask_uid: str, *, score: tuple[str, object] | None = None) -> str:
    """Return the address for the person of an ask; ``score`` (key of a question, value) is selected there.

    What is selected counts only after somebody has confirmed it: scanners of mail open every link.
    """
    path = reverse("channels:personal", args=[ask_token(ask_uid)])
    return _absolute(path, {} if score is None else {"q": score[0], "v": str(score[1])})


def ask_token(ask_uid: str) -> str:
    return signed("ask", ask_uid.removeprefix(_ASK))


def ask_of(token: str) -> tuple[int, str]:
    """Return the organisation's id and the ask's uid of a personal link."""
    organization_id, uid = unsigned("ask", token)
    return organization_id, _ASK + uid


def signed(purpose: str, uid: str) -> str:
    """Return a token for a thing of the organisation in scope, good for one purpose only."""
    head = f"{_in_base_36(current_organization_id())}.{uid}"
    return f"{head}.{_signature(purpose, head, settings.SECRET_KEY)}"


def unsigned(purpose: str, token: str) -> tuple[int, str]:
    """Return the organisation's id and the uid of a token; raise :class:`NotFound` for any other text."""
    match = _TOKEN.fullmatch(token)
    if match is None or not _is_ours(purpose, f"{match[1]}.{match[2]}", match[3]):
        raise NotFound("This link is not valid.")
    return int(match[1], 36), match[2]


def sealed(purpose: str, content: object) -> str:
    """Return a token that carries JSON: it can be read by whoever has it, but not changed."""
    packed = urlsafe_b64encode(orjson.dumps(content)).decode().rstrip("=")
    return signed(purpose, packed)


def unsealed(purpose: str, token: str) -> tuple[int, object]:
    """Return the organisation's id and the content of a sealed token."""
    organization_id, packed = unsigned(purpose, token)
    try:
        return organization_id, orjson.loads(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))
    except (binascii.Error, ValueError):
        raise NotFound("This link is not valid.") from None


def _absolute(path: str, query: dict[str, str]) -> str:
    return f"{settings.BASE_URL}{path}{'?' if query else ''}{urlencode(query)}"


def _is_ours(purpose: str, head: str, signature: str) -> bool:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(_signature(purpose, head, key), signature) for key in keys)


def _signature(purpose: str, head: str, key: str | bytes) -> str:
    digest = salted_hmac(f"heedful.link.{purpose}", head, secret=key, algorithm="sha256").digest()
    return urlsafe_b64encode(digest[:_SIGNATURE_BYTES]).decode()


def _in_base_36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
