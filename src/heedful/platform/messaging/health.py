from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from heedful.platform.core.health import Finding, bad, health_check, off, ok
from heedful.platform.messaging.configuration import sms_way


@health_check("mail")
def check_mail() -> Finding:
    if settings.MAIL_IS_CONFIGURED:
        return ok(_("Sent by %(way)s.") % {"way": settings.MAIL_GOES_BY})
    return off(
        _("No mail server."),
        turns_off=_(
            "Mailed invitations, sign-in by code, new passwords by mail, boards by mail (kept in the outbox)."
        ),
        how=_("HEEDFUL_SMTP_URL=smtp://user:password@host:587?tls=1"),
    )


@health_check("bounces")
def check_bounces() -> Finding:
    if settings.MAIL_PROVIDER and settings.ANYMAIL["WEBHOOK_SECRET"]:
        return ok(_("%(provider)s reports bounces and complaints.") % {"provider": settings.MAIL_PROVIDER})
    if settings.MAIL_PROVIDER:
        how = _("Set HEEDFUL_MAIL_WEBHOOK_SECRET and the address of the webhook at the provider.")
    else:
        how = _("Send by a provider (HEEDFUL_MAIL_PROVIDER); plain SMTP tells only what it refuses at once.")
    return off(
        _("Nobody reports bounces and complaints."),
        turns_off=_("Addresses that do not work are noticed only when the server refuses them at once."),
        how=how,
    )


@health_check("sms")
def check_sms() -> Finding:
    way = sms_way()
    if not way.kind.sends:
        return off(
            _("No SMS gateway."),
            turns_off=_("SMS (kept in the outbox)."),
            how=_("HEEDFUL_SMS_GATEWAY=twilio or http, HEEDFUL_SMS_OPTIONS, HEEDFUL_SMS_FROM"),
        )
    if wrong := way.kind.problems(way.options):
        names = ", ".join(wrong)
        return bad(_("The SMS gateway lacks %(options)s.") % {"options": names}, how="HEEDFUL_SMS_OPTIONS")
    return ok(_("Sent by %(way)s.") % {"way": way.kind.key})
