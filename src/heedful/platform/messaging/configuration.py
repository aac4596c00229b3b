"""What the settings say about SMS, in one shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from heedful.platform.core.scope import current_organization_id
from heedful.platform.messaging.kind import HookRefused, SmsKind, sms_kind

_SALT = "heedful.messaging.sms-hook"


@dataclass(frozen=True, slots=True)
class SmsWay:
    kind: SmsKind
    options: Mapping[str, Any]
    sender: str
    prices: Mapping[str, Decimal]  # by the prefix of a number; ``*``: all others
    currency: str


def sms_way() -> SmsWay:
    told: dict[str, Any] = settings.SMS
    return SmsWay(
        kind=sms_kind(told["gateway"]),
        options=told["options"],
        sender=told["sender"],
        prices={prefix: Decimal(str(each)) for prefix, each in told["prices"].items()},
        currency=told["currency"],
    )


def sms_hook_url() -> str:
    """Return where the gateway calls for the organisation in scope; who knows it may tell of SMS."""
    token = signing.Signer(salt=_SALT).sign(str(current_organization_id())).replace(":", ".", 1)
    return f"{settings.BASE_URL}{reverse('messaging:sms_hook', args=[token])}"


def organization_of_hook(token: str) -> int:
    """Return which organisation's address was called."""
    try:
        return int(signing.Signer(salt=_SALT).unsign(token.replace(".", ":", 1)))
    except (signing.BadSignature, ValueError):
        raise HookRefused("This address is not one that was given to a gateway.") from None
