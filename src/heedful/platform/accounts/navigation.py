from django.utils.translation import gettext_lazy as _

from heedful.platform.core.types import Permission
from heedful.platform.ui.navigation import register

register("settings", _("Organisation"), "accounts:organization", Permission.MANAGE_ORGANIZATION, order=10)
register("settings", _("Members"), "accounts:members", Permission.MANAGE_MEMBERS, order=20)
register("settings", _("API keys"), "accounts:keys", Permission.MANAGE_KEYS, order=30)
register("settings", _("Audit log"), "accounts:audit", Permission.READ_AUDIT, order=40)
register("settings", _("Health"), "core:health", Permission.MANAGE_ORGANIZATION, order=60)
register("settings", _("API reference"), "api_reference", None, order=90)
