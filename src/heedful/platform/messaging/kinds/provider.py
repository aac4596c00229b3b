"""Mails by the API of a provider that django-anymail knows."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, Literal

from heedful.platform.messaging.kind import MailWay


class Provider:
    channel: Literal["mail"] = "mail"
    key = "provider"
    sends = True

    def is_chosen(self, way: MailWay) -> bool:
        return bool(way.provider)

    def mailer(self, way: MailWay) -> dict[str, Any]:
        if not way.provider.isidentifier() or find_spec(f"anymail.backends.{way.provider}") is None:
            raise RuntimeError(f"HEEDFUL_MAIL_PROVIDER={way.provider!r} is no provider that anymail knows.")
        # Its options are in settings.ANYMAIL, where the reader of its webhooks finds them as well.
        return {"BACKEND": f"anymail.backends.{way.provider}.EmailBackend"}

    def says(self, way: MailWay) -> str:
        return way.provider


KIND = Provider()
