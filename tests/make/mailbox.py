"""A real SMTP server in a thread, and what it received."""

from __future__ import annotations

import email
import re
import socket
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from html import unescape
from typing import Self

from aiosmtpd.controller import Controller


@dataclass
class Mailbox:
    """Takes mail as a mail server does; ``refuses`` are answers by address, as ``550 no such user``."""

    received: list[EmailMessage] = field(default_factory=list)
    envelopes: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:  # noqa: N802 - aiosmtpd's
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802 - aiosmtpd's
        self.received.append(email.message_from_bytes(envelope.content, policy=policy.default))
        self.envelopes.append((envelope.mail_from, tuple(envelope.rcpt_tos)))
        return "250 taken"

    def links(self, message: EmailMessage) -> list[str]:
        """The addresses in the HTML part, in their order; what only Outlook sees is left out."""
        html = re.sub(r"<!--\[if mso\]>.*?<!\[endif\]-->", "", html_of(message), flags=re.DOTALL)
        return [unescape(url) for url in re.findall(r'<a [^>]*href="([^"]+)"', html)]


class MailServer:
    """Runs a mailbox; use it in ``with``."""

    def __init__(self) -> None:
        self.mailbox = Mailbox()

    def __enter__(self) -> Self:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._controller = Controller(self.mailbox, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def mailers(self) -> dict:
        options = {"host": "127.0.0.1", "port": self.port, "timeout": 5}
        return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def html_of(message: EmailMessage) -> str:
    part = message.get_body(("html",))
    assert part is not None
    return part.get_content()


def text_of(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return part.get_content()
