"""No way out for mails: they are kept on the outbox page."""

from __future__ import annotations

from typing import Any, Literal

from heedful.platform.messaging.kind import MailWay


class Outbox:
    channel: Literal["mail"] = "mail"
    key = "outbox"
    sends = False

    def is_chosen(self, way: MailWay) -> bool:
        return not way.smtp_url and not way.provider

    def mailer(self, way: MailWay) -> dict[str, Any]:  # noqa: ARG002 - the protocol's
        return {"BACKEND": "heedful.platform.messaging.outbox_page.OutboxPageBackend"}

    def says(self, way: MailWay) -> str:  # noqa: ARG002 - the protocol's
        return "outbox"


KIND = Outbox()
