"""Writes: mails and SMS on their way out, what their carriers report, and SMS that come in."""

from __future__ import annotations

from heedful.platform.messaging.kind import MessageRefused
from heedful.platform.messaging.services.forgetting import forget_addresses, forget_old_messages
from heedful.platform.messaging.services.mail import MailServerAway, deliver, send_mail, send_now
from heedful.platform.messaging.services.reports import note_mail_report, send_what_waits
from heedful.platform.messaging.services.sms import deliver_sms, note_hook, note_meaning, send_sms

__all__ = [
    "MailServerAway",
    "MessageRefused",
    "deliver",
    "deliver_sms",
    "forget_addresses",
    "forget_old_messages",
    "note_hook",
    "note_mail_report",
    "note_meaning",
    "send_mail",
    "send_now",
    "send_sms",
    "send_what_waits",
]
