"""Where mail goes when no mail server is configured: onto a page, to be read there."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from heedful.platform.core.scope import scoped_organization_id
from heedful.platform.core.transactions import writing
from heedful.platform.messaging.models import Mail
from heedful.platform.messaging.types import MailState

log = logging.getLogger(__name__)


class OutboxPageBackend(BaseEmailBackend):
    """Keeps a message as a row of the organisation in scope.

    A message outside any organisation is about somebody's sign-in; kept where an admin could read it, it
    would let them in as that person. It is dropped, and the log says so.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            self._keep(message)
        return len(email_messages)

    def _keep(self, message: EmailMessage) -> None:
        if scoped_organization_id() is None:
            log.warning("No mail server is configured: %r was not sent", message.subject)
            return
        with writing():
            Mail.objects.create(
                to=message.recipients(),
                subject=str(message.subject)[:300],
                text=str(message.body),
                state=MailState.KEPT,
            )
