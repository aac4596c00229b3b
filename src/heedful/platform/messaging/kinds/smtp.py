"""Mails by a server that speaks SMTP."""

from __future__ import annotations

from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

from heedful.platform.messaging.kind import MailWay


class Smtp:
    channel: Literal["mail"] = "mail"
    key = "smtp"
    sends = True

    def is_chosen(self, way: MailWay) -> bool:
        return bool(way.smtp_url) and not way.provider

    def mailer(self, way: MailWay) -> dict[str, Any]:
        parts = urlsplit(way.smtp_url)
        return {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": parts.hostname or "",
                "port": parts.port or 25,
                "username": unquote(parts.username or ""),
                "password": unquote(parts.password or ""),
                "use_ssl": parts.scheme == "smtps",
                "use_tls": parse_qs(parts.query).get("tls", ["0"])[0] == "1",
                "timeout": 20,
            },
        }

    def says(self, way: MailWay) -> str:
        parts = urlsplit(way.smtp_url)
        return f"{parts.hostname}:{parts.port or 25}"


KIND = Smtp()
