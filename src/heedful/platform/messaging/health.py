from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from heedful.platform.core.health import Finding, health_check, off, ok


@health_check("mail")
def check_mail() -> Finding:
    if settings.MAIL_IS_CONFIGURED:
        server = settings.MAILERS["default"]["OPTIONS"]
        return ok(_("Sent by %(host)s:%(port)s.") % server)
    return off(
        _("No mail server."),
        turns_off=_(
            "Mailed invitations, sign-in by code, new passwords by mail, boards by mail (kept in the outbox)."
        ),
        how=_("HEEDFUL_SMTP_URL=smtp://user:password@host:587?tls=1"),
    )
