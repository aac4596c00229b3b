from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from heedful.platform.core.types import Permission
from heedful.platform.ui.navigation import register

register("listen", _("Links"), "channels:link_list", Permission.READ_SURVEYS, order=40)
register("settings", _("Sites and apps"), "channels:sites", Permission.READ_SURVEYS, order=50)
register("listen", _("Votes set aside"), "channels:votes", Permission.READ_ANSWERS, order=60)
register("listen", _("Messages"), "channels:messages", Permission.READ_SURVEYS, order=25)
register("settings", _("Sender"), "channels:sender", Permission.MANAGE_ORGANIZATION, order=45)
register(
    "settings", _("Wishes to be forgotten"), "channels:erasure_requests", Permission.WRITE_CONTACTS, order=70
)
