from django.utils.translation import gettext_lazy as _

from heedful.platform.core.types import Permission
from heedful.platform.ui.navigation import register

register("settings", _("Outbox"), "messaging:outbox", Permission.MANAGE_ORGANIZATION, order=50)
