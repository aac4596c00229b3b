from __future__ import annotations

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _, override

from heedful.platform.accounts.events import InvitationMade
from heedful.platform.core import vault
from heedful.platform.core.organizations import organization
from heedful.platform.core.outbox import on
from heedful.platform.messaging.events import MailQueued, SmsQueued
from heedful.platform.messaging.services import deliver, deliver_sms, send_now


@on(MailQueued)
def deliver_mail(event: MailQueued) -> None:
    deliver(event.mail_uid)


@on(SmsQueued)
def deliver_short_message(event: SmsQueued) -> None:
    deliver_sms(event.sms_uid)


@on(InvitationMade)
def mail_invitation(event: InvitationMade) -> None:
    """Mail the link straight away: it lets its holder in, so it is never kept to be read by others."""
    if not settings.MAIL_IS_CONFIGURED:
        return
    with override(organization().language):
        context = {"event": event, "url": vault.decrypt(event.sealed_url)}
        subject = _("%(who)s invites you to %(where)s") % {
            "who": event.invited_by,
            "where": event.organization_name,
        }
        text = render_to_string("messaging/invitation.txt", context)
    send_now(EmailMultiAlternatives(" ".join(subject.split()), text, None, [event.email]))
